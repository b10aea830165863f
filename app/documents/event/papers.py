"""The kit as Word files: agenda with guide and sheets to sign, handouts, and invitations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.collection.wording import long_date
from app.documents.event.guide import GROUP_QUESTIONS
from app.documents.event.handout import Handout
from app.documents.event.kit import OPEN_SPEAKER, Kit, Speaker
from app.documents.event.model import day_name
from app.documents.office.content import Content, Span, blank, or_blank
from app.documents.office.letterhead import (
    LetterHead,
    new_letter,
    write_head,
    write_paragraph,
    write_signature,
)
from app.documents.office.qr import qr_png

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

GAP = Span("Belum ada data", "gap")

# The columns of the sheets that participants sign.
_ATTENDANCE_COLUMNS = ("No.", "Nama", "Instansi dan jabatan", "Tanda tangan")
_COMMITMENT_COLUMNS = (
    *("No.", "Instansi peserta", "Inovasi yang akan ditiru", "Langkah pertama"),
    *("Tanggal mulai", "Tanda tangan"),
)


def day_and_date(kit: Kit) -> str:
    """``Kamis, 18 Februari 2027``; empty if the event has no date yet."""
    date = kit.event.date
    return f"{day_name(date)}, {long_date(date)}" if date else ""


# --- agenda, guide, sheets ------------------------------------------------------------


def agenda_to_word(kit: Kit, today: dt.date) -> bytes:
    """The agenda, the speakers, the discussion guide, and the sheets to sign.

    Participants sign a sheet of commitments and a list of attendance.
    """
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(kit.title, created=today)
    word.title(kit.title, "Susunan acara dan bahan fasilitator")
    word.pairs(_event_details(kit), first=3.5)
    word.heading("Susunan acara")
    word.table(
        ("Pukul", "Menit", "Acara", "Narasumber"),
        [(row.times, str(row.slot.minutes), row.text, row.speaker) for row in kit.agenda],
        widths=(2.6, 1.4, 5.5, 6.5),
    )
    _write_speakers(word, kit)
    _write_guide(word, kit)
    _write_sheets_to_sign(word, kit)
    return word.to_bytes()


def _event_details(kit: Kit) -> list[tuple[str, Content]]:
    event = kit.event
    participants = f"{event.participants} orang" if event.participants else ""
    return [
        ("Tema", or_blank(event.theme, "tema acara")),
        ("Hari, tanggal", or_blank(day_and_date(kit), "hari dan tanggal")),
        ("Waktu", kit.times),
        ("Tempat", or_blank(event.place, "tempat acara")),
        ("Penyelenggara", or_blank(event.host, "penyelenggara")),
        ("Peserta", or_blank(participants, "jumlah peserta")),
    ]


def _write_speakers(word: WordDocument, kit: Kit) -> None:
    rows: list[tuple[Content, ...]] = [
        (
            speaker.agency,
            speaker.place,
            speaker.title,
            _site(speaker),
        )
        for speaker in kit.speakers
    ]
    rows.append((OPEN_SPEAKER, blank("tempat"), "Penanggap", blank("situs")))
    word.heading("Narasumber")
    word.table(("Instansi", "Tempat", "Kasus", "Situs"), rows, widths=(5.5, 4, 3.5, 3))


def _site(speaker: Speaker) -> Content:
    """The website of a speaker, and where its address was seen."""
    site = speaker.site
    if site is None:
        return GAP
    return [Span(site.url or "", url=site.url), Span(f" ({site.known_from()})", "soft")]


def _write_guide(word: WordDocument, kit: Kit) -> None:
    word.heading("Panduan diskusi", page_break=True)
    for guide in kit.guides:
        word.heading(guide.title, 2)
        word.numbers(guide.questions)
    word.heading("Untuk tiap kelompok", 2)
    word.numbers(GROUP_QUESTIONS)


def _write_sheets_to_sign(word: WordDocument, kit: Kit) -> None:
    # The second, empty line of each number makes the row high enough to sign in.
    numbers = [f"{number}\n " for number in range(1, kit.rows + 1)]
    word.heading("Lembar komitmen", page_break=True)
    word.paragraph(
        "Kami menyatakan akan mempelajari dan meniru inovasi berikut, dengan menyebut instansi "
        "asalnya."
    )
    word.table(
        _COMMITMENT_COLUMNS,
        [(number, "", "", "", "", "") for number in numbers],
        widths=(1.1, 4, 3.6, 3.6, 2, 2.4),
    )
    word.heading("Daftar hadir", page_break=True)
    word.table(
        _ATTENDANCE_COLUMNS, [(number, "", "", "") for number in numbers], widths=(1, 5, 6.5, 4)
    )


# --- handouts -------------------------------------------------------------------------


def handouts_to_word(kit: Kit, today: dt.date) -> bytes:
    """A sheet for each case; each sheet begins on a new page."""
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(kit.title, created=today, size=9)
    for number, sheet in enumerate(kit.handouts):
        _write_handout(word, sheet, kit.urls[sheet.slug], page_break=number > 0)
    return word.to_bytes()


def _write_handout(word: WordDocument, sheet: Handout, url: str, *, page_break: bool) -> None:
    word.heading(sheet.title, page_break=page_break)
    if sheet.expansion:
        word.paragraph(Span(sheet.expansion, "soft"), after=2)
    started = f", sejak {sheet.started}" if sheet.started else ""
    word.paragraph(f"{sheet.agency}. {sheet.place}{started}.", after=2)
    word.paragraph(
        [Span("Status: ", "strong"), sheet.status, Span("  Bukti: ", "strong"), sheet.evidence]
    )
    for heading, text in sheet.sections:
        word.heading(heading, 3)
        word.paragraph(text or GAP, after=2)
    word.heading("Yang dibutuhkan", 3)
    word.pairs([(name, value or GAP) for name, value in sheet.facts], first=3.5)
    word.heading("Hasil", 3)
    if sheet.results:
        word.table(
            ("Ukuran", "Sebelum", "Sesudah"),
            [(measure, before or GAP, after) for measure, before, after in sheet.results],
            widths=(7, 4.5, 4.5),
        )
    else:
        word.paragraph(GAP)
    word.heading("Sumber", 3)
    for source in sheet.sources:
        word.paragraph(source, small=True, after=0)
    if sheet.more_sources:
        word.paragraph(f"{sheet.more_sources} sumber lain ada di laman kasus.", small=True, after=2)
    word.picture(qr_png(url), 2.4, description=f"Kode QR menuju {url}")
    word.paragraph(Span(url, "soft", url), small=True, after=0)


# --- invitations ----------------------------------------------------------------------

# What the host hopes that a speaker will present.
_PRESENTATION_TOPICS = (
    "masalah yang dihadapi dan cara inovasi menyelesaikannya",
    "biaya, tenaga, waktu, dan dasar hukum yang dibutuhkan",
    "hasil dengan angka sebelum dan sesudahnya",
    "kesulitan, yang tidak berhasil, dan pelajaran bagi yang hendak meniru",
    "syarat dan bentuk kerja sama bila inovasi ditiru",
)

# What the host hopes that a commentator will speak about.
_COMMENT_TOPICS = (
    "apa yang sudah terbukti dan apa yang belum dari kasus yang dipaparkan",
    "syarat agar inovasi berhasil di tempat lain",
    "ukuran yang perlu dicatat sejak awal",
)


def invitations_to_word(kit: Kit, today: dt.date, slug: str = "") -> bytes:
    """A letter of invitation to each speaker, and to a commentator whom the host chooses.

    The form is that of :mod:`app.documents.office.letterhead`. Details of the event that
    were not given are blanks, as is everything else that only the host knows.

    Args:
        kit: The kit of the event.
        today: The day on which the file is made.
        slug: The case whose speaker alone is invited; empty for all letters.
    """
    word = new_letter(f"Undangan narasumber {kit.title}", today)
    invited: list[Speaker | None] = [
        speaker for speaker in kit.speakers if slug in ("", speaker.slug)
    ]
    if not slug:
        invited.append(None)
    for number, speaker in enumerate(invited):
        if number:
            word.page_break()
        _write_invitation(word, kit, speaker)
    return word.to_bytes()


def _write_invitation(word: WordDocument, kit: Kit, speaker: Speaker | None) -> None:
    """Write a letter; without a speaker, it goes to the commentator."""
    write_head(word, _invitation_head(kit, speaker))
    write_paragraph(word, _invitation(kit, speaker))
    word.pairs(_time_and_place(kit, speaker), first=3.4, lined=False)
    word.paragraph(
        "Kami berharap paparan memuat:" if speaker else "Kami berharap tanggapan memuat:", keep=True
    )
    word.numbers(_PRESENTATION_TOPICS if speaker else _COMMENT_TOPICS)
    write_paragraph(
        word,
        [
            "Untuk konfirmasi, Bapak/Ibu dapat menghubungi ",
            blank("jabatan dan nomor kantor penghubung"),
            " paling lambat ",
            blank("tanggal"),
            ". Biaya perjalanan ",
            blank("ditanggung penyelenggara/instansi asal"),
            ".",
        ],
    )
    write_paragraph(
        word,
        "Demikian undangan ini kami sampaikan. Atas perkenan Bapak/Ibu, kami ucapkan terima kasih.",
        after=12,
    )
    write_signature(word, "jabatan pimpinan penyelenggara", room=1.6)


def _invitation_head(kit: Kit, speaker: Speaker | None) -> LetterHead:
    addressee: list[Content] = [["Yth. ", blank("pimpinan perguruan tinggi atau JIPP provinsi")]]
    if speaker:
        addressee = [f"Yth. Pimpinan {speaker.agency}", speaker.place]
    return LetterHead(
        sender=[or_blank(kit.event.host.upper(), "NAMA INSTANSI PENYELENGGARA")],
        attachment="1 (satu) berkas susunan acara",
        subject=f"Undangan sebagai {'narasumber' if speaker else 'penanggap'}",
        addressee=addressee,
        room=10,
    )


def _time_and_place(kit: Kit, speaker: Speaker | None) -> list[tuple[str, Content]]:
    rows: list[tuple[str, Content]] = [
        ("Hari, tanggal", or_blank(day_and_date(kit), "hari dan tanggal")),
        ("Waktu", f"{kit.times} (susunan acara terlampir)"),
        ("Tempat", or_blank(kit.event.place, "tempat acara")),
        ("Acara", kit.title),
    ]
    own_row = next((row for row in kit.agenda if speaker and row.slot.case == speaker.slug), None)
    if own_row:
        turn = f"{own_row.times} {kit.event.zone}, termasuk tanya jawab"
        rows.append(("Giliran Bapak/Ibu", turn))
    return rows


def _invitation(kit: Kit, speaker: Speaker | None) -> list[Span | str]:
    """The first paragraph of a letter: who invites, and why."""
    theme = f" bertema “{kit.event.theme}”" if kit.event.theme else ""
    host = or_blank(kit.event.host, "penyelenggara")
    opening = [host, f" akan menyelenggarakan acara “{kit.title}”{theme}. "]
    if speaker is None:
        return [
            *opening,
            "Acara ini mempertemukan instansi yang telah berinovasi dengan instansi yang hendak "
            "menirunya. Kami mengundang Bapak/Ibu menjadi penanggap, pada:",
        ]
    return [
        *opening,
        "Dari sumber terbuka kami ketahui bahwa instansi yang Bapak/Ibu pimpin menjalankan "
        f"inovasi “{speaker.title}”. Agar instansi lain dapat mempelajari dan menirunya, kami "
        "mengundang Bapak/Ibu atau pejabat yang ditunjuk menjadi narasumber, pada:",
    ]
