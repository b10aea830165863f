"""The kit as Word files: agenda with guide and sheets to sign, and handouts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.documents.event.guests import ROLES
from app.documents.event.guide import GROUP_QUESTIONS
from app.documents.event.handout import IN_WORD, Handout, handout
from app.documents.event.kit import Kit, Speaker
from app.documents.office.content import Content, Span, or_blank
from app.documents.office.qr import qr_png

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

# The width of the code of a case in cm: its modules are 0.8 mm wide.
_CODE_WIDTH = 3.3

GAP = Span("Belum ada data", "gap")

# The columns of the sheets that participants sign.
_ATTENDANCE_COLUMNS = ("No.", "Nama", "Instansi dan jabatan", "Tanda tangan")
_COMMITMENT_COLUMNS = (
    *("No.", "Instansi peserta", "Inovasi yang akan ditiru", "Langkah pertama"),
    *("Tanggal mulai", "Tanda tangan"),
)

# The height of a row to sign in, in cm: that of a line and a signature.
_ROOM_TO_SIGN = 0.85


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
        ("Hari, tanggal", or_blank(kit.day_and_date, "hari dan tanggal")),
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
    rows += [(guest.shown, "", ROLES[guest.role], "") for guest in kit.guests]
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
    numbers = [str(number) for number in range(1, kit.rows + 1)]
    word.heading("Lembar komitmen", page_break=True)
    word.paragraph(
        "Kami menyatakan akan mempelajari dan meniru inovasi berikut, dengan menyebut instansi "
        "asalnya."
    )
    word.table(
        _COMMITMENT_COLUMNS,
        [(number, "", "", "", "", "") for number in numbers],
        widths=(1.1, 4, 3.6, 3.6, 2, 2.4),
        height=_ROOM_TO_SIGN,
    )
    word.heading("Daftar hadir", page_break=True)
    word.table(
        _ATTENDANCE_COLUMNS,
        [(number, "", "", "") for number in numbers],
        widths=(1, 5, 6.5, 4),
        height=_ROOM_TO_SIGN,
    )


# --- handouts -------------------------------------------------------------------------


def handouts_to_word(kit: Kit, today: dt.date) -> bytes:
    """A sheet for each case; each sheet begins on a new page."""
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(kit.title, created=today, header=None, numbered=False, bound=False)
    for number, case in enumerate(kit.cases):
        sheet = handout(case, IN_WORD)
        _write_handout(word, sheet, kit.urls[sheet.slug], page_break=number > 0)
    return word.to_bytes()


def _write_handout(word: WordDocument, sheet: Handout, url: str, *, page_break: bool) -> None:
    word.heading(sheet.title, page_break=page_break)
    if sheet.expansion:
        word.paragraph(Span(sheet.expansion, "soft"), after=0)
    started = f", sejak {sheet.started}" if sheet.started else ""
    word.paragraph(f"{sheet.agency}. {sheet.place}{started}.", after=0)
    word.paragraph(
        [Span("Status: ", "strong"), sheet.status, Span("  Bukti: ", "strong"), sheet.evidence],
        after=0,
    )
    for heading, text in sheet.sections:
        word.heading(heading, 3)
        word.paragraph(text, after=0)
    word.heading("Yang dibutuhkan", 3)
    if sheet.facts:
        word.pairs(sheet.facts, first=3.5)
    if sheet.gaps:
        word.paragraph([Span("Belum ada data: ", "strong"), f"{', '.join(sheet.gaps)}."], after=0)
    word.heading("Hasil", 3)
    if sheet.results:
        word.table(
            ("Ukuran", "Sebelum", "Sesudah"),
            [(measure, before or GAP, after) for measure, before, after in sheet.results],
            widths=(7, 4.5, 4.5),
        )
    else:
        word.paragraph(GAP, after=0)
    _write_sources(word, sheet, url)


def _write_sources(word: WordDocument, sheet: Handout, url: str) -> None:
    word.heading("Sumber", 3)
    for source in sheet.sources:
        word.paragraph(source, small=True, after=0)
    more = [
        f"{sheet.more_sources} sumber lain ada di laman kasus. " if sheet.more_sources else "",
        "Teks bertanda … berlanjut di laman kasus. " if sheet.shortened else "",
    ]
    word.paragraph([Span("".join(more)), Span(url, "soft", url)], small=True, after=0)
    word.picture(qr_png(url), _CODE_WIDTH, description=f"Kode QR menuju {url}")
