"""Tables as Excel workbooks that an office opens, prints and passes on.

Import this module where a file is written, not at the top of another module: openpyxl
takes 7 MB, which a process that only shows pages does not need.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.office.content import clean
from app.documents.office.sheet_layout import SIZE, column_widths, row_height
from app.documents.office.tables import FORMULA, MAX_CELL, CellValue, Table, clean_cell

# The longest name of a sheet that Excel takes, and the longest caption at the foot of a page
# (Excel takes 255 characters with its codes and the number of the page), in characters.
_LONGEST_SHEET_NAME = 31
_LONGEST_CAPTION = 150

# Arial comes with Windows and macOS; on Linux, Liberation Sans has the same widths, so that
# lines break alike everywhere.
_FONT = Font(name="Arial", size=SIZE)
_LINE = Side(style="thin", color="B4BCC2")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True)
_LEFT = Alignment(vertical="top", horizontal="left")
_RIGHT = Alignment(vertical="top", horizontal="right", indent=1)

# Excel's code for a date in Indonesian words: “29 November 2026”.
_DATE_FORMAT = "[$-421]d mmmm yyyy"

# Names of the styles of cells, as Excel's gallery of styles shows them.
_TEXT, _NUMBER, _DATE = "Isi", "Angka", "Tanggal"
_GAP, _HEADING = "Belum ada data", "Judul kolom"

# The margins of a page in inches: the narrow ones of Excel at the sides, and below 11 mm for
# the line at the foot.
_MARGIN, _FOOT = 0.25, 0.43


def to_xlsx(table: Table) -> bytes:
    """A table as an Excel workbook.

    The first sheet prints on A4 on its side, as wide as the page, with the header on every
    page and the caption and page number at its foot. On the screen, the header and the first
    column stay in view, and the header filters the rows. The sheets behind it, for details
    and the description, are made for the screen alone.
    """
    book = Workbook(write_only=True)
    _add_styles(book)
    book.properties.creator = "Pustaka Inovasi"
    book.properties.title = clean(table.caption or table.title, _LONGEST_CAPTION)
    # A write-only sheet writes its settings with its first row, so they come before the rows.
    sheet = _new_sheet(book, table.title)
    _set_page(sheet, table)
    _add_rows(sheet, table)
    if table.details:
        sheet = _new_sheet(book, table.details.title)
        _add_rows(sheet, table.details)
        _keep_off_paper(sheet, table.details)
    if table.about:
        sheet = _new_sheet(book, table.about_title)
        _add_description(sheet, table)
        _keep_off_paper(sheet, table)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


# --- cells and rows -------------------------------------------------------------------


def _add_styles(book: Any) -> None:
    # The width of a column is counted in digits of the font of the style “Normal”, for which
    # openpyxl has no public name.
    book._named_styles["Normal"].font = _FONT
    book._fonts[0] = _FONT
    grey = Font(name=_FONT.name, size=SIZE, italic=True, color="5F6B73")
    bold = Font(name=_FONT.name, size=SIZE, bold=True)
    fill = PatternFill("solid", fgColor="E4EAEE")
    for style in (
        NamedStyle(_TEXT, _FONT, border=_BORDER, alignment=_TOP),
        NamedStyle(_NUMBER, _FONT, border=_BORDER, alignment=_RIGHT),
        NamedStyle(_DATE, _FONT, border=_BORDER, alignment=_LEFT, number_format=_DATE_FORMAT),
        NamedStyle(_GAP, grey, border=_BORDER, alignment=_TOP),
        NamedStyle(_HEADING, bold, fill, border=_BORDER, alignment=_TOP),
    ):
        book.add_named_style(style)


def _new_sheet(book: Workbook, title: str) -> Any:
    """An empty sheet; openpyxl's stubs know too little of its write-only sheets."""
    return book.create_sheet(_sheet_name(title))


def _add_rows(sheet: Any, table: Table) -> None:
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = _area(table)
    widths = column_widths(table)
    _set_widths(sheet, widths)
    # Bold letters are wider, and a button of the filter covers the end of a name.
    _set_height(sheet, 1, row_height(table.header, [width - 1 for width in widths]))
    sheet.append([_cell(sheet, name, _HEADING) for name in table.header])
    for number, row in enumerate(table.rows, 2):
        texts = [table.gap if value is None else value for value in row]
        _set_height(sheet, number, row_height(texts, widths))
        sheet.append([_value_cell(sheet, value, table.gap) for value in row])


def _add_description(sheet: Any, table: Table) -> None:
    widths = (24, 90)
    _set_widths(sheet, widths)
    for number, (name, value) in enumerate(table.about, 1):
        _set_height(sheet, number, row_height((name, value), widths))
        sheet.append([_cell(sheet, name, _HEADING), _value_cell(sheet, value, table.gap)])


def _set_widths(sheet: Any, widths: Sequence[int]) -> None:
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _set_height(sheet: Any, number: int, height: float) -> None:
    sheet.row_dimensions[number] = _Row(sheet, number, ht=height)


class _Row(RowDimension):
    """A row whose height Excel works out anew when its texts change."""

    customHeight = False  # noqa: N815 - openpyxl's name


def _value_cell(sheet: Any, value: CellValue, gap: str) -> Any:
    if value is None:
        return _cell(sheet, gap, _GAP)
    if isinstance(value, str):
        return _cell(sheet, value, _TEXT)
    return _cell(sheet, value, _DATE if isinstance(value, dt.date) else _NUMBER)


def _cell(sheet: Any, value: str | float | dt.date, style: str) -> Any:
    """A cell of a write-only sheet."""
    cell: Any = WriteOnlyCell(sheet)
    cell.style = style
    if isinstance(value, str):
        write_text(cell, value)
    else:
        cell.value = value
    return cell


def write_text(cell: Any, text: str) -> None:
    """Write a text into a cell, where it stays a text whatever it looks like."""
    cell.value = clean_cell(text, MAX_CELL)
    # openpyxl takes "=…" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    if FORMULA.match(cell.value):
        cell.quotePrefix = True


# --- paper ----------------------------------------------------------------------------


def _set_page(sheet: Any, table: Table) -> None:
    """Print a sheet on A4 on its side, as wide as the page and as long as it gets."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(_MARGIN, _MARGIN, _MARGIN, _FOOT, footer=0.2)
    sheet.print_title_rows = "1:1"
    sheet.print_area = _area(table)
    caption = clean(table.caption or table.title, _LONGEST_CAPTION)
    # In the line at the foot of a page, “&” begins a code, such as &P for the page's number.
    sheet.oddFooter.left.text = " ".join(caption.split()).replace("&", "&&")
    sheet.oddFooter.right.text = "Halaman &P dari &N"
    sheet.oddFooter.left.size = sheet.oddFooter.right.size = 8


def _keep_off_paper(sheet: Any, table: Table) -> None:
    """Print nothing of a sheet unless its reader asks for it.

    LibreOffice prints all sheets of a file at once, and would add dozens of pages. A sheet
    without a print area is printed as a whole, so the area is an empty cell.
    """
    sheet.print_area = f"{get_column_letter(max(len(table.header), 2) + 1)}1"


def _area(table: Table) -> str:
    return f"A1:{get_column_letter(len(table.header))}{len(table.rows) + 1}"


def _sheet_name(title: str) -> str:
    """A name that Excel takes: up to 31 characters, without ``[]:*?/\\`` and apostrophes."""
    name = re.sub(r"[\[\]:*?/\\']", " ", clean(title, 200))
    return name[:_LONGEST_SHEET_NAME].strip() or "Tabel"
