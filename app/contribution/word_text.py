"""The text of a Word file as its reader sees it: blocks, paragraphs, lists and cells.

python-docx gives the text of plain runs alone. What was chosen from a drop-down list, typed
with tracked changes on, or linked stands in other elements, so the text is read from the
elements themselves (ECMA-376, part 1, chapter 17).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from app.contribution.reading import RefusedError

# Elements around paragraphs and runs that have no text of their own. Text that was deleted
# or moved away with tracked changes on stands in others.
_WRAPPERS = {
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "r")
} | {qn("w:fldSimple"), qn("w:body"), qn("w:tc"), qn("w:dir"), qn("w:bdo")}
_SPACES = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n"}
_HYPHENS = {qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}
_PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_NOTES = {qn("w:footnoteReference"), qn("w:endnoteReference")}
_COMMENTS = {qn("w:commentReference")}
_PARTS = {qn("w:t"), *_SPACES, *_HYPHENS, *_PICTURES, *_NOTES, *_COMMENTS}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph.

    Attributes:
        text: its text; a line ends where its writer broke it (Shift+Enter).
        level: the level of its style of heading, from 1; 0 for any other paragraph.
        item: whether it is an item of a list that Word counts or marks.
        numbered: whether that list is numbered.
        pictures: whether there is a picture, drawing or object in it.
        notes: whether it points to a footnote or endnote.
        comments: whether somebody commented on it.
        boxed: the texts of the text boxes that hang on it.
    """

    text: str
    level: int = 0
    item: bool = False
    numbered: bool = False
    pictures: bool = False
    notes: bool = False
    comments: bool = False
    boxed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell of a table; ``merged`` if it spans several, ``nested`` if a table is inside."""

    paragraphs: tuple[WordParagraph, ...]
    merged: bool = False
    nested: bool = False

    @property
    def text(self) -> str:
        """The text of all its paragraphs on one line."""
        return " ".join(" ".join(paragraph.text for paragraph in self.paragraphs).split())


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: its rows of cells."""

    rows: tuple[tuple[WordCell, ...], ...]


def read_blocks(data: bytes) -> list[WordParagraph | WordTable]:
    """The paragraphs and tables of a Word file, in their order.

    Args:
        data: a file that :func:`app.contribution.office_files.kind_of` has passed.

    Raises:
        RefusedError: python-docx can't read it.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except Exception:
        # A file can break the rules of the standard in more ways than python-docx expects.
        raise RefusedError(
            "tidak terbaca sebagai berkas Word",
            "buka di Word, pilih Simpan Sebagai, lalu Dokumen Word (.docx)",
        ) from None
    return list(_Reader(document).blocks(body)) if body is not None else []


class _Reader:
    """Reads the elements of one document."""

    def __init__(self, document: Document) -> None:
        self._styles: dict[str, Any] = {
            style.style_id: style.element for style in document.styles if style.style_id
        }
        self._formats = _list_formats(document)

    def blocks(self, element: Any) -> Iterator[WordParagraph | WordTable]:
        """The paragraphs and tables inside an element, in their order."""
        for child in element:
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield WordTable(tuple(self._rows(child)))
            elif child.tag == qn("w:sdt"):
                if not _shows_placeholder(child):
                    yield from self.blocks(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)

    def _rows(self, table: Any) -> Iterator[tuple[WordCell, ...]]:
        for row in _children(table, "w:tr"):
            yield tuple(cell for one in _children(row, "w:tc") for cell in self._cells(one))

    def _cells(self, element: Any) -> Iterator[WordCell]:
        """A cell, and an empty one for each further column that it spans."""
        span = element.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        columns = _number(span.get(qn("w:val"))) if span is not None else 1
        merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        blocks = list(self.blocks(element))
        inside = [block for block in blocks if isinstance(block, WordTable)]
        paragraphs = [block for block in blocks if isinstance(block, WordParagraph)]
        for table in inside:
            paragraphs += [p for row in table.rows for cell in row for p in cell.paragraphs]
        merged = columns > 1 or merge is not None
        yield WordCell(tuple(paragraphs), merged, bool(inside))
        for _ in range(min(columns, 64) - 1):
            yield WordCell((), merged)

    def _paragraph(self, element: Any) -> WordParagraph:
        parts: list[str] = []
        pictures, boxes = False, []
        seen = set()
        for piece in _pieces(element):
            if piece.tag == qn("w:t"):
                parts.append(piece.text or "")
            elif piece.tag in _SPACES:
                parts.append(_SPACES[piece.tag])
            elif piece.tag in _HYPHENS:
                parts.append(_HYPHENS[piece.tag])
            elif piece.tag in _PICTURES:
                boxed = [self._paragraph(p).text for p in _boxed_paragraphs(piece)]
                boxes += [text for text in boxed if text]
                pictures = pictures or not boxed
            seen.add(piece.tag)
        lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
        style, numbering = self._form(element)
        return WordParagraph(
            text="\n".join(filter(None, lines)),
            level=_level(style),
            item=numbering is not None,
            numbered=numbering is not None and self._formats.get(numbering, "") != "bullet",
            pictures=pictures,
            notes=not seen.isdisjoint(_NOTES),
            comments=not seen.isdisjoint(_COMMENTS),
            boxed=tuple(boxes),
        )

    def _form(self, element: Any) -> tuple[str, str | None]:
        """The name of a paragraph's style in small letters, and the number of its list."""
        properties = element.find(qn("w:pPr"))
        chosen = properties.find(qn("w:pStyle")) if properties is not None else None
        style = self._styles.get(chosen.get(qn("w:val"))) if chosen is not None else None
        named = style.find(qn("w:name")) if style is not None else None
        name = named.get(qn("w:val"), "").casefold() if named is not None else ""
        for holder in (properties, style.find(qn("w:pPr")) if style is not None else None):
            number = holder.find(f"{qn('w:numPr')}/{qn('w:numId')}") if holder is not None else None
            if number is not None:
                value = number.get(qn("w:val"), "0")
                return name, None if value == "0" or name.startswith("heading") else value
        return name, None


def _number(text: str | None) -> int:
    """A number of columns, at least 1; what is no number counts as 1."""
    return max(int(text), 1) if text and text.isascii() and text.isdigit() else 1


def _level(style: str) -> int:
    """The level of a style of heading; the title of a file counts as the first."""
    if style in {"title", "judul"}:
        return 1
    match = re.fullmatch(r"(?:heading|judul) ([1-9])", style)
    return int(match[1]) if match else 0


def _children(element: Any, name: str) -> Iterator[Any]:
    """The children of this name, also inside wrappers that Word puts around rows and cells."""
    for child in element:
        if child.tag == qn(name):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _pieces(element: Any) -> Iterator[Any]:
    """The elements of a paragraph that hold its text, pictures and notes, in their order."""
    for child in element:
        if child.tag == _ALTERNATE:  # two ways to show one thing; the first is the newer
            yield from _pieces(child[0]) if len(child) else ()
        elif child.tag == qn("w:sdt"):
            if not _shows_placeholder(child):
                yield from _pieces(child)
        elif child.tag in _WRAPPERS:
            yield from _pieces(child)
        elif child.tag in _PARTS:
            yield child


def _shows_placeholder(control: Any) -> bool:
    """Whether a content control still shows its request to choose or to type.

    Not every program takes the mark away when its user has chosen.
    """
    if control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is None:
        return False
    text = "".join(piece.text or "" for piece in control.iter(qn("w:t")))
    return text not in {item.get(qn("w:displayText")) for item in control.iter(qn("w:listItem"))}


def _boxed_paragraphs(drawing: Any) -> Iterator[Any]:
    """The paragraphs of the text boxes in a drawing."""
    for box in drawing.iter(qn("w:txbxContent")):
        yield from box.iter(qn("w:p"))


def _list_formats(document: Document) -> dict[str, str]:
    """Number of a list → how it counts on its first level: ``bullet``, ``decimal``, …"""
    try:
        root: Any = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    kinds = {}
    for kind in root.findall(qn("w:abstractNum")):
        form = kind.find(f"{qn('w:lvl')}/{qn('w:numFmt')}")
        if form is not None:
            kinds[kind.get(qn("w:abstractNumId"))] = form.get(qn("w:val"), "")
    formats = {}
    for number in root.findall(qn("w:num")):
        base = number.find(qn("w:abstractNumId"))
        if base is not None:
            formats[number.get(qn("w:numId"))] = kinds.get(base.get(qn("w:val")), "")
    return formats
