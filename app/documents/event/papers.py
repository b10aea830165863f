"""The kit as Word files: agenda with guide and sheets, handouts, letters of invitation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.documents.event.guide import GROUP_QUESTIONS
from app.documents.event.handout import Handout
from app.documents.event.kit import OPEN_SPEAKER, Kit, Speaker
from app.documents.event.model import day_name
from app.documents.letters import REMARK, blank
from app.documents.office.content import Content, Signature, Span
from app.documents.office.dates import long_date
from app.documents.office.qr import qr_png

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

GAP = Span("Belum ada data", "gap")

SIGN_HEADER = ("No.", "Nama", "Instansi dan jabatan", "Tanda tangan")
COMMIT_HEADER = (
    *("No.", "Instansi peserta", "Inovasi yang akan ditiru", "Langkah pertama"),
    *("Tanggal mulai", "Tanda tangan"),
)


def _or_blank(text: str, what: str) -> Content:
    return text or blank(what)


def day_and_date(kit: Kit) -> str:
    """``Kamis, 18 Februari 2027``, or empty."""
    date = kit.event.date
    return f"{day_name(date)}, {long_date(date)}" if date else ""


def _facts(kit: Kit) -> list[tuple[str, Content]]:
    event = kit.event
    participants = f"{event.participants} orang" if event.participants else ""
    return [
        ("Tema", _or_blank(event.theme, "tema acara")),
        ("Hari, tanggal", _or_blank(day_and_date(kit), "hari dan tanggal")),
        ("Waktu", kit.times),
        ("Tempat", _or_blank(event.place, "tempat acara")),
        ("Penyelenggara", _or_blank(event.host, "penyelenggara")),
        ("Peserta", _or_blank(participants, "jumlah peserta")),
    ]


# --- agenda, guide, sheets ------------------------------------------------------------


def agenda_to_word(kit: Kit, today: dt.date) -> bytes:
    """Agenda, speakers, discussion guide, sheet of commitments, attendance."""
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(kit.title, created=today)
    word.title(kit.title, "Susunan acara dan bahan fasilitator")
    word.pairs(_facts(kit), first=3.5)
    word.heading("Susunan acara")
    word.table(
        ("Pukul", "Menit", "Acara", "Narasumber"),
        [(row.times, str(row.slot.minutes), row.text, row.speaker) for row in kit.agenda],
        widths=(2.6, 1.4, 5.5, 6.5),
    )
    word.heading("Narasumber")
    word.table(
        ("Instansi", "Tempat", "Kasus", "Situs"),
        [
            *(
                (one.agency, one.place, one.title, Span(one.website, url=one.website))
                if one.website
                else (one.agency, one.place, one.title, GAP)
                for one in kit.speakers
            ),
            (OPEN_SPEAKER, blank("tempat"), "Penanggap", blank("situs")),
        ],
        widths=(5.5, 4, 3.5, 3),
    )
    word.heading("Panduan diskusi", page_break=True)
    for guide in kit.guides:
        word.heading(guide.title, 2)
        word.numbers(guide.questions)
    word.heading("Untuk tiap kelompok", 2)
    word.numbers(GROUP_QUESTIONS)
    word.heading("Lembar komitmen", page_break=True)
    word.paragraph(
        "Kami menyatakan akan mempelajari dan meniru inovasi berikut, dengan menyebut instansi "
        "asalnya."
    )
    word.table(
        COMMIT_HEADER,
        [(f"{n}\n ", "", "", "", "", "") for n in range(1, kit.rows + 1)],
        widths=(1.1, 4, 3.6, 3.6, 2, 2.4),
    )
    word.heading("Daftar hadir", page_break=True)
    word.table(
        SIGN_HEADER,
        [(f"{n}\n ", "", "", "") for n in range(1, kit.rows + 1)],
        widths=(1, 5, 6.5, 4),
    )
    return word.to_bytes()


# --- handouts -------------------------------------------------------------------------


def handouts_to_word(kit: Kit, today: dt.date) -> bytes:
    """A sheet for each case, each on a page of its own."""
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(kit.title, created=today, size=9)
    for n, sheet in enumerate(kit.handouts):
        _sheet(word, sheet, kit.urls[sheet.slug], page_break=n > 0)
    return word.to_bytes()


def _sheet(word: WordDocument, sheet: Handout, url: str, *, page_break: bool) -> None:
    word.heading(sheet.title, page_break=page_break)
    if sheet.expansion:
        word.paragraph(Span(sheet.expansion, "soft"), after=2)
    started = f", sejak {sheet.started}" if sheet.started else ""
    word.paragraph(f"{sheet.agency}. {sheet.where}{started}.", after=2)
    word.paragraph(
        [Span("Status: ", "strong"), sheet.status, Span("  Bukti: ", "strong"), sheet.evidence]
    )
    for heading, text in sheet.parts:
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


def invitations_to_word(kit: Kit, today: dt.date, slug: str = "") -> bytes:
    """A letter of invitation to each agency (or to that of one case), and an open one.

    The form is that of :mod:`app.documents.letters`. What only the host knows is a marked
    place, as is each fact that was not given.
    """
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(
        f"Undangan narasumber {kit.title}", created=today, header=None, numbered=False, size=10.5
    )
    wanted: list[Speaker | None] = [one for one in kit.speakers if slug in ("", one.slug)]
    if not slug:
        wanted.append(None)
    for n, speaker in enumerate(wanted):
        if n:
            word.page_break()
        _letter(word, kit, speaker)
    return word.to_bytes()


def _letter(word: WordDocument, kit: Kit, speaker: Speaker | None) -> None:
    word.paragraph(Span(REMARK, "soft"), small=True, align="center")
    head = kit.event.host.upper() or blank("NAMA INSTANSI PENYELENGGARA")
    word.paragraph(head, align="center", after=0)
    word.paragraph(blank("alamat, telepon, laman, dan surel kantor"), align="center", after=0)
    word.rule()
    word.paragraph([blank("tempat"), ", ", blank("tanggal")], align="right")
    role = "Narasumber" if speaker else "Penanggap"
    word.pairs(
        [
            ("Nomor", blank("nomor surat")),
            ("Sifat", "Biasa"),
            ("Lampiran", "1 (satu) berkas susunan acara"),
            ("Hal", Span(f"Undangan sebagai {role.lower()}", "strong")),
        ],
        first=2.2,
        lined=False,
    )
    if speaker:
        word.paragraph(f"Yth. Pimpinan {speaker.agency}", after=0)
        word.paragraph(speaker.place, after=0)
        word.paragraph(["di ", blank("tempat kedudukan")], after=10)
    else:
        word.paragraph(["Yth. ", blank("pimpinan perguruan tinggi atau JIPP provinsi")], after=0)
        word.paragraph(["di ", blank("tempat kedudukan")], after=10)
    word.paragraph("Dengan hormat,")
    word.paragraph(_invitation(kit, speaker), align="justify", indent=True)
    own_row = next((row for row in kit.agenda if speaker and row.slot.case == speaker.slug), None)
    time = f"{kit.times} (susunan acara terlampir)"
    rows: list[tuple[str, Content]] = [
        ("Hari, tanggal", _or_blank(day_and_date(kit), "hari dan tanggal")),
        ("Waktu", time),
        ("Tempat", _or_blank(kit.event.place, "tempat acara")),
        ("Acara", kit.title),
    ]
    if own_row:
        turn = f"{own_row.times} {kit.event.zone}, termasuk tanya jawab"
        rows.append(("Giliran Bapak/Ibu", turn))
    word.pairs(rows, first=3.4, lined=False)
    word.paragraph(
        "Kami berharap paparan memuat:" if speaker else "Kami berharap tanggapan memuat:", keep=True
    )
    word.numbers(_WISHES if speaker else _COMMENTS)
    word.paragraph(
        [
            "Untuk konfirmasi, Bapak/Ibu dapat menghubungi ",
            blank("jabatan dan nomor kantor penghubung"),
            " paling lambat ",
            blank("tanggal"),
            ". Biaya perjalanan ",
            blank("ditanggung penyelenggara/instansi asal"),
            ".",
        ],
        align="justify",
        indent=True,
    )
    word.paragraph(
        "Demikian undangan ini kami sampaikan. Atas perkenan Bapak/Ibu, kami ucapkan terima kasih.",
        align="justify",
        indent=True,
        after=12,
    )
    word.signatures(
        [
            Signature(
                "",
                blank("jabatan pimpinan penyelenggara"),
                name=blank("nama lengkap dan gelar"),
                note=["NIP ", blank("NIP")],
            )
        ],
        room=1.6,
    )


_WISHES = (
    "masalah yang dihadapi dan cara inovasi menyelesaikannya",
    "biaya, tenaga, waktu, dan dasar hukum yang dibutuhkan",
    "hasil dengan angka sebelum dan sesudahnya",
    "kesulitan, yang tidak berhasil, dan pelajaran bagi yang hendak meniru",
    "syarat dan bentuk kerja sama bila inovasi ditiru",
)

_COMMENTS = (
    "apa yang sudah terbukti dan apa yang belum dari kasus yang dipaparkan",
    "syarat agar inovasi berhasil di tempat lain",
    "ukuran yang perlu dicatat sejak awal",
)


def _invitation(kit: Kit, speaker: Speaker | None) -> list[Span | str]:
    theme = f" bertema “{kit.event.theme}”" if kit.event.theme else ""
    host: Span | str = kit.event.host or blank("penyelenggara")
    opening: list[Span | str] = [host, f" akan menyelenggarakan acara “{kit.title}”{theme}. "]
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
