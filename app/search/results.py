"""What the engine answers: plain values, shared by pages, API and command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from app.cases.vocabulary import Label
from app.search.entries import Card
from app.search.highlight import Snippet
from app.search.places import Place
from app.search.query import Query


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


@dataclass(frozen=True)
class Hit:
    """One case found: its card and score, and the marked parts as safe HTML.

    What is marked is worked out when it is first looked at: most callers don't.
    """

    card: Card
    score: float
    _marker: Marker = field(repr=False, compare=False)
    _doc: int = field(repr=False, compare=False)

    @cached_property
    def title(self) -> str:
        """The title, marked."""
        return self._marker.mark(self.card.title)

    @cached_property
    def expansion(self) -> str:
        """What the title stands for, marked."""
        return self._marker.mark(self.card.expansion or "")

    @cached_property
    def summary(self) -> str:
        """The summary, marked."""
        return self._marker.mark(self.card.summary)

    @cached_property
    def snippet(self) -> Snippet | None:
        """The sentence that says most of what was asked."""
        return self._marker.snippet(self._doc)


class FacetValue(NamedTuple):
    """A value of a facet with the number of cases it would give.

    A tuple: some hundred are made for each answer.
    """

    value: str
    label: Label
    count: int  # type: ignore[assignment]  # nobody counts in this tuple
    selected: bool


@dataclass(frozen=True)
class Results:
    """The answer to a query."""

    query: Query
    total: int
    pages: int
    interpretation: Interpretation
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
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
