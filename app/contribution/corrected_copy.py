"""A copy of the sender's workbook with a column “Perbaiki” that says what is wrong in each row.

The copy is made inside the XML of the sheets that need it; all other parts are copied as they
are. Saved by openpyxl, the sender's file would lose its pictures, drawings and rich text.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.xml.constants import PKG_REL_NS, REL_NS, SHEET_MAIN_NS

from app.contribution.headings import folded
from app.contribution.read_sheet import REMEDIES
from app.contribution.reading import Remark
from app.documents.office.tables import MAX_CELL, clean_cell

# The column is about as wide as two sentences of a remark, in digits.
_WIDTH = 60
_FILL = "FFFFF2CC"
_WORDS = {"error": "Perbaiki", "warning": "Periksa"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def corrected_copy(data: bytes, remarks: Iterable[Remark], first_rows: Mapping[str, int]) -> bytes:
    """The workbook with the remarks beside the rows that they concern.

    Args:
        data: the sender's workbook, which :func:`app.contribution.read_excel.read_excel` read.
        remarks: what is wrong in it.
        first_rows: name of each sheet with cases → the row of its first case. What concerns
            a sheet as a whole is written there, and its heading row is the one above.
    """
    texts = _texts(remarks, first_rows)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        paths = dict(_sheet_paths(old))
        changed = {}
        if "xl/styles.xml" in old.namelist():
            changed["xl/styles.xml"], style = _with_style(old.read("xl/styles.xml"))
        else:
            style = 0
        own = _shared_names(old)
        for name, rows in texts.items():
            if name in paths:
                sheet = _parsed(old.read(paths[name]))
                _add_column(sheet, rows, first_rows[name], style, own)
                changed[paths[name]] = _written(sheet)
        for entry in old.infolist():
            content = changed.get(entry.filename) or old.read(entry)
            new.writestr(entry.filename, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _texts(remarks: Iterable[Remark], first_rows: Mapping[str, int]) -> dict[str, dict[int, str]]:
    """Name of a sheet → number of a row → what is wrong with it, a remark a line."""
    lines: dict[str, dict[int, list[str]]] = {name: defaultdict(list) for name in first_rows}
    for remark in remarks:
        spot = remark.spot
        if spot.sheet in lines:
            row = max(spot.row, first_rows[spot.sheet])
            where = spot.text.removeprefix(f"lembar “{spot.sheet}”, ")
            level = _WORDS[remark.level]
            lines[spot.sheet][row].append(f"{level} {where}: {remark.message}; {remark.remedy}.")
    return {
        name: {row: clean_cell("\n".join(some), MAX_CELL) for row, some in rows.items()}
        for name, rows in lines.items()
        if rows
    }


def _sheet_paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet, and the path of its XML inside the workbook."""
    relations = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in relations.iter(f"{{{PKG_REL_NS}}}Relationship")
    }
    book = _parsed(archive.read("xl/workbook.xml"))
    for sheet in book.iter(f"{{{SHEET_MAIN_NS}}}sheet"):
        target = targets.get(sheet.get(f"{{{REL_NS}}}id"), "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
        yield sheet.get("name", ""), path


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(content, parser)


def _written(element: Any) -> bytes:
    content: bytes = etree.tostring(
        element, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return content


def _tag(name: str) -> str:
    return f"{{{SHEET_MAIN_NS}}}{name}"


def _with_style(content: bytes) -> tuple[bytes, int]:
    """The styles of a workbook with one for remarks, and the number of that style."""
    styles: Any = _parsed(content)
    fills, formats = styles.find(_tag("fills")), styles.find(_tag("cellXfs"))
    if fills is None or formats is None:
        return content, 0
    pattern = etree.SubElement(
        etree.SubElement(fills, _tag("fill")), _tag("patternFill"), patternType="solid"
    )
    etree.SubElement(pattern, _tag("fgColor"), rgb=_FILL)
    form = etree.SubElement(
        formats, _tag("xf"), numFmtId="49", fontId="0", borderId="0", xfId="0",
        fillId=str(len(fills) - 1), applyFill="1", applyAlignment="1",
    )  # fmt: skip
    etree.SubElement(form, _tag("alignment"), vertical="top", wrapText="1")
    for counted in (fills, formats):
        counted.set("count", str(len(counted)))
    return _written(styles), len(formats) - 1


def _shared_names(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the shared texts of a workbook that are the name of the column."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return frozenset()
    shared = _parsed(archive.read("xl/sharedStrings.xml"))
    return frozenset(
        str(number)
        for number, text in enumerate(shared.iterfind(_tag("si")))
        if _inline_text(text) == folded(REMEDIES)
    )


def _add_column(
    sheet: Any, texts: Mapping[int, str], first_row: int, style: int, own: frozenset[str]
) -> None:
    """Write a column of remarks behind the last one of a sheet, or into that of an earlier copy.

    Args:
        sheet: the XML of the sheet.
        texts: number of a row → its text.
        first_row: the row of the first case.
        style: the number of the style of the cells.
        own: the numbers of the shared texts that are the name of the column.
    """
    rows = _numbered_rows(sheet)
    heading_row = max((number for number in rows if number < first_row), default=0)
    column = _own_column(rows, heading_row, own)
    for number in [heading_row, *(row for row in rows if row >= first_row)]:
        if number in rows:
            text = REMEDIES if number == heading_row else texts.get(number, "")
            _set_cell(rows[number], number, column, text, style)
    _set_width(sheet, column)
    # The area in use has grown; it may be left out.
    for dimension in sheet.findall(_tag("dimension")):
        sheet.remove(dimension)


def _numbered_rows(sheet: Any) -> dict[int, Any]:
    """The rows of a sheet by number, from 1; one that states none follows the row before it."""
    rows: dict[int, Any] = {}
    number = 0
    for row in sheet.iter(_tag("row")):
        number = int(float(row.get("r", number + 1)))
        rows[number] = row
        column = 0
        for cell in row.iter(_tag("c")):  # they may leave out their places, too
            column = _column(cell) if cell.get("r") else column + 1
            cell.set("r", f"{get_column_letter(column)}{number}")
    return rows


def _own_column(rows: Mapping[int, Any], heading_row: int, own: frozenset[str]) -> int:
    """The number of the column for remarks: the one of an earlier copy, or a new one."""
    last = 0
    for number, row in rows.items():
        for cell in row.iter(_tag("c")):
            column = _column(cell)
            last = max(last, column if len(cell) else 0)
            if number == heading_row and (
                _inline_text(cell) == folded(REMEDIES)
                or (cell.get("t") == "s" and cell.findtext(_tag("v")) in own)
            ):
                return column
    return last + 1


def _column(cell: Any) -> int:
    """The number of a cell's column, from 1."""
    letters, _ = coordinate_from_string(cell.get("r"))
    return column_index_from_string(letters)


def _inline_text(cell: Any) -> str:
    return folded("".join(text.text or "" for text in cell.iter(_tag("t"))))


def _set_cell(row: Any, number: int, column: int, text: str, style: int) -> None:
    """Write a text into a cell of a row, in the order of the columns."""
    name = f"{get_column_letter(column)}{number}"
    cells = list(row.iter(_tag("c")))
    before = [cell for cell in cells if _column(cell) < column]
    for cell in cells[len(before) :]:
        if _column(cell) == column:
            row.remove(cell)
    row.attrib.pop("spans", None)
    if not text:
        return
    cell = etree.Element(_tag("c"), r=name, t="inlineStr", s=str(style))
    inline = etree.SubElement(etree.SubElement(cell, _tag("is")), _tag("t"))
    inline.text = text
    inline.set(_SPACE, "preserve")
    row.insert(len(before), cell)


def _set_width(sheet: Any, column: int) -> None:
    """Widen the column of remarks, unless the sheet sets its width already."""
    columns = sheet.find(_tag("cols"))
    if columns is None:
        columns = etree.Element(_tag("cols"))
        sheet.find(_tag("sheetData")).addprevious(columns)
    last = max((int(one.get("max", 0)) for one in columns), default=0)
    if last < column:
        place = {"min": str(column), "max": str(column), "width": str(_WIDTH)}
        etree.SubElement(columns, _tag("col"), {**place, "customWidth": "1"})
