"""A QR code is an image of the address it was made of."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
import segno

from app.documents.qr import QUIET_ZONE, qr_svg

SVG = "{http://www.w3.org/2000/svg}"


def dark_modules(image: bytes) -> set[tuple[int, int]]:
    """The dark squares that the image's path draws, without the quiet zone."""
    (path,) = (p for p in _parsed(image).iter(f"{SVG}path") if p.get("stroke"))
    modules = set()
    x, y = 0.0, 0.0
    for command in path.get("d", "").replace("M", " M").replace("m", " m").split(" m"):
        start, _, length = command.strip().lstrip("M").partition("h")
        x, y = _moved(x, y, start)
        for step in length.split("h"):
            modules |= {(int(x) + n - QUIET_ZONE, int(y) - QUIET_ZONE) for n in range(int(step))}
            x += int(step)
    return modules


def _parsed(image: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(image)  # noqa: S314 - our own image


def _moved(x: float, y: float, by: str) -> tuple[float, float]:
    right, down = by.replace("-", " -").split() if " " not in by else by.split()
    return x + float(right), y + float(down)


@pytest.mark.parametrize(
    "address", ["https://contoh.go.id/inovasi/putik-sari", "http://localhost/" + "a" * 300]
)
def test_the_image_is_black_on_white_with_a_quiet_zone(address):
    root = _parsed(qr_svg(address))
    assert root.tag == f"{SVG}svg"
    side = segno.make_qr(address, error="m").symbol_size(border=QUIET_ZONE)[0]
    assert root.get("viewBox") == f"0 0 {side} {side}"
    colours = {path.get("stroke") or path.get("fill") for path in root.iter(f"{SVG}path")}
    assert colours == {"#000", "#fff"}
