"""A QR code is an image that a phone can find and read."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from app.documents.office.qr import QUIET_ZONE, fits_on_paper, qr_png, qr_svg

SVG = "{http://www.w3.org/2000/svg}"
ADDRESSES = ("https://contoh.go.id/inovasi/putik-sari", "http://localhost/inovasi/" + "a" * 80)

# The finder pattern in three of the corners (ISO/IEC 18004): a ring around a block.
FINDER = {(x, y) for x in range(7) for y in range(7) if {x, y} & {0, 6}} | {
    (x, y) for x in (2, 3, 4) for y in (2, 3, 4)
}


def modules(image: bytes) -> tuple[int, set[tuple[int, int]]]:
    """The width of a code without its quiet zone, in modules, and its dark modules."""
    root = ElementTree.fromstring(image)  # noqa: S314  # our own image
    side = int(root.get("viewBox", "").split()[2]) - 2 * QUIET_ZONE
    (line,) = (path for path in root.iter(f"{SVG}path") if path.get("stroke") == "#000")
    dark, x, y = set(), 0.0, 0.0
    moves = re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", line.get("d", ""))
    for command, first, second in moves:
        if command == "h":
            dark |= {(int(x) + n - QUIET_ZONE, int(y) - QUIET_ZONE) for n in range(int(first))}
            x += int(first)
        else:
            x, y = x + float(first), y + float(second)
    return side, dark


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_camera_finds_its_corners_in_a_quiet_zone(address):
    side, dark = modules(qr_svg(address))
    assert all(0 <= x < side and 0 <= y < side for x, y in dark)
    for left, top in ((0, 0), (side - 7, 0), (0, side - 7)):
        corner = {(x - left, y - top) for x, y in dark if left <= x < left + 7}
        assert {(x, y) for x, y in corner if 0 <= y < 7} == FINDER


def test_each_address_has_its_own_code():
    first, second = map(qr_svg, ("https://a.id/inovasi/aaa", "https://a.id/inovasi/aab"))
    assert modules(first) != modules(second)
    assert qr_svg("https://a.id/inovasi/aaa") == first


def test_the_png_has_the_same_modules_in_squares_of_8_pixels():
    address = ADDRESSES[0]
    side, _dark = modules(qr_svg(address))
    width = int.from_bytes(qr_png(address)[16:20])  # of the header, IHDR
    assert width == 8 * (side + 2 * QUIET_ZONE)


@pytest.mark.parametrize("start", ["https://a.id/acara/peserta?k=", "http://" + "x" * 150 + "/?k="])
def test_the_longest_number_that_fits_has_77_modules_with_its_margin(start):
    longest = max(n for n in range(20, 1200) if fits_on_paper(start + "7" * n))
    assert modules(qr_svg(start + "7" * longest))[0] == 77 - 2 * QUIET_ZONE
    assert modules(qr_svg(start + "7" * (longest + 1)))[0] == 81 - 2 * QUIET_ZONE


def test_a_text_without_a_number_fits_or_not():
    assert fits_on_paper("https://a.id/" + "x" * 400) and not fits_on_paper("x" * 426)
