"""The texts that files for an office are made of: clean, in spans, and with places to sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: The longest text of a paragraph or cell, in characters; a longer text is cut and ends
#: with “…”.
MAX_TEXT = 20_000

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Control characters, surrogates, private use and non-characters; and the marks that change
# the direction of the text behind them, with which a text could be made to read as another.
_DROPPED = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def scrub(text: str) -> str:
    """A text without the characters that XML cannot hold, and without direction marks.

    Line ends become ``\\n``; other white space stays.

    >>> scrub("a\\x00b\\r\\nc\\ud800")
    'ab\\nc'
    """
    return _DROPPED.sub("", _LINE_END.sub("\n", text))


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """A text after :func:`scrub`, of at most ``limit`` characters; “…” ends a cut text."""
    # Scrubbing a megabyte letter by letter would be slow. Twice the limit leaves enough
    # text even if every other character is dropped.
    text = scrub(text[: 2 * limit + 2])
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


@dataclass(frozen=True)
class Span:
    """A stretch of text within a paragraph or cell.

    Attributes:
        text: the words.
        kind: ``plain``; ``strong``; ``gap`` for a fact that no source gives; ``blank`` for
            a place that the reader has to fill in; ``soft`` for a remark.
        url: an http or https address, which makes the span a link.
        choices: what the reader may choose from instead of typing; ``text`` is what is chosen
            already, or empty.
    """

    text: str
    kind: Literal["plain", "strong", "gap", "blank", "soft"] = "plain"
    url: str | None = None
    choices: tuple[str, ...] = ()


#: The content of a paragraph or cell.
Content = str | Span | Sequence[Span | str]


def blank(name: str) -> Span:
    """A blank, a place that the reader has to fill in: ``[isi: nomor surat]``."""
    return Span(f"[isi: {name}]", "blank")


def or_blank(text: str, name: str) -> str | Span:
    """The text, or a blank with this name where there is none."""
    return text or blank(name)


@dataclass(frozen=True)
class Signature:
    """A place to sign.

    Attributes:
        role: the words on top: “Pihak Pertama”.
        position: the office that the signer holds, above the room for the signature.
        name: the name below that room.
        note: a line below the name.
    """

    role: str
    position: Content = ""
    name: Content = "(..............................................)"
    note: Content = ""
