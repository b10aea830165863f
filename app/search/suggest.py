"""Completions of what is being typed: names, expansions, tags, agencies, places.

All in memory: the words of every text, and a sorted list of where one of them begins,
so that the prefix of any is found by bisection. The list holds numbers, not the ends of
the texts that it sorts: those would take ten times as much.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search import language

Kind = Literal["case", "tag", "agency", "place"]
_KINDS: tuple[Kind, ...] = ("case", "tag", "place", "agency")

# Nothing is suggested for less; a single letter begins thousands of texts.
SHORTEST = 2
# A slip is forgiven from this length on.
FORGIVEN = 4
LONGEST = 80
# Ends looked at for one answer; a two-letter prefix has thousands.
MOST = 2000

_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion.

    Attributes:
        text: what is shown.
        kind: what it is.
        slug: the case it leads to, for names and expansions.
        detail: what tells it from others of the same text, such as the place.
        count: how many cases it stands for.
    """

    text: str
    kind: Kind
    slug: str | None = None
    detail: str | None = None
    count: int = 1


class Suggester:
    """Completes from a fixed list of suggestions. Immutable, so safe to share."""

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        self._all = list(suggestions)
        # Folded texts, and which suggestion each is of: a name may stand there as one word,
        # too (putiks → Putik Sari).
        self._texts: list[str] = []
        self._numbers = array("I")
        # Where a word begins, as text << 32 | place, by its first letters: to sort them all
        # at once would take a copy of every end of every text.
        starts: dict[str, array[int]] = defaultdict(lambda: array("Q"))
        words: set[str] = set()
        for number, suggestion in enumerate(self._all):
            said = [word.text for word in language.words(suggestion.text)]
            words.update(said)
            places = [0, *accumulate(len(word) + 1 for word in said[:-1])] if said else []
            for text, begins in ((" ".join(said), places), ("".join(said), places[:1])):
                for place in begins:
                    starts[text[place : place + _LETTERS]].append(len(self._texts) << 32 | place)
                self._texts.append(text)
                self._numbers.append(number)
                if suggestion.kind != "case" or len(said) == 1:
                    break  # only names are also found as one word
        self._ends = array("Q")
        for letters in sorted(starts):
            self._ends.extend(sorted(starts[letters], key=self._text))
        self._words = sorted(words)
        self._prefixes = lru_cache(maxsize=64)(self._prefixes_of)

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """The best completions of what was typed; the last word may be unfinished."""
        words = [word.text for word in language.words(typed[:LONGEST])]
        text = " ".join(words)
        if len(text) < SHORTEST:
            return ()
        found = self._complete(text)
        if len(found) < limit and len(text) >= FORGIVEN:
            corrected = self._forgive(words, finished=typed[-1:].isspace())
            if corrected != text:
                found += [number for number in self._complete(corrected) if number not in found]
        return tuple(self._all[number] for number in found[:limit])

    def _complete(self, prefix: str) -> list[int]:
        """The suggestions with a word that begins the prefix, the best first."""
        first = bisect_left(self._ends, prefix, key=self._text)
        best: dict[int, tuple[int, int, int, int, str]] = {}
        for end in self._ends[first : first + MOST]:
            text, start = divmod(end, 1 << 32)
            if not self._texts[text].startswith(prefix, start):
                break
            number = self._numbers[text]
            suggestion = self._all[number]
            rank = (
                min(start, 1),
                _KINDS.index(suggestion.kind),
                -suggestion.count,
                len(suggestion.text),
                suggestion.text,
            )
            best[number] = min(rank, best.get(number, rank))
        return sorted(best, key=best.__getitem__)

    def _text(self, end: int) -> str:
        """A text from where a word begins."""
        return self._texts[end >> 32][end & 0xFFFFFFFF :]

    def _forgive(self, words: list[str], finished: bool) -> str:
        """What was typed with one slip a word mended."""
        whole = words if finished else words[:-1]
        mended = [self._nearest(word, self._words) for word in whole]
        if not finished:
            mended.append(self._nearest(words[-1], self._prefixes(len(words[-1]))))
        return " ".join(mended)

    def _nearest(self, word: str, words: list[str]) -> str:
        if len(word) < FORGIVEN:
            return word
        found = process.extractOne(word, words, scorer=OSA.distance, score_cutoff=1)
        return str(found[0]) if found else word

    def _prefixes_of(self, length: int) -> list[str]:
        # One letter more, too: "malng" misses one that the beginning of "malang" has.
        return sorted({word[:n] for word in self._words for n in (length, length + 1)})
