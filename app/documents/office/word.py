"""A Word file, written from top to bottom.

:class:`WordDocument` is a small builder over python-docx; page and styles come from
:mod:`app.documents.office.word_template`. The same calls give the same bytes, and every
text goes through :func:`~app.documents.office.content.clean` on its way in.

Import this module where a file is written, not at the top of another module: python-docx
takes 8 MB, which a process that only shows pages does not need.

>>> document = WordDocument("Contoh", created=dt.date(2026, 11, 1))
>>> document.heading("Masalah")
>>> document.paragraph("Ibu hamil jauh dari puskesmas.")
>>> document.to_bytes()[:2]
b'PK'
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from app.documents.office.content import Content, Signature, Span, clean
from app.documents.office.ooxml import (
    add_choices,
    add_line_below,
    add_lines,
    mark_row,
    remove_left_margin,
    shade,
)
from app.documents.office.word_template import (
    CHARACTER_STYLES,
    SMALL,
    new_document,
    text_width,
)

# The background of headings in a table.
_SHADE = "E9ECF4"

# A row of a table is not broken over two pages if its longest cell has at most this many
# characters. A longer row would leave a hole at the end of the page.
_LONGEST_WHOLE_ROW = 500

# The earliest time of an entry in a zip file: the file does not tell when it was made.
_EPOCH = (1980, 1, 1, 0, 0, 0)

Align = Literal["left", "center", "right", "justify"]
_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


class WordDocument:
    """A Word file, filled from top to bottom.

    Args:
        title: The name of the document, in its properties and at the head of each page.
        created: The day on which the file is made, in its properties.
        header: The text at the head of each page instead of the title; None for no header,
            as in a letter.
        draft: Mark each page “Draf: bukan formulir resmi”.
        landscape: Turn the page on its side.
        numbered: Write “Halaman X dari Y” at the foot of each page.
        size: The size of the text, in points.
        bound: Leave room at the left for binding or punching.
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
        bound: bool = True,
    ) -> None:
        self._document = new_document(
            title,
            created=created,
            header=header,
            draft=draft,
            landscape=landscape,
            numbered=numbered,
            size=size,
            bound=bound,
        )
        self._width = text_width(self._document)
        # python-docx goes through all styles each time a style is set by its name.
        self._style_ids = {style.name: style.style_id for style in self._document.styles}
        # An element is copied in a fraction of the time that python-docx takes to make it.
        self._cell_forms: dict[tuple[Align, bool, bool], Any] = {}
        self._empty_row: Any = None

    # --- text -------------------------------------------------------------------------

    def title(self, text: str, subtitle: str = "") -> None:
        """Write the name of the document, centred above everything else."""
        self._write(self._new_paragraph("Title"), text)
        if subtitle:
            self._write(self._new_paragraph("Subtitle"), subtitle)

    def heading(self, text: str, level: int = 1, *, page_break: bool = False) -> None:
        """Write a heading of level 1 to 3; with ``page_break``, it starts a new page."""
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
        """Write a paragraph for each line of the content.

        Args:
            content: The text.
            align: How its lines are aligned.
            indent: Indent the first line, as letters do.
            small: Write it in smaller letters.
            after: The room below it, in points; None for the usual room.
            keep: Keep it on one page with the next paragraph.
        """
        for line in _lines(content):
            paragraph = self._new_paragraph(SMALL if small else "Normal")
            form = paragraph.paragraph_format
            form.alignment = _ALIGNMENTS[align]
            form.keep_with_next = keep or None
            if indent:
                form.first_line_indent = Cm(1.25)
            if after is not None:
                form.space_after = Pt(after)
            self._write(paragraph, line)

    def numbers(self, items: Iterable[Content]) -> None:
        """Write a list numbered from 1."""
        numbering = self._new_numbering()
        for item in items:
            paragraph = self._new_paragraph("List Number")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = numbering
            properties.get_or_add_ilvl().val = 0
            self._write(paragraph, item)

    def bullets(self, items: Iterable[Content]) -> None:
        """Write a list with a bullet before each item."""
        for item in items:
            self._write(self._new_paragraph("List Bullet"), item)

    def page_break(self) -> None:
        """Start a new page."""
        self._new_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def rule(self) -> None:
        """Draw a line across the page, thick above thin, as below a letterhead."""
        paragraph = self._new_paragraph()
        paragraph.paragraph_format.space_after = Pt(8)
        paragraph.paragraph_format.line_spacing = Pt(4)
        add_line_below(paragraph, "thickThinSmallGap", 18)

    # --- tables -----------------------------------------------------------------------

    def pairs(
        self, rows: Iterable[tuple[str, Content]], *, first: float = 4.5, lined: bool = True
    ) -> None:
        """Write names and values in two columns.

        Args:
            rows: Name and value.
            first: The width of the column of names, in cm.
            lined: Draw lines around the cells. Without lines, a colon stands between name
                and value, as in the head of a letter.
        """
        rest = self._width - first
        table = self._new_table([first, rest] if lined else [first, 0.4, rest - 0.4], lined)
        for name, value in rows:
            row = self._new_row(table)
            cells = row.cells
            self._hold_together(row, [value])
            if lined:
                self._fill(cells[0], Span(name, "strong"), background=_SHADE)
                self._fill(cells[1], value)
            else:
                for cell, content in zip(cells, (name, ":", value), strict=True):
                    self._fill(cell, content, lined=False)
        self._leave_room()

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[Content]],
        *,
        widths: Sequence[float] | None = None,
        aligns: Sequence[Align] | None = None,
        first_strong: bool = False,
        total: tuple[str, Content] | None = None,
        small: bool = False,
        height: float | None = None,
    ) -> None:
        """Write a table whose header is repeated on each page.

        Args:
            header: The names of the columns.
            rows: A cell for each column.
            widths: The widths of the columns, in any unit: the table is as wide as the
                text. None for equal widths.
            aligns: How the text of each column is aligned; None for left.
            first_strong: Write the first column in bold, as headings of the rows.
            total: A last row: its name, across all columns but the last, and the total.
            small: Write it in smaller letters.
            height: The least height of the rows below the header, in cm: room to write by hand.
        """
        aligns = aligns or ["left"] * len(header)
        shares = list(widths or [1] * len(header))
        table = self._new_table([self._width * share / sum(shares) for share in shares], True)
        first_row = self._new_row(table)
        mark_row(first_row, "w:tblHeader")
        for cell, name, align in zip(first_row.cells, header, aligns, strict=True):
            title = Span(name, "strong")
            self._fill(cell, title, background=_SHADE, align=align, small=small)
        for contents in rows:
            row = self._new_row(table)
            if height:
                self._set_height(row, height)
            self._hold_together(row, contents)
            for column, (cell, content) in enumerate(zip(row.cells, contents, strict=True)):
                if column == 0 and first_strong and isinstance(content, str):
                    content = Span(content, "strong")
                self._fill(cell, content, align=aligns[column], small=small)
        if total:
            self._write_total(table, *total)
        self._leave_room()

    def signatures(self, signatures: Sequence[Signature], *, room: float = 2.2) -> None:
        """Write places to sign beside each other, all on one page.

        Args:
            signatures: The places; a single place is on the right, as in a letter.
            room: The height of the room for each signature, in cm.
        """
        columns = max(2, len(signatures))
        table = self._new_table([self._width / columns] * columns, False)
        first = columns - len(signatures)
        above: list[list[Content]] = [
            [signature.role for signature in signatures],
            [signature.position for signature in signatures],
        ]
        below: list[list[Content]] = [
            [signature.name for signature in signatures],
            [signature.note for signature in signatures],
        ]
        for line in above:
            if any(line):
                self._write_centred(table, first, line)
        self._set_height(self._write_centred(table, first, [""] * len(signatures)), room)
        for line in below:
            if any(line):
                self._write_centred(table, first, line)
        for row in table.rows[:-1]:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
        self._leave_room()

    # --- pictures ---------------------------------------------------------------------

    def picture(self, image: bytes, width: float, *, description: str) -> None:
        """Insert a PNG or JPEG, ``width`` cm wide; the description is for screen readers."""
        paragraph = self._new_paragraph()
        paragraph.paragraph_format.alignment = _ALIGNMENTS["left"]
        shape = paragraph.add_run().add_picture(io.BytesIO(image), width=Cm(width))
        shape._inline.docPr.set("descr", clean(description, 250))

    # --- the file ---------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """The file. The same calls give the same bytes."""
        packed = io.BytesIO()
        self._document.save(packed)
        return _repacked(packed)

    # --- paragraphs and cells ---------------------------------------------------------

    def _new_paragraph(self, style: str = "Normal") -> Paragraph:
        paragraph = self._document.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self._style_ids[style]
        return paragraph

    def _new_numbering(self) -> int:
        """The number of a new numbering; without it, Word would continue the previous list."""
        numbering: Any = self._document.part.numbering_part.element
        style: Any = self._document.styles["List Number"].element
        base = numbering.num_having_numId(style.pPr.numPr.numId.val)
        number = numbering.add_num(base.abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def _new_table(self, widths: Sequence[float], lined: bool) -> Table:
        """A table without rows; widths are in cm."""
        self._empty_row = None
        table: Table = self._document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        if lined:
            add_lines(table)
        else:
            remove_left_margin(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table

    def _new_row(self, table: Table) -> _Row:
        """Add a row to the table that was made last."""
        if self._empty_row is None:
            first: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx's gap
            self._empty_row = copy.deepcopy(first._tr)
            return first
        row = copy.deepcopy(self._empty_row)
        table._tbl.append(row)
        return _Row(row, table)

    def _set_height(self, row: _Row, height: float) -> None:
        """Give a row a least height, in cm."""
        row.height, row.height_rule = Cm(height), WD_ROW_HEIGHT_RULE.AT_LEAST

    def _hold_together(self, row: _Row, contents: Sequence[Content]) -> None:
        """Keep a row on one page, unless one of its contents is too long."""
        longest = max(
            (len(span.text) for content in contents for span in _spans(content)), default=0
        )
        if longest <= _LONGEST_WHOLE_ROW:
            mark_row(row, "w:cantSplit")

    def _fill(
        self,
        cell: _Cell,
        content: Content,
        *,
        background: str | None = None,
        align: Align = "left",
        lined: bool = True,
        small: bool = False,
    ) -> None:
        """Write a paragraph into a cell for each line of the content."""
        paragraph = cell.paragraphs[0]
        for number, line in enumerate(_lines(content)):
            if number:
                paragraph = cell.add_paragraph()
            self._give_form(paragraph, align, lined, small)
            self._write(paragraph, line)
        if background:
            shade(cell._tc.get_or_add_tcPr(), background)

    def _give_form(self, paragraph: Paragraph, align: Align, lined: bool, small: bool) -> None:
        """Give a new paragraph of a cell its style, alignment and room."""
        key = (align, lined, small)
        if key in self._cell_forms:
            paragraph._p.insert(0, copy.deepcopy(self._cell_forms[key]))
            return
        if small:
            paragraph._p.style = self._style_ids[SMALL]
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt((1 if small else 2) if lined else 0)
        form.alignment = _ALIGNMENTS[align]
        self._cell_forms[key] = copy.deepcopy(paragraph._p.pPr)

    def _write_total(self, table: Table, name: str, total: Content) -> None:
        """Add the row of a total, on one page with the row above it."""
        for cell in table.rows[-1].cells:
            cell.paragraphs[-1].paragraph_format.keep_with_next = True
        *others, last = self._new_row(table).cells
        self._fill(
            others[0].merge(others[-1]), Span(name, "strong"), background=_SHADE, align="right"
        )
        total = Span(total, "strong") if isinstance(total, str) else total
        self._fill(last, total, background=_SHADE, align="right")

    def _write_centred(self, table: Table, first: int, contents: Sequence[Content]) -> _Row:
        """Add a row whose contents begin in the column ``first``."""
        row = self._new_row(table)
        for cell, content in zip(row.cells[first:], contents, strict=True):
            self._fill(cell, content, align="center", lined=False)
        return row

    def _leave_room(self) -> None:
        """Leave room below a table, which has no room of its own."""
        paragraph = self._new_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(8)

    def _write(self, paragraph: Paragraph, content: Content) -> None:
        for span in _spans(content):
            text = clean(span.text)
            if span.choices:
                add_choices(paragraph, text, span.choices)
                continue
            if not text:
                continue
            if span.url and re.match(r"https?://[^\s]", span.url):
                self._write_link(paragraph, text, span.url)
                continue
            run = paragraph.add_run(text)
            if span.kind != "plain":
                run._r.style = self._style_ids[CHARACTER_STYLES[span.kind].name]

    def _write_link(self, paragraph: Paragraph, text: str, url: str) -> None:
        link: Any = OxmlElement("w:hyperlink")
        target = clean(url, 1000)
        link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, True))
        run = paragraph.add_run(text)
        run._r.style = self._style_ids[CHARACTER_STYLES["link"].name]
        link.append(run._r)
        paragraph._p.append(link)


def _spans(content: Content) -> Iterator[Span]:
    for piece in [content] if isinstance(content, str | Span) else content:
        yield Span(piece) if isinstance(piece, str) else piece


def _lines(content: Content) -> list[list[Span]]:
    """The spans of each line of the content; a line without text is left out.

    Content without any text has one line without spans, so that its paragraph exists.
    """
    lines: list[list[Span]] = [[]]
    for span in _spans(content):
        first, *others = clean(span.text).split("\n")
        lines[-1].append(replace(span, text=first))
        lines.extend([Span(text, span.kind, span.url)] for text in others)
    with_text = [line for line in lines if any(span.text.strip() or span.choices for span in line)]
    return with_text or [[]]


def _repacked(packed: io.BytesIO) -> bytes:
    """A saved document without the time of day and the preview picture of the template."""
    repacked = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(repacked, "w") as new:
        for name in old.namelist():
            if name.endswith("thumbnail.jpeg"):
                continue
            data = old.read(name)
            if name == "_rels/.rels":
                data = re.sub(rb'<Relationship [^>]*thumbnail\.jpeg"[^>]*/>', b"", data)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return repacked.getvalue()
