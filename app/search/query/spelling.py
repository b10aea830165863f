"""Which word of the collection a visitor may have meant by a misspelt word.

A word that some case holds, a plain Indonesian word, or a word of a place's name is
never corrected. A slip is a letter too many, a missing or wrong letter, or two letters
swapped (the optimal string alignment distance, worked out by RapidFuzz).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search import language
from app.search.language import Term
from app.search.query import places

# Shorter words have too many neighbours to tell which was meant.
SHORTEST = 4

# From this length on, a word may have two slips.
LONG = 8

# A commoner word is offered instead of a rare one if this many times more cases hold it.
MUCH_COMMONER = 8

# Each half of a word that is split in two has at least this many letters; a shorter one must
# stand beside the other in some case ("ekinerja": e-kinerja).
SHORTEST_HALF = 3

# A doubled word as people type it: ibu2, anak2nya.
_DOUBLED = re.compile(r"([^\W\d_]{2,})2((?:nya|an|ku|mu)?)")

_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")


def allowed_slips(length: int) -> int:
    """How many slips are forgiven in a word of this length."""
    if length < SHORTEST:
        return 0
    return 1 if length < LONG else 2


# The bit of each byte of a text in UTF-8: one for each letter, one for two digits. Other bytes
# have none, since a character may take several of them.
_BITS = np.zeros(256, np.uint32)
_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint32)
_BITS[ord("0") : ord("9") + 1] = 1 << (26 + np.arange(10, dtype=np.uint32) // 2)


class WordList:
    """Words among which near ones are sought. Never changes, so threads may share it.

    A slip changes the length of a word by at most one, and which letters it has by at most two:
    one goes, one comes. So the few words that may be near are found by comparing two arrays;
    only these are compared letter by letter. Of 40,000 words that takes 0.1 ms instead of 10 ms.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Take words; none of them may hold a newline."""
        self._words = words
        joined = _bytes("".join(f"{word}\n" for word in words))
        begins = np.concatenate([[0], np.flatnonzero(joined == ord("\n"))[:-1] + 1])[: len(words)]
        self._letters: NDArray[np.uint32] = np.bitwise_or.reduceat(_BITS[joined], begins)
        # All bytes but those that continue a character, and the newline.
        characters = (joined & 0b1100_0000) != 0b1000_0000
        self._lengths = np.add.reduceat(characters, begins, dtype=np.int32) - 1

    def nearest(
        self, word: str, slips: int, accept: Callable[[str], bool] = lambda other: True
    ) -> list[str]:
        """The accepted words that differ from a word by the fewest slips, at most ``slips``."""
        letters = np.bitwise_or.reduce(_BITS[_bytes(word)])
        possible = (np.abs(self._lengths - len(word)) <= slips) & (
            np.bitwise_count(self._letters ^ letters) <= 2 * slips
        )
        words = [self._words[number] for number in possible.nonzero()[0].tolist()]
        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        accepted = [(other, distance) for other, distance, _ in near if accept(other)]
        fewest = min((distance for _, distance in accepted), default=0)
        return [other for other, distance in accepted if distance == fewest]


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(errors="replace"), np.uint8)


def nearest(word: str, words: Sequence[str], slips: int) -> list[str]:
    """The words that differ from a word by the fewest slips, at most ``slips``."""
    return WordList(words).nearest(word, slips)


class Speller:
    """Corrects words to words of a collection.

    Attributes:
        counts: each known word → the number of cases that hold it.
        compounds: terms of two words, by those written as one word.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        names: Sequence[str],
        terms: Iterable[Term] = (),
        occurs: Callable[[Term], bool] = lambda term: False,
    ) -> None:
        """Make a speller.

        Args:
            counts: see the class.
            names: each case's names as one word (``language.name_key``).
            terms: known terms; those of two words may be meant by one word.
            occurs: whether some case holds words next to each other.
        """
        self.counts = counts
        self.compounds = {"".join(term): term for term in terms if len(term) == 2}
        self._names = WordList(names)
        self._known = WordList([*counts, *(self.compounds.keys() - counts.keys())])
        self._occurs = occurs

    def name(self, typed: Term) -> str | None:
        """The name, as one word, that a whole query misspells."""
        if all(map(self._is_right, typed)):
            return None
        joined = "".join(typed)
        return _best(joined, self._names.nearest(joined, allowed_slips(len(joined))))

    def correct(self, words: Term, unknown: Set[str], shared: Callable[[str], int]) -> Term | None:
        """A query's words with the unknown words corrected; None if nothing can be.

        Two words that the collection writes as one are joined first: "puskes mas" is
        not two slips of the pen but "puskesmas".

        Args:
            unknown: the words that no case holds.
            shared: see :meth:`correct_word`.
        """
        corrected: list[str] = []
        left = list(words)
        while left:
            word = left.pop(0)
            joined = word + left[0] if left else ""
            if joined and not unknown.isdisjoint((word, left[0])) and self._is_known(joined):
                corrected += self.compounds.get(joined, (joined,))
                left.pop(0)
            elif word in unknown:
                corrected += self.correct_word(word, shared) or (word,)
            else:
                corrected.append(word)
        return tuple(corrected) if tuple(corrected) != words else None

    def correct_word(
        self, word: str, shared: Callable[[str], int] = lambda candidate: 0
    ) -> Term | None:
        """The word, or the words, meant by a word that no case holds.

        Args:
            shared: gives the number of cases in which a candidate occurs together with
                the rest of the query. Of candidates that are equally near, the one with
                the most such cases is taken, then the commonest.
        """
        if self._is_right(word):
            return None
        apart = self.take_apart(word)
        if apart or not word.isalpha():
            return apart
        near = self._known.nearest(word, allowed_slips(len(word)))
        best = _best(word, near, lambda other: (shared(other), self.counts.get(other, -1)))
        if best is None:
            return None
        return (best,) if best in self.counts else self.compounds[best]

    def take_apart(self, word: str) -> Term | None:
        """The words that were written as one word, without a slip; None if it is no such word."""
        if self._is_right(word):
            return None
        if word in self.compounds:
            return self.compounds[word]
        return self._split(word) if word.isalpha() else self._letters_and_digits(word)

    def _letters_and_digits(self, word: str) -> Term | None:
        """Letters and digits that were written together (covid19), or a 2 that doubles a word."""
        doubled = _DOUBLED.fullmatch(word)
        if doubled and self._is_right(doubled[1]):
            return (doubled[1],)
        runs = _LETTERS_OR_DIGITS.findall(word)
        if not all(run.isdecimal() or self._is_known(run) for run in runs) or len(runs) < 2:
            return None
        words: list[str] = []
        for run in runs:
            # Digits that stand beside the letters in no case would only hide cases.
            if not run.isdecimal():
                words += self.compounds.get(run, (run,))
            elif not words or self._occurs((words[-1], run)):
                words.append(run)
        return tuple(words)

    def commoner(self, word: str) -> str | None:
        """A far commoner word that differs from a rare word by a single slip.

        None for forms of a plain Indonesian word and for names of places: those are
        rare, not wrong.
        """
        if len(word) < SHORTEST or language.stem(word) in language.roots():
            return None
        if word in places.name_words():
            return None
        least = MUCH_COMMONER * max(1, self.counts.get(word, 0))

        def is_common(other: str) -> bool:
            return (
                self.counts.get(other, 0) >= least
                and other != word
                and other not in language.STOP_WORDS
            )

        common = self._known.nearest(word, slips=1, accept=is_common)
        return _best(word, common, self.counts.__getitem__)

    def _is_known(self, word: str) -> bool:
        return word in self.counts or word in self.compounds

    def _is_right(self, word: str) -> bool:
        return (
            word in self.counts
            or word in language.roots()
            or word in language.STOP_WORDS
            or word in places.name_words()
        )

    def _split(self, word: str) -> tuple[str, str] | None:
        """Two words of the collection that were written as one.

        Of several pairs, the one whose rarer word is the commonest.
        """
        pairs = [(word[:end], word[end:]) for end in range(1, len(word))]
        known = [pair for pair in pairs if pair[0] in self.counts and pair[1] in self.counts]
        long = [pair for pair in known if min(map(len, pair)) >= SHORTEST_HALF]
        known = long or [pair for pair in known if self._occurs(pair)]
        return max(
            known, key=lambda pair: min(self.counts[pair[0]], self.counts[pair[1]]), default=None
        )


def _best(
    word: str, candidates: Collection[str], preference: Callable[[str], object] = lambda other: 0
) -> str | None:
    """Of equally near candidates, the preferred one with the same first letter.

    The first letter counts most, since people seldom get it wrong.
    """
    return max(
        candidates,
        key=lambda other: (other[0] == word[0], preference(other), other),
        default=None,
    )
