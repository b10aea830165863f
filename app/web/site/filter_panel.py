"""The lists of the filter panel that aren't plain lists of the values of a facet.

Islands hold their provinces, years are offered in ranges, and of the kabupaten and kota only
those with the most cases are listed: the others are named in a text box
(:mod:`~.typed_filters`).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.collection import vocabulary
from app.search.facets import BY_KEY, FacetValue
from app.search.rank.facet_counts import in_ranges
from app.search.results import Results
from app.web.site.typed_filters import own_range

#: The kabupaten and kota that are listed: those with the most cases.
REGIONS = 6


@dataclass(frozen=True)
class Island:
    """An island with its provinces, as far as they have cases or are chosen."""

    name: str
    whole: FacetValue | None
    provinces: tuple[FacetValue, ...]

    @property
    def chosen(self) -> bool:
        """Whether the island or one of its provinces is chosen."""
        return any(value.selected for value in (self.whole, *self.provinces) if value)


def islands(results: Results) -> list[Island]:
    """The islands of the results."""
    wholes = {value.value: value for value in results.facets["island"]}
    provinces = results.facets["province"]
    listed = [
        Island(
            name,
            wholes.get(name),
            tuple(value for value in provinces if value.value in vocabulary.ISLANDS[name]),
        )
        for name in vocabulary.ISLANDS
    ]
    return [island for island in listed if island.whole or island.provinces]


def nation(results: Results) -> list[FacetValue]:
    """The value of cases that serve the whole country."""
    return [v for v in results.facets["province"] if v.value == vocabulary.NATIONAL]


def years(results: Results) -> list[FacetValue]:
    """The ranges of years, and the chosen years that are in none of the boxes."""
    own = own_range(results.query)
    values = in_ranges(BY_KEY["year"], results.facets["year"])
    return [value for value in values if value.value != str(own or "")]


def regions(results: Results) -> list[FacetValue]:
    """The kabupaten and kota with the most cases, and those that are chosen."""
    values = results.facets["region"]
    return [value for place, value in enumerate(values) if place < REGIONS or value.selected]
