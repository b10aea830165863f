"""What the files for an office are written from: clean texts, their stretches, places to sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: Longest text of one paragraph or cell, in characters; what is longer is cut with “…”.
MAX_TEXT = 20_000

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Controls, surrogates, private use and non-characters; and the marks that turn the
# direction of what follows, which could make a text read as another.
_DROPPED = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def scrub(text: str) -> str:
    """A text as XML can hold it: no control characters, surrogates or turning marks.

    Line ends become ``\\n``; other white space within a line is kept.

    >>> scrub("a\\x00b\\r\\nc\\ud800")
    'ab\\nc'
    """
    return _DROPPED.sub("", _LINE_END.sub("\n", text))


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """A text through :func:`scrub`, and cut to ``limit`` characters, then ending in “…”."""
    # A megabyte isn't looked at letter by letter; twice the limit leaves room to drop.
    text = scrub(text[: 2 * limit + 2])
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


@dataclass(frozen=True)
class Span:
    """A stretch of text within a paragraph or cell.

    ``kind``: ``plain``; ``strong``; ``gap`` for what no source says; ``blank`` for what the
    reader still has to fill in; ``soft`` for a remark. A ``url`` (http or https) makes it a
    link.
    """

    text: str
    kind: Literal["plain", "strong", "gap", "blank", "soft"] = "plain"
    url: str | None = None


#: What a paragraph or cell may hold.
Content = str | Span | Sequence[Span | str]


@dataclass(frozen=True)
class Signature:
    """A place to sign: ``role`` above (“Pihak Pertama”), then position, room, and name."""

    role: str
    position: Content = ""
    name: Content = "(..............................................)"
    note: Content = ""
