"""Completions of an unfinished text: names, expansions, tags, agencies, places."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from typing import Literal

from app.collection import regions, vocabulary
from app.search import language
from app.search.index.snapshot import Snapshot
from app.search.query.spelling import nearest

Kind = Literal["case", "tag", "agency", "place"]

# The order in which completions are offered.
_KINDS: tuple[Kind, ...] = ("case", "tag", "place", "agency")

# Shorter texts get no completion: a single letter begins thousands of texts.
SHORTEST = 2

# Words of at least this length are corrected if no text has them.
SHORTEST_CORRECTED = 4

# The rest of a longer text is ignored.
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion.

    Attributes:
        text: the text that is offered.
        slug: the case that a name or an expansion leads to.
        detail: distinguishes it from others with the same text, such as the place.
        count: the number of cases that it stands for.
    """

    text: str
    kind: Kind
    slug: str | None = None
    detail: str | None = None
    count: int = 1


def suggestions_of(snapshot: Snapshot) -> list[Suggestion]:
    """Everything that a collection offers as a completion."""
    cases = [
        Suggestion(name, "case", card.slug, card.government.removeprefix("Pemerintah "))
        for card in snapshot.cards()
        for name in dict.fromkeys(filter(None, (card.title, card.expansion)))
    ]
    names = {suggestion.text.casefold() for suggestion in cases}
    kinds: list[tuple[Kind, Mapping[str, int]]] = [
        ("tag", snapshot.tags.counts()),
        ("agency", snapshot.agencies.counts()),
    ]
    others = [
        Suggestion(text, kind, count=count)
        for kind, counts in kinds
        for text, count in counts.items()
        if text.casefold() not in names
    ]
    return [*cases, *others, *_places(snapshot)]


def _places(snapshot: Snapshot) -> Iterator[Suggestion]:
    """The provinces, kabupaten and kota that run a case."""
    for province in snapshot.values["province"]:
        if province != vocabulary.NATIONAL:
            yield Suggestion(province, "place", count=len(snapshot.having("province", province)))
    by_code = {region.code: region for region in regions.regions().values()}
    for code, count in snapshot.regions.counts().items():
        if code in by_code and by_code[code].level != "provinsi":
            yield Suggestion(by_code[code].name, "place", count=count)


class Suggester:
    """Completes from a fixed list of suggestions. Immutable, so safe to share.

    All texts, folded, are the lines of one string, the best suggestion first. A
    completion is a line in which a word begins with the typed text. At 3,000 cases it
    takes less than a millisecond to find them.
    """

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        self._suggestions = sorted(
            suggestions,
            key=lambda suggestion: (
                _KINDS.index(suggestion.kind),
                -suggestion.count,
                len(suggestion.text),
                suggestion.text,
            ),
        )
        # Each line begins with a space, as each word does.
        lines: list[str] = []
        # For each line the number of its suggestion.
        self._numbers = array("I")
        words: set[str] = set()
        for number, suggestion in enumerate(self._suggestions):
            term = language.term(suggestion.text)
            words.update(term)
            lines.append(f" {' '.join(term)}")
            self._numbers.append(number)
            if suggestion.kind == "case" and len(term) > 1:
                # A name may be typed as one word (putiks → Putik Sari).
                lines.append(f" {''.join(term)}")
                self._numbers.append(number)
        self._text = "\n".join(["", *lines])
        # The position at which each line begins.
        self._begins = array("Q", accumulate((len(line) + 1 for line in lines), initial=1))
        self._words = sorted(words)
        self._prefixes = lru_cache(maxsize=64)(self._prefixes_of)

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """The best completions of a text, whose last word may be unfinished."""
        words = language.term(typed[:LONGEST])
        text = " ".join(words)
        if len(text) < SHORTEST:
            return ()
        numbers = self._complete(text, limit)
        if len(numbers) < limit and len(text) >= SHORTEST_CORRECTED:
            corrected = self._correct(words, finished=typed[-1:].isspace())
            if corrected != text:
                numbers = dict.fromkeys((*numbers, *self._complete(corrected, limit)))
        return tuple(self._suggestions[number] for number in islice(numbers, limit))

    def _complete(self, prefix: str, limit: int) -> dict[int, None]:
        """The suggestions in which a word begins with the prefix, by number, the best first.

        Suggestions whose first word begins with the prefix come before the others.
        """
        numbers: dict[int, None] = {}
        for text in (f"\n {prefix}", f" {prefix}"):
            position = self._text.find(text)
            while position >= 0 and len(numbers) < limit:
                line = bisect_right(self._begins, position + 1) - 1
                numbers[self._numbers[line]] = None
                position = self._text.find(text, position + 1)
        return numbers

    def _correct(self, words: language.Term, finished: bool) -> str:
        """A text in which one slip of each word is corrected.

        Args:
            finished: whether the last word is complete.
        """
        whole = words if finished else words[:-1]
        corrected = [self._nearest(word, self._words) for word in whole]
        if not finished:
            corrected.append(self._nearest(words[-1], self._prefixes(len(words[-1]))))
        return " ".join(corrected)

    def _nearest(self, word: str, words: list[str]) -> str:
        if len(word) < SHORTEST_CORRECTED:
            return word
        return min(nearest(word, words, slips=1), default=word)

    def _prefixes_of(self, length: int) -> list[str]:
        # Beginnings a letter longer count as well: "malng" lacks a letter of "malang".
        return sorted({word[:n] for word in self._words for n in (length, length + 1)})
