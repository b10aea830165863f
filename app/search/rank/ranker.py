"""Rankers: the request that they are given, and the ranking that they return.

The site ranks with :class:`app.search.rank.array_ranker.ArrayRanker`, the tests compare
it with :class:`app.search.reference.ranker.PlainRanker`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from app.search.index.arrays import Ints
from app.search.language import Term
from app.search.query.concepts import Concept
from app.search.query.query import NO_FILTERS, Sort

_NO_NAMES: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True)
class RankRequest:
    """The cases to find, and how to order them.

    Attributes:
        concepts: the things that the query asks for; a case needs enough of them.
        named: cases that the query calls by name → their bonus.
        phrases: words that must stand next to each other in a case.
        excluded: words or phrases that no case found may hold.
        filters: facet key → values; see :class:`app.search.facets.Facet` for how they are joined.
        first: how many of the best cases to skip.
        limit: how many cases to return after those.
        scored: cases that were found already → their scores. They are only filtered,
            counted and ordered, and are all about the query; of the attributes above the
            first four find nothing then.
        related: whether cases that are only related follow those about the query, and are
            counted with them. They do in any case if none is about it.
        near: codes of regions; the nearer cases come first among those that fit equally
            well (``rules.NEAR_BAND``).
    """

    concepts: Sequence[Concept] = ()
    named: Mapping[int, float] = field(default_factory=lambda: _NO_NAMES)
    phrases: Sequence[Term] = ()
    excluded: Sequence[Term] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=lambda: NO_FILTERS)
    sort: Sort = "relevance"
    first: int = 0
    limit: int = 20
    scored: Mapping[int, float] | None = None
    related: bool = False
    near: tuple[str, ...] = ()

    @property
    def asks_for_something(self) -> bool:
        """Whether cases have scores; else all cases count alike, the newest first."""
        given = self.scored is not None
        return given or bool(self.concepts or self.named or self.phrases)


@dataclass(frozen=True)
class Ranking:
    """The cases found, by their numbers in the snapshot.

    Attributes:
        total: how many cases are about the query.
        related: how many more cases are only loosely related.
        listed: how many cases the list has: those about the query, and the related ones if
            they were asked for or none is about it.
        docs: the cases of the list from ``first`` up to ``limit``, the best first; those
            about the query come before the others.
        scores: the score of each of ``docs``.
        rarities: the rarity of each concept of the request.
        counts: for each value of each facet (a row of ``Snapshot.bits``) the number of
            cases of the list that have it, under the filters of the other facets alone.
    """

    total: int
    related: int
    listed: int
    docs: Sequence[int]
    scores: Sequence[float]
    rarities: Sequence[float]
    counts: Ints


class Ranker(Protocol):
    """A way to find and order the cases of one generation. Safe to share between threads."""

    def rank(self, request: RankRequest) -> Ranking:
        """Find, order and count cases."""

    def about(self, request: RankRequest) -> Ints:
        """The cases about a request, in any order; its filters, order and page play no part."""
