"""Elements that python-docx has no call for are where the standard wants them."""

from __future__ import annotations

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from app.documents.office.ooxml import add_field, add_line_below, add_lines, set_font, shade


def test_borders_of_a_paragraph_come_before_its_spacing():
    paragraph = docx.Document().add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    add_line_below(paragraph, "single", 4)
    names = [element.tag for element in paragraph._p.get_or_add_pPr()]
    assert names == [qn("w:pBdr"), qn("w:spacing")]


def test_borders_of_a_table_come_before_its_layout():
    table = docx.Document().add_table(rows=1, cols=1)
    table.autofit = False
    add_lines(table)
    names = [element.tag for element in table._tbl.tblPr]
    assert names.index(qn("w:tblBorders")) < names.index(qn("w:tblLayout"))


def test_a_second_background_replaces_the_first():
    cell = docx.Document().add_table(rows=1, cols=1).rows[0].cells[0]
    properties = cell._tc.get_or_add_tcPr()
    shade(properties, "FFF2CC")
    shade(properties, "E9ECF4")
    [shading] = properties.findall(qn("w:shd"))
    assert shading.get(qn("w:fill")) == "E9ECF4"


def test_a_font_replaces_the_font_of_the_theme():
    style = docx.Document().styles["Heading 1"]
    set_font(style.element.get_or_add_rPr(), "Arial")
    attributes = style.element.rPr.rFonts.attrib
    assert set(attributes.values()) == {"Arial"}
    assert not [name for name in attributes if "Theme" in name]


def test_a_field_holds_a_number_until_it_is_worked_out():
    paragraph = docx.Document().add_paragraph("Halaman ")
    add_field(paragraph, "PAGE")
    [field] = paragraph._p.findall(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == "PAGE"
    assert [text.text for text in field.iter(qn("w:t"))] == ["1"]
