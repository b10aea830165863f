"""Slips: which words of the collection somebody may have meant.

A word that some case holds, that is plain Indonesian or that belongs to the name of a
place is never corrected. Distances are counted in slips (a letter too many, missing,
wrong, or two swapped: the optimal string alignment distance), by RapidFuzz.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np
from rapidfuzz.distance import OSA

from app.search import language
from app.search.query import places

# Shorter words are too near to too many others.
SHORTEST = 4
# From this length on, two slips are allowed.
LONG = 8
# A word is offered instead of a rare one when this many times more cases hold it.
MUCH_MORE = 8


def slips(length: int) -> int:
    """How many slips a word of this length may have."""
    return 0 if length < SHORTEST else 1 if length < LONG else 2


def _letters(word: str) -> int:
    """The letters and digits of a word as a set of bits, whatever their number and order."""
    bits = 0
    for char in word:
        code = ord(char)
        bits |= 1 << (code - 97 if 97 <= code < 123 else 26 + code % 38)
    return bits


class Lexicon:
    """Words with how often they occur; finds those a few slips away.

    A slip changes a word's length by at most one and its set of letters by at most two
    (one out, one in), which rules out nearly all words at once.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._words = sorted(counts, key=len)
        number = len(counts)
        self._letters = np.fromiter(map(_letters, self._words), np.uint64, number)
        self._counts = np.fromiter(map(counts.__getitem__, self._words), np.int64, number)
        lengths = np.fromiter(map(len, self._words), np.int64, number)
        #: Where the words of each length begin, up to one that none has.
        longest = max(map(len, self._words), default=0)
        self._first = np.searchsorted(lengths, np.arange(longest + 2)).tolist()

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def near(self, word: str, slips: int, least: int = 0) -> Iterable[tuple[str, int]]:
        """The words at most so many slips away that occur at least so often, with the slips."""
        longest = len(self._first) - 1
        start = self._first[max(0, min(len(word) - slips, longest))]
        end = self._first[min(len(word) + slips + 1, longest)]
        differing = np.bitwise_count(self._letters[start:end] ^ np.uint64(_letters(word)))
        maybe = differing <= 2 * slips
        if least:
            maybe &= self._counts[start:end] >= least
        for number in np.flatnonzero(maybe).tolist():
            found = self._words[start + number]
            distance = OSA.distance(word, found, score_cutoff=slips)
            if distance <= slips:
                yield found, distance


class Speller:
    """Corrects words to those of one collection.

    Attributes:
        words: the words some case holds, with the number of cases.
        names: each case's names as one word (``language.name_key``).
    """

    def __init__(self, words: Lexicon, names: Lexicon) -> None:
        self.words = words
        self.names = names

    def name(self, typed: tuple[str, ...]) -> str | None:
        """The name, as one word, that a whole query misspells."""
        if all(map(self._is_right, typed)):
            return None
        word = "".join(typed)
        return _nearest(word, self.names.near(word, slips(len(word))), lambda name: 0)

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
        near = self.words.near(word, slips(len(word)))
        found = _nearest(word, near, lambda near: (shared(near), self.words.counts[near]))
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
        least = MUCH_MORE * max(1, self.words.counts.get(word, 0))
        common = [
            (other, distance)
            for other, distance in self.words.near(word, 1, least)
            if other != word and other not in language.STOP_WORDS
        ]
        return _nearest(word, common, lambda near: self.words.counts[near])

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
        return max(
            pairs, key=lambda pair: min(map(self.words.counts.__getitem__, pair)), default=None
        )


def _nearest(
    word: str, near: Iterable[tuple[str, int]], preference: Callable[[str], object]
) -> str | None:
    """Of words with their slips the one with fewest, the preferred of several."""
    found = list(near)
    if not found:
        return None
    least = min(distance for _, distance in found)
    nearest = [other for other, distance in found if distance == least]
    # People seldom get the first letter wrong.
    return max(nearest, key=lambda other: (other[0] == word[0], preference(other), other))
