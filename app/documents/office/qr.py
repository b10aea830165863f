"""QR codes, for addresses on paper."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import segno

#: The width of the white margin around a code, in modules: four, as ISO/IEC 18004 asks.
QUIET_ZONE = 4

# Pixels of a module in the PNG image: enough for print.
_SCALE = 8


# A phone reads a code from 2 m if its modules are 2 mm wide, and at arm's length if they are
# 0.8 mm wide. Version 13 has 69 modules and the margin: 77, of 2 mm on a poster (160 mm), and
# of 0.8 mm on a sheet (62 mm).
_LARGEST_VERSION = 13

# The bits for data in version 13 at level L (ISO/IEC 18004, table 7), and the bits before
# the bytes and before the digits of a segment (tables 2 and 3).
_ROOM, _BYTES_HEAD, _DIGITS_HEAD = 3424, 4 + 16, 4 + 12

# Ten bits for three digits: a long number at the end of an address is stored as digits.
_NUMBER_AT_THE_END = re.compile(r"(.*?)(\d{20,})", re.ASCII | re.DOTALL)


def _segments(text: str) -> tuple[str, ...]:
    """A text, or its start and the long number that ends it."""
    match = _NUMBER_AT_THE_END.fullmatch(text)
    return (match[1], match[2]) if match and match[1] else (text,)


def fits_on_paper(text: str) -> bool:
    """Whether phones read the code of a text from a sheet, and across a room from a poster.

    A code that fits takes 62 mm on a sheet and 160 mm on a poster, its margin included.
    """
    start, number = (*_segments(text), "")[:2]
    bits = _BYTES_HEAD + 8 * len(start.encode())
    if number:
        bits += _DIGITS_HEAD + -(-10 * len(number) // 3)
    return bits <= _ROOM


def _code(text: str) -> segno.QRCode:
    """The code of a text, with error correction level M or, if it fits the size, better.

    At level M, a reader restores up to 15 % of the code, lost or smudged on paper. A code too
    fine at level M has level L, which restores 7 %.
    """
    import segno  # here, since few requests need it and it takes a megabyte

    segments: Any = _segments(text)  # segno takes several, which its types don't say
    code = segno.make_qr(segments, error="m")
    if int(code.version) > _LARGEST_VERSION:
        code = segno.make_qr(segments, error="l")
    return code


def qr_svg(text: str) -> bytes:
    """The QR code of a text as an SVG image, black on white."""
    out = io.BytesIO()
    _code(text).save(out, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True)
    return out.getvalue()


def qr_png(text: str) -> bytes:
    """The QR code of a text as a PNG image for Word files."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", border=QUIET_ZONE, scale=_SCALE)
    return out.getvalue()
