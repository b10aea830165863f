"""Draws the picture that stands beside a link to a page in WhatsApp and the like: a PNG.

The picture has the measures that such programs expect, and no more colours than it needs, so
that it is small. It depends on nothing but the texts: the fonts lie beside this module.
"""

from __future__ import annotations

import io
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

#: Plus Jakarta Sans (Tokotype), cut down to the characters of European languages.
FONTS = Path(__file__).parent / "fonts"

#: The size of every picture, in pixels: what Open Graph and Twitter show without cutting.
WIDTH, HEIGHT = 1200, 630

# Colours of the site: the indigo of the cloth, and the gold of its border.
_CLOTH, _LEAVES, _TEXT, _SOFT, _GOLD = "#18275c", "#2d4088", "#ffffff", "#d3dbf6", "#ffc987"

_MARGIN = 72
_INNER = WIDTH - 2 * _MARGIN
_BORDER = 56  # the height of the border of kawung leaves at the foot

# Few colours: the shades at the edges of letters need no more.
_COLOURS = 64

# The texts of a picture in sizes that are tried from the largest on, and their most lines.
_TITLE_SIZES, _TITLE_LINES = (84, 72, 62, 54, 48), 3
_FIGURE_SIZES, _LONG_FIGURE_SIZES = (96, 80, 66, 56), (54, 46)
_PLACE_SIZES, _MEASURE_SIZES = (34, 30), (32, 28)

# Fonts are made for as many pairs of weight and size as there are.
_FONTS_REMEMBERED = 32

Weight = Literal["Medium", "ExtraBold"]


@dataclass(frozen=True)
class Picture:
    """The texts of a picture.

    Attributes:
        kind: what the page is about, in a word or two: ``Inovasi``.
        title: the name.
        place: where it is, or what else says more about the name.
        measure: what the figure measures; empty without a figure.
        before, after: the figure, as the source gives it.
    """

    kind: str
    title: str
    place: str = ""
    measure: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class _Text:
    """A text that is laid out: its lines in a font."""

    lines: tuple[str, ...]
    font: FreeTypeFont
    height: int

    @property
    def total(self) -> int:
        return self.height * len(self.lines)


def draw(picture: Picture) -> bytes:
    """The picture as a PNG; the same bytes for the same texts."""
    from PIL import Image, ImageDraw  # here, since few requests need them

    image = Image.new("RGB", (WIDTH, HEIGHT), _CLOTH)
    pen = ImageDraw.Draw(image)
    _draw_border(image)
    _draw_head(pen, picture.kind)
    bottom = _draw_figure(pen, picture)
    _draw_title(pen, picture, bottom)
    out = io.BytesIO()
    few = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", compress_level=6)  # the best takes ten times as long for a tenth less
    return out.getvalue()


def _draw_head(pen: ImageDraw, kind: str) -> None:
    """The name of the site, and what kind of page it is, on the first line."""
    small = _font("Medium", 30)
    pen.text((_MARGIN, 58), "Pustaka Inovasi", font=_font("ExtraBold", 32), fill=_GOLD)
    pen.text((WIDTH - _MARGIN, 60), kind, font=small, fill=_SOFT, anchor="ra")


def _draw_title(pen: ImageDraw, picture: Picture, bottom: int) -> None:
    """Name and place, from below the first line on; ``bottom`` is where the figure begins."""
    place = _fitted(picture.place, "Medium", _PLACE_SIZES, 2) or _cut(picture.place, "Medium", 30)
    room = bottom - 140 - place.total - 20
    tried = (_fitted(picture.title, "ExtraBold", (size,), _TITLE_LINES) for size in _TITLE_SIZES)
    title = next((text for text in tried if text and text.total <= room), None)
    title = title or _cut(picture.title, "ExtraBold", _TITLE_SIZES[-1])
    y = _write(pen, title, 140, _TEXT)
    _write(pen, place, y + 20, _SOFT)


def _draw_figure(pen: ImageDraw, picture: Picture) -> int:
    """The figure at the foot; where it begins.

    A figure that has no room is left out: cut, it would say something else.
    """
    foot = HEIGHT - _BORDER - 36
    text = f"{picture.before} → {picture.after}" if picture.before else picture.after
    figure = _fitted(text, "ExtraBold", _FIGURE_SIZES, 1) or _fitted(
        text, "ExtraBold", _LONG_FIGURE_SIZES, 2
    )
    measure = _fitted(picture.measure, "Medium", _MEASURE_SIZES, 2)
    if not text or figure is None or measure is None:
        return foot
    top = foot - figure.total - measure.total - 8
    y = _write(pen, measure, top, _SOFT)
    _write(pen, figure, y + 8, _GOLD)
    return top - 28


def _write(pen: ImageDraw, text: _Text, y: int, colour: str) -> int:
    """Write lines one below the other; where the next text may begin."""
    for line in text.lines:
        pen.text((_MARGIN, y), line, font=text.font, fill=colour)
        y += text.height
    return y


# --- lines -------------------------------------------------------------------------------


def _fitted(text: str, weight: Weight, sizes: tuple[int, ...], most: int) -> _Text | None:
    """A text in the largest size in which it needs no more lines than ``most``, else None."""
    for size in sizes:
        font = _font(weight, size)
        lines = tuple(_lines(text, font))
        if len(lines) <= most:
            return _Text(lines, font, round(size * 1.16))
    return None


def _cut(text: str, weight: Weight, size: int) -> _Text:
    """A text in one size, cut at the end of its second line."""
    font = _font(weight, size)
    first, *rest = _lines(text, font)
    second = " ".join(rest)
    while rest and font.getlength(f"{second}…") > _INNER:
        second = second[:-1]
    lines = (first, f"{second}…") if rest else (first,)
    return _Text(lines, font, round(size * 1.16))


def _lines(text: str, font: FreeTypeFont) -> Iterator[str]:
    """The lines of a text within the margins; a word that is longer than a line is divided."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= _INNER:
            line = longer
            continue
        if line:
            yield line
        while font.getlength(word) > _INNER:
            most = _most_letters(word, font)
            yield word[:most]
            word = word[most:]
        line = word
    yield line


def _most_letters(word: str, font: FreeTypeFont) -> int:
    """How many letters of a word that is longer than a line stand on the line."""
    ends = range(1, len(word))
    return bisect_right(ends, _INNER, key=lambda end: math.ceil(font.getlength(word[:end]))) or 1


@lru_cache(_FONTS_REMEMBERED)
def _font(weight: Weight, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    file = FONTS / f"PlusJakartaSans-{weight}.ttf"
    # The basic layout, so that the picture doesn't depend on a library of the system.
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


# --- the border --------------------------------------------------------------------------


def _draw_border(image: Image) -> None:
    leaves = _leaves()
    for x in range(0, WIDTH, leaves.width):
        image.paste(leaves, (x, HEIGHT - _BORDER))


@cache
def _leaves() -> Image:
    """The four leaves of a kawung, drawn large and made small for smooth edges."""
    from PIL import Image, ImageDraw

    large = 4 * _BORDER
    scale = large / 28  # the pattern of the style sheet is drawn on 28 by 28
    tile = Image.new("RGB", (large, large), _CLOTH)
    pen = ImageDraw.Draw(tile)
    for left, top in ((2, 2), (15, 2), (2, 15), (15, 15)):
        # Two corners that face each other are round: those off the line to the middle.
        rising = left == top
        corners = (False, True, False, True) if rising else (True, False, True, False)
        box = [side * scale for side in (left, top, left + 11, top + 11)]
        pen.rounded_rectangle(box, 6 * scale, fill=_LEAVES, corners=corners)
    return tile.resize((_BORDER, _BORDER), Image.Resampling.LANCZOS)
