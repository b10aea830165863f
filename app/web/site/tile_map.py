"""The map of provinces, in which each province is a tile of the same size.

The macro of ``templates/site/_tile_map.html`` shows it, ``static/map.css`` places the tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

#: Province → row and column of its tile on the map, and its name in short. The places are
#: rough: they help the eye find a province, and show neither its area nor its borders.
TILES: Mapping[str, tuple[int, int, str]] = {
    "Aceh": (1, 1, "Aceh"),
    "Sumatera Utara": (2, 2, "Sumut"),
    "Sumatera Barat": (3, 2, "Sumbar"),
    "Riau": (3, 3, "Riau"),
    "Kepulauan Riau": (2, 4, "Kepri"),
    "Jambi": (4, 3, "Jambi"),
    "Bengkulu": (5, 3, "Bengkulu"),
    "Sumatera Selatan": (5, 4, "Sumsel"),
    "Kepulauan Bangka Belitung": (4, 5, "Babel"),
    "Lampung": (6, 4, "Lampung"),
    "Banten": (7, 5, "Banten"),
    "DKI Jakarta": (7, 6, "DKI"),
    "Jawa Barat": (8, 6, "Jabar"),
    "Jawa Tengah": (8, 7, "Jateng"),
    "DI Yogyakarta": (9, 7, "DIY"),
    "Jawa Timur": (8, 8, "Jatim"),
    "Bali": (8, 9, "Bali"),
    "Nusa Tenggara Barat": (8, 10, "NTB"),
    "Nusa Tenggara Timur": (9, 11, "NTT"),
    "Kalimantan Barat": (4, 7, "Kalbar"),
    "Kalimantan Tengah": (5, 7, "Kalteng"),
    "Kalimantan Utara": (3, 8, "Kaltara"),
    "Kalimantan Timur": (4, 8, "Kaltim"),
    "Kalimantan Selatan": (5, 8, "Kalsel"),
    "Gorontalo": (3, 10, "Gorontalo"),
    "Sulawesi Utara": (3, 11, "Sulut"),
    "Sulawesi Tengah": (4, 10, "Sulteng"),
    "Sulawesi Barat": (5, 10, "Sulbar"),
    "Sulawesi Tenggara": (5, 11, "Sultra"),
    "Sulawesi Selatan": (6, 10, "Sulsel"),
    "Maluku Utara": (4, 12, "Malut"),
    "Maluku": (6, 12, "Maluku"),
    "Papua Barat Daya": (4, 13, "Papua BD"),
    "Papua Barat": (4, 14, "Papua Brt"),
    "Papua Tengah": (5, 14, "Papua Teng"),
    "Papua": (4, 15, "Papua"),
    "Papua Pegunungan": (5, 15, "Papua Peg"),
    "Papua Selatan": (6, 15, "Papua Sel"),
}


@dataclass(frozen=True)
class Tile:
    """A province on the map.

    Attributes:
        short: its name in short.
        row, column: its place, from 1.
        shade: the number of its shade; 0 is the lightest.
        count: the number of its cases.
        url: the page with its cases; None if there is none.
    """

    name: str
    short: str
    row: int
    column: int
    shade: int
    count: int
    url: str | None


def tiles(
    counts: Mapping[str, int],
    shades: Sequence[int],
    url_of: Callable[[str, int], str | None],
) -> tuple[Tile, ...]:
    """The provinces of the map, from west to east.

    Args:
        counts: province → the number of its cases; a province that is missing has none.
        shades: the least number of cases for each shade but for the lightest, in rising order.
        url_of: the page with the cases of a province, by its name and the number of its cases;
            None if there is none.
    """
    return tuple(
        Tile(
            *(name, short, row, column),
            shade=sum(counts.get(name, 0) >= least for least in shades),
            count=counts.get(name, 0),
            url=url_of(name, counts.get(name, 0)),
        )
        for name, (row, column, short) in TILES.items()
    )


def shade_names(shades: Sequence[int]) -> tuple[str, ...]:
    """The numbers of cases that each shade stands for.

    >>> shade_names((1, 3, 8))
    ('0', '1–2', '3–7', '8+')
    """
    names = [
        str(start) if start == following - 1 else f"{start}–{following - 1}"
        for start, following in zip((0, *shades[:-1]), shades, strict=True)
    ]
    return (*names, f"{shades[-1]}+")
