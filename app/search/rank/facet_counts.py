"""Filtering by facets, counting the cases of each value, and listing values for people.

The cases that have a value are bits, so that filtering and counting are a few operations
on all values at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial, reduce
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from app.collection.vocabulary import Label
from app.search.facets import BY_KEY, FACETS, Facet, FacetValue
from app.search.index.arrays import Ints, pack, unpack
from app.search.index.snapshot import Snapshot

#: A set of cases: 64 cases in each number.
Bits = NDArray[np.uint64]

#: The arguments of a :class:`FacetValue`: value, label, number of cases, whether it is chosen.
ListedValue = tuple[str, Label, int, bool]

Flags = NDArray[np.bool_]

# Values of cases are looked at if they are less than this share of all numbers of bits.
_FEW = 0.7


class FacetCounter:
    """Filters by the facets of one generation and counts the cases of their values."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def passing(self, filters: Mapping[str, Sequence[str]]) -> Mapping[str, Bits]:
        """Choice (``Facet.choice``) → the cases that pass its filters."""
        passing: dict[str, Bits] = {}
        for key, values in filters.items():
            facet = BY_KEY[key]
            cases = self._having(facet, values)
            others = passing.get(facet.choice)
            passing[facet.choice] = cases if others is None else cases | others
        return passing

    def _having(self, facet: Facet, values: Sequence[str]) -> Bits:
        """The cases that have any of some values of a facet, or all of them (``joined``)."""
        rows = list(filter(None, (self._rows(facet, value) for value in values)))
        if facet.joined == "all" and len(rows) < len(values):
            rows = []  # no case has one of the values, so none has all
        join = np.bitwise_and if facet.joined == "all" and rows else np.bitwise_or
        cases: Bits = join.reduce(self._snapshot.bits[[*chain.from_iterable(rows)]], axis=0)
        return cases

    def _rows(self, facet: Facet, chosen: str) -> list[int]:
        """The rows of ``Snapshot.bits`` that a chosen value stands for."""
        snapshot = self._snapshot
        row = snapshot.row(facet.key, chosen)
        if row is None and facet.ranges:
            first = snapshot.rows[facet.key].start
            values = snapshot.values[facet.key]
            return [first + values.index(year) for year in facet.covered(chosen, values)]
        return [] if row is None else [row]

    def pass_all(self, docs: Ints, passing: Mapping[str, Bits]) -> Flags | None:
        """Whether each of some cases passes all filters; None if there are no filters."""
        if not passing:
            return None
        return unpack(reduce(np.bitwise_and, passing.values())).take(docs)

    def count(self, docs: Ints, passing: Mapping[str, Bits]) -> Ints:
        """The number of cases of each value.

        A facet counts the cases that pass the filters of the other facets: the other
        values of the facet stay on offer. Where a case needs all values, they are those that
        would be left if the value were chosen too.

        Args:
            docs: the cases that fit the text of the query.
            passing: the cases that pass the filters of each choice.

        Returns:
            A count for each row of ``Snapshot.bits``.
        """
        if len(docs) * self._values.shape[1] < _FEW * self._snapshot.bits.size:
            count = partial(self._count_values, docs)
        else:
            count = partial(self._count_bits, self._bits_of(docs))
        counts = count(passing, slice(None))
        if not passing:
            return counts
        for facet in FACETS:
            if facet.choice in passing and facet.joined == "any":
                others = {key: cases for key, cases in passing.items() if key != facet.choice}
                rows = self._snapshot.rows[facet.key]
                counts[rows] = count(others, rows)
        return counts

    def _count_values(self, docs: Ints, passing: Mapping[str, Bits], rows: slice) -> Ints:
        """Look at the values of each case: the time grows with the cases found."""
        passes = self.pass_all(docs, passing)
        found = self._values.take(docs if passes is None else docs[passes], axis=0).ravel()
        return np.bincount(found, minlength=len(self._snapshot.bits) + 1)[:-1][rows]

    def _count_bits(self, cases: Bits, passing: Mapping[str, Bits], rows: slice) -> Ints:
        """Look at the bits of each value: the time is the same for all cases as for a few."""
        passes = reduce(np.bitwise_and, passing.values(), cases)
        counted = np.bitwise_count(self._snapshot.bits[rows] & passes)
        counts: Ints = np.add.reduce(counted, axis=1, dtype=np.int32)
        return counts

    def _bits_of(self, docs: Ints) -> Bits:
        flags = np.zeros(self._snapshot.bits.shape[1] * 64, np.bool_)
        if len(docs) == self._snapshot.cases:
            flags[: len(docs)] = True
        else:
            flags[docs.astype(np.intp, copy=False)] = True
        return pack(flags)

    @cached_property
    def _values(self) -> NDArray[np.uint16]:
        """The values of each case, as rows of ``Snapshot.bits``: a line for each case.

        Lines are as long as the longest needs; what is left of the others holds a number that
        is no row. 1.4 MB at 36,742 cases.
        """
        snapshot = self._snapshot
        lists = [
            snapshot.having(key, value) for key in snapshot.rows for value in snapshot.values[key]
        ]
        docs = np.concatenate([np.zeros(0, np.int32), *lists])
        rows = np.repeat(np.arange(len(lists), dtype=np.uint16), list(map(len, lists)))
        order = docs.argsort(kind="stable")
        docs, rows = docs[order], rows[order]
        numbers = np.bincount(docs, minlength=snapshot.cases)
        place_in_line = np.arange(len(docs)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
        lines = np.full((snapshot.cases, numbers.max(initial=0)), len(lists), np.uint16)
        lines[docs, place_in_line] = rows
        return lines


class FacetTable:
    """Every value of every facet that some case has, with its label, in the facet's order."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._ordered = {facet.key: _in_order(facet, snapshot) for facet in FACETS}
        # The same one behind the other: value and label, rows, and where each facet begins.
        self._all = [(value, label) for value, label, _ in chain(*self._ordered.values())]
        self._rows = np.array([row for _, _, row in chain(*self._ordered.values())], np.intp)
        self._begins = np.cumsum([0, *map(len, self._ordered.values())])

    def listed(
        self, counts: Ints, filters: Mapping[str, Sequence[str]]
    ) -> dict[str, Sequence[ListedValue]]:
        """Facet key → its values in order: those that some case has, or that are chosen.

        Chosen values that no case of the collection has come last, and chosen ranges.

        Args:
            counts: the number of cases of each value, by the rows of ``Snapshot.bits``.
            filters: facet key → chosen values.
        """
        # Most values have no case in the list: an answer shows fifty of some hundreds.
        in_order = counts[self._rows]
        places = np.flatnonzero(in_order)
        begins = np.searchsorted(places, self._begins).tolist()
        numbers, numbered = in_order[places].tolist(), map(self._all.__getitem__, places.tolist())
        with_cases = [
            (value, label, number, False)
            for (value, label), number in zip(numbered, numbers, strict=True)
        ]
        listed: dict[str, Sequence[ListedValue]] = {}
        for facet, begin, end in zip(FACETS, begins, begins[1:], strict=False):
            chosen = filters.get(facet.key)
            values = self._chosen(facet, chosen, counts) if chosen else with_cases[begin:end]
            if facet.order == "count":
                values.sort(key=_most_first)
            if chosen:
                values += _unlisted(facet, chosen, values)
            listed[facet.key] = values
        return listed

    def _chosen(self, facet: Facet, chosen: Sequence[str], counts: Ints) -> list[ListedValue]:
        """The values of a facet that some case has, or that are chosen and some case could have."""
        return [
            (value, label, count, value in chosen)
            for value, label, row in self._ordered[facet.key]
            if (count := int(counts[row])) or value in chosen
        ]

    def known(self, facet: str, values: Iterable[str]) -> tuple[str, ...]:
        """Those of some values or ranges of a facet that some case has."""
        with_cases = [value for value, _, _ in self._ordered[facet]]
        return tuple(value for value in values if BY_KEY[facet].covered(value, with_cases))


def _most_first(value: ListedValue) -> int:
    return -value[2]


def _unlisted(
    facet: Facet, chosen: Sequence[str], values: Sequence[ListedValue]
) -> list[ListedValue]:
    """Those of the chosen values that no case of the collection has, and chosen ranges."""
    counts = {value: count for value, _, count, _ in values}
    return [
        (
            value,
            facet.value_label(value),
            sum(map(counts.__getitem__, facet.covered(value, counts))),
            True,
        )
        for value in chosen
        if value not in counts
    ]


def in_ranges(facet: Facet, values: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
    """The values of a facet of years, gathered into the ranges that it offers.

    Chosen years and ranges that it doesn't offer are listed, too, and cases without a year.

    Args:
        values: as :meth:`FacetTable.values` lists them.
    """
    given = {value.value: value for value in values}
    years = {value: one.count for value, one in given.items() if value.isdecimal()}
    offered = [
        FacetValue(
            range_,
            facet.value_label(range_),
            sum(map(years.__getitem__, facet.covered(range_, years))),
            range_ in given,
        )
        for range_ in facet.ranges
    ]
    further = [
        value
        for value in values
        if value.value not in facet.ranges and (value.selected or not value.value.isdecimal())
    ]
    return (*(range_ for range_ in offered if range_.count or range_.selected), *further)


def _in_order(facet: Facet, snapshot: Snapshot) -> list[tuple[str, Label, int]]:
    """The values of a facet with label and row, in order; by label if counts decide."""
    values = [
        (value, facet.value_label(value), row)
        for row, value in enumerate(snapshot.values[facet.key], snapshot.rows[facet.key].start)
    ]
    return sorted(values, key=partial(_order, facet))


def _order(facet: Facet, value: tuple[str, Label, int]) -> tuple[float, str]:
    text, label, _ = value
    if facet.order == "vocabulary" and facet.vocabulary:
        return list(facet.vocabulary).index(text), ""
    if facet.order == "descending":
        return -float(text) if text.isdecimal() else 0.0, text
    return 0.0, label.id
