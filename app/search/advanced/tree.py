"""The parsed tree of an advanced query: clauses, joined by And, Or and Not.

Words are folded. Each clause knows which characters of the text it stands for
(``start`` and ``end``, without the name of its field). A clause without a field is
searched in the whole case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from app.search.advanced.query_fields import QueryField
from app.search.language import Term


@dataclass(frozen=True)
class WordClause:
    """A word in any of its forms; a word of grammar just as it is written."""

    start: int
    end: int
    field: QueryField | None
    word: str


@dataclass(frozen=True)
class PhraseClause:
    """Words in this order.

    Attributes:
        distance: how far a word may stand behind the word before; 1 is next to it.
    """

    start: int
    end: int
    field: QueryField | None
    words: Term
    distance: int = 1


@dataclass(frozen=True)
class PatternClause:
    """Words that match a pattern: ``*`` is any run of letters, ``?`` one letter."""

    start: int
    end: int
    field: QueryField | None
    pattern: str

    @property
    def prefix(self) -> str:
        """The letters in front of the first wildcard."""
        return re.split(r"[*?]", self.pattern, maxsplit=1)[0]

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern.replace("*", ".*").replace("?", "."))

    def matches(self, word: str) -> bool:
        """Whether a folded word fits the pattern."""
        return self._regex.fullmatch(word) is not None


@dataclass(frozen=True)
class FuzzyClause:
    """Words that begin with the same letter and differ by few slips.

    Attributes:
        slips: how many letters too many, missing, wrong or swapped.
    """

    start: int
    end: int
    field: QueryField | None
    word: str
    slips: int

    @property
    def prefix(self) -> str:
        """The letter that all words begin with."""
        return self.word[0]

    def matches(self, word: str) -> bool:
        """Whether a folded word is near enough."""
        return word[0] == self.word[0] and OSA.distance(self.word, word) <= self.slips


@dataclass(frozen=True)
class ValueClause:
    """Any of these values of a facet."""

    start: int
    end: int
    field: QueryField
    values: tuple[str, ...]


@dataclass(frozen=True)
class YearsClause:
    """A year from ``first`` to ``last``, both included; None leaves an end open."""

    start: int
    end: int
    field: QueryField
    first: int | None
    last: int | None

    def includes(self, year: str) -> bool:
        """Whether a value of the facet lies in the range; "no data" lies in none."""
        if not year.isdecimal():
            return False
        return (self.first or 0) <= int(year) <= (self.last or 9999)


Clause = WordClause | PhraseClause | PatternClause | FuzzyClause | ValueClause | YearsClause


@dataclass(frozen=True)
class And:
    """Cases that all children find."""

    children: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """Cases that any child finds."""

    children: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """Cases that the child doesn't find."""

    child: Node


Node = And | Or | Not | Clause


def clauses(node: Node) -> Iterator[Clause]:
    """All clauses of a tree."""
    match node:
        case And() | Or():
            for child in node.children:
                yield from clauses(child)
        case Not():
            yield from clauses(node.child)
        case _:
            yield node


def wanted_clauses(node: Node) -> Iterator[Clause]:
    """The clauses that a case found may hold: all but those under a Not."""
    match node:
        case And() | Or():
            for child in node.children:
                yield from wanted_clauses(child)
        case Not():
            return
        case _:
            yield node
