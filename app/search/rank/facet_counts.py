"""The values of the facets of one generation: in which order they are shown, with counts.

What doesn't depend on a query, the labels and the order of what isn't ordered by count,
is worked out once; a query's hundred values are then put in order by a few operations on
arrays, since one by one they would take longer than finding the cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from app.collection.vocabulary import Label
from app.search.facets import FACETS, Facet
from app.search.index.arrays import Ints
from app.search.index.snapshot import Snapshot
from app.search.results import FacetValues

# Bits of the key that values are sorted by: facet, fewness, place; more than any has.
_PLACE_BITS = 20
_FACET_BITS = 44

_KEYS = tuple(facet.key for facet in FACETS)


class Tally:
    """Every value of every facet that some case has, ready to be counted."""

    def __init__(self, snapshot: Snapshot) -> None:
        ordered = [
            (number, *value)
            for number, facet in enumerate(FACETS)
            for value in _in_order(facet, snapshot)
        ]
        numbers = np.array([number for number, *_ in ordered], np.int64)
        self._values = [value for _, value, _, _ in ordered]
        self._labels: list[Label] = [label for _, _, label, _ in ordered]
        self._rows = np.array([row for *_, row in ordered], np.int64)
        self._place = {row: place for place, row in enumerate(self._rows.tolist())}
        #: Where each facet ends.
        self._ends = np.searchsorted(numbers, np.arange(len(FACETS)), side="right")
        self._key = (numbers << _FACET_BITS) + np.arange(len(ordered))
        by_count = np.array([facet.order == "count" for facet in FACETS])
        self._weight = by_count[numbers].astype(np.int64) << _PLACE_BITS
        self._snapshot = snapshot

    def values(self, counts: Ints, filters: Mapping[str, Sequence[str]]) -> FacetValues:
        """The values with a case, or chosen, of every facet in its order.

        Args:
            counts: the cases of each value, by the rows of the snapshot.
            filters: facet key → chosen values.
        """
        counts = counts.take(self._rows)
        shown = counts > 0
        chosen = [
            self._place[row]
            for key, values in filters.items()
            for value in values
            if (row := self._snapshot.row(key, value)) is not None
        ]
        if chosen:
            shown[chosen] = True
        places = shown.nonzero()[0]
        ends = places.searchsorted(self._ends).tolist()
        keys = self._key - counts * self._weight
        places = places[keys[places].argsort()]
        listed = places.tolist()
        return FacetValues(
            listed=[self._values[place] for place in listed],
            cases=counts[places].tolist(),
            places=listed,
            labels=self._labels,
            chosen=chosen,
            spans=dict(zip(_KEYS, map(range, [0, *ends], ends), strict=False)),
        )


def _in_order(facet: Facet, snapshot: Snapshot) -> list[tuple[str, Label, int]]:
    """The values of a facet in its order, with label and row; by label where counts decide."""
    first = snapshot.rows[facet.key].start
    found = [
        (value, facet.value_label(value), row)
        for row, value in enumerate(snapshot.values[facet.key], first)
    ]
    return sorted(found, key=partial(_facet_order, facet))


def _facet_order(facet: Facet, value: tuple[str, Label, int]) -> tuple[float, str]:
    if facet.order == "vocabulary" and facet.vocabulary:
        return list(facet.vocabulary).index(value[0]), ""
    if facet.order == "descending":
        return -float(value[0]) if value[0].isdecimal() else 0.0, value[0]
    return 0.0, value[1].id
