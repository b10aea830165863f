"""A correction of a case, or of the site: its kinds, its text for the curators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app.collection import wording
from app.collection.case import Case
from app.collection.vocabulary import Label

#: The most characters of a long answer, of a source, and of any other answer.
MOST_TEXT = 2_000
MOST_SOURCE = 1_000
MOST_LINE = 300


@dataclass(frozen=True)
class Question:
    """What a correction says.

    Attributes:
        key: the name of the field.
        label: the question, in the form and in the file.
        help: help for answering it.
        most: the most characters.
        rows: the height of the field, in lines.
        required: whether a correction must say it.
    """

    key: str
    label: Label
    help: Label | None = None
    most: int = MOST_LINE
    rows: int = 1
    required: bool = True


_SOURCE_HELP = Label(
    "Alamat laman, atau judul dan tahun dokumen. Perubahan hanya bisa dimuat bila ada sumber "
    "terbuka.",
    "The address of a page, or title and year of a document. Changes need a public source.",
)
_SOURCE = Question("sumber", Label("Sumbernya", "Its source"), _SOURCE_HELP, MOST_SOURCE)
_MAYBE_SOURCE = Question(
    "sumber",
    Label("Sumbernya (boleh kosong)", "Its source (may be empty)"),
    _SOURCE_HELP,
    MOST_SOURCE,
    1,
    False,
)


@dataclass(frozen=True)
class Kind:
    """A kind of correction.

    Attributes:
        choice: what a reader says who chooses it.
        questions: what it asks.
    """

    choice: Label
    questions: tuple[Question, ...]


#: The kind that any correction can be, also one of the site.
ANY = "salah"

#: Key of a kind, in the address → the kind; of :data:`ANY` last.
KINDS: Mapping[str, Kind] = {
    "biaya": Kind(
        Label("Saya tahu biayanya", "I know the cost"),
        (
            Question(
                "biaya",
                Label(
                    "Berapa biayanya, dari dana apa, tahun berapa",
                    "How much it cost, from which funds, in which year",
                ),
                Label(
                    "Misalnya: Rp45 juta setahun dari APBD (2024).",
                    "For instance: Rp45 juta setahun dari APBD (2024).",
                ),
            ),
            _SOURCE,
        ),
    ),
    "berjalan": Kind(
        Label("Masih berjalan", "It still runs"),
        (
            Question(
                "kapan",
                Label("Kapan terakhir dipastikan", "When this was last confirmed"),
                Label("Tanggal, atau bulan dan tahun.", "A date, or month and year."),
            ),
            Question(
                "dari",
                Label("Dari mana tahunya", "How you know"),
                Label(
                    "Unit atau jabatan Anda, atau sumber terbukanya; bukan nama orang.",
                    "Your unit or position, or a public source; not a person’s name.",
                ),
            ),
            Question(
                "keadaan",
                Label("Keadaannya sekarang (boleh kosong)", "How it is now (may be empty)"),
                Label(
                    "Misalnya: bertambah menjadi 12 puskesmas.",
                    "For instance: it has spread to 12 puskesmas.",
                ),
                MOST_TEXT,
                3,
                False,
            ),
            _MAYBE_SOURCE,
        ),
    ),
    "berhenti": Kind(
        Label("Sudah berhenti", "It has stopped"),
        (
            Question(
                "kapan",
                Label("Sejak kapan berhenti", "When it stopped"),
                Label("Tahun, atau bulan dan tahun.", "A year, or month and year."),
            ),
            Question(
                "sebab",
                Label("Mengapa berhenti (boleh kosong)", "Why it stopped (may be empty)"),
                Label(
                    "Kegagalan pun pelajaran bagi yang hendak meniru.",
                    "A failure, too, is a lesson for whoever wants to copy.",
                ),
                MOST_TEXT,
                3,
                False,
            ),
            _SOURCE,
        ),
    ),
    "meniru": Kind(
        Label("Kami sudah meniru", "We have copied it"),
        (
            Question(
                "peniru",
                Label("Instansi yang meniru", "The agency that copied it"),
                Label(
                    "Misalnya: Dinas Kesehatan Kabupaten Ngawi.",
                    "For instance: Dinas Kesehatan Kabupaten Ngawi.",
                ),
            ),
            Question("kapan", Label("Sejak tahun berapa", "Since which year")),
            Question(
                "hasil",
                Label(
                    "Hasilnya di tempat Anda, dan yang diubah (boleh kosong)",
                    "Its results in your area, and what you changed (may be empty)",
                ),
                Label(
                    "Angka sebelum dan sesudah, dengan tahunnya.",
                    "Figures before and after, with their years.",
                ),
                MOST_TEXT,
                3,
                False,
            ),
            _SOURCE,
        ),
    ),
    ANY: Kind(
        Label("Ada yang salah atau kurang", "Something is wrong or missing"),
        (
            Question(
                "usul",
                Label("Apa yang keliru atau kurang", "What is wrong or missing"),
                Label(
                    "Sebutkan kalimat atau angkanya, dan bagaimana seharusnya.",
                    "Name the sentence or figure, and how it should be.",
                ),
                MOST_TEXT,
                6,
            ),
            _MAYBE_SOURCE,
        ),
    ),
}


@dataclass(frozen=True)
class Correction:
    """What a reader says is wrong or new.

    Attributes:
        kind: the key of its kind.
        answers: key of a question → the answer, without control characters; may be empty.
    """

    kind: str
    answers: Mapping[str, str]


def subject(case: Case | None) -> str:
    """The subject of a message to the curators."""
    return f"Perbaikan: {case.title}" if case else "Usulan untuk Pustaka Inovasi"


def about(case: Case | None, url: str) -> str:
    """What a message to the curators is about; ``url`` is the address of the page."""
    if case is None:
        return f"Alamat: {url}\n"
    return (
        f"Kasus: {wording.title_and_expansion(case)}\n"
        f"Alamat: {url}\n"
        f"Instansi: {wording.owner(case)}\n"
        f"Kasus diperbarui: {wording.long_date(case.updated)}\n"
    )


def mail_body(case: Case | None, url: str) -> str:
    """The text of a mail, with room for what the reader has to say."""
    return (
        f"{about(case, url)}\nYang keliru atau kurang:\n\n\nSumber (alamat laman atau judul):\n\n"
    )


def correction_text(correction: Correction, case: Case | None, url: str, today: dt.date) -> str:
    """The correction as a text for the curators."""
    kind = KINDS[correction.kind]
    answers = "\n".join(
        f"{question.label.id.removesuffix(' (boleh kosong)')}:\n"
        f"{correction.answers.get(question.key, '').strip() or '(tidak disebut)'}\n"
        for question in kind.questions
    )
    return (
        f"{subject(case)}\n\n{about(case, url)}"
        f"Tanggal usulan: {wording.long_date(today)}\n"
        f"Jenis: {kind.choice.id}\n\n{answers}"
    )


def correction_to_text(
    correction: Correction, case: Case | None, url: str, today: dt.date
) -> bytes:
    """The correction as a text file in UTF-8, with the line ends that every editor shows."""
    return correction_text(correction, case, url, today).replace("\n", "\r\n").encode()
