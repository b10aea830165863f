"""Elements of Office Open XML (ECMA-376, part 1) for which python-docx has no call.

The types are ``Any`` where python-docx's elements are only known at run time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

# The colours of lines: of a line along a paragraph, and of the lines of a table.
_RULE_COLOUR, _TABLE_COLOUR = "404040", "8A8F9C"

# The elements that may follow the borders in the properties of a paragraph, whose order
# the standard fixes.
_AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:spacing"),
    *("w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"),
)


def set_font(properties: Any, name: str) -> None:
    """Set the font of run properties, also where the template takes it from its theme."""
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def shade(properties: Any, colour: str) -> None:
    """Give run or cell properties a background colour, as ``RRGGBB``."""
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shading: Any = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), colour)
    properties.append(shading)


def add_line_below(paragraph: Paragraph, kind: str, eighths: int) -> None:
    """Draw a line below a paragraph.

    Args:
        paragraph: The paragraph.
        kind: A border style of the standard (``ST_Border``): ``single``, …
        eighths: The width of the line, in eighths of a point.
    """
    properties: Any = paragraph._p.get_or_add_pPr()
    borders: Any = OxmlElement("w:pBdr")
    borders.append(_edge("bottom", kind, eighths, _RULE_COLOUR, 4))
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def add_lines(table: Table) -> None:
    """Draw thin lines around the cells of a table."""
    borders: Any = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_edge(side, "single", 4, _TABLE_COLOUR, 0))
    properties: Any = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        properties.append(borders)


def _edge(side: str, kind: str, eighths: int, colour: str, space: int) -> Any:
    edge: Any = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", eighths), ("space", space), ("color", colour)):
        edge.set(qn(f"w:{name}"), str(value))
    return edge


def remove_left_margin(table: Table) -> None:
    """Align the text of a table's first column with the text around the table."""
    margins: Any = OxmlElement("w:tblCellMar")
    left: Any = OxmlElement("w:left")
    left.set(qn("w:w"), "0")
    left.set(qn("w:type"), "dxa")
    margins.append(left)
    properties: Any = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    layout.addnext(margins)


def mark_row(row: _Row, name: str) -> None:
    """Add a property without a value to a row: ``w:tblHeader`` or ``w:cantSplit``."""
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))


def add_choices(paragraph: Paragraph, chosen: str, choices: Sequence[str]) -> None:
    """Add a drop-down list to choose a text from.

    Args:
        paragraph: The paragraph.
        chosen: The text that is chosen already; empty for none.
        choices: The texts to choose from.
    """
    control: Any = OxmlElement("w:sdt")
    properties: Any = OxmlElement("w:sdtPr")
    if not chosen:
        properties.append(OxmlElement("w:showingPlcHdr"))
    drop_down: Any = OxmlElement("w:dropDownList")
    for choice in choices:
        item: Any = OxmlElement("w:listItem")
        item.set(qn("w:displayText"), choice)
        item.set(qn("w:value"), choice)
        drop_down.append(item)
    properties.append(drop_down)
    content: Any = OxmlElement("w:sdtContent")
    run = paragraph.add_run(chosen or "Pilih satu")
    if not chosen:
        run.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
    content.append(run._r)
    control.extend((properties, content))
    paragraph._p.append(control)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a value that the reader's program works out: ``PAGE`` or ``NUMPAGES``."""
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)
