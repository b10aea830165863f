"""Requests whose texts a page can show again as they are, and whose forms are bounded.

HTML has no way to write some characters: NUL, other control characters and non-characters,
not even as references. A page that shows a typed text again, in a field or in a message,
would be broken by them.

Werkzeug bounds the fields of a form in ``multipart/form-data`` alone. In the encoding of an
address, the names and values of a megabyte take a third of a second to take apart.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import IO, Any

from flask import Flask, Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

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
        """The first value of a parameter."""
        self.asked.add(name)
        return super().__getitem__(name)

    def get(  # type: ignore[override]  # Werkzeug's has overloads
        self, name: str, default: Any = None, type: Any = None
    ) -> Any:
        """The first value of a parameter; the default if it isn't there, or no ``type`` takes it.

        Werkzeug makes an answer to the client (400) for each that isn't there, and throws it away.
        """
        if type is None and not dict.__contains__(self, name):
            self.asked.add(name)
            return default
        return super().get(name, default, type)

    def __contains__(self, name: object) -> bool:
        """Whether there is a parameter of this name."""
        self.asked.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, type: Any = None) -> list[Any]:
        """All values of a parameter."""
        self.asked.add(name)
        return super().getlist(name, type) if type else super().getlist(name)


class BoundedForms(FormDataParser):
    """Reads a form of at most ``max_form_parts`` fields, however it is encoded."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """Read a form from a stream that is already bounded in bytes.

        Raises:
            RequestEntityTooLarge: it has too many fields.
        """
        if mimetype == "application/x-www-form-urlencoded":
            body = stream.read()
            if self.max_form_parts is not None and body.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = io.BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class WritableRequest(Request):
    """A request with :class:`WritableParameters`, in its address and in its bounded form."""

    parameter_storage_class = WritableParameters
    form_data_parser_class = BoundedForms


def init_app(app: Flask) -> None:
    """Read all requests this way."""
    app.request_class = WritableRequest
    # Flask asks of each function of a request, some fifteen, whether it is a coroutine. None is.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]
