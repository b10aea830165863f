"""Requests whose texts a page can show again as they are.

HTML has no way to write some characters: NUL, other control characters and non-characters,
not even as references. A page that shows a typed text again, in a field or in a message,
would be broken by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict

#: Stands in the place of a character that HTML cannot write.
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# The characters that the HTML standard calls errors in the input stream, and NUL.
# https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)


def writable(text: str) -> str:
    """A text with :data:`REPLACEMENT` for each character that HTML cannot write.

    >>> writable("a\\x00b")
    'a\ufffdb'
    """
    return text if text.isprintable() else _UNWRITABLE.sub(REPLACEMENT, text)


class WritableParameters(ImmutableMultiDict[str, Any]):
    """Parameters of an address, or fields of a form, whose texts went through :func:`writable`.

    Files that were sent with a form are left as they are.

    Attributes:
        asked: the names that the code has asked for, so those that the page knows.
    """

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__(
            [
                (writable(name), writable(value) if isinstance(value, str) else value)
                for name, value in pairs
            ]
        )
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """Also of :meth:`get`."""
        self.asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        """Whether there is a parameter of this name."""
        self.asked.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, type: Any = None) -> list[Any]:
        """All values of a parameter."""
        self.asked.add(name)
        return super().getlist(name, type) if type else super().getlist(name)


class WritableRequest(Request):
    """A request with :class:`WritableParameters`, in its address and in its form."""

    parameter_storage_class = WritableParameters


def init_app(app: Flask) -> None:
    """Read all requests this way."""
    app.request_class = WritableRequest
