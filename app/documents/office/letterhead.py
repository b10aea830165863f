"""The frame of an official letter: head, paragraphs, thanks and signature.

The form follows the national archive's rules for official letters between agencies:
letterhead; place and date; Nomor, Sifat, Lampiran and Hal; addressee; text; signature.
Facts that only the sender knows are blanks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.documents.office.content import Content, Signature, Span, blank

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

#: Stands above every letter, for the sender to read and delete.
REMARK = (
    "Contoh surat, bukan formulir resmi. Sesuaikan dengan tata naskah dinas, lengkapi yang "
    "bertanda, lalu hapus keterangan ini."
)


@dataclass(frozen=True)
class LetterHead:
    """The top of a letter, down to the salutation.

    Attributes:
        sender: lines with the names of the sender, above its address; none for a letter
            without letterhead and number, as a private person writes it.
        attachment: the number and kind of attachments, behind “Lampiran”.
        subject: the subject, behind “Hal”.
        addressee: lines with the names of the addressee; its town is a blank.
        room: the room between addressee and salutation, in points.
        remarks: stand above the letter, for the sender to read and delete.
    """

    sender: Sequence[Content]
    attachment: Content
    subject: str
    addressee: Sequence[Content]
    room: float
    remarks: Sequence[str] = (REMARK,)


def new_letter(title: str, today: dt.date, *, size: float = 10.5) -> WordDocument:
    """An empty Word file for letters: without header and page numbers; ``size`` in points."""
    from app.documents.office.word import WordDocument  # loads python-docx

    return WordDocument(title, created=today, header=None, numbered=False, size=size)


def write_head(word: WordDocument, head: LetterHead) -> None:
    """Write the remarks, the letterhead, the subject, the addressee and the salutation."""
    for remark in head.remarks:
        word.paragraph(Span(remark, "soft"), small=True, align="center", after=2)
    reference: list[tuple[str, Content]] = []
    if head.sender:
        for line in (*head.sender, blank("alamat, telepon, laman, dan surel kantor")):
            word.paragraph(line, align="center", after=0)
        word.rule()
        reference = [("Nomor", blank("nomor surat")), ("Sifat", "Biasa")]
    word.paragraph([blank("tempat"), ", ", blank("tanggal")], align="right")
    word.pairs(
        [*reference, ("Lampiran", head.attachment), ("Hal", Span(head.subject, "strong"))],
        first=2.2,
        lined=False,
    )
    for line in head.addressee:
        word.paragraph(line, after=0)
    word.paragraph(["di ", blank("tempat kedudukan")], after=head.room)
    word.paragraph("Dengan hormat,")


def write_paragraph(word: WordDocument, content: Content, *, after: float | None = None) -> None:
    """Write a paragraph of the text; ``after`` is the room below it, in points."""
    word.paragraph(content, align="justify", indent=True, after=after)


def write_signature(word: WordDocument, position: str, *, room: float) -> None:
    """Write the place to sign, on the right.

    Args:
        word: The letter.
        position: The name of the blank for the office that the signer holds.
        room: The height of the room for the signature, in cm.
    """
    signature = Signature(
        "",
        blank(position),
        name=blank("nama lengkap dan gelar"),
        note=["NIP ", blank("NIP")],
    )
    word.signatures([signature], room=room)
