"""Text on streams that can't hold every character, are full, or are closed early.

Some systems still run in Latin-1 or Windows-1252, which lack quotation marks, dashes and
arrows. A text there has the nearest signs instead; JSON has its escapes.
"""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
from typing import Any

import click

_NEAREST = {
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("–—‑−", "-"),
    **dict.fromkeys("•·", "*"),
    "…": "...",
    "→": "->",
    "←": "<-",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "²": "2",
    "₂": "2",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2060": "",
}

_ERRORS = "pustaka-nearest"

#: The errors of a stream that takes no more text.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Replaces what an encoding doesn't have; called by the codecs of Python."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - streams for output only encode
    missing = error.object[error.start : error.end]
    signs = "".join(_NEAREST.get(character, "?") for character in missing)
    return signs.encode(error.encoding, "replace").decode(error.encoding), error.end


def make_safe() -> None:
    """Let standard output and error write the nearest signs instead of failing."""
    codecs.register_error(_ERRORS, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def echo_json(value: Any, indent: int | None = 1) -> None:
    """Print a value as JSON, with escapes where the encoding lacks a character."""
    echo_json_text(json.dumps(value, ensure_ascii=False, indent=indent))


def echo_json_text(text: str) -> None:
    """Print a JSON text; characters that the encoding lacks become escapes."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        # Outside ASCII, characters stand within strings alone.
        text = "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
    click.echo(text)


def is_full(error: OSError) -> bool:
    """Whether an error says that a stream takes no more text; then nothing more is written."""
    if error.errno not in _FULL or error.filename is not None:
        return False
    # Python writes what is left in its buffers at the end, which would fail again.
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, no path of ours
        os.dup2(nowhere.fileno(), 1)
    return True
