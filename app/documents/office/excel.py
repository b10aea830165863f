"""Tables as Excel workbooks.

Whoever writes one imports this then, not with their own module: openpyxl takes 7 MB,
which a process that only shows pages need not have.
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
from app.documents.office.tables import FORMULA, MAX_CELL, Cell, Table, clean_cell

NARROW, WIDE = 8, 60
# Rows that column widths are taken from.
LOOKED_AT = 200

_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)


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
    text = clean_cell(value, MAX_CELL) if isinstance(value, str) else value
    cell: ExcelCell = WriteOnlyCell(sheet, value=text)
    if isinstance(text, str):
        # openpyxl takes "=…" for a formula and "#N/A" for an error; both are text here.
        cell.data_type = "s"
        cell.quotePrefix = bool(FORMULA.match(text))
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
