"""The cases by the values of a facet, as bars.

The macro of ``templates/site/_bars.html`` shows them. Each number comes with the address of the
search that finds its cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.collection.stats import StatusCount
from app.collection.vocabulary import Label
from app.search.engine import Engine
from app.search.facets import BY_KEY, UNKNOWN, Facet, FacetValue
from app.search.query.query import Query
from app.web.site.links import search_url
from app.web.site.statuses import status_counts

#: The facets shown as bars, in this order.
BARS = ("category", "evidence", "status", "year")


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


def bar_charts(engine: Engine) -> list[BarChart]:
    """The cases by each facet of :data:`BARS`, in the facet's own order, the unknown last."""
    facets = engine.search(Query(per_page=1)).facets
    return [BarChart(BY_KEY[key], _bars(key, facets[key], engine)) for key in BARS]


def _bars(key: str, values: Sequence[FacetValue], engine: Engine) -> tuple[Count, ...]:
    cases = max(1, engine.cases)
    by_age = status_counts(engine) if key == "status" else {}
    bars = []
    for value in sorted(values, key=lambda value: value.value == UNKNOWN):
        count = counted(value.label, value.count, **{key: value.value})
        age = by_age.get(value.value)
        recent = age.recent / cases if age else 0.0
        bars.append(replace(count, share=count.count / cases, by_age=age, recent_share=recent))
    return tuple(bars)


def counted(name: Label, count: int, **filters: str) -> Count:
    """A count with the search for these values of facets."""
    query = Query(filters={key: (value,) for key, value in filters.items()})
    return Count(name, count, search_url(query) if count else None)
