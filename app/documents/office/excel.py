"""Tables as Excel workbooks.

Import this module where a file is written, not at the top of another module: openpyxl
takes 7 MB, which a process that only shows pages does not need.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.documents.office.content import clean
from app.documents.office.tables import FORMULA, MAX_CELL, CellValue, Table, clean_cell

# The narrowest and the widest column, in characters.
_NARROW, _WIDE = 8, 60

# The width of a column is measured on this many rows.
_MEASURED_ROWS = 200

# The longest name of a sheet that Excel takes, in characters.
_LONGEST_SHEET_NAME = 31

_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)


def to_xlsx(table: Table) -> bytes:
    """A table as an Excel workbook.

    The header is bold, stays in view and filters the rows; texts wrap. A second sheet
    describes the table, if it has a description.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(table.title))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.header))}{len(table.rows) + 1}"
    _set_widths(sheet, (table.header, *table.rows[:_MEASURED_ROWS]))
    sheet.append([_cell(sheet, name, bold=True) for name in table.header])
    for row in table.rows:
        sheet.append([_cell(sheet, table.gap if cell is None else cell) for cell in row])
    if table.about:
        about = book.create_sheet(_sheet_name(table.about_title))
        _set_widths(about, table.about)
        for name, value in table.about:
            text = table.gap if value is None else value
            about.append([_cell(about, name, bold=True), _cell(about, text)])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _cell(sheet: Any, value: str | int, *, bold: bool = False) -> ExcelCell:
    """A cell of openpyxl's write-only sheet; a text stays a text whatever it looks like."""
    value = clean_cell(value, MAX_CELL) if isinstance(value, str) else value
    cell: ExcelCell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # openpyxl takes "=…" for a formula and "#N/A" for an error.
        cell.data_type = "s"
        cell.quotePrefix = bool(FORMULA.match(value))
        cell.alignment = _TOP
    if bold:
        cell.font = _BOLD
    return cell


def _set_widths(sheet: Any, rows: Iterable[Sequence[CellValue]]) -> None:
    """Make columns as wide as their longest cell, within limits.

    ``sheet`` is openpyxl's write-only sheet, whose stubs know no column widths.
    """
    widths: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row, 1):
            width = min(len(str(cell or "")) + 2, _WIDE)
            widths[column] = max(widths.get(column, _NARROW), width)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width


def _sheet_name(title: str) -> str:
    """A name that Excel takes: up to 31 characters, without ``[]:*?/\\`` and apostrophes."""
    name = re.sub(r"[\[\]:*?/\\']", " ", clean(title, 200))
    return name[:_LONGEST_SHEET_NAME].strip() or "Tabel"
