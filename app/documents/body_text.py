"""The text of a section of a case as paragraphs and list items, for files of an office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list, or a row of a table.

    Attributes:
        text: its text without marks; citations are numbers in square brackets.
        kind: whether it is a paragraph or a row, an item, or an item of a numbered list.
    """

    text: str
    kind: Literal["text", "item", "numbered"] = "text"


def blocks(html: str) -> Sequence[Block]:
    """The blocks of a section's HTML, in its order.

    >>> blocks('<p>Ada:</p>\\n<ul><li>a &lt; b</li></ul>')
    [Block(text='Ada:', kind='text'), Block(text='a < b', kind='item')]
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.blocks


class _Reader(HTMLParser):
    """Reads the HTML that :mod:`app.collection.markup` makes: whole, and of few elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text = ""
        self._lists: list[str] = []
        self._in_item = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.end()
            self._lists.append(tag)
        elif tag in {"p", "tr", "blockquote"} and not self._in_item:
            self.end()
        elif tag == "li":
            self.end()
            self._in_item = True
        elif tag in {"td", "th"} and self._text.strip():
            self._text += " | "
        elif tag == "br":
            self._text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._lists:
            self.end()
            self._lists.pop()
        elif tag in {"p", "tr", "blockquote", "li"}:
            self.end()
            self._in_item = self._in_item and tag != "li"

    def handle_data(self, data: str) -> None:
        # A citation stands behind the word before it, joined by a mark that Word would show.
        self._text += data.replace("\u2060", " ")

    def end(self) -> None:
        """Finish the block that is being read."""
        text = " ".join(self._text.split())
        self._text = ""
        if text and self._in_item and self._lists:
            self.blocks.append(Block(text, "numbered" if self._lists[-1] == "ol" else "item"))
        elif text:
            self.blocks.append(Block(text))
