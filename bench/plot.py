"""The drawing of ``growth.svg``.

It is made by hand, not by a plotting library: it is the only drawing of the benchmark, it never
changes its form, and nobody must install a library to repeat the results.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import cycle

from bench.measure import Measured
from bench.report import number

# Sizes and margins in pixels; the names of the engines stand in the right margin.
_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 180, 36, 44
_LABEL_HEIGHT = 15
_COLOURS = ("#c2410c", "#1d4ed8", "#0891b2", "#15803d", "#7e22ce", "#525252")

# The number of cases, and the median time in milliseconds.
_Point = tuple[int, float]


class _Axes:
    """Logarithmic axes over the range of some points."""

    def __init__(self, points: Sequence[_Point]) -> None:
        self.cases = sorted({cases for cases, _ in points})
        self._min_x, self._max_x = _bounds(self.cases)
        self._min_y, self._max_y = _bounds([ms for _, ms in points])

    def x(self, cases: float) -> float:
        """The position of a number of cases, in pixels from the left."""
        share = (math.log10(cases) - self._min_x) / (self._max_x - self._min_x)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(self, ms: float) -> float:
        """The position of a time, in pixels from the top."""
        share = (math.log10(ms) - self._min_y) / (self._max_y - self._min_y)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    def powers(self) -> range:
        """The powers of ten in the range of times."""
        return range(math.ceil(self._min_y), math.floor(self._max_y) + 1)


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """The logarithms of the least and the greatest value, with some room on both sides."""
    return math.log10(min(values)) - 0.1, math.log10(max(values)) + 0.1


def growth_plot(results: Sequence[Measured]) -> str:
    """An SVG of the median time of each engine against the number of cases."""
    lines: dict[str, list[_Point]] = {}
    for measured in results:
        for figures in measured.engines:
            if figures.p50 is not None:
                label = figures.label.split(" (")[0]
                lines.setdefault(label, []).append((measured.cases, figures.p50))
    axes = _Axes([point for line in lines.values() for point in line])
    label_heights = _apart({label: axes.y(line[-1][1]) for label, line in lines.items()})
    elements = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="system-ui, sans-serif" font-size="12">',
        "<title>Median time of a query against the number of cases</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-weight="600">p50 in ms, first 20 and all facets</text>',
        *_grid(axes),
        *(
            _line(axes, label, line, colour, label_heights[label])
            for (label, line), colour in zip(lines.items(), cycle(_COLOURS), strict=False)
        ),
    ]
    return "\n".join([*elements, "</svg>\n"])


def _grid(axes: _Axes) -> list[str]:
    """The lines of the grid with their numbers, and the name of the horizontal axis."""
    elements = []
    for power in axes.powers():
        y = axes.y(10.0**power)
        elements.append(
            f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for cases in axes.cases:
        x = axes.x(cases)
        elements.append(
            f'<path d="M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>'
            f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
            f"{cases:,}</text>"
        )
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    elements.append(f'<text x="{middle:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">cases</text>')
    return elements


def _line(axes: _Axes, label: str, line: Sequence[_Point], colour: str, label_height: float) -> str:
    """The line of an engine, a dot for each point, and the engine's name with its last time."""
    points = " ".join(f"{axes.x(cases):.1f},{axes.y(ms):.1f}" for cases, ms in line)
    dots = "".join(
        f'<circle cx="{axes.x(cases):.1f}" cy="{axes.y(ms):.1f}" r="3" fill="{colour}"/>'
        for cases, ms in line
    )
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
        f'<text x="{_WIDTH - _RIGHT + 10}" y="{label_height + 4:.1f}" fill="{colour}">'
        f"{escape(label)} {number(line[-1][1])}</text>"
    )


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """The heights of labels, moved up where two would overlap, beginning with the lowest."""
    moved: dict[str, float] = {}
    limit: float = _HEIGHT - _BOTTOM
    for label in sorted(heights, key=lambda label: -heights[label]):
        moved[label] = min(heights[label], limit)
        limit = moved[label] - _LABEL_HEIGHT
    return moved
