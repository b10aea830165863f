"""A Word file with everything in it, a table with hostile texts, and how to read both."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import docx
import segno

from app.documents.office.content import Signature, Span
from app.documents.office.tables import CellValue, Table
from app.documents.office.word import WordDocument

DAY = dt.date(2026, 11, 1)

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

#: Texts that spreadsheet programs could take for formulas.
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "'=1+1",
    "=1+1",
    "＝1+1",
    '=HYPERLINK("http://contoh.id","klik")',
)


def write(fill: Callable[[WordDocument], object], **options) -> bytes:
    """A Word file that ``fill`` writes into."""
    word = WordDocument("Contoh", created=DAY, **options)
    fill(word)
    return word.to_bytes()


def open_word(data: bytes) -> Any:
    """A Word file as python-docx reads it; its stubs call too many elements optional."""
    return docx.Document(io.BytesIO(data))


def write_everything(word: WordDocument) -> None:
    """Call every method of a Word file."""
    word.title("Judul", "Anak judul")
    word.heading("Bagian")
    word.heading("Anak bagian", 2)
    word.paragraph(["Biasa ", Span("tebal", "strong"), Span("belum ada data", "gap")])
    word.paragraph("Kecil", small=True, align="justify", indent=True, keep=True, after=2)
    word.numbers(["satu", "dua", "tiga"])
    word.pairs([("Biaya", "Rp1"), ("Tenaga", Span("[isi: tenaga]", "blank"))])
    word.pairs([("Nomor", "1")], first=2, lined=False)
    word.table(["No.", "Ukuran"], [["1", "Desa"]], widths=[1, 9], first_strong=True)
    image = io.BytesIO()
    segno.make("https://contoh.go.id").save(image, kind="png")
    word.picture(image.getvalue(), 3, description="Kode QR")
    word.rule()
    word.page_break()
    word.signatures([Signature("Pihak Pertama"), Signature("Pihak Kedua")])


def make_table(*rows: tuple[CellValue, ...], **options) -> Table:
    """A table with names that Excel does not take for a sheet, and a formula in the text."""
    return Table(
        title="Hasil [pencarian]: a/b?",
        header=("slug", "tahun", "catatan"),
        rows=rows,
        gap="Belum ada data",
        about=(("Pencarian", "=stunting"), ("Jumlah baris", len(rows))),
        about_title="Tentang berkas ini",
        **options,
    )


def read_sheet(content: bytes, number: int = 1) -> list[list[tuple[str, str]]]:
    """The type and the text of each cell of a sheet; a formula has the type ``f``."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - our own file
    return [
        [
            (
                "f" if cell.find(f"{NAMESPACE}f") is not None else cell.get("t", "n"),
                "".join(cell.itertext()),
            )
            for cell in row
        ]
        for row in root.iter(f"{NAMESPACE}row")
    ]
