"""Letters about an innovation: for a visit, for permission to copy, for public information.

The form of the first two is that of :mod:`app.documents.office.letterhead`; the third stands
in :mod:`app.documents.information_request`. Facts about the innovation come from its case;
facts that only the asking office knows are blanks. The promises in the letters follow
Magelang's terms for agencies that copy DataGo: credit the original, no sale and no new
licence, keep the logo and the link, pay for the copy yourself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.collection import contacts, wording
from app.collection.case import Case
from app.documents import information_request
from app.documents.office.content import Content, blank
from app.documents.office.letterhead import (
    REMARK,
    LetterHead,
    new_letter,
    write_head,
    write_paragraph,
    write_signature,
)

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument


#: The most questions of a reader that a letter takes, and the characters of the longest.
MOST_QUESTIONS = 20
LONGEST_QUESTION = 200


@dataclass(frozen=True)
class Letter:
    """A kind of letter.

    Attributes:
        key: its name in the address.
        name: its name on a page.
        subject: the words behind “Hal”, before the innovation's name.
        compose: makes the Word file from the subject, the case, the day and the questions.
    """

    key: str
    name: str
    subject: str
    compose: Callable[[str, Case, dt.date, Sequence[str]], bytes]


def letter_to_word(
    letter: Letter, case: Case, today: dt.date, questions: Sequence[str] = ()
) -> bytes:
    """A letter as a Word file, filled in from the case.

    Args:
        letter: The kind of letter.
        case: The case that it is about.
        today: The day on which the file is made.
        questions: The reader's own questions, which a request for a visit or for information
            asks; the first :data:`MOST_QUESTIONS`, cut to :data:`LONGEST_QUESTION`
            characters each.
    """
    bounded = [
        wording.shortened(question, LONGEST_QUESTION, inside_words=True)
        for question in tidy_questions(questions)[:MOST_QUESTIONS]
    ]
    return letter.compose(f"{letter.subject} {case.title}", case, today, bounded)


def tidy_questions(texts: Sequence[str]) -> list[str]:
    """Questions with each run of white space as one space; empty and repeated ones left out.

    >>> tidy_questions(["Berapa  biayanya? ", "", "Berapa biayanya?"])
    ['Berapa biayanya?']
    """
    return list(dict.fromkeys(filter(None, (" ".join(text.split()) for text in texts))))


def _office_letter(
    write_text: Callable[[WordDocument, Case, Sequence[str]], None],
    subject: str,
    case: Case,
    today: dt.date,
    questions: Sequence[str],
    *,
    asks: bool,
) -> bytes:
    """A letter from office to office; if it ``asks``, the questions are attached to it."""
    attached = questions if asks else ()
    word = new_letter(subject, today, size=10)
    write_head(
        word,
        LetterHead(
            sender=(blank("NAMA PEMERINTAH DAERAH ATAU INSTANSI"), blank("NAMA UNIT KERJA")),
            attachment="1 (satu) lembar daftar pertanyaan"
            if attached
            else blank("jumlah lampiran, atau “–”"),
            subject=subject,
            addressee=_addressee(case),
            room=8,
            remarks=(REMARK, *_remark_on_site(case)),
        ),
    )
    write_text(word, case, attached)
    write_paragraph(
        word,
        "Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, "
        "kami ucapkan terima kasih.",
        after=6,
    )
    write_signature(word, "jabatan pimpinan instansi", room=1.3)
    word.paragraph(
        ["Tembusan: ", blank("pejabat yang menerima tembusan, atau hapus baris ini")], small=True
    )
    if attached:
        _write_attachment(word, case, attached)
    return word.to_bytes()


def _remark_on_site(case: Case) -> tuple[str, ...]:
    """Where the sender finds the address of the agency, if a website is known."""
    for channel in contacts.channels(case):
        if channel.is_site:
            return (f"Alamat kantor tujuan: cari di {channel.url} ({channel.known_from()}).",)
    return ()


def _write_attachment(word: WordDocument, case: Case, questions: Sequence[str]) -> None:
    word.heading("Lampiran: daftar pertanyaan", 2, page_break=True)
    word.paragraph(f"Pertanyaan kami tentang inovasi {wording.title_and_expansion(case)}:")
    word.numbers(questions)


def _addressee(case: Case) -> list[str]:
    """The head of the agency, and its government unless the agency is the government."""
    agency = f"Yth. Pimpinan {case.agency}"
    return [agency] if case.government == case.agency else [agency, case.government]


def _write_opening(word: WordDocument, case: Case, purpose: Content) -> None:
    """Write which innovation the office studied, and the purpose of the letter."""
    write_paragraph(
        word,
        [
            "Dalam rangka meningkatkan mutu pelayanan publik di ",
            blank("nama daerah atau instansi Anda"),
            ", khususnya untuk mengatasi ",
            blank("masalah yang dihadapi"),
            f", kami mempelajari inovasi {wording.title_and_expansion(case, quoted=True)} yang "
            f"dilaksanakan oleh {wording.owner(case)}. "
            f"Dari sumber terbuka kami ketahui pokok inovasi tersebut sebagai berikut: "
            f"“{case.summary}”",
        ],
    )
    write_paragraph(word, purpose)


# --- visit ----------------------------------------------------------------------------


def _write_visit(word: WordDocument, case: Case, questions: Sequence[str]) -> None:
    _write_opening(
        word,
        case,
        "Sehubungan dengan hal tersebut, kami mohon kesediaan Bapak/Ibu menerima kunjungan "
        "belajar kami, yang direncanakan pada:",
    )
    word.pairs(
        [
            ("Hari, tanggal", blank("hari dan tanggal")),
            ("Waktu", [blank("pukul"), " waktu setempat"]),
            ("Tempat", [f"{case.agency}, atau tempat lain yang Bapak/Ibu tetapkan"]),
            ("Peserta", [blank("jumlah"), " orang dari ", blank("unit kerja")]),
        ],
        first=3.2,
        lined=False,
    )
    beside = ", selain daftar pertanyaan terlampir," if questions else ""
    word.paragraph(f"Adapun hal yang ingin kami pelajari{beside} adalah:", keep=True)
    word.numbers(_topics(case))
    write_paragraph(
        word,
        [
            "Untuk pengaturan lebih lanjut, Bapak/Ibu dapat menghubungi ",
            blank("jabatan penghubung"),
            " pada ",
            blank("unit kerja"),
            " melalui telepon kantor ",
            blank("nomor telepon kantor"),
            ". Apabila waktu tersebut kurang berkenan, kami menyesuaikan dengan waktu yang "
            "Bapak/Ibu tentukan.",
        ],
    )


def _topics(case: Case) -> list[Content]:
    """The topics of a visit; a topic on which the case file is silent says so."""
    keys = {section.key for section in case.sections}
    topics = {
        "tahapan penerapan dan lama waktunya": bool(case.duration) or "pelaksanaan" in keys,
        "biaya dan sumber anggarannya": bool(case.cost),
        "jumlah tenaga, keahlian, dan pelatihannya": bool(case.staff),
        "dasar hukum, prosedur baku, dan pembagian tugas": bool(case.legal_basis),
        "hasil yang terukur, beserta keadaan sebelumnya": any(
            result.before for result in case.results
        ),
        "hambatan dan pembelajaran selama penerapan": bool(keys & {"tantangan", "pembelajaran"}),
        "syarat bagi instansi yang hendak meniru": bool(case.copy_terms),
    }
    unknown = " (belum kami temukan di sumber terbuka)"
    ends = [";"] * (len(topics) - 2) + ["; dan", "."]
    return [
        f"{topic}{'' if is_known else unknown}{end}"
        for (topic, is_known), end in zip(topics.items(), ends, strict=True)
    ]


# --- permission -----------------------------------------------------------------------


def _write_permission(word: WordDocument, case: Case, _: Sequence[str]) -> None:
    _write_opening(
        word,
        case,
        [
            "Sehubungan dengan hal tersebut, kami mohon izin Bapak/Ibu untuk mereplikasi "
            "inovasi dimaksud di ",
            blank("lokasi penerapan"),
            " mulai ",
            blank("bulan dan tahun"),
            ". Apabila diizinkan, kami menyatakan kesanggupan untuk:",
        ],
    )
    word.numbers(_promises(case))
    write_paragraph(word, _terms(case))
    word.paragraph("Selanjutnya, kami mohon kiranya Bapak/Ibu berkenan:", keep=True)
    word.numbers(_requests(case))


def _promises(case: Case) -> list[str]:
    return [
        f"menyebut {case.agency} sebagai pemilik dan asal inovasi dalam setiap dokumen, "
        "publikasi, dan laporan;",
        "tidak memperjualbelikan dan tidak melisensikan ulang hasil replikasi;",
        "mempertahankan logo dan tautan ke inovasi asal, apabila ada;",
        "menyediakan biaya dan tenaga sendiri, serta menyesuaikan penerapan dengan "
        "kebutuhan kami; dan",
        "menyampaikan laporan hasil replikasi kepada Bapak/Ibu.",
    ]


def _terms(case: Case) -> str:
    """The terms of copying that the agency has published, or the request to name them."""
    if case.copy_terms:
        return (
            "Kami telah membaca ketentuan mengenai peniruan inovasi ini, yaitu: "
            f"“{case.copy_terms}”, dan sanggup memenuhinya."
        )
    return (
        "Kami belum menemukan ketentuan tertulis mengenai peniruan inovasi ini. Apabila "
        "ada, mohon Bapak/Ibu sampaikan kepada kami untuk dipenuhi."
    )


def _requests(case: Case) -> list[str]:
    rules = f" ({'; '.join(case.legal_basis)})" if case.legal_basis else ""
    return [
        "memberikan izin secara tertulis;",
        f"membagikan pedoman, prosedur baku, dan dasar hukum{rules} yang dapat kami pelajari; dan",
        "menunjuk unit untuk pendampingan, serta menyepakati nota kesepahaman antarpimpinan "
        "dan perjanjian kerja sama antarunit kerja apabila diperlukan.",
    ]


#: Key of a letter → the letter.
LETTERS: Mapping[str, Letter] = {
    letter.key: letter
    for letter in (
        Letter(
            "kunjungan",
            "Surat kunjungan belajar",
            "Permohonan kunjungan belajar inovasi",
            partial(_office_letter, _write_visit, asks=True),
        ),
        Letter(
            "izin",
            "Surat izin replikasi",
            "Permohonan izin replikasi inovasi",
            partial(_office_letter, _write_permission, asks=False),
        ),
        Letter(
            "permohonan-informasi",
            "Permohonan informasi publik",
            "Permohonan informasi publik tentang inovasi",
            information_request.compose,
        ),
    )
}
