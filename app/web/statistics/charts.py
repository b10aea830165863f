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
from app.web.site import tile_map
from app.web.site.links import search_url
from app.web.site.statuses import status_counts
from app.web.site.tile_map import Tile

#: The facets shown as bars, in this order.
BARS = ("category", "evidence", "status", "year")

#: The least number of cases for each shade of the map, but for the lightest.
SHADES = (3, 8, 20, 40)


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
class ProvinceRow:
    """A province, or the nation, with its number of cases in each category and in all."""

    name: str
    counts: tuple[Count, ...]
    total: Count


def tiles(engine: Engine) -> list[Tile]:
    """The provinces of the map, each with the search for its cases."""
    return tile_map.tiles(
        engine.values("province"),
        SHADES,
        lambda province, _count: search_url(Query(filters={"province": (province,)})),
    )


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
