"""Tables as CSV and Excel files that open in an office without surprises.

Both carry what the table is (:attr:`Table.about`): the CSV after the rows and an empty
line, so that its first line stays the header; the workbook on a second sheet.

Texts are foreign: what a program would take for a formula stays text in both. In CSV
that needs an apostrophe before it, after OWASP's advice on CSV injection; in a workbook
the type of the cell says it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.documents.word import clean

#: A cell: text, a number, or None for what no source says.
Cell = str | int | None

#: The most that Excel takes in one cell.
MAX_CELL = 32_767

# What spreadsheet programs take for the beginning of a formula, also after blanks and
# in its full-width form.
_FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]|[\t\r\n]")

NARROW, WIDE = 8, 60
# Rows that column widths are taken from.
LOOKED_AT = 200

_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)


@dataclass(frozen=True)
class Table:
    """Rows under a header, and what they are.

    Attributes:
        title: name of the table; of the sheet, cut to Excel's 31 characters.
        header: names of the columns.
        rows: as many cells each.
        gap: what is written for None.
        about: name and value of what the table is: the search, its date, the licence.
        about_title: name of the sheet that says so.
    """

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    gap: str
    about: tuple[tuple[str, Cell], ...]
    about_title: str


def to_csv(table: Table) -> bytes:
    """A table as CSV (RFC 4180): commas, CRLF, UTF-8 with the mark Excel knows it by."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(_harmless, table.header))
    for row in table.rows:
        writer.writerow(_harmless(table.gap if cell is None else cell) for cell in row)
    if table.about:
        writer.writerow([])
        for pair in table.about:
            writer.writerow(_harmless(table.gap if cell is None else cell) for cell in pair)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet program runs.

    >>> _harmless("=1+1"), _harmless("-5 persen"), _harmless("5 persen"), _harmless(-5)
    ("'=1+1", "'-5 persen", '5 persen', -5)
    """
    if isinstance(cell, int):
        return cell
    text = _clean(cell, MAX_CELL - 1)
    return f"'{text}" if _FORMULA.match(text) else text


def _clean(text: str, limit: int) -> str:
    # Most cells are one clean line, which Python sees ten times faster than we can.
    return text if text.isprintable() and len(text) <= limit else clean(text, limit)


def to_xlsx(table: Table) -> bytes:
    """A table as an Excel workbook: header in bold that stays in view, a filter, wrapped text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(table.title))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.header))}{len(table.rows) + 1}"
    _set_widths(sheet, (table.header, *table.rows[:LOOKED_AT]))
    sheet.append([_cell(sheet, name, bold=True) for name in table.header])
    for row in table.rows:
        sheet.append([_cell(sheet, table.gap if cell is None else cell) for cell in row])
    if table.about:
        about = book.create_sheet(_sheet_name(table.about_title))
        _set_widths(about, table.about)
        for name, value in table.about:
            shown = table.gap if value is None else value
            about.append([_cell(about, name, bold=True), _cell(about, shown)])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _cell(sheet: Any, value: str | int, *, bold: bool = False) -> ExcelCell:
    text = _clean(value, MAX_CELL) if isinstance(value, str) else value
    cell: ExcelCell = WriteOnlyCell(sheet, value=text)
    if isinstance(text, str):
        # openpyxl takes "=…" for a formula and "#N/A" for an error; both are text here.
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA.match(text))
        cell.alignment = _TOP
    if bold:
        cell.font = _BOLD
    return cell


def _set_widths(sheet: Any, rows: Iterable[Sequence[Cell]]) -> None:
    """Columns as wide as most of what they hold, within reason.

    ``sheet`` is openpyxl's write-only sheet, whose stubs know no column widths.
    """
    widths: dict[int, int] = {}
    for row in rows:
        for n, cell in enumerate(row, 1):
            widths[n] = max(widths.get(n, NARROW), min(len(str(cell or "")) + 2, WIDE))
    for n, width in widths.items():
        sheet.column_dimensions[get_column_letter(n)].width = width


def _sheet_name(title: str) -> str:
    """A name as Excel takes it: 31 characters, none of ``[]:*?/\\``."""
    return re.sub(r"[\[\]:*?/\\']", " ", clean(title, 200))[:31].strip() or "Tabel"
