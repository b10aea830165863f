"""The catalogue: innovations that are known by name, each with the source that names it.

``content/catalogue.csv`` has a row for each, in the format of ``docs/catalogue-format.md``.
A row without mistakes becomes a :class:`CatalogueEntry`, and a bad row never stops the
others. Rules that involve cases stand in :mod:`app.collection.catalogue_check`.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import ValidationError

from app.collection import files, regions, vocabulary
from app.collection.case import Model, Name, Slug, Text, TextLine, Url, Year, between, one_of
from app.collection.finding import Finding
from app.collection.strict_yaml import FormatError, decode

#: The file of the catalogue within a content folder; a collection may have none.
FILE = "catalogue.csv"

#: The largest file read, in bytes, and the most rows. A row of today's has some 330 bytes.
MAX_BYTES = 10_000_000
MAX_ROWS = 20_000


class CatalogueEntry(Model):
    """An innovation that is known by name: a row of the catalogue, column by column."""

    title: Name
    #: What the name stands for, or what it is.
    expansion: Annotated[Text, between(1, 200)] | None = None
    agency: Name | None = None
    government: Name
    province: Annotated[Text, one_of(vocabulary.PROVINCES)]
    level: Annotated[Text, one_of(vocabulary.LEVELS)]
    #: The year of the award, if the source tells it.
    year: Year | None = None
    #: The award with the rank: ``KIPP Top 99``.
    award: Name
    source_title: TextLine
    source_url: Url
    publisher: Name | None = None
    #: The slug of the case about it, if the collection has one.
    case: Slug | None = None

    @property
    def region(self) -> regions.Region | None:
        """The region whose government runs it; None for a ministry or a company."""
        return regions.resolve(self.government)

    @property
    def key(self) -> tuple[str, str]:
        """Name and government as they are compared: no two rows have both alike."""
        return name_key(self.title), name_key(self.government)


def name_key(name: str) -> str:
    """A name without accents, capital letters, spaces and signs.

    >>> name_key("Jarik Ma'Siti")
    'jarikmasiti'
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(filter(str.isalnum, folded))


# --- reading --------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """An entry with the number of its line."""

    line: int
    entry: CatalogueEntry


@dataclass(frozen=True)
class ParsedCatalogue:
    """A file of the catalogue after parsing.

    Attributes:
        rows: the rows without mistakes, in the order of the file.
        findings: what is wrong with the file and with its other rows.
    """

    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def entries(self) -> tuple[CatalogueEntry, ...]:
        """The entries of the rows."""
        return tuple(row.entry for row in self.rows)


def read_catalogue(path: Path, today: dt.date | None = None) -> ParsedCatalogue:
    """The catalogue in a file; see :func:`parse`. A missing file is an empty catalogue."""
    data = files.read_if_present(path, MAX_BYTES)
    if isinstance(data, Finding):
        return ParsedCatalogue(findings=(data,))
    return parse(path, data, today)


def parse(path: Path, data: bytes, today: dt.date | None = None) -> ParsedCatalogue:
    """The catalogue in the bytes of a file, and what is wrong with the file.

    A row is a line, so a quotation mark that is never closed spoils its own row alone. Cells
    are separated by commas, or by semicolons, as Excel writes them in Indonesian. Years after
    ``today`` (default: the system's date) are errors.
    """
    lines = [(n, line) for n, line in enumerate(data.splitlines(), 1) if line.strip(b" ,;\t")]
    if not lines:
        return ParsedCatalogue()
    reader = _Reader(path, today)
    reader.read_header(*lines[0])
    if reader.columns:
        for line, text in lines[1 : MAX_ROWS + 1]:
            reader.read_row(line, text)
        if len(lines) > MAX_ROWS + 1:
            reader.report(
                lines[MAX_ROWS + 1][0],
                f"katalog memuat lebih dari {MAX_ROWS:,} baris".replace(",", "."),
                "hapus baris yang lebih; baris ini dan sesudahnya tidak terbaca",
            )
    return ParsedCatalogue(tuple(reader.rows), tuple(reader.findings))


class _Reader:
    """Reads a file line by line, and collects its rows and findings."""

    def __init__(self, path: Path, today: dt.date | None) -> None:
        self.rows: list[Row] = []
        self.findings: list[Finding] = []
        #: The columns of the file in their order; none if the header can't be used.
        self.columns: Sequence[str] = ()
        self._path = path
        self._today = today
        self._separator = ","
        self._lines: dict[tuple[str, str], int] = {}

    def report(self, line: int, message: str, remedy: str) -> None:
        """Add an error."""
        self.findings.append(files.error(self._path, line, message, remedy))

    def read_header(self, line: int, data: bytes) -> None:
        """Take the columns from the first line; unknown ones are reported and ignored."""
        if data.count(b";") > data.count(b","):
            self._separator = ";"
        cells = self._cells(line, data)
        if cells is None:
            return
        columns = [cell.strip().lower() for cell in cells]
        known = list(CatalogueEntry.model_fields)
        for column in filter(None, columns):
            if column not in known:
                near = difflib.get_close_matches(column, known, n=1)
                hint = f"maksudnya “{near[0]}”?" if near else f"yang ada: {', '.join(known)}"
                self.report(line, f"kolom “{column[:50]}” tidak dikenal", hint)
            elif columns.count(column) > 1:
                self.report(line, f"kolom “{column}” ada dua kali", "hapus salah satunya")
                return
        missing = [column for column in known if column not in columns]
        if missing:
            self.report(
                line,
                f"kolom tidak ada: {', '.join(missing)}",
                "baris pertama memuat nama semua kolom; lihat docs/catalogue-format.md",
            )
            return
        self.columns = columns

    def read_row(self, line: int, data: bytes) -> None:
        """Add the entry of a line, or what is wrong with it."""
        cells = self._cells(line, data)
        if cells is None:
            return
        if len(cells) > len(self.columns):
            self.report(
                line,
                f"baris memuat {len(cells)} sel, padahal kolomnya {len(self.columns)}",
                'apit sel yang memuat koma dengan tanda kutip: "Dinas Pangan, Kota Malang"',
            )
            return
        entry = self._entry(line, dict(zip(self.columns, cells, strict=False)))
        if entry is None:
            return
        first = self._lines.setdefault(entry.key, line)
        if first != line:
            self.report(
                line,
                f"“{entry.title}” dari {entry.government} sudah ada di baris {first}",
                "gabungkan keduanya menjadi satu baris",
            )
        else:
            self.rows.append(Row(line, entry))

    def _cells(self, line: int, data: bytes) -> list[str] | None:
        """The cells of a line; None, with an error, if it can't be divided into cells."""
        try:
            text = decode(data)
        except FormatError as exc:
            self.report(line, exc.message, exc.remedy)
            return None
        try:
            [cells] = csv.reader([text], delimiter=self._separator, strict=True)
        except (csv.Error, ValueError):
            self.report(
                line,
                "tanda kutip tidak berpasangan, atau sel memuat ganti baris",
                "tulis satu inovasi dalam satu baris; tanda kutip di dalam sel ditulis dua kali",
            )
            return None
        return cells

    def _entry(self, line: int, cells: Mapping[str, str]) -> CatalogueEntry | None:
        """The entry of some cells; None, with an error for each mistake, if there are any."""
        known = CatalogueEntry.model_fields
        values: dict[str, Any] = {
            column: cell for column, cell in cells.items() if column in known and cell.strip()
        }
        year = values.get("year", "").strip()
        if len(year) == 4 and year.isascii() and year.isdecimal():
            values["year"] = int(year)
        try:
            return CatalogueEntry.model_validate(values, context={"today": self._today})
        except ValidationError as exc:
            for mistake in exc.errors(include_url=False, include_input=False):
                column = str(mistake["loc"][0])
                if mistake["type"] == "missing":
                    self.report(line, f"kolom “{column}” kosong", "isi; kolom ini wajib")
                else:
                    details = mistake.get("ctx", {})
                    message = details.get("message", mistake["msg"])
                    remedy = details.get("remedy", "lihat docs/catalogue-format.md")
                    self.report(line, f"{column}: {message}", str(remedy))
            return None
