"""Marks the words of a query in the cases found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from html import escape
from itertools import compress

import numpy as np

from app.search import language
from app.search.index.arrays import Floats
from app.search.index.snapshot import Snapshot
from app.search.language import Term
from app.search.query.concepts import Concept
from app.search.rank.card_words import PROBLEMS, CardWords, Flags, flags_of
from app.search.rank.highlight import Snippet, mark, stems_in, window

# A problem is shown if it has this share of what a query asks for.
PROBLEM_MET = 0.5

# A text has most of what a query asks for with this share of it.
MOST_MET = 0.6


class Marker:
    """Marks the words of a query. Nothing is worked out before a text is looked at.

    A page looks at the texts of twenty hits, most other callers look at none.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        concepts: Sequence[Concept],
        rarities: Sequence[float],
        phrases: Sequence[Term],
        words_of: Callable[[int], CardWords],
    ) -> None:
        """``words_of`` gives the words of the card of a case, by the number of the case."""
        self._snapshot = snapshot
        self._concepts = concepts
        self._rarities = rarities
        self._phrases = phrases
        self._words_of = words_of
        self._touched_texts: dict[int, Sequence[bool]] = {}

    def mark(self, text: str, *, english: bool = False) -> str:
        """A text as safe HTML, with the words of the query in ``<mark>``."""
        return mark(text, self._weights, english=english)

    def mark_card(self, doc: int, place: int, text: str) -> str:
        """The same of a text of the card of a case.

        ``place`` is the place of the text, as :mod:`app.search.rank.card_words` has it.
        """
        return self.mark(text) if self._touched(doc)[place] else escape(text)

    def _touched(self, doc: int) -> Sequence[bool]:
        """Which texts of the card of a case have any word of the query."""
        try:
            return self._touched_texts[doc]
        except KeyError:
            touched = self._touched_texts[doc] = self._words_of(doc).having(self._flags)
            return touched

    def snippet(self, doc: int) -> Snippet | None:
        """The sentence of a case that fits the query best, if any does."""
        best = self._snapshot.best_sentence(doc, self._weights_by_number)
        if best is None:
            return None
        section, sentence = best
        return Snippet(section, mark(window(sentence, self._weights), self._weights))

    def problem(self, doc: int, problems: Sequence[str]) -> str | None:
        """The problem of a case, marked, with most of what the query asks for.

        Places and other attributes are no problems. None if no problem has half of the rest,
        each concept counting its rarity.
        """
        touched = self._touched(doc)[PROBLEMS:]
        met, best = max(
            ((self._met(problem), problem) for problem in compress(problems, touched)),
            key=lambda pair: pair[0],
            default=(0.0, ""),
        )
        return self.mark(best) if met and met >= self._asked * PROBLEM_MET else None

    def meets(self, text: str) -> bool:
        """Whether a text has most of what the query asks for: “air bersih”, not “bersih”."""
        met = self._met(text)
        return bool(met) and met >= self._asked * MOST_MET

    def touches(self, text: str) -> bool:
        """Whether a text has any word of the query."""
        return "<mark>" in self.mark(text)

    @cached_property
    def _asked(self) -> float:
        """The rarity of all that the query asks for, without attributes."""
        return sum(rarity for _, rarity in self._subjects)

    def _met(self, problem: str) -> float:
        """The rarity of those concepts that a text has in one of their ways."""
        stems = stems_in(problem)
        return sum(rarity for ways, rarity in self._subjects if any(way <= stems for way in ways))

    @cached_property
    def _subjects(self) -> Sequence[tuple[Sequence[frozenset[str]], float]]:
        """The concepts but for attributes: the stems of each of their ways, and their rarity."""
        subjects = []
        for concept, rarity in zip(self._concepts, self._rarities, strict=True):
            if not concept.attribute:
                terms = (concept.words, *concept.alternatives)
                ways = [frozenset(language.stems_of(term)) for term in terms]
                subjects.append(([way for way in ways if way], rarity))
        return subjects

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """The stems to mark, each with its weight for the choice of a snippet.

        The words of a term share the rarity of their concept.
        """
        weights: dict[str, float] = {}
        for concept, rarity in zip(self._concepts, self._rarities, strict=True):
            for term in (concept.words, *concept.alternatives):
                stems = language.stems_of(term)
                for stem in stems:
                    weights.setdefault(stem, rarity / len(stems))
        for phrase in self._phrases:
            weights |= dict.fromkeys(language.stems_of(phrase), 1.0)
        return weights

    @cached_property
    def _flags(self) -> Flags:
        return flags_of(self._snapshot, self._weights)

    @cached_property
    def _weights_by_number(self) -> Floats:
        """The weight of every stem of the snapshot, by number; a zero more at the end."""
        by_number = np.zeros(len(self._snapshot.stems) + 1)
        for stem, weight in self._weights.items():
            number = self._snapshot.stem_number(stem)
            if number is not None:
                by_number[number] = weight
        return by_number
