"""The letters of invitation to an event as Word files: to speakers, to participants, to anybody.

The form is that of :mod:`app.documents.office.letterhead`. Details of the event that were not
given are blanks, as is everything else that only the host knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from app.collection.wording import agency_and_place
from app.documents.event.agenda import KINDS
from app.documents.event.guests import Guest
from app.documents.event.kit import Kit, Participant, Speaker
from app.documents.event.model import clock
from app.documents.office.content import Content, Span, blank, or_blank
from app.documents.office.letterhead import (
    LetterHead,
    new_letter,
    write_head,
    write_paragraph,
    write_signature,
)

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

# --- to speakers ----------------------------------------------------------------------

# What the host hopes that a speaker will present.
_PRESENTATION_TOPICS = (
    "masalah yang dihadapi dan cara inovasi menyelesaikannya",
    "biaya, tenaga, waktu, dan dasar hukum yang dibutuhkan",
    "hasil dengan angka sebelum dan sesudahnya",
    "kesulitan, yang tidak berhasil, dan pelajaran bagi yang hendak meniru",
    "syarat dan bentuk kerja sama bila inovasi ditiru",
)

# What the host asks of a guest, by role: the kind of contribution, and what it should have.
_CONTRIBUTIONS: Mapping[str, tuple[str, Sequence[str]]] = {
    "penanggap": (
        "tanggapan",
        (
            "apa yang sudah terbukti dan apa yang belum dari kasus yang dipaparkan",
            "syarat agar inovasi berhasil di tempat lain",
            "ukuran yang perlu dicatat sejak awal",
        ),
    ),
    "moderator": (
        "panduan moderator",
        (
            "pengantar singkat tentang tema dan tiap pemapar",
            "waktu yang terjaga, termasuk untuk tanya jawab",
            "pertanyaan tentang biaya, hasil, dan kesulitan, bukan hanya keberhasilan",
            "rangkuman: siapa meniru apa, dan langkah pertamanya",
        ),
    ),
}


def to_speakers(kit: Kit, today: dt.date, to: str = "") -> bytes:
    """A letter to each speaker and each guest as Word, a page each.

    Args:
        kit: The kit of the event.
        today: The day on which the file is made.
        to: The slug of a case, whose speaker alone is invited, or the role of a guest; empty
            for all letters.
    """
    word = new_letter(f"Undangan narasumber {kit.title}", today)
    speakers = [speaker for speaker in kit.speakers if to in ("", speaker.slug)]
    guests = [guest for guest in kit.guests if to in ("", guest.role)]
    invited: list[Speaker | Guest] = [*speakers, *guests]
    for number, addressee in enumerate(invited):
        if number:
            word.page_break()
        if isinstance(addressee, Speaker):
            _write_letter_to_speaker(word, kit, addressee)
        else:
            _write_letter_to_guest(word, kit, addressee)
    return word.to_bytes()


def _write_letter_to_speaker(word: WordDocument, kit: Kit, speaker: Speaker) -> None:
    addressee: list[Content] = [f"Yth. Pimpinan {speaker.agency}", speaker.place]
    write_head(word, _head(kit, "Undangan sebagai narasumber", addressee))
    write_paragraph(
        word,
        [
            *_opening(kit),
            "Dari sumber terbuka kami ketahui bahwa instansi yang Bapak/Ibu pimpin menjalankan "
            f"inovasi “{speaker.title}”. Agar instansi lain dapat mempelajari dan menirunya, "
            "kami mengundang Bapak/Ibu atau pejabat yang ditunjuk menjadi narasumber, pada:",
        ],
    )
    row = next((row for row in kit.agenda if row.slot.case == speaker.slug), None)
    times = f"{row.times} {kit.event.zone}, termasuk tanya jawab" if row else ""
    word.pairs(_time_and_place(kit, times), first=3.4, lined=False)
    word.paragraph("Kami berharap paparan memuat:", keep=True)
    word.numbers(_PRESENTATION_TOPICS)
    _write_end(word)


def _write_letter_to_guest(word: WordDocument, kit: Kit, guest: Guest) -> None:
    write_head(word, _head(kit, f"Undangan sebagai {guest.role}", _addressee(guest)))
    write_paragraph(
        word,
        [
            *_opening(kit),
            "Acara ini mempertemukan instansi yang telah berinovasi dengan instansi yang hendak "
            f"menirunya. Kami mengundang Bapak/Ibu menjadi {guest.role}, pada:",
        ],
    )
    times = f"{guest.times} {kit.event.zone}" if guest.times else ""
    word.pairs(_time_and_place(kit, times), first=3.4, lined=False)
    contribution, topics = _CONTRIBUTIONS[guest.role]
    word.paragraph(f"Kami berharap {contribution} memuat:", keep=True)
    word.numbers(topics)
    _write_end(word)


def _addressee(guest: Guest) -> list[Content]:
    """Whom a letter goes to: the guest, else the head of the institution, else a blank."""
    if guest.name:
        return [f"Yth. {guest.name}", *filter(None, [guest.institution])]
    if guest.institution:
        return [f"Yth. Pimpinan {guest.institution}"]
    return [["Yth. ", blank("pimpinan perguruan tinggi atau JIPP provinsi")]]


# --- to participants ------------------------------------------------------------------

# How many cases a letter to a participant names: with more, it doesn't keep to its page.
_MOST_LISTED = 6


def to_participants(kit: Kit, today: dt.date, code: str = "") -> bytes:
    """A letter to the head of each government that is invited to take part, a page each.

    Args:
        kit: The kit of the event.
        today: The day on which the file is made.
        code: The region whose government alone is invited; empty for all letters.
    """
    word = new_letter(f"Undangan peserta {kit.title}", today, size=10)
    invited = [other for other in kit.participants if code in ("", other.region.code)]
    for number, participant in enumerate(invited):
        if number:
            word.page_break()
        _write_letter_to_participant(word, kit, participant)
    return word.to_bytes()


def _write_letter_to_participant(word: WordDocument, kit: Kit, participant: Participant) -> None:
    addressee: list[Content] = [
        f"Yth. {participant.head}",
        ["u.p. ", blank("unit yang membidangi inovasi atau tema acara")],
    ]
    write_head(word, _head(kit, "Undangan sebagai peserta", addressee))
    write_paragraph(
        word,
        [
            *_opening(kit),
            "Kami mengundang Bapak/Ibu menugaskan ",
            blank("jumlah"),
            " orang dari unit yang menangani tema ini sebagai peserta, pada:",
        ],
    )
    word.pairs(_time_and_place(kit), first=3.4, lined=False)
    word.paragraph("Inovasi yang dipaparkan, untuk dipelajari dan ditiru:", keep=True)
    word.numbers(_cases_listed(kit))
    write_paragraph(word, _what_to_bring(participant))
    _write_end(word)


def _cases_listed(kit: Kit) -> list[str]:
    """The first cases, and how many more stand on the agenda that goes with the letter."""
    listed = [f"{case.title}, {agency_and_place(case)}" for case in kit.cases[:_MOST_LISTED]]
    more = len(kit.cases) - len(listed)
    return [*listed, f"{more} inovasi lain di susunan acara terlampir"] if more else listed


def _what_to_bring(participant: Participant) -> str:
    """What participants prepare; of what the collection lacks, it says no more than it knows."""
    task = "Mohon peserta membawa satu masalah pelayanan di daerahnya yang hendak diselesaikan."
    if participant.has_case:
        return task
    return (
        f"{task} Koleksi Pustaka Inovasi, sumber bahan acara ini, belum memuat inovasi dari "
        f"{participant.government}. Itu tidak berarti belum ada: bila sudah "
        "berjalan, mohon keterangan tertulisnya dibawa agar dapat dibagikan."
    )


# --- to anybody -----------------------------------------------------------------------

# How many parts of the agenda the letter names, and how many empty rows its list has at least.
_MOST_PARTS = 8
_EMPTY_ROWS = 12


def to_anybody(kit: Kit, today: dt.date) -> bytes:
    """A letter to those whom the host chooses, on a page, and the list of them behind it.

    The list has the heads of the governments that are invited, and empty rows.
    """
    word = new_letter(f"Undangan {kit.title}", today, size=10)
    addressee: list[Content] = [
        ["Yth. Bapak/Ibu ", blank("nama atau jabatan, atau “yang tersebut dalam daftar terlampir”")]
    ]
    attached = "1 (satu) berkas susunan acara dan 1 (satu) lembar daftar undangan"
    write_head(word, _head(kit, "Undangan sebagai peserta", addressee, attached))
    write_paragraph(
        word,
        [
            *_opening(kit),
            "Acara ini mempertemukan instansi yang telah berinovasi dengan instansi yang hendak "
            "menirunya. Kami mengundang Bapak/Ibu, atau pegawai yang ditugaskan dari unit yang "
            "menangani tema ini, sebagai peserta, pada:",
        ],
    )
    rows = [*_time_and_place(kit), ("Pokok acara", _agenda_in_short(kit))]
    word.pairs(rows, first=3.4, lined=False)
    word.paragraph("Inovasi yang dipaparkan, untuk dipelajari dan ditiru:", keep=True)
    word.numbers(_cases_listed(kit))
    write_paragraph(
        word,
        "Mohon peserta membawa satu masalah pelayanan di unit kerjanya yang hendak diselesaikan, "
        "beserta angkanya bila ada: masalah itu yang dibahas dalam diskusi.",
    )
    _write_end(word)
    _write_list_of_invited(word, kit)
    return word.to_bytes()


def _agenda_in_short(kit: Kit) -> str:
    """When each part begins; cases in a row are one part, and breaks are left out."""
    rows = [row for row in kit.agenda if not KINDS[row.slot.kind].rest]
    parts: list[str] = []
    for has_cases, group in groupby(rows, key=lambda row: bool(row.slot.case)):
        part = list(group)
        if has_cases:
            parts.append(f"{clock(part[0].start)} Paparan {len(part)} inovasi")
        else:
            parts.extend(f"{clock(row.start)} {row.text}" for row in part)
    more = ["dan seterusnya"] if len(parts) > _MOST_PARTS else []
    return "; ".join([*parts[:_MOST_PARTS], *more])


def _write_list_of_invited(word: WordDocument, kit: Kit) -> None:
    heads: list[Content] = [other.head for other in kit.participants]
    rows = [*heads, *[""] * _EMPTY_ROWS]
    word.heading("Lampiran: daftar undangan", 2, page_break=True)
    word.table(
        ("No.", "Jabatan atau instansi", "Unit yang diharapkan hadir", "Jumlah orang"),
        [(str(number), head, "", "") for number, head in enumerate(rows, 1)],
        widths=(1, 7, 6, 2.4),
    )


# --- all of them ----------------------------------------------------------------------


def _head(
    kit: Kit,
    subject: str,
    addressee: Sequence[Content],
    attachment: str = "1 (satu) berkas susunan acara",
) -> LetterHead:
    return LetterHead(
        sender=[or_blank(kit.event.host.upper(), "NAMA INSTANSI PENYELENGGARA")],
        attachment=attachment,
        subject=subject,
        addressee=addressee,
        room=10,
    )


def _opening(kit: Kit) -> list[Span | str]:
    """Who invites to what."""
    theme = f" bertema “{kit.event.theme}”" if kit.event.theme else ""
    host = or_blank(kit.event.host, "penyelenggara")
    return [host, f" akan menyelenggarakan acara “{kit.title}”{theme}. "]


def _time_and_place(kit: Kit, own_times: str = "") -> list[tuple[str, Content]]:
    """When and where the event is, and when the addressee is needed, if that is known."""
    rows: list[tuple[str, Content]] = [
        ("Hari, tanggal", or_blank(kit.day_and_date, "hari dan tanggal")),
        ("Waktu", f"{kit.times} (susunan acara terlampir)"),
        ("Tempat", or_blank(kit.event.place, "tempat acara")),
        ("Acara", kit.title),
    ]
    return [*rows, ("Giliran Bapak/Ibu", own_times)] if own_times else rows


def _write_end(word: WordDocument) -> None:
    """Write whom to answer, the thanks and the signature."""
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
