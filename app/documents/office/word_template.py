"""An empty Word document as Indonesian offices set theirs up: A4, Arial, page numbers.

Page, styles, header and footer are set here once; :mod:`app.documents.office.word` fills
the document.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from app.documents.office.content import clean
from app.documents.office.ooxml import add_field, add_line_below, set_font, shade

AUTHOR = "Pustaka Inovasi"

#: The mark at the head of each page of a draft.
DRAFT = "Draf: bukan formulir resmi"

#: The longest title and header, in characters.
LONGEST_TITLE = 250

# Arial comes with Windows and macOS. On Linux, Liberation Sans takes its place: it has the
# same widths.
_FONT = "Arial"
_INK = RGBColor(0x1A, 0x1A, 0x1A)
_SOFT = RGBColor(0x59, 0x59, 0x59)
_BLUE = RGBColor(0x1F, 0x3A, 0x8A)
_YELLOW = "FFF2CC"

# A4 in cm, and the margins. The left margin of a portrait page is wider, because there the
# file is bound or punched. A letter has less margin above, for its letterhead.
_LONG_SIDE, _SHORT_SIDE = 29.7, 21
_PORTRAIT = {"top": 2.5, "right": 2.0, "bottom": 2.0, "left": 3.0}
_LANDSCAPE = {"top": 2.5, "right": 1.5, "bottom": 1.5, "left": 1.5}
_LETTER = {"top": 1.5, "bottom": 1.5}
_HEADER_DISTANCE = 1.1

_COMPATIBILITY_URI = "http://schemas.microsoft.com/office/word"


@dataclass(frozen=True)
class CharacterStyle:
    """A style for spans of text.

    Attributes:
        name: its name in the document.
        italic: whether its letters slant.
        colour: the colour of its letters; None for the colour around it.
        background: the colour behind its letters, as ``RRGGBB``.
    """

    name: str
    italic: bool = False
    colour: RGBColor | None = None
    background: str | None = None


#: Kind of a span → its style; ``link`` is for spans with an address.
CHARACTER_STYLES = {
    "strong": CharacterStyle("Strong"),
    "gap": CharacterStyle("Belum Ada Data", italic=True, colour=_SOFT),
    "blank": CharacterStyle("Isian", background=_YELLOW),
    "soft": CharacterStyle("Keterangan", colour=_SOFT),
    "link": CharacterStyle("Tautan", colour=_BLUE),
}

#: The paragraph style of remarks, smaller than the text.
SMALL = "Kecil"


@dataclass(frozen=True)
class ParagraphForm:
    """The form of a paragraph style: size of its letters and room around it, in points."""

    size: float
    bold: bool
    above: float
    below: float


def new_document(
    title: str,
    *,
    created: dt.date,
    header: str | None = "",
    draft: bool = False,
    landscape: bool = False,
    numbered: bool = True,
    size: float = 11,
    bound: bool = True,
) -> Document:
    """An empty document.

    Args:
        title: The name of the document, in its properties and at the head of each page.
        created: The day on which the file is made, in its properties.
        header: The text at the head of each page instead of the title; None for no header,
            as in a letter.
        draft: Mark each page with :data:`DRAFT`.
        landscape: Turn the page on its side.
        numbered: Write “Halaman X dari Y” at the foot of each page.
        size: The size of the text, in points.
        bound: Leave room at the left of a portrait page for binding or punching.
    """
    has_header = header is not None
    template = _template(landscape, has_header, numbered, size, bound)
    document = docx.Document(io.BytesIO(template))
    name = clean(title, LONGEST_TITLE)
    _set_properties(document, name, created)
    if has_header:
        _fill_header(document, clean(header or "", LONGEST_TITLE) or name, draft)
    return document


@lru_cache(maxsize=32)
def _template(landscape: bool, has_header: bool, numbered: bool, size: float, bound: bool) -> bytes:
    """An empty document without its texts; see :func:`new_document`.

    Setting up page and styles takes 30 ms, twice as long as opening a document.
    """
    document = docx.Document()
    _set_compatibility(document)
    margins = _LANDSCAPE if landscape else _PORTRAIT
    if not has_header:
        margins = {**margins, **_LETTER}
    if not bound:
        margins = {**margins, "left": margins["right"]}
    _set_page(document, landscape, margins)
    _set_language(document)
    _set_paragraph_styles(document, size)
    _set_character_styles(document)
    if has_header:
        _set_header(document)
    if numbered:
        _set_footer(document)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def text_width(document: Document) -> float:
    """The width of the text between the margins, in cm."""
    section = document.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    assert page is not None and left is not None and right is not None  # noqa: S101 - set in _set_page
    return float(page - left - right) / Cm(1)


def _set_properties(document: Document, name: str, created: dt.date) -> None:
    properties = document.core_properties
    moment = dt.datetime(created.year, created.month, created.day)
    properties.title, properties.author, properties.last_modified_by = name, AUTHOR, AUTHOR
    properties.language, properties.comments, properties.keywords = "id-ID", "", ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _set_compatibility(document: Document) -> None:
    """Declare a file of Word 2013 or later, where the edge of a table aligns with the text."""
    settings: Any = document.settings.element
    for compatibility in settings.findall(qn("w:compat")):
        for old in compatibility.findall(qn("w:compatSetting")):
            compatibility.remove(old)
        mode: Any = OxmlElement("w:compatSetting")
        values = (("name", "compatibilityMode"), ("uri", _COMPATIBILITY_URI), ("val", "15"))
        for name, value in values:
            mode.set(qn(f"w:{name}"), value)
        compatibility.append(mode)


def _set_page(document: Document, landscape: bool, margins: Mapping[str, float]) -> None:
    section = document.sections[0]
    long, short = Cm(_LONG_SIDE), Cm(_SHORT_SIDE)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    for side, centimetres in margins.items():
        setattr(section, f"{side}_margin", Cm(centimetres))
    section.header_distance = section.footer_distance = Cm(_HEADER_DISTANCE)


def _set_language(document: Document) -> None:
    """Tell spelling checkers and screen readers that the text is Indonesian."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID")


def _paragraph_forms(size: float) -> dict[str, ParagraphForm]:
    """Name of a paragraph style → its form, for text of a size."""
    return {
        "Normal": ParagraphForm(size, bold=False, above=0, below=6),
        "Title": ParagraphForm(size + 3, bold=True, above=0, below=2),
        "Subtitle": ParagraphForm(size, bold=False, above=0, below=12),
        "Heading 1": ParagraphForm(size + 1, bold=True, above=14, below=4),
        "Heading 2": ParagraphForm(size, bold=True, above=10, below=3),
        "Heading 3": ParagraphForm(size, bold=True, above=6, below=2),
        # For the people who go on with the document; nothing here writes bullets.
        "List Bullet": ParagraphForm(size, bold=False, above=0, below=3),
        "List Number": ParagraphForm(size, bold=False, above=0, below=3),
        "Header": ParagraphForm(8.5, bold=False, above=0, below=0),
        "Footer": ParagraphForm(8.5, bold=False, above=0, below=0),
        SMALL: ParagraphForm(size - 2, bold=False, above=0, below=3),
    }


def _set_paragraph_styles(document: Document, size: float) -> None:
    styles = document.styles
    small = styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["Normal"]
    for name, form in _paragraph_forms(size).items():
        style = styles[name]
        font, paragraph = style.font, style.paragraph_format
        set_font(style.element.get_or_add_rPr(), _FONT)
        font.size, font.bold, font.italic = Pt(form.size), form.bold, False
        font.color.rgb = _SOFT if name in {"Header", "Footer"} else _INK
        paragraph.space_before, paragraph.space_after = Pt(form.above), Pt(form.below)
        paragraph.line_spacing = 1.1 if name not in {"Title", "Header", "Footer"} else 1.0
        paragraph.widow_control = True
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        # The template underlines the title and spreads its letters.
        for border in styles[name].element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
        for spacing in styles[name].element.rPr.findall(qn("w:spacing")):
            spacing.getparent().remove(spacing)
    styles["Title"].paragraph_format.keep_with_next = True


def _set_character_styles(document: Document) -> None:
    styles = document.styles
    names = [style.name for style in styles]
    for kind, form in CHARACTER_STYLES.items():
        is_known = form.name in names
        style = (
            styles[form.name] if is_known else styles.add_style(form.name, WD_STYLE_TYPE.CHARACTER)
        )
        style.font.italic, style.font.bold = form.italic or None, kind == "strong" or None
        if form.colour is not None:
            style.font.color.rgb = form.colour
        if kind == "link":
            style.font.underline = True
        if form.background:
            shade(style.element.get_or_add_rPr(), form.background)


def _set_header(document: Document) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    _set_right_tab(document, paragraph)
    add_line_below(paragraph, "single", 4)


def _fill_header(document: Document, text: str, draft: bool) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    if text:
        paragraph.add_run(text)
    if draft:
        paragraph.add_run(f"\t{DRAFT}", CHARACTER_STYLES["strong"].name)


def _set_footer(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    _set_right_tab(document, paragraph)
    paragraph.add_run(f"{AUTHOR}\tHalaman ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" dari ")
    add_field(paragraph, "NUMPAGES")


def _set_right_tab(document: Document, paragraph: Paragraph) -> None:
    """Let text behind a tab end at the right margin."""
    # The tab stops of the template are for a page of another width.
    for tabs in paragraph.style.element.iter(qn("w:tabs")) if paragraph.style else ():
        tabs.getparent().remove(tabs)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(text_width(document)), WD_TAB_ALIGNMENT.RIGHT)
