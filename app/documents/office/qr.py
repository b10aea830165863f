"""QR codes, for addresses on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import segno

# Modules of quiet zone around the code: four, as ISO/IEC 18004 asks.
QUIET_ZONE = 4


def _code(text: str) -> segno.QRCode:
    import segno  # here, since it is seldom needed and takes a megabyte

    return segno.make_qr(text, error="m")


def qr_svg(text: str) -> bytes:
    """The QR code of a text as an SVG image, black on white.

    A fifth of it may be lost or smudged on paper and it still reads (error correction
    level M or better, the best that fits the size).
    """
    out = io.BytesIO()
    _code(text).save(out, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True)
    return out.getvalue()


def qr_png(text: str) -> bytes:
    """The same code as a PNG image, large enough for print, for Word files."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", border=QUIET_ZONE, scale=8)
    return out.getvalue()
