"""Completions of what is being typed: names, expansions, tags, agencies, places.

All in memory: the ends of every text, each beginning at one of its words, in sorted
order, so that the prefix of any word is found by bisection. An end is a place in a text,
not a string of its own: those of 3,000 cases would take 7 MB.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
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
        #: Folded, the words apart; of cases also in one word: putiks → Putik Sari.
        self._texts: list[str] = []
        #: Of each text, the number of its suggestion.
        self._of = array("I")
        ends: list[tuple[int, int]] = []
        words: set[str] = set()
        for number, suggestion in enumerate(self._all):
            said = list(language.folded(suggestion.text))
            words.update(said)
            joined = suggestion.kind == "case" and len(said) > 1
            for text in (" ".join(said), *(["".join(said)] if joined else [])):
                ends += [(len(self._texts), at) for at in _beginnings(text)]
                self._texts.append(text)
                self._of.append(number)
        ends.sort(key=lambda end: (self._end(*end), end[1] > 0, end[0]))
        #: The ends, sorted: the number of the text, and the letter it begins at.
        self._ends = array("I", (text for text, _ in ends)), array("I", (at for _, at in ends))
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
        texts, places = self._ends
        first = bisect_left(range(len(texts)), prefix, key=lambda n: self._end(texts[n], places[n]))
        best: dict[int, tuple[int, int, int, int, str]] = {}
        for text, at in zip(texts[first : first + MOST], places[first : first + MOST], strict=True):
            if not self._texts[text].startswith(prefix, at):
                break
            number = self._of[text]
            suggestion = self._all[number]
            rank = (
                min(at, 1),
                _KINDS.index(suggestion.kind),
                -suggestion.count,
                len(suggestion.text),
                suggestion.text,
            )
            best[number] = min(rank, best.get(number, rank))
        return sorted(best, key=best.__getitem__)

    def _end(self, text: int, at: int) -> str:
        return self._texts[text][at : at + LONGEST]

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


def _beginnings(text: str) -> Iterator[int]:
    """Where the words of a folded text begin."""
    at = 0
    while True:
        if at < len(text):
            yield at
        at = text.find(" ", at) + 1
        if not at:
            return
