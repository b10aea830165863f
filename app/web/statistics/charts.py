"""The values of the charts: the map of tiles, the bars, and the table of counts.

Each number comes with the address of the search that finds its cases. The views stand in
:mod:`app.web.statistics.overview`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.collection import vocabulary
from app.collection.stats import StatusCount
from app.collection.vocabulary import Label
from app.search.engine import Engine
from app.search.facets import BY_KEY, UNKNOWN, Facet, FacetValue
from app.search.query.query import Query
from app.web.site.links import search_url
from app.web.site.statuses import status_counts

#: The facets shown as bars, in this order.
BARS = ("category", "evidence", "status", "year")

#: The least number of cases for each shade of the map, but for the lightest.
SHADES = (3, 8, 20, 40)

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
class Count:
    """A number of cases.

    Attributes:
        label: what is counted.
        count: how many cases.
        url: the search that finds them; None if there are none.
        share: of all cases, from 0 to 1.
        by_age: the same cases by the age of what is known of their status; None if that is
            not told apart.
        recent_share: the share of those last known recently.
    """

    label: Label
    count: int
    url: str | None
    share: float = 0.0
    by_age: StatusCount | None = None
    recent_share: float = 0.0


@dataclass(frozen=True)
class BarChart:
    """The cases by the values of one facet."""

    facet: Facet
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Tile:
    """A province on the map; ``shade`` is 0 for the lightest of :data:`SHADES`."""

    name: str
    short: str
    row: int
    column: int
    shade: int
    count: int
    url: str


@dataclass(frozen=True)
class ProvinceRow:
    """A province, or the nation, with its number of cases in each category and in all."""

    name: str
    counts: tuple[Count, ...]
    total: Count


def tiles(engine: Engine) -> list[Tile]:
    """The provinces of the map, from west to east."""
    counts = engine.values("province")
    return [
        Tile(
            *(name, short, row, column),
            shade=sum(counts.get(name, 0) >= least for least in SHADES),
            count=counts.get(name, 0),
            url=search_url(Query(filters={"province": (name,)})),
        )
        for name, (row, column, short) in TILES.items()
    ]


def shade_names() -> list[str]:
    """The numbers of cases that each shade of the map stands for: ``0–2``, ``40+``."""
    names = [
        f"{start}–{following - 1}"
        for start, following in zip((0, *SHADES[:-1]), SHADES, strict=True)
    ]
    return [*names, f"{SHADES[-1]}+"]


def bar_charts(engine: Engine) -> list[BarChart]:
    """The cases by each facet of :data:`BARS`, in the facet's own order, the unknown last."""
    facets = engine.search(Query(per_page=1)).facets
    return [BarChart(BY_KEY[key], _bars(key, facets[key], engine)) for key in BARS]


def _bars(key: str, values: Sequence[FacetValue], engine: Engine) -> tuple[Count, ...]:
    cases = max(1, engine.cases)
    by_age = status_counts(engine) if key == "status" else {}
    bars = []
    for value in sorted(values, key=lambda value: value.value == UNKNOWN):
        count = _count(value.label, value.count, **{key: value.value})
        age = by_age.get(value.value)
        recent = age.recent / cases if age else 0.0
        bars.append(replace(count, share=count.count / cases, by_age=age, recent_share=recent))
    return tuple(bars)


def province_rows(engine: Engine) -> list[ProvinceRow]:
    """The cases by province and category; the provinces by island, then the nation."""
    return [_province_row(name, counts) for name, counts in _cases_by_province(engine).items()]


def _province_row(province: str, cases_by_category: Mapping[str, int]) -> ProvinceRow:
    counts = tuple(
        _count(name, cases_by_category.get(category, 0), category=category, province=province)
        for category, name in vocabulary.CATEGORIES.items()
    )
    total = sum(cases_by_category.values())
    return ProvinceRow(
        province, counts, _count(Label(province, province), total, province=province)
    )


@lru_cache(maxsize=1)
def _cases_by_province(engine: Engine) -> Mapping[str, Mapping[str, int]]:
    """Province → category → number of cases; searched once, since an engine never changes."""
    return {
        province: {
            value.value: value.count
            for value in engine.search(Query(filters={"province": (province,)}, per_page=1)).facets[
                "category"
            ]
        }
        for province in vocabulary.PROVINCES
    }


def _count(name: Label, count: int, **filters: str) -> Count:
    """A count with the search for these values of facets."""
    query = Query(filters={key: (value,) for key, value in filters.items()})
    return Count(name, count, search_url(query) if count else None)
