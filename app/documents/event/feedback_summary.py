"""The workbook in which a host sums up the feedback sheets that came back.

The first sheet has a row for each returned sheet, with the answers to choose from; the second
counts them by formulas, which Excel and LibreOffice work out alike.

Import this module where a file is written, not at the top of another module: it loads
openpyxl.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.event.feedback import (
    CHOICES,
    QUESTIONS,
    SCALE,
    STATEMENTS,
    case_names,
    scale_in_words,
)
from app.documents.event.kit import Kit
from app.documents.office.excel import write_text
from app.documents.office.sheet_layout import row_height

#: The names of the sheets.
ANSWERS, SUMMARY = "Isian", "Ringkasan"

#: The rows for returned sheets where the number of participants is not known.
USUAL_ROWS = 100

# What stands in the cells of a column, by the kind of its answers.
_WIDTHS: Mapping[str, int] = {"case": 18, "words": 32, "mark": 18}
_LISTS: Mapping[str, Sequence[str]] = {"case": CHOICES, "mark": [str(mark) for mark in SCALE]}
_HINTS: Mapping[str, str] = {
    "case": "Pilih sesuai lembarnya; kosongkan bila tidak dicentang.",
    "words": "Salin pokok jawabannya; jangan menulis nama orang.",
    "mark": scale_in_words().capitalize() + ".",
}

_SUMMARY_WIDTHS = (58, 14, 18, 14, 14)

_FONT = Font(name="Arial", size=10)
_BOLD = Font(name="Arial", size=10, bold=True)
_LINE = Side(style="thin", color="B4BCC2")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True)
_SHADE, _YELLOW = (PatternFill("solid", fgColor=colour) for colour in ("E4EAEE", "FFF2CC"))


@dataclass(frozen=True)
class _Column:
    """A column of the first sheet, for one question.

    Attributes:
        letter: its letter.
        name: its heading.
        kind: the kind of its answers.
    """

    letter: str
    name: str
    kind: Literal["case", "words", "mark"]


@dataclass(frozen=True)
class _Formula:
    """A formula of the second sheet, and the number format of its value."""

    text: str
    format: str = "0"


#: The cells of a row of the second sheet. None is a number that the host fills in.
_Cells = Sequence[str | int | _Formula | None]


def to_xlsx(kit: Kit) -> bytes:
    """The workbook for the feedback of an event, with a row for each participant."""
    columns = _columns(kit)
    last = (kit.event.participants or USUAL_ROWS) + 1
    book = Workbook()
    book.properties.creator = "Pustaka Inovasi"
    answers = book.worksheets[0]
    answers.title = ANSWERS
    _fill_answers(answers, columns, last)
    _fill_summary(book.create_sheet(SUMMARY), kit, columns, last)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _columns(kit: Kit) -> list[_Column]:
    """The questions in the order of the sheet of paper; the first column has its number."""
    named: list[tuple[str, Literal["case", "words", "mark"]]] = [
        *((name, "case") for name in case_names(kit)),
        *((name, "words") for name in QUESTIONS),
        *((name, "mark") for name in STATEMENTS),
    ]
    return [
        _Column(get_column_letter(number), name, kind)
        for number, (name, kind) in enumerate(named, 2)
    ]


# --- the first sheet ------------------------------------------------------------------


def _fill_answers(sheet: Any, columns: Sequence[_Column], last: int) -> None:
    """Write the headings, the numbers of the rows, and what each column takes."""
    sheet.freeze_panes = "B2"
    _set_page(sheet, Worksheet.ORIENTATION_LANDSCAPE)
    sheet.print_title_rows = "1:1"
    _dress(sheet["A1"], "No.", heading=True)
    sheet.column_dimensions["A"].width = 6
    for number in range(2, last + 1):
        _dress(sheet.cell(number, 1), number - 1)
    for column in columns:
        _dress(sheet[f"{column.letter}1"], column.name, heading=True)
        dimension = sheet.column_dimensions[column.letter]
        dimension.width, dimension.font, dimension.alignment = _WIDTHS[column.kind], _FONT, _TOP
        sheet.add_data_validation(_rule(column, last))
    names = [column.name for column in columns]
    # Bold letters are wider.
    widths = [_WIDTHS[column.kind] - 2 for column in columns]
    sheet.row_dimensions[1].height = row_height(names, widths)


def _rule(column: _Column, last: int) -> DataValidation:
    """What the cells of a column take, and the hint that shows beside them."""
    choices = _LISTS.get(column.kind, ())
    rule = DataValidation(type="list" if choices else None, allow_blank=True, showInputMessage=True)
    rule.promptTitle, rule.prompt = column.name[:32], _HINTS[column.kind]
    if choices:
        rule.formula1 = f'"{",".join(choices)}"'
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "Pilih dari daftar", f"Pilihannya: {', '.join(choices)}."
    rule.add(f"{column.letter}2:{column.letter}{last}")
    return rule


# --- the second sheet -----------------------------------------------------------------


def _fill_summary(sheet: Any, kit: Kit, columns: Sequence[_Column], last: int) -> None:
    _set_page(sheet, Worksheet.ORIENTATION_PORTRAIT)
    for number, width in enumerate(_SUMMARY_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    row = 0
    for heading, *cells in _blocks(kit, columns, last):
        for is_heading, values in ((True, heading), *((False, values) for values in cells)):
            row += 1
            texts = [value if isinstance(value, str) else "" for value in values]
            sheet.row_dimensions[row].height = row_height(texts, _SUMMARY_WIDTHS[: len(texts)])
            for number, value in enumerate(values, 1):
                _dress(sheet.cell(row, number), value, heading=is_heading)
        row += 1


def _blocks(kit: Kit, columns: Sequence[_Column], last: int) -> Iterator[Sequence[_Cells]]:
    """The blocks of the second sheet, each with its heading in the first row."""
    ranges = {column: f"{ANSWERS}!${column.letter}$2:${column.letter}${last}" for column in columns}
    by_kind = {
        kind: [column for column in columns if column.kind == kind]
        for kind in ("case", "words", "mark")
    }
    yield (
        (", ".join(filter(None, ("Umpan balik", kit.title, kit.day_and_date))), ""),
        ("Peserta", kit.event.participants),
        ("Lembar yang kembali", _Formula(f"={_rows_with_answers(list(ranges.values()))}")),
        ("Tingkat pengembalian", _Formula('=IF(B2>0,B3/B2,"Isi jumlah peserta")', "0%")),
    )
    yield (
        ("Kasus", *CHOICES, "Dijawab"),
        *(_case_row(column.name, ranges[column]) for column in by_kind["case"]),
    )
    yield (
        (f"Penilaian ({scale_in_words()})", "Rata-rata", "Dijawab"),
        *(_mark_row(column.name, ranges[column]) for column in by_kind["mark"]),
    )
    yield (
        ("Pertanyaan (jawabannya di lembar “Isian”)", "Dijawab"),
        *((column.name, _Formula(f"=COUNTA({ranges[column]})")) for column in by_kind["words"]),
    )


def _rows_with_answers(ranges: Sequence[str]) -> str:
    """The number of rows in which any of the ranges has an answer.

    A sum of comparisons works without an array formula, which Excel would ask to be entered
    in a special way after each change.
    """
    has_answer = "+".join(f'({cells}<>"")' for cells in ranges)
    return f"SUMPRODUCT(--({has_answer}>0))"


def _case_row(name: str, cells: str) -> _Cells:
    counts = [_Formula(f'=COUNTIF({cells},"{choice}")') for choice in CHOICES]
    return (name, *counts, _Formula(f"=COUNTA({cells})"))


def _mark_row(name: str, cells: str) -> _Cells:
    mean = _Formula(f'=IF(COUNT({cells})>0,AVERAGE({cells}),"Belum ada")', "0.0")
    return (name, mean, _Formula(f"=COUNT({cells})"))


# --- both -----------------------------------------------------------------------------


def _set_page(sheet: Any, orientation: str) -> None:
    """Print a sheet on A4, as wide as the page and as long as it gets."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _dress(cell: Any, value: str | int | _Formula | None, *, heading: bool = False) -> None:
    """Fill a cell; one that the host has to fill in is yellow, as the blanks of a letter."""
    cell.font, cell.alignment, cell.border = _BOLD if heading else _FONT, _TOP, _BORDER
    if heading:
        cell.fill = _SHADE
    if value is None:
        cell.fill = _YELLOW
    elif isinstance(value, _Formula):
        cell.value, cell.number_format = value.text, value.format
    elif isinstance(value, str):
        write_text(cell, value)
    else:
        cell.value = value
