"""The places of a theme's cases: the map of provinces, and the provinces by island."""

from __future__ import annotations

from dataclasses import dataclass

from app.collection import vocabulary
from app.collection.theme_overview import ThemeOverview
from app.web.site import tile_map
from app.web.site.tile_map import Tile
from app.web.themes.context import Choice

#: The least number of cases for each shade of the map, but for the lightest.
SHADES = (1, 2, 4, 7)


@dataclass(frozen=True)
class Island:
    """An island (or the nation) with the number of a theme's cases in each of its provinces."""

    name: str
    provinces: tuple[tuple[str, int], ...]

    @property
    def cases(self) -> int:
        """The number of cases in all its provinces."""
        return sum(count for _name, count in self.provinces)


def tiles_of(overview: ThemeOverview, choice: Choice) -> tuple[Tile, ...]:
    """The map of provinces; a tile leads to the cases of the theme in its province."""
    counts = {name: len(cases) for name, cases in overview.provinces.items()}
    return tile_map.tiles(
        counts, SHADES, lambda name, count: choice.cases_url(place=name) if count else None
    )


def places_by_island(overview: ThemeOverview) -> list[Island]:
    """The islands that have cases of the theme, then the nation."""
    groups = vocabulary.ISLANDS_AND_NATION
    islands = [
        Island(
            island,
            tuple(
                (name, len(overview.provinces[name]))
                for name in provinces
                if name in overview.provinces
            ),
        )
        for island, provinces in groups.items()
    ]
    return [island for island in islands if island.provinces]
