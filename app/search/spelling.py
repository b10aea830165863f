"""Slips: which words of the collection somebody may have meant.

A word that some case holds, that is plain Indonesian or that belongs to the name of a
place is never corrected. Distances are counted in slips (a letter too many, missing,
wrong, or two swapped: the optimal string alignment distance), by RapidFuzz.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search import language, places

# Shorter words are too near to too many others.
SHORTEST = 4
# From this length on, two slips are allowed.
LONG = 8
# A word is offered instead of a rare one when this many times more cases hold it.
MUCH_MORE = 8


def slips(length: int) -> int:
    """How many slips a word of this length may have."""
    return 0 if length < SHORTEST else 1 if length < LONG else 2


@dataclass
class Speller:
    """Corrects words to those of one collection.

    Attributes:
        words: each word some case holds → the number of cases.
        names: each case's names as one word (``language.name_key``).
    """

    words: Mapping[str, int]
    names: Collection[str]

    @cached_property
    def _listed(self) -> list[str]:
        return list(self.words)  # RapidFuzz takes a mapping for something else

    def name(self, typed: tuple[str, ...]) -> str | None:
        """The name, as one word, that a whole query misspells."""
        if all(map(self._is_right, typed)):
            return None
        return _nearest("".join(typed), self.names, lambda name: 0)

    def correct(
        self, word: str, shared: Callable[[str], int] = lambda candidate: 0
    ) -> tuple[str, ...] | None:
        """What was meant by a word that no case holds: one word, or two written as one.

        ``shared`` says with how many cases of the rest of the query a candidate goes
        together; among equally near candidates the best-matched wins, then the commoner.
        """
        if self._is_right(word) or not word.isalpha():
            return None
        halves = self._split(word)
        if halves:
            return halves
        found = _nearest(word, self._listed, lambda near: (shared(near), self.words[near]))
        return (found,) if found else None

    def mend(
        self, words: tuple[str, ...], unknown: Collection[str], shared: Callable[[str], int]
    ) -> tuple[str, ...] | None:
        """A query's words with the unknown ones corrected; None if nothing can be.

        A word written apart is joined first: "puskes mas" is no misspelt "puskesmas".
        """
        found: list[str] = []
        rest = list(words)
        while rest:
            word = rest.pop(0)
            joined = self.join(word, rest[0]) if rest else None
            if joined and (word in unknown or rest[0] in unknown):
                found.append(joined)
                rest.pop(0)
            elif word in unknown:
                found += self.correct(word, shared) or (word,)
            else:
                found.append(word)
        return tuple(found) if tuple(found) != words else None

    def commoner(self, word: str) -> str | None:
        """A far commoner word that differs from a rare one by a single slip.

        None for forms of a root and for names of places: they are rare, not wrong.
        """
        if len(word) < SHORTEST or language.stem(word) in language.roots():
            return None
        if word in places.name_words():
            return None
        least = MUCH_MORE * max(1, self.words.get(word, 0))
        common = [
            other
            for other, count in self.words.items()
            if count >= least and other != word and other not in language.STOP_WORDS
        ]
        return _nearest(word, common, lambda near: self.words[near], most=1)

    def join(self, first: str, second: str) -> str | None:
        """Two words written apart that the collection writes as one."""
        joined = first + second
        return joined if joined in self.words else None

    def _is_right(self, word: str) -> bool:
        return (
            word in self.words
            or word in language.roots()
            or word in language.STOP_WORDS
            or word in places.name_words()
        )

    def _split(self, word: str) -> tuple[str, str] | None:
        """Two words of the collection, written as one; the split of the commonest pair."""
        pairs = [
            (word[:n], word[n:])
            for n in range(3, len(word) - 2)
            if word[:n] in self.words and word[n:] in self.words
        ]
        return max(pairs, key=lambda pair: min(map(self.words.__getitem__, pair)), default=None)


def _nearest(
    word: str, words: Collection[str], preference: Callable[[str], object], most: int | None = None
) -> str | None:
    """The word fewest slips away, the preferred of several; None if all are too far."""
    allowed = slips(len(word)) if most is None else most
    if not allowed:
        return None
    found = process.extract(
        word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None, processor=None
    )
    if not found:
        return None
    least = min(distance for _, distance, _ in found)
    nearest = [near for near, distance, _ in found if distance == least]
    # People seldom get the first letter wrong.
    return max(nearest, key=lambda near: (near[0] == word[0], preference(near), near))
