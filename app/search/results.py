"""What the engine answers: plain values, shared by pages, API and command line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from app.collection.vocabulary import Label
from app.search.index.entries import Card
from app.search.query.places import Place
from app.search.query.query import Query
from app.search.rank.highlight import Snippet


@dataclass(frozen=True)
class Interpretation:
    """How a query was read.

    Attributes:
        terms: the words searched for, as typed.
        unknown: those of them that no case holds.
        spelled: old or informal spellings and the standard ones they were read as.
        added: what was searched beside a term, by the term.
        places: what was taken as a place, by the words as typed.
        corrected: the text searched instead of what was typed, if any.
        suggestion: a text offered, if any.
        cut: whether the end of a very long query was ignored.
    """

    terms: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    spelled: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    corrected: str | None = None
    suggestion: str | None = None
    cut: bool = False


class Marker(Protocol):
    """Marks what was asked."""

    def mark(self, text: str) -> str:
        """A text as safe HTML, with what was asked in ``<mark>``."""

    def snippet(self, doc: int) -> Snippet | None:
        """The sentence of a case that says most of what was asked, if any does."""


class Hit(NamedTuple):
    """One case found: its card and score, and the marked parts as safe HTML.

    What is marked is worked out when it is looked at: most callers don't.
    """

    card: Card
    score: float
    marker: Marker
    doc: int

    @property
    def title(self) -> str:
        """The title, marked."""
        return self.marker.mark(self.card.title)

    @property
    def expansion(self) -> str:
        """What the title stands for, marked."""
        return self.marker.mark(self.card.expansion or "")

    @property
    def summary(self) -> str:
        """The summary, marked."""
        return self.marker.mark(self.card.summary)

    @property
    def snippet(self) -> Snippet | None:
        """The sentence that says most of what was asked."""
        return self.marker.snippet(self.doc)


class FacetValue(NamedTuple):
    """A value of a facet with the number of cases it would give."""

    value: str
    label: Label
    count: int  # type: ignore[assignment]  # nobody counts in this tuple
    selected: bool


@dataclass(frozen=True)
class FacetValues(Mapping[str, tuple[FacetValue, ...]]):
    """Facet key → its values in order, those with a case or chosen.

    An answer has some hundred, so the :class:`FacetValue` of each is made when its facet
    is looked at; what was counted stands in columns.

    Attributes:
        listed: the values of all facets, one facet behind the other.
        cases: the number of cases that each would give.
        places: where the label of each stands in ``labels``.
        labels: the labels of every value there is.
        chosen: the places of the values that are filtered by.
        spans: facet key → where its values stand.
    """

    listed: Sequence[str]
    cases: Sequence[int]
    places: Sequence[int]
    labels: Sequence[Label]
    chosen: Collection[int]
    spans: Mapping[str, range]

    def __getitem__(self, key: str) -> tuple[FacetValue, ...]:
        at = slice(self.spans[key].start, self.spans[key].stop)
        columns = zip(self.listed[at], self.cases[at], self.places[at], strict=True)
        return tuple(
            FacetValue(value, self.labels[place], cases, place in self.chosen)
            for value, cases, place in columns
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)


@dataclass(frozen=True)
class Results:
    """The answer to a query."""

    query: Query
    total: int
    pages: int
    interpretation: Interpretation
    hits: tuple[Hit, ...]
    facets: FacetValues
    took_ms: float


@dataclass(frozen=True)
class Similar:
    """A case like another, and why.

    Attributes:
        card: the case.
        words: what both speak of, as the case that is compared writes it.
        same: the facets (of ``SAME``) in which both have the same value.
    """

    card: Card
    words: tuple[str, ...]
    same: tuple[str, ...]
