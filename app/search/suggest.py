"""Completions of an unfinished text: themes, names, tags, problems, places, agencies, and names
of the catalogue."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, islice, pairwise, takewhile
from typing import Literal

import numpy as np

from app.collection import regions, vocabulary, wording
from app.search import language
from app.search.index.arrays import Ints
from app.search.index.catalogue_store import Names
from app.search.index.snapshot import CaseLists, Snapshot
from app.search.query.spelling import WordList
from app.search.theme_cards import ThemeCard

Kind = Literal["theme", "case", "tag", "problem", "place", "agency", "catalogue"]

# The order in which completions are offered.
_KINDS: tuple[Kind, ...] = ("theme", "case", "tag", "problem", "place", "agency", "catalogue")

# The share of the completions that a kind gets before the others have got theirs, so that a
# hundred problems that begin with "anak" leave room for names and tags.
_SHARE = 3 / 8

# Shorter texts get no completion: a single letter begins thousands of texts.
SHORTEST = 2

# Words of at least this length are corrected if no text has them.
SHORTEST_CORRECTED = 4

# Beginnings of words are remembered for so many lengths: at 3,000 cases 1 MB each.
_CACHED_LENGTHS = 12

# The rest of a longer text is ignored.
LONGEST = 80

# The most completions of a text, unless a caller asks for more.
MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion.

    Attributes:
        text: the text that is offered.
        slug: the case that a name or an expansion leads to, or the theme.
        detail: distinguishes it from others with the same text, such as the place.
        count: the number of cases that it stands for; 0 for a name of the catalogue.
        folded: the words of the text, folded, if they have been worked out already.
        also: other texts, folded, that it completes.
    """

    text: str
    kind: Kind
    slug: str | None = None
    detail: str | None = None
    count: int = 1
    folded: str = ""
    also: tuple[str, ...] = ()


# --- the suggestions of a collection --------------------------------------------------


def suggestions_of(snapshot: Snapshot, themes: Iterable[ThemeCard]) -> list[Suggestion]:
    """Everything that a collection offers as a completion.

    Names of cases may be alike, since each leads to its own case. Any other text is offered
    once, and not at all if it is the name of a case or the title of a theme; texts that differ
    only in capitals and signs ("bank sampah", "bank-sampah") are one text.
    """
    suggestions = [*_themes(themes), *_names(snapshot)]
    taken = {suggestion.folded for suggestion in suggestions}
    # A text leads to the same search whatever it is. As a place it has the truest number.
    for suggestion in chain(
        _places(snapshot),
        _merged("tag", snapshot.tags),
        _merged("agency", snapshot.agencies),
        _merged("problem", snapshot.problems),
    ):
        if suggestion.folded not in taken:
            taken.add(suggestion.folded)
            suggestions.append(suggestion)
    return suggestions


def _names(snapshot: Snapshot) -> Iterator[Suggestion]:
    """The titles and expansions of the cases."""
    for card in snapshot.cards():
        place = card.government.removeprefix("Pemerintah ")
        for name in dict.fromkeys(filter(None, (card.title, card.expansion))):
            yield Suggestion(name, "case", card.slug, place, folded=_fold(name))


def _themes(themes: Iterable[ThemeCard]) -> Iterator[Suggestion]:
    """The titles of the themes; the queries of a theme complete to its title, too."""
    for card in themes:
        queries = tuple(map(_fold, card.theme.queries))
        title = card.theme.title
        yield Suggestion(title, "theme", card.slug, None, card.cases, _fold(title), queries)


def listed_suggestions(snapshot: Snapshot, names: Iterable[Names]) -> Iterator[Suggestion]:
    """The names of entries of the catalogue, but for those that a case has."""
    for title, expansion, government in names:
        place = wording.government_place(government)
        for name in dict.fromkeys(filter(None, (title, expansion))):
            if language.name_key(name) not in snapshot.names:
                yield Suggestion(name, "catalogue", None, place, 0, _fold(name))


def _merged(kind: Kind, lists: CaseLists) -> Iterator[Suggestion]:
    """The texts of a list; of texts with the same words the one that most cases have."""
    texts: dict[str, list[str]] = defaultdict(list)
    for text in lists.texts:
        texts[_fold(text)].append(text)
    counts = lists.counts()
    for folded, same in texts.items():
        text = max(same, key=counts.__getitem__)
        count = counts[text] if len(same) == 1 else _number_of_cases(map(lists.of, same))
        yield Suggestion(text, kind, count=count, folded=folded)


def _number_of_cases(lists: Iterable[Ints]) -> int:
    """The number of cases in some lists; a case that is in several counts once."""
    return len(np.unique(np.concatenate(list(lists))))


def _places(snapshot: Snapshot) -> Iterator[Suggestion]:
    """The provinces, kabupaten and kota that run a case."""
    counts = {
        province: len(snapshot.having("province", province))
        for province in snapshot.values["province"]
        if province != vocabulary.NATIONAL
    }
    by_code = {region.code: region for region in regions.regions().values()}
    for code, count in snapshot.regions.counts().items():
        if code in by_code and by_code[code].level != "provinsi":
            counts[by_code[code].name] = count
    for name, count in counts.items():
        yield Suggestion(name, "place", count=count, folded=_fold(name))


def _fold(text: str) -> str:
    """The words of a text, folded, separated by spaces."""
    return " ".join(language.folded(text))


# --- completing -----------------------------------------------------------------------


class Suggester:
    """Completes from a fixed list of suggestions. Immutable, so safe to share.

    All texts, folded, are the lines of one string: kind by kind, the best suggestion of a
    kind first. A completion is a line in which a word begins with the typed text. At 3,000
    cases it takes some 0.7 ms to find the completions, and up to 0.7 ms more for each word
    that has to be corrected.
    """

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        by_kind: dict[Kind, list[Suggestion]] = {kind: [] for kind in _KINDS}
        for suggestion in suggestions:
            by_kind[suggestion.kind].append(suggestion)
        self._suggestions: list[Suggestion] = []
        lines: list[str] = []
        # For each line the number of its suggestion.
        self._numbers = array("I")
        # Word → how often the suggestions have it.
        self._frequency: Counter[str] = Counter()
        kind_ends = [0]  # in lines
        for of_kind in by_kind.values():
            of_kind.sort(key=lambda s: (-s.count, len(s.text), s.text))
            for number, suggestion in enumerate(of_kind, len(self._suggestions)):
                folded = suggestion.folded or _fold(suggestion.text)
                self._frequency.update(folded.split())
                for line in _lines(suggestion, folded):
                    lines.append(line)
                    self._numbers.append(number)
            self._suggestions += of_kind
            kind_ends.append(len(lines))
        self._text = "\n".join(["", *lines])
        # The position at which each line begins.
        self._begins = array("Q", accumulate((len(line) + 1 for line in lines), initial=1))
        # Each kind begins with the newline before its first line, which a search looks for.
        self._spans = [
            (self._begins[first] - 1, self._begins[end] - 1) for first, end in pairwise(kind_ends)
        ]
        self._words = sorted(self._frequency)
        self._word_list = WordList(self._words)
        self._prefixes = lru_cache(_CACHED_LENGTHS)(self._prefixes_of)

    def suggest(
        self, typed: str, limit: int = MOST, *, correct: bool = True
    ) -> tuple[Suggestion, ...]:
        """The best completions of a text, whose last word may be unfinished.

        ``correct`` says whether slips in its words are corrected if completions are few.
        """
        words = language.term(typed[:LONGEST])
        text = " ".join(words)
        if len(text) < SHORTEST:
            return ()
        numbers = self._complete(text, limit)
        if correct and len(numbers) < limit and len(text) >= SHORTEST_CORRECTED:
            corrected = self._correct(words, finished=typed[-1:].isspace())
            if corrected != text:
                numbers = list(dict.fromkeys([*numbers, *self._complete(corrected, limit)]))
        return tuple(self._suggestions[number] for number in numbers[:limit])

    def _complete(self, prefix: str, limit: int) -> list[int]:
        """The numbers of the best suggestions in which a word begins with the prefix.

        Suggestions whose first word begins with the prefix come before the others, then
        suggestions of a kind before those of the next. At first no kind gets more than its
        share of the limit; the rest of the limit goes to the best that are left.
        """
        ranked: dict[int, int] = {}  # number of a suggestion → its kind
        for text in (f"\n {prefix}", f" {prefix}"):
            for kind, span in enumerate(self._spans):
                for number in islice(self._find(text, *span), limit):
                    ranked.setdefault(number, kind)
        share = max(1, int(limit * _SHARE))
        places: dict[int, int] = defaultdict(int)  # kind → the suggestions of it so far
        chosen: list[int] = []
        rest: list[int] = []
        for number, kind in ranked.items():
            places[kind] += 1
            (chosen if places[kind] <= share else rest).append(number)
        taken = {*[*chosen, *rest][:limit]}
        return [number for number in ranked if number in taken]

    def _find(self, text: str, start: int, end: int) -> Iterator[int]:
        """The numbers of the suggestions whose lines in a span contain a text, line by line."""
        position = self._text.find(text, start, end)
        found = -1
        while position >= 0:
            line = bisect_right(self._begins, position + 1) - 1
            # The lines of a suggestion follow each other.
            if self._numbers[line] != found:
                found = self._numbers[line]
                yield found
            position = self._text.find(text, self._begins[line + 1] - 1, end)

    def _correct(self, words: Sequence[str], finished: bool) -> str:
        """A text in which one slip of each word is corrected.

        Args:
            finished: whether the last word is complete.
        """
        whole = words if finished else words[:-1]
        corrected = [
            self._nearest(word, self._words, self._word_list, self._frequency.__getitem__)
            for word in whole
        ]
        if not finished:
            prefixes = self._prefixes(len(words[-1]))
            corrected.append(self._nearest(words[-1], *prefixes, self._frequency_of_prefix))
        return " ".join(corrected)

    def _nearest(
        self, word: str, words: list[str], word_list: WordList, frequency: Callable[[str], int]
    ) -> str:
        """The nearest of some sorted words, of several the most frequent."""
        place = bisect_left(words, word)
        if len(word) < SHORTEST_CORRECTED or words[place : place + 1] == [word]:
            return word
        return max(word_list.nearest(word, slips=1), key=frequency, default=word)

    def _frequency_of_prefix(self, prefix: str) -> int:
        """How often the suggestions have a word that begins with a prefix."""
        first = bisect_left(self._words, prefix)
        words = takewhile(lambda word: word.startswith(prefix), islice(self._words, first, None))
        return sum(map(self._frequency.__getitem__, words))

    def _prefixes_of(self, length: int) -> tuple[list[str], WordList]:
        # Beginnings a letter longer count as well: "malng" lacks a letter of "malang".
        prefixes = sorted({word[:n] for word in self._words for n in (length, length + 1)})
        return prefixes, WordList(prefixes)


def _lines(suggestion: Suggestion, folded: str) -> Iterator[str]:
    """The lines of a suggestion; each begins with a space, as each word does."""
    yield f" {folded}"
    yield from (f" {other}" for other in suggestion.also)
    if suggestion.kind in {"case", "catalogue"} and " " in folded:
        # A name may be typed as one word (putiks → Putik Sari).
        yield f" {folded.replace(' ', '')}"
