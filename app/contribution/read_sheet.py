"""Cases from the rows of a sheet, one case a row; shared by Excel and CSV.

The heading row may stand below a title, its columns may come in any order, and columns for
further results or sources may be added. A column that no field is called like is named in a
message, never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.contribution.draft import Draft, Paragraph, Place
from app.contribution.fields import FIELDS, SECTIONS, Field
from app.contribution.headings import Column, column_of, folded, nearest_column
from app.contribution.reading import (
    ReadCase,
    Reading,
    RefusedError,
    Remark,
    Spot,
    entries,
    listed,
    paragraph_of,
    start_of,
)

#: The column in which :mod:`app.contribution.corrected_copy` writes what is wrong.
REMEDIES = "Perbaiki"

#: The most cases of a file.
MAX_CASES = 1_000

#: The most rows of a field in a case; a number beyond it is a typing error.
MAX_ENTRIES = 100

# How far down the heading row may stand, and how many names of columns make one.
_FIRST_ROWS, _FEWEST_COLUMNS = 30, 3

# Columns that offices add to any list; nothing is lost with them.
_IDLE = {"", "no", "nomor", "#", folded(REMEDIES)}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell by itself, apart from what it says."""

    level: Literal["error", "warning"]
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as the sender saw it, and its day if it holds a date."""

    text: str = ""
    day: dt.date | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, or a CSV file.

    Attributes:
        name: the name of the sheet; empty for a CSV file.
        rows: number of each row that has cells, from 1, and its cells from the first column.
    """

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]

    def spot(self, row: int, column: int | None = None, name: str = "") -> Spot:
        """The place of a row, or of a cell of it.

        Args:
            row: the number of the row, from 1.
            column: the number of the cell's column, from 0.
            name: the name of that column.
        """
        where = f"baris {row}" if column is None else f"sel {_letters(column)}{row}"
        where += f" ({name})" if name else ""
        return Spot(f"lembar “{self.name}”, {where}" if self.name else where, self.name, row)


def _letters(column: int) -> str:
    """The name of a column in Excel, from its number from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_header(sheet: Sheet) -> int | None:
    """The position in ``sheet.rows`` of the heading row, or None if there is none."""
    counts = [known_columns(cells) for _, cells in sheet.rows[:_FIRST_ROWS]]
    best = max(counts, default=0)
    return counts.index(best) if best >= _FEWEST_COLUMNS else None


def known_columns(cells: Sequence[Cell]) -> int:
    """How many cells of a row are names of columns."""
    return sum(len(cell.text) < 100 and column_of(cell.text) is not None for cell in cells)


def read_sheet(sheet: Sheet) -> Reading:
    """The cases of a sheet that has a heading row.

    Raises:
        RefusedError: there is no heading row, or there are too many cases.
    """
    header = find_header(sheet)
    if header is None:
        raise RefusedError(
            "judul kolom tidak ditemukan", "salin baris judul dari templat ke baris pertama"
        )
    reader = _SheetReader(sheet, *sheet.rows[header])
    cases = []
    for row, cells in sheet.rows[header + 1 :]:
        if not any(cell.text or cell.fault for cell in cells):
            continue
        if reader.is_header(cells):
            reader.note_second_header(row, cells)
            continue
        cases.append(reader.case(row, cells))
        if len(cases) > MAX_CASES:
            raise RefusedError(
                f"ada lebih dari {MAX_CASES} baris", f"bagi menjadi berkas {MAX_CASES} baris"
            )
    if not cases:
        raise RefusedError("tidak ada baris di bawah judul kolom", "isi satu inovasi satu baris")
    return Reading(tuple(cases), tuple(reader.remarks))


class _SheetReader:
    """Reads rows by the columns of one heading row."""

    def __init__(self, sheet: Sheet, header_row: int, header: Sequence[Cell]) -> None:
        self.remarks: list[Remark] = []
        self._sheet = sheet
        self._row = header_row
        self._header = [folded(cell.text) for cell in header]
        self._columns: dict[int, Column] = {}
        self._unknown: dict[int, str] = {}
        self._noted: set[int] = set()
        for number, cell in enumerate(header):
            self._add_column(number, cell)
        self._check_missing()

    def is_header(self, cells: Sequence[Cell]) -> bool:
        """Whether a row is a heading row again, as of a second table."""
        return known_columns(cells) >= _FEWEST_COLUMNS

    def note_second_header(self, row: int, cells: Sequence[Cell]) -> None:
        """Say what a second heading row means."""
        spot = self._sheet.spot(row)
        if [folded(cell.text) for cell in cells][: len(self._header)] == self._header:
            message, remedy = "judul kolom tertulis lagi", "hapus baris ini"
            self.remarks.append(Remark(spot, "warning", message, remedy))
        else:
            message = "ada tabel kedua dengan judul kolom lain; isinya dibaca menurut judul pertama"
            remedy = "pindahkan tabel kedua ke lembar lain"
            self.remarks.append(Remark(spot, "error", message, remedy))

    # --- columns ----------------------------------------------------------------------

    def _add_column(self, number: int, cell: Cell) -> None:
        spot = self._sheet.spot(self._row, number)
        if cell.fault:
            fault = cell.fault
            self.remarks.append(Remark(spot, fault.level, fault.message, fault.remedy))
        column = column_of(cell.text)
        if column is None:
            self._unknown[number] = cell.text
        elif column in self._columns.values():
            self._noted.add(number)
            message = f"kolom “{column.name}” ada dua; yang kedua tidak dibaca"
            self.remarks.append(Remark(spot, "error", message, "gabungkan isinya, hapus satu"))
        elif column.number > MAX_ENTRIES:
            self._noted.add(number)
            message = f"nomor kolom “{start_of(cell.text)}” terlalu besar"
            self.remarks.append(Remark(spot, "error", message, f"paling besar {MAX_ENTRIES}"))
        else:
            self._columns[number] = column

    def _check_missing(self) -> None:
        """Name the columns that every case needs and the sheet lacks, all at once."""
        here = {column.field.key for column in self._columns.values()}
        missing = [
            field for field in (*FIELDS, *SECTIONS) if field.mandatory and field.key not in here
        ]
        self._missing = frozenset(field.key for field in missing)
        if missing:
            names = [
                Column(field, 1, field.columns[0]).name if field.columns else field.label
                for field in missing
            ]
            message = f"kolom wajib tidak ada: {listed(names)}"
            remedy = "tambahkan, atau salin baris judul dari templat"
            self.remarks.append(Remark(self._sheet.spot(self._row), "error", message, remedy))

    def _note_unknown(self, number: int, cell: Cell) -> None:
        """Say once that a column with texts isn't read."""
        heading = self._unknown.get(number, "")
        if number in self._noted or (heading and folded(heading) in _IDLE):
            return
        self._noted.add(number)
        if not heading:
            message = f"kolom tanpa judul berisi “{start_of(cell.text)}”, jadi tidak dibaca"
            remark = Remark(
                self._sheet.spot(self._row, number), "error", message, "beri judul dari templat"
            )
        else:
            near = nearest_column(heading)
            remark = Remark(
                self._sheet.spot(self._row, number),
                "error" if near else "warning",
                f"kolom “{start_of(heading)}” tidak dikenal, jadi isinya tidak dibaca",
                f"bila maksudnya “{near}”, ganti judulnya; bila bukan, hapus kolomnya"
                if near
                else "pindahkan isinya ke kolom dari templat, atau biarkan",
            )
        self.remarks.append(remark)

    # --- rows -------------------------------------------------------------------------

    def case(self, row: int, cells: Sequence[Cell]) -> ReadCase:
        """The case of a row."""
        whole = self._sheet.spot(row)
        collector = _Collector()
        remarks = []
        for number, cell in enumerate(cells):
            column = self._columns.get(number)
            spot = self._sheet.spot(row, number, column.name if column else "")
            if cell.fault:
                remarks.append(
                    Remark(spot, cell.fault.level, cell.fault.message, cell.fault.remedy)
                )
            if column is not None:
                collector.add(column, cell, spot)
            elif cell.text:
                self._note_unknown(number, cell)
        return ReadCase(collector.draft(), whole, collector.spots, tuple(remarks), self._missing)


class _Collector:
    """Puts the cells of a row into the fields of a draft."""

    def __init__(self) -> None:
        self.spots: dict[Place, Spot] = {}
        self._texts: dict[str, str] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._rows: dict[str, dict[int, dict[str, str]]] = {}
        self._sections: dict[str, tuple[Paragraph, ...]] = {}

    def draft(self) -> Draft:
        """The draft, after all cells; an empty row of a field keeps the numbers behind it."""
        rows = {
            key: tuple(numbered.get(n, {}) for n in range(1, max(numbered) + 1))
            for key, numbered in self._rows.items()
        }
        sections = {
            section.key: self._sections[section.key]
            for section in SECTIONS
            if section.key in self._sections
        }
        return Draft(self._texts, self._lists, rows, sections)

    def add(self, column: Column, cell: Cell, spot: Spot) -> None:
        """Add a cell; an empty one leaves its place alone."""
        field = column.field
        if column.part is not None:
            self.spots[(field.key, column.number - 1, column.part.key)] = spot
            self.spots.setdefault((field.key, column.number - 1), spot)
            self.spots.setdefault((field.key,), spot)
            if text := _line(column.part, cell):
                entry = self._rows.setdefault(field.key, {}).setdefault(column.number, {})
                entry[column.part.key] = text
        elif field.kind == "paragraphs":
            self.spots["sections", field.key] = spot
            paragraphs = tuple(_paragraphs(cell.text))
            if paragraphs:
                self._sections[field.key] = paragraphs
        else:
            self.spots[field.key,] = spot
            if field.kind == "list":
                if listed := entries(field, cell.text.splitlines()):
                    self._lists[field.key] = listed
            elif text := _line(field, cell):
                self._texts[field.key] = text


def _line(field: Field, cell: Cell) -> str:
    """The text of a cell on one line; a date in a field for dates is an ISO date."""
    if field.kind == "date" and cell.day is not None:
        return cell.day.isoformat()
    return " ".join(cell.text.split())


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a section; in a cell, each stands on a line of its own."""
    for line in text.splitlines():
        if line.strip():
            yield paragraph_of(line)


def column_names(entries_of: Mapping[str, int]) -> list[Column]:
    """The columns of a sheet in the curators' order, with so many rows of each field."""
    columns = []
    for field in (*FIELDS, *SECTIONS):
        if not field.columns:
            columns.append(Column(field))
        for number in range(1, entries_of.get(field.key, 0) + 1):
            columns += [Column(field, number, part) for part in field.columns]
    return columns
