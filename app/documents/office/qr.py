"""QR codes, for addresses on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import segno

#: The width of the white margin around a code, in modules: four, as ISO/IEC 18004 asks.
QUIET_ZONE = 4

# Pixels of a module in the PNG image: enough for print.
_SCALE = 8


def _code(text: str) -> segno.QRCode:
    """The code of a text, with error correction level M or, if it fits the size, better.

    At level M, a reader restores up to 15 % of the code, lost or smudged on paper.
    """
    import segno  # here, since few requests need it and it takes a megabyte

    return segno.make_qr(text, error="m")


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
