"""A section of a case outside the page of the case: in blocks, and with links that lead back.

The HTML of a section (:mod:`app.collection.markup`) belongs to the page of its case: its
citations are links within that page. Other pages and documents that show the section take
it from here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

# A citation as app/collection/markup.py writes it. No text of a file can pose as one:
# classes and ids of the text itself are dropped there.
_CITATION = re.compile(r'<sup class="ref" id="r\d+-\d+"><a href="#s(\d+)" aria-label="Sumber \d+">')
_WORD_JOINER = "\u2060"

# Elements whose content begins on a new line.
_LINES = {"p", "li", "blockquote", "td", "th", "br"}
_LISTS = {"ol", "ul"}


@dataclass(frozen=True)
class Block:
    """A paragraph, list, table or quotation of a section.

    Attributes:
        html: its HTML.
        lines: its text in lines, without citations; an item of a list is a line with its
            number or a dash.
    """

    html: str
    lines: tuple[str, ...]

    @property
    def length(self) -> int:
        """The number of characters of its text."""
        return sum(map(len, self.lines))


def blocks(section_html: str) -> tuple[Block, ...]:
    """The blocks of a section's HTML, in order.

    >>> blocks("<p>Dua langkah:</p><ol><li>daftar</li><li>bayar</li></ol>")[1].lines
    ('1. daftar', '2. bayar')
    """
    parser = _BlockParser()
    parser.feed(section_html)
    parser.close()
    return tuple(parser.blocks)


def linked_to_case(section_html: str, url: str, label: Callable[[str], str]) -> str:
    """The HTML of a section whose citations lead to the sources on the page of the case.

    Args:
        section_html: the HTML of the section.
        url: the address of the page of the case.
        label: the number of a source → the text that screen readers read for its citation.
    """

    def link(citation: re.Match[str]) -> str:
        target = html.escape(f"{url}#s{citation[1]}")
        name = html.escape(label(citation[1]))
        return f'<sup class="ref"><a href="{target}" aria-label="{name}">'

    return _CITATION.sub(link, section_html)


class _BlockParser(HTMLParser):
    """Divides HTML that nh3 has cleaned (so each element is closed) into its blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._html = ""
        self._lines: list[str] = []
        self._line = ""
        self._marker = ""  # before the next line
        self._open: list[str] = []  # the elements around the place that is read
        self._numbers: list[int | None] = []  # of the last item of each open list
        self._citation = 0  # the number of open elements where a citation began, else 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._html += self.get_starttag_text() or ""
        attributes = dict(attrs)
        if tag in _LINES:
            self._end_line()
        if tag in _LISTS:
            self._end_line()
            self._numbers.append(None if tag == "ul" else int(attributes.get("start") or 1) - 1)
        elif tag == "li" and self._numbers:
            self._marker = self._next_marker()
        if tag == "br":
            return
        self._open.append(tag)
        if attributes.get("class") == "ref":
            self._citation = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        self._html += f"</{tag}>"
        if self._citation == len(self._open):
            self._citation = 0
        if self._open:
            self._open.pop()
        if tag in _LISTS and self._numbers:
            self._numbers.pop()
        if tag in _LINES:
            self._end_line()
        if not self._open:
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._open and not data.strip():
            return  # the line end between two blocks
        self._html += html.escape(data, quote=False)
        if not self._citation:
            self._line += data.replace(_WORD_JOINER, "")
        if not self._open:  # the text of an element that nh3 has removed
            self._end_block()

    def _next_marker(self) -> str:
        number = self._numbers[-1]
        if number is None:
            return "– "
        self._numbers[-1] = number + 1
        return f"{number + 1}. "

    def _end_line(self) -> None:
        text = " ".join(self._line.split())
        if text:
            self._lines.append(self._marker + text)
            self._marker = ""
        self._line = ""

    def _end_block(self) -> None:
        self._end_line()
        self.blocks.append(Block(self._html, tuple(self._lines)))
        self._html, self._lines, self._marker = "", [], ""
