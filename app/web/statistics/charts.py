"""The values of the charts: the map of tiles, and the table of counts.

Each number comes with the address of the search that finds its cases. The views stand in
:mod:`app.web.statistics.overview`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.collection import vocabulary
from app.collection.vocabulary import Label
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.site import tile_map
from app.web.site.bar_charts import Count, counted
from app.web.site.links import search_url
from app.web.site.tile_map import Tile

#: The least number of cases for each shade of the map, but for the lightest.
SHADES = (3, 8, 20, 40)


@dataclass(frozen=True)
class ProvinceRow:
    """A province, or the nation, with its number of cases in each category and in all."""

    name: str
    counts: tuple[Count, ...]
    total: Count


def tiles(engine: Engine) -> tuple[Tile, ...]:
    """The provinces of the map, each with the search for its cases."""
    return tile_map.tiles(
        engine.values("province"),
        SHADES,
        lambda province, _count: search_url(Query(filters={"province": (province,)})),
    )


def province_rows(engine: Engine) -> list[ProvinceRow]:
    """The cases by province and category; the provinces by island, then the nation."""
    return [_province_row(name, counts) for name, counts in _cases_by_province(engine).items()]


def _province_row(province: str, cases_by_category: Mapping[str, int]) -> ProvinceRow:
    counts = tuple(
        counted(name, cases_by_category.get(category, 0), category=category, province=province)
        for category, name in vocabulary.CATEGORIES.items()
    )
    total = sum(cases_by_category.values())
    return ProvinceRow(
        province, counts, counted(Label(province, province), total, province=province)
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
