"""The Excel template and the CSV heading row: many cases, one a row.

Each result, award, copy and source has columns of its own (“Hasil 2: Sesudah”) instead of
lines in a cell: a cell then holds one thing, which can be chosen from a list, copied down,
sorted and named in a message, and nobody has to know a separator. Who has more results adds
columns with the next number. Only texts of several paragraphs, and lists of plain words, are
lines in one cell.

All cells are formatted as text, so that Excel changes no figure (“8/2023” stays a text and
doesn't become the 8th of a month).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.contribution.draft import Draft
from app.contribution.fields import Field, governments
from app.contribution.headings import Column
from app.contribution.read_sheet import MAX_CASES, column_names
from app.contribution.templates_word import cited, named
from app.documents.office.sheet_layout import row_height
from app.documents.office.tables import MAX_CELL, Table, clean_cell, to_csv

#: The sheets of the template.
CASES, GUIDE, LISTS = "Inovasi", "Petunjuk", "Daftar"

# The entries that stand ready in the template; more are added with the next number.
_READY = {"awards": 3, "results": 4, "replicated_by": 2, "sources": 8}

_INTRODUCTION = (
    "Satu inovasi satu baris di lembar “Inovasi”. Kolom bertanda * wajib; yang tidak disebut "
    "sumber dikosongkan saja.",
    "Klik sebuah sel: petunjuk pengisiannya muncul. Kolom dengan pilihan punya panah di kanannya.",
    "Tulis angka seperti di sumber, dengan satuan dan tahunnya: 8 (2023), Rp1,2 miliar, 25,4%.",
    "Ganti baris di dalam sel dengan Alt+Enter. Satu paragraf, satu kata kunci, atau satu "
    "peraturan ditulis satu baris. Butir daftar diawali “- ” atau “1. ”.",
    "Setiap paragraf diakhiri nomor sumbernya, misalnya [1]; beberapa sumber ditulis [1, 3]. "
    "Nomornya dari judul kolom: Sumber 1, Sumber 2, dan seterusnya.",
    "Kurang kolom? Tambahkan dengan nomor berikutnya, misalnya “Hasil 5: Ukuran” dan “Hasil 5: "
    "Sesudah”. Urutan kolom bebas; judulnya jangan diubah, selnya jangan digabung.",
    "Jangan menulis nama orang, nomor telepon, atau surel pribadi.",
    "Bila berkas dikembalikan dengan kolom “Perbaiki”, betulkan yang disebut di sana, lalu kirim "
    "lagi berkas yang sama.",
)

_FONT = Font(name="Arial", size=10)
_BOLD = Font(name="Arial", size=10, bold=True)
_SOFT = Font(name="Arial", size=10, color="595959")
_LINE = Side(style="thin", color="B4BCC2")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True)
# Headings of fields, and of their entries in turn, so that the eye finds where one begins.
_PLAIN, _ODD, _EVEN = (PatternFill("solid", fgColor=c) for c in ("E4EAEE", "FFF2CC", "E2EFDA"))
_WIDTHS = {"paragraphs": 60, "text": 40, "list": 30, "number": 10, "date": 14}
_GUIDE_WIDTHS = (34, 70, 9, 48)
_TEXT = "@"


def excel_template(drafts: Sequence[Draft] = ()) -> bytes:
    """The template as a workbook, with a row for each draft if there are any."""
    columns = _columns(drafts)
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = GUIDE
    _fill_guide(guide, columns)
    sheet = book.create_sheet(CASES)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    _fill_cases(sheet, columns, drafts)
    _add_lists(sheet, lists, columns)
    book.active = sheet
    guide.sheet_view.tabSelected = False
    book.properties.creator = "Pustaka Inovasi"
    book.properties.title = "Templat usulan inovasi"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def csv_template(drafts: Sequence[Draft] = ()) -> bytes:
    """The heading row as a CSV file, with a row for each draft if there are any."""
    columns = _columns(drafts)
    header = tuple(column.name for column in columns)
    rows = [tuple(row_of(draft, columns)) for draft in drafts]
    return to_csv(Table(CASES, header, rows, gap="", about=(), about_title=""))


def _columns(drafts: Sequence[Draft]) -> list[Column]:
    """The columns of the template; as many entries as the drafts have, if they have more."""
    most = {
        key: max([ready, *(len(draft.rows.get(key, ())) for draft in drafts)])
        for key, ready in _READY.items()
    }
    return column_names(most)


def row_of(draft: Draft, columns: Sequence[Column]) -> Iterator[str]:
    """The cells of a draft, as contributors write them."""
    for column in columns:
        field = column.field
        if column.part is not None:
            rows = draft.rows.get(field.key, ())
            row = rows[column.number - 1] if column.number <= len(rows) else {}
            yield named(column.part, row.get(column.part.key, ""))
        elif field.kind == "paragraphs":
            yield "\n".join(_lines(draft, field))
        elif field.kind == "list":
            yield "\n".join(draft.lists.get(field.key, ()))
        else:
            yield named(field, draft.texts.get(field.key, ""))


def _lines(draft: Draft, field: Field) -> Iterator[str]:
    """The paragraphs of a section, one a line."""
    count = 0
    for paragraph in draft.sections.get(field.key, ()):
        count = count + 1 if paragraph.numbered else 0
        sign = f"{count}. " if paragraph.numbered else "• " if paragraph.item else ""
        yield sign + cited(paragraph)


# --- sheets ---------------------------------------------------------------------------


def _fill_cases(sheet: Any, columns: Sequence[Column], drafts: Sequence[Draft]) -> None:
    sheet.freeze_panes = "B2"
    for number, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        asked = column.part or column.field
        dimension.width = 26 if number == 1 else _WIDTHS.get(asked.kind, 22)
        dimension.number_format, dimension.font, dimension.alignment = _TEXT, _FONT, _TOP
        cell = sheet.cell(1, number, _heading(column))
        fill = _PLAIN if column.part is None else _ODD if column.number % 2 else _EVEN
        _dress(cell, _BOLD, fill)
    for row, draft in enumerate(drafts, 2):
        for number, text in enumerate(row_of(draft, columns), 1):
            if text:
                cell = sheet.cell(row, number, clean_cell(text, MAX_CELL))
                cell.data_type = "s"  # whatever it begins with
                cell.number_format, cell.font, cell.alignment = _TEXT, _FONT, _TOP


def _heading(column: Column) -> str:
    asked = column.part or column.field
    needed = asked.mandatory and (column.part is None or column.field.mandatory)
    return f"{column.name} *" if needed and column.number <= 1 else column.name


def _dress(cell: Any, font: Font, fill: PatternFill | None = None) -> None:
    cell.font, cell.alignment, cell.border = font, _TOP, _BORDER
    if fill is not None:
        cell.fill = fill


def _add_lists(sheet: Any, lists: Any, columns: Sequence[Column]) -> None:
    """Give each column its hint, and the list to choose from if it has one."""
    filled: dict[str, str] = {}
    for number, column in enumerate(columns, 1):
        asked = column.part or column.field
        choices = _choices(asked)
        rule = DataValidation(
            type="list" if choices else None, allow_blank=True, showInputMessage=True
        )
        rule.promptTitle, rule.prompt = column.name[:32], _prompt(asked)
        if choices:
            if asked.label not in filled:
                filled[asked.label] = _add_list(lists, len(filled) + 1, asked.label, choices)
            rule.formula1 = filled[asked.label]
            # A government that no region has, such as a ministry, is typed.
            rule.showErrorMessage = asked.kind == "choice"
            rule.errorTitle, rule.error = "Pilih dari daftar", f"{asked.label}: pilih dari daftar."
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{MAX_CASES + 1}")
        sheet.add_data_validation(rule)


def _choices(asked: Field) -> Sequence[str]:
    if asked.key == "government":
        return governments()
    return [label.id for label in asked.choices.values()] if asked.kind == "choice" else ()


def _prompt(asked: Field) -> str:
    example = f"\nContoh: {asked.example}" if asked.example else ""
    text = f"{asked.help}{example}"
    return text if len(text) <= 255 else asked.help[:255]


def _add_list(lists: Any, number: int, name: str, choices: Sequence[str]) -> str:
    """Write a list into a column of the sheet of lists; the address of its cells."""
    letter = get_column_letter(number)
    for row, text in enumerate((name, *choices), 1):
        lists.cell(row, number, text)
    return f"{LISTS}!${letter}$2:${letter}${len(choices) + 1}"


def _fill_guide(guide: Any, columns: Sequence[Column]) -> None:
    """Write how the sheet is filled in, and what belongs into each of its columns."""
    guide.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    guide.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    guide.page_setup.fitToWidth, guide.page_setup.fitToHeight = 1, 0
    guide.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for letter, width in zip("ABCD", _GUIDE_WIDTHS, strict=True):
        guide.column_dimensions[letter].width = width
    guide.cell(1, 1, "Cara mengisi").font = _BOLD
    for row, text in enumerate(_INTRODUCTION, 2):
        guide.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        cell = guide.cell(row, 1, f"{row - 1}. {text}")
        cell.font, cell.alignment = _FONT, _TOP
        guide.row_dimensions[row].height = row_height([cell.value], [sum(_GUIDE_WIDTHS)])
    row = len(_INTRODUCTION) + 3
    for number, name in enumerate(("Kolom", "Isinya", "Wajib?", "Contoh"), 1):
        _dress(guide.cell(row, number, name), _BOLD, _PLAIN)
    for column in columns:
        if column.number > 1:
            continue
        row += 1
        asked = column.part or column.field
        needed = "ya" if _heading(column).endswith("*") else ""
        texts = (column.name, asked.help, needed, asked.example)
        guide.row_dimensions[row].height = row_height(texts, _GUIDE_WIDTHS)
        for number, text in enumerate(texts, 1):
            cell = guide.cell(row, number, text)
            cell.number_format = _TEXT
            _dress(cell, _SOFT if number == 4 else _FONT)
