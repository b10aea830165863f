"""A Word file as an Indonesian office would make it: A4, Arial, real headings, page numbers.

:class:`WordDocument` is a small builder over python-docx. The same calls give the same
bytes, and every text goes through :func:`~app.documents.office.content.clean` on its way in.

Whoever writes a file imports it then, not with their own module: python-docx takes 8 MB,
which a process that only shows pages need not have.

>>> document = WordDocument("Contoh", created=dt.date(2026, 11, 1))
>>> document.heading("Masalah")
>>> document.paragraph("Ibu hamil jauh dari puskesmas.")
>>> document.to_bytes()[:2]
b'PK'
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from app.documents.office.content import Content, Signature, Span, clean

AUTHOR = "Pustaka Inovasi"
DRAFT = "Draf: bukan formulir resmi"

# On every Windows and Mac; Liberation Sans, with the same widths, stands in for it on Linux.
FONT = "Arial"
INK = RGBColor(0x1A, 0x1A, 0x1A)
SOFT = RGBColor(0x59, 0x59, 0x59)
SHADE = "E9ECF4"
EDGE = "8A8F9C"

# Wider on the left, where the file is bound or punched.
PORTRAIT = {"top": 2.5, "right": 2.0, "bottom": 2.0, "left": 3.0}
LANDSCAPE = {"top": 2.5, "right": 1.5, "bottom": 1.5, "left": 1.5}

# Rows of tables with texts up to this many characters are not broken over two pages.
HOLD = 500

# The first moment a zip entry can have: the file says nothing of when it was packed.
EPOCH = (1980, 1, 1, 0, 0, 0)

Align = Literal["left", "center", "right", "justify"]
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}

# Character styles: name, italic, colour, shading.
_STYLES = {
    "strong": ("Strong", False, None, None),
    "gap": ("Belum Ada Data", True, SOFT, None),
    "blank": ("Isian", False, None, "FFF2CC"),
    "soft": ("Keterangan", False, SOFT, None),
    "link": ("Tautan", False, RGBColor(0x1F, 0x3A, 0x8A), None),
}


class WordDocument:
    """One Word file, filled from top to bottom.

    Args:
        title: Name of the document; stands in the properties and, unless ``header`` says
            otherwise, at the head of each page.
        created: The day the properties give for making and changing it.
        header: Text at the head of each page instead of the title; ``None`` for no header.
        draft: Mark each page “Draf: bukan formulir resmi”.
        landscape: A4 on its side.
        numbered: “Halaman X dari Y” at the foot of each page.
        size: Size of the text, in points.
    """

    def __init__(
        self,
        title: str,
        *,
        created: dt.date,
        header: str | None = "",
        draft: bool = False,
        landscape: bool = False,
        numbered: bool = True,
        size: float = 11,
    ) -> None:
        self._document = docx.Document()
        self._size = size
        self._headed = header is not None
        self._name = clean(title, 250)
        self._set_properties(created)
        self._set_compatibility()
        self._set_page(landscape)
        self._set_styles()
        # python-docx looks at every style each time one is set by its name.
        self._styles = {style.name: style.style_id for style in self._document.styles}
        if header is not None:
            self._set_header(clean(header, 250) or self._name, draft)
        if numbered:
            self._set_footer()

    # --- text -------------------------------------------------------------------------

    def title(self, text: str, subtitle: str = "") -> None:
        """The document's name, in the middle above everything."""
        self._write(self._new_paragraph("Title"), text)
        if subtitle:
            self._write(self._new_paragraph("Subtitle"), subtitle)

    def heading(self, text: str, level: int = 1, *, page_break: bool = False) -> None:
        """A heading of level 1 to 3; ``page_break`` starts a new page with it."""
        paragraph = self._new_paragraph(f"Heading {level}")
        paragraph.paragraph_format.page_break_before = page_break or None
        self._write(paragraph, text)

    def paragraph(
        self,
        content: Content,
        *,
        align: Align = "left",
        indent: bool = False,
        small: bool = False,
        after: float | None = None,
        keep: bool = False,
    ) -> None:
        """A paragraph; each line of the text is one of its own.

        ``indent`` draws its first line in, as letters have it; ``after`` is the room below
        in points; ``keep`` holds it on one page with what follows.
        """
        for line in _lines(content):
            paragraph = self._new_paragraph("Kecil" if small else "Normal")
            form = paragraph.paragraph_format
            form.alignment = _ALIGN[align]
            form.keep_with_next = keep or None
            if indent:
                form.first_line_indent = Cm(1.25)
            if after is not None:
                form.space_after = Pt(after)
            self._write(paragraph, line)

    def numbers(self, items: Iterable[Content]) -> None:
        """A list numbered from 1."""
        number = self._new_numbering()
        for item in items:
            paragraph = self._new_paragraph("List Number")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = number
            properties.get_or_add_ilvl().val = 0
            self._write(paragraph, item)

    def page_break(self) -> None:
        """What follows starts on a new page."""
        self._new_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def space(self, points: float = 6) -> None:
        """Empty room."""
        paragraph = self._new_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(points)

    def rule(self) -> None:
        """A line across the page, thick above thin, as below a letterhead."""
        paragraph = self._new_paragraph()
        paragraph.paragraph_format.space_after = Pt(8)
        paragraph.paragraph_format.line_spacing = Pt(4)
        _border(paragraph, "bottom", "thickThinSmallGap", 18)

    # --- tables -----------------------------------------------------------------------

    def pairs(
        self, rows: Iterable[tuple[str, Content]], *, first: float = 4.5, lined: bool = True
    ) -> None:
        """Names and values in two columns; ``first`` is the width of the names in cm.

        Without lines, the values follow a colon, as in the head of a letter.
        """
        widths = [first, self.width - first] if lined else [first, 0.4, self.width - first - 0.4]
        table = self._new_table(widths, lined)
        for name, value in rows:
            row = self._new_row(table)
            self._hold(table, [value])
            if lined:
                self._cell(row[0], Span(name, "strong"), shade=SHADE)
                self._cell(row[1], value)
            else:
                for cell, content in zip(row, (name, ":", value), strict=True):
                    self._cell(cell, content, lined=False)
        self._after_table()

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[Content]],
        *,
        widths: Sequence[float] | None = None,
        first_strong: bool = False,
    ) -> None:
        """A table whose header row stands on each page.

        Args:
            header: Names of the columns.
            rows: One cell for each column.
            widths: Of the columns, in any unit; spread over the width of the text.
            first_strong: Set the first column as headings of the rows.
        """
        shares = list(widths or [1] * len(header))
        table = self._new_table([self.width * share / sum(shares) for share in shares], True)
        names = self._new_row(table)
        _mark(table.rows[0], "w:tblHeader")
        for cell, name in zip(names, header, strict=True):
            self._cell(cell, Span(name, "strong"), shade=SHADE)
        for row in rows:
            cells = self._new_row(table)
            self._hold(table, row)
            for n, (cell, content) in enumerate(zip(cells, row, strict=True)):
                if not n and first_strong and isinstance(content, str):
                    content = Span(content, "strong")
                self._cell(cell, content)
        self._after_table()

    def signatures(self, places: Sequence[Signature], *, room: float = 2.2) -> None:
        """Places to sign beside each other, kept on one page; ``room`` is their height in cm.

        A single one stands on the right, as in a letter.
        """
        places = list(places)
        columns = max(2, len(places))
        table = self._new_table([self.width / columns] * columns, False)
        first = columns - len(places)
        lines: list[list[Content]] = [
            [place.role for place in places],
            [place.position for place in places],
            ["" for _ in places],
            [place.name for place in places],
            [place.note for place in places],
        ]
        for n, line in enumerate(lines):
            if n != 2 and not any(line):
                continue
            cells = self._new_row(table)
            for cell, content in zip(cells[first:], line, strict=True):
                self._cell(cell, content, align="center", lined=False)
            if n == 2:
                row = table.rows[-1]
                row.height, row.height_rule = Cm(room), WD_ROW_HEIGHT_RULE.AT_LEAST
        for row in table.rows[:-1]:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
        self._after_table()

    # --- pictures ---------------------------------------------------------------------

    def picture(
        self, image: bytes, width: float, *, description: str, align: Align = "left"
    ) -> None:
        """A PNG or JPEG, ``width`` cm wide, with the text that stands for it."""
        paragraph = self._new_paragraph()
        paragraph.paragraph_format.alignment = _ALIGN[align]
        shape = paragraph.add_run().add_picture(io.BytesIO(image), width=Cm(width))
        shape._inline.docPr.set("descr", clean(description, 250))

    # --- out --------------------------------------------------------------------------

    @property
    def width(self) -> float:
        """The width of the text, in cm."""
        section = self._document.sections[-1]
        page, left, right = section.page_width, section.left_margin, section.right_margin
        assert page is not None and left is not None and right is not None  # noqa: S101 - set in _set_page
        return float(page - left - right) / Cm(1)

    def to_bytes(self) -> bytes:
        """The file. The same calls give the same bytes."""
        packed = io.BytesIO()
        self._document.save(packed)
        # Packed again without the time of day and the template's preview picture.
        plain = io.BytesIO()
        with zipfile.ZipFile(packed) as old, zipfile.ZipFile(plain, "w") as new:
            for name in old.namelist():
                if name.endswith("thumbnail.jpeg"):
                    continue
                data = old.read(name)
                if name == "_rels/.rels":
                    data = re.sub(rb'<Relationship [^>]*thumbnail\.jpeg"[^>]*/>', b"", data)
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(entry, data)
        return plain.getvalue()

    # --- how it is made ---------------------------------------------------------------

    def _set_properties(self, created: dt.date) -> None:
        core = self._document.core_properties
        moment = dt.datetime(created.year, created.month, created.day)
        core.title, core.author, core.last_modified_by = self._name, AUTHOR, AUTHOR
        core.language, core.comments, core.keywords = "id-ID", "", ""
        core.created = core.modified = moment
        core.revision = 1

    def _set_compatibility(self) -> None:
        """Be a file of Word 2013 or later, which sets tables flush with the text."""
        settings: Any = self._document.settings.element
        for compat in settings.findall(qn("w:compat")):
            for old in compat.findall(qn("w:compatSetting")):
                compat.remove(old)
            mode: Any = OxmlElement("w:compatSetting")
            uri = "http://schemas.microsoft.com/office/word"
            for name, value in (("name", "compatibilityMode"), ("uri", uri), ("val", "15")):
                mode.set(qn(f"w:{name}"), value)
            compat.append(mode)

    def _set_page(self, landscape: bool) -> None:
        section = self._document.sections[0]
        long, short = Cm(29.7), Cm(21)
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        for side, centimetres in (LANDSCAPE if landscape else PORTRAIT).items():
            setattr(section, f"{side}_margin", Cm(centimetres))
        if not self._headed:
            section.top_margin = section.bottom_margin = Cm(1.5)  # room for a letterhead
        section.header_distance = section.footer_distance = Cm(1.1)

    def _set_styles(self) -> None:
        styles = self._document.styles
        defaults = styles.element.find(qn("w:docDefaults"))
        for language in defaults.iter(qn("w:lang")):
            language.set(qn("w:val"), "id-ID")
        size = self._size
        # name: size, bold, room above, room below
        forms: dict[str, tuple[float, bool, float, float]] = {
            "Normal": (size, False, 0, 6),
            "Title": (size + 3, True, 0, 2),
            "Subtitle": (size, False, 0, 12),
            "Heading 1": (size + 1, True, 14, 4),
            "Heading 2": (size, True, 10, 3),
            "Heading 3": (size, True, 6, 2),
            "List Bullet": (size, False, 0, 3),
            "List Number": (size, False, 0, 3),
            "Header": (8.5, False, 0, 0),
            "Footer": (8.5, False, 0, 0),
        }
        small = styles.add_style("Kecil", WD_STYLE_TYPE.PARAGRAPH)
        small.base_style = styles["Normal"]
        forms["Kecil"] = (size - 2, False, 0, 3)
        for name, (points, bold, above, below) in forms.items():
            style = styles[name]
            font, form = style.font, style.paragraph_format
            _set_font(style.element.get_or_add_rPr())
            font.size, font.bold, font.italic = Pt(points), bold, False
            font.color.rgb = SOFT if name in {"Header", "Footer"} else INK
            form.space_before, form.space_after = Pt(above), Pt(below)
            form.line_spacing = 1.1 if name not in {"Title", "Header", "Footer"} else 1.0
            form.widow_control = True
        for name in ("Title", "Subtitle"):
            styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for border in styles[name].element.iter(qn("w:pBdr")):
                border.getparent().remove(border)
            for spacing in styles[name].element.rPr.findall(qn("w:spacing")):
                spacing.getparent().remove(spacing)
        styles["Title"].paragraph_format.keep_with_next = True
        for kind, (name, italic, colour, shade) in _STYLES.items():
            style = (
                styles[name]
                if name in [known.name for known in styles]
                else styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            )
            style.font.italic, style.font.bold = italic or None, kind == "strong" or None
            if colour is not None:
                style.font.color.rgb = colour
            if kind == "link":
                style.font.underline = True
            if shade:
                _shade(style.element.get_or_add_rPr(), shade)

    def _set_header(self, name: str, draft: bool) -> None:
        paragraph = self._document.sections[0].header.paragraphs[0]
        self._tab_right(paragraph)
        self._write(paragraph, [Span(name), *([Span("\t" + DRAFT, "strong")] if draft else [])])
        _border(paragraph, "bottom", "single", 4)

    def _set_footer(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        self._tab_right(paragraph)
        paragraph.add_run(f"{AUTHOR}\tHalaman ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" dari ")
        _field(paragraph, "NUMPAGES")

    def _tab_right(self, paragraph: Paragraph) -> None:
        stops = paragraph.paragraph_format.tab_stops
        # The template's own stops, for a page of another width.
        for stop in paragraph.style.element.iter(qn("w:tabs")) if paragraph.style else ():
            stop.getparent().remove(stop)
        stops.add_tab_stop(Cm(self.width), WD_TAB_ALIGNMENT.RIGHT)

    def _new_paragraph(self, style: str = "Normal") -> Paragraph:
        paragraph = self._document.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self._styles[style]
        return paragraph

    def _new_numbering(self) -> int:
        """A list of its own: Word would go on counting from the list before."""
        numbering: Any = self._document.part.numbering_part.element
        style: Any = self._document.styles["List Number"].element
        base = numbering.num_having_numId(style.pPr.numPr.numId.val)
        number = numbering.add_num(base.abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def _new_table(self, widths: Sequence[float], lined: bool) -> Table:
        table: Table = self._document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        if lined:
            _borders(table)
        else:
            _flush(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table

    def _new_row(self, table: Table) -> tuple[_Cell, ...]:
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx's gap
        return row.cells

    def _hold(self, table: Table, contents: Sequence[Content]) -> None:
        """Keep the last row on one page, unless it is so long that this would leave a hole."""
        longest = max(
            (len(span.text) for content in contents for span in _spans(content)), default=0
        )
        if longest <= HOLD:
            _mark(table.rows[-1], "w:cantSplit")

    def _cell(
        self,
        cell: _Cell,
        content: Content,
        *,
        shade: str | None = None,
        align: Align = "left",
        lined: bool = True,
    ) -> None:
        paragraph = cell.paragraphs[0]
        for n, line in enumerate(_lines(content)):
            if n:
                paragraph = cell.add_paragraph()
            form = paragraph.paragraph_format
            form.space_before = form.space_after = Pt(2 if lined else 0)
            form.alignment = _ALIGN[align]
            self._write(paragraph, line)
        if shade:
            _shade(cell._tc.get_or_add_tcPr(), shade)

    def _after_table(self) -> None:
        """Room below a table, which has none of its own."""
        self.space(8)

    def _write(self, paragraph: Paragraph, content: Content) -> None:
        for span in _spans(content):
            text = clean(span.text)
            if not text:
                continue
            if span.url and re.match(r"https?://[^\s]", span.url):
                self._link(paragraph, text, span.url)
                continue
            run = paragraph.add_run(text)
            if span.kind != "plain":
                run._r.style = self._styles[_STYLES[span.kind][0]]

    def _link(self, paragraph: Paragraph, text: str, url: str) -> None:
        link: Any = OxmlElement("w:hyperlink")
        target = clean(url, 1000)
        link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, True))
        run = paragraph.add_run(text)
        run._r.style = self._styles[_STYLES["link"][0]]
        link.append(run._r)
        paragraph._p.append(link)


# --- content --------------------------------------------------------------------------


def _spans(content: Content) -> Iterator[Span]:
    for part in [content] if isinstance(content, str | Span) else content:
        yield Span(part) if isinstance(part, str) else part


def _lines(content: Content) -> list[list[Span]]:
    """The content cut at line ends; empty lines are left out."""
    lines: list[list[Span]] = [[]]
    for span in _spans(content):
        first, *rest = clean(span.text).split("\n")
        lines[-1].append(Span(first, span.kind, span.url))
        lines.extend([Span(text, span.kind, span.url)] for text in rest)
    kept = [line for line in lines if any(span.text.strip() for span in line)]
    return kept or [[]]


# --- what python-docx has no call for -------------------------------------------------


def _set_font(properties: Any) -> None:
    """Our font, also where the template takes one from its theme."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _shade(properties: Any, colour: str) -> None:
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shade: Any = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    properties.append(shade)


def _border(paragraph: Paragraph, side: str, kind: str, eighths: int) -> None:
    """A line along a paragraph, its width in eighths of a point."""
    properties: Any = paragraph._p.get_or_add_pPr()
    borders: Any = OxmlElement("w:pBdr")
    borders.append(_edge(side, kind, eighths, "404040", 4))
    properties.insert_element_before(
        borders,
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:spacing"),
        *("w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"),
    )


def _edge(side: str, kind: str, eighths: int, colour: str, space: int) -> Any:
    edge: Any = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", eighths), ("space", space), ("color", colour)):
        edge.set(qn(f"w:{name}"), str(value))
    return edge


def _borders(table: Table) -> None:
    """Thin lines around and inside."""
    borders: Any = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_edge(side, "single", 4, EDGE, 0))
    properties: Any = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        properties.append(borders)


def _flush(table: Table) -> None:
    """No room before the text of a table without lines: it stands as the text around it."""
    margins: Any = OxmlElement("w:tblCellMar")
    left: Any = OxmlElement("w:left")
    left.set(qn("w:w"), "0")
    left.set(qn("w:type"), "dxa")
    margins.append(left)
    properties: Any = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    layout.addnext(margins)


def _mark(row: _Row, name: str) -> None:
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))


def _field(paragraph: Paragraph, instruction: str) -> None:
    """A field that the reader's program works out, such as the page number."""
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)
