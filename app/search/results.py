"""What the engine answers: plain values, shared by pages, API and command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.cases.vocabulary import Label
from app.search.highlight import Snippet
from app.search.index import Card
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


@dataclass(frozen=True)
class Hit:
    """One case found: its card, score, and the marked parts as safe HTML."""

    card: Card
    score: float
    title: str
    expansion: str
    summary: str
    snippet: Snippet | None


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet with the number of cases it would give."""

    value: str
    label: Label
    count: int
    selected: bool


@dataclass(frozen=True)
class Results:
    """The answer to a query."""

    query: Query
    total: int
    pages: int
    took_ms: float
    interpretation: Interpretation
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]


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
