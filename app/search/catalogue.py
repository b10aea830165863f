"""Finds innovations of the catalogue: by the words of a text, and by filters.

The words are analysed like those of cases. An entry is found if it has all words of the text,
or if its name has the telling ones: words count by their rarity among the cases, so that
“mengurangi” in a question weighs little. A text that asks for a known name, such as
``putiksari`` or ``Putik-Sari``, finds it as well. Nothing here ranks or changes cases.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.collection.catalogue import CatalogueEntry
from app.collection.vocabulary import Vocabulary
from app.search import language
from app.search.facets import BY_KEY
from app.search.index.catalogue_store import WEIGHTS, CatalogueArrays, Names
from app.search.index.snapshot import Snapshot

#: The words of a text that are looked up.
MAX_WORDS = 30

#: Entries of a page.
PER_PAGE = 50

#: Entries below the results of a search.
BESIDE_CASES = 5

#: An entry without some words of a text is found if its words make up this share of their
#: rarity and its name or expansion has one of them. Chosen by reading what was found for some
#: hundred queries: at 0.45, most of what is found besides shares a side issue with the query.
LEAST = 0.6

#: Whether the collection has a case about an entry.
HAS_CASE = Vocabulary(
    {"tidak": ("Belum ada kasusnya", "No case yet"), "ya": ("Ada kasusnya", "Has a case")}
)

#: The filters by a column, in the order in which addresses name them, then the one by cases.
COLUMNS = ("year", "award", "province", "level", "government", "region")
FILTERS = (*COLUMNS, "has_case")

#: The filters whose values are counted, so that a form can offer them.
COUNTED = ("year", "award", "province", "has_case")

_Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class CatalogueQuery:
    """What a reader asks of the catalogue.

    Attributes:
        text: words to find; empty for all entries.
        filters: name of :data:`FILTERS` → the values, one of which an entry must have; of
            years also those in a row (:mod:`~app.search.year_ranges`).
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    per_page: int = PER_PAGE


@dataclass(frozen=True)
class Listed:
    """An entry, with the case about it.

    Attributes:
        case: the slug of the case, or of the one that replaced it; None if there is none.
        title: the title of that case.
    """

    entry: CatalogueEntry
    case: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class FoundEntries:
    """The entries that meet a query.

    Attributes:
        docs: their numbers, the best first.
        read: gives the entry of a number.
        count: counts the values of the filters; see :attr:`counts`.
    """

    query: CatalogueQuery
    docs: Sequence[int]
    read: Callable[[int], Listed]
    count: Callable[[], Mapping[str, Mapping[str, int]]]

    @property
    def total(self) -> int:
        """The number of entries."""
        return len(self.docs)

    @property
    def pages(self) -> int:
        """The number of pages; 0 if there are no entries."""
        return math.ceil(self.total / self.query.per_page)

    @cached_property
    def on_page(self) -> tuple[Listed, ...]:
        """The entries of the page that is asked for."""
        first = (self.query.page - 1) * self.query.per_page
        return tuple(map(self.read, self.docs[first : first + self.query.per_page]))

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Name of :data:`COUNTED` → its values, with the number of entries that each would
        give under the other filters. Counted at the first reading: few callers offer filters.
        """
        return self.count()

    def first(self, most: int | None = None) -> Iterator[Listed]:
        """The first entries of all pages, or all of them, each read when it is asked for."""
        return map(self.read, self.docs[:most])


class Catalogue:
    """The catalogue of a generation. Immutable, so safe to share between threads."""

    def __init__(
        self,
        arrays: CatalogueArrays,
        snapshot: Snapshot,
        withdrawn: Mapping[str, Mapping[str, str | None]],
        title_of: Callable[[str], str | None],
    ) -> None:
        """Join the entries to the cases.

        Args:
            snapshot: the cases.
            withdrawn: slug of a withdrawn case → “instead”, the slug of its replacement.
            title_of: gives the title of a case; None if there is no such case.
        """
        self._arrays = arrays
        self._snapshot = snapshot
        self._title_of = title_of
        self._cases: dict[str, str] = {}  # slug that an entry names → slug of a case there is
        self._has_case: _Flags = np.zeros(arrays.entries, np.bool_)
        for slug in arrays.values["case"]:
            found = withdrawn[slug]["instead"] if slug in withdrawn else slug
            if found and snapshot.number(found) is not None:
                self._cases[slug] = found
                self._has_case[arrays.having("case", slug)] = True

    def __len__(self) -> int:
        return self._arrays.entries

    def __iter__(self) -> Iterator[CatalogueEntry]:
        return map(self._arrays.entry, range(len(self)))

    def values(self, name: str) -> Sequence[str]:
        """The values of a filter that an entry has, sorted; both values of ``has_case``."""
        return list(HAS_CASE) if name == "has_case" else self._arrays.values[name]

    def names_without_case(self) -> Iterator[Names]:
        """What the entries without a case are called."""
        return self._arrays.names(np.flatnonzero(~self._has_case).tolist())

    def case_of(self, entry: CatalogueEntry) -> str | None:
        """The slug of the case about an entry, or of the one that replaced it, if there is one."""
        return self._cases.get(entry.case) if entry.case else None

    def listed(self, doc: int) -> Listed:
        """The entry of a number, with the case about it."""
        entry = self._arrays.entry(doc)
        case = self.case_of(entry)
        return Listed(entry, case, self._title_of(case) if case else None)

    # --- finding ----------------------------------------------------------------------

    def find(self, query: CatalogueQuery) -> FoundEntries:
        """The entries that meet a query: the best first, without a text the newest."""
        words = language.folded(query.text)[:MAX_WORDS]
        if query.text.strip():
            scores = self._scores(words)
            found = scores > 0
        else:
            scores = np.zeros(len(self))
            found = np.ones(len(self), np.bool_)
        masks = {name: self._mask(name, values) for name, values in query.filters.items()}
        kept = _all_of(found, masks)
        docs = np.flatnonzero(kept)
        docs = docs[np.argsort(-scores[docs], kind="stable")]
        return FoundEntries(query, docs.tolist(), self.listed, partial(self._counts, found, masks))

    def _mask(self, name: str, values: Sequence[str]) -> _Flags:
        """The entries that have one of the values of a filter."""
        if name == "has_case":
            kept = np.zeros(len(self), np.bool_)
            for value in values:
                kept |= self._has_case if value == "ya" else ~self._has_case
            return kept
        mask = np.zeros(len(self), np.bool_)
        for value in values:
            for single in self._meant(name, value):
                mask[self._arrays.having(name, single)] = True
        return mask

    def _meant(self, name: str, value: str) -> Sequence[str]:
        """The values of a column that a value of a filter stands for: for years in a row, each."""
        return BY_KEY["year"].covered(value, self.values(name)) if name == "year" else [value]

    def _counts(
        self, found: _Flags, masks: Mapping[str, _Flags]
    ) -> Mapping[str, Mapping[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for name in COUNTED:
            kept = _all_of(found, {other: mask for other, mask in masks.items() if other != name})
            counts[name] = {
                value: int((kept & self._mask(name, (value,))).sum()) for value in self.values(name)
            }
        return counts

    def _scores(self, words: Sequence[str]) -> NDArray[Any]:
        """How well each entry fits some folded words; 0 for those that aren't found."""
        covered, scores = np.zeros(len(self)), np.zeros(len(self))
        named: _Flags = np.zeros(len(self), np.bool_)
        total = 0.0
        for word in dict.fromkeys(words):
            if word in language.STOP_WORDS:
                continue
            stem = language.stem(word)
            rarity = self._rarity(stem)
            total += rarity
            # A name that was typed as one word is held as it is.
            postings = self._arrays.stem(stem) or self._arrays.stem(word)
            if postings:
                docs, weights = postings
                covered[docs] += rarity
                scores[docs] += rarity * weights
                named[docs] |= weights >= WEIGHTS["expansion"]
        whole = self._arrays.stem("".join(words)) if len(words) > 1 else None
        if whole:
            docs, weights = whole
            covered[docs], named[docs] = total + 1, True
            scores[docs] += (total + 1) * weights
        # Sums of the same numbers in another order differ in their last digits.
        found = (covered > 0.999 * total) | (named & (covered >= LEAST * total))
        return np.where(found & (covered > 0), scores, 0.0)

    def _rarity(self, stem: str) -> float:
        # A word that every case holds counts a little, too: it must not be free.
        return math.log(1 + self._snapshot.cases / (1 + self._snapshot.frequency(stem))) + 0.1


def _all_of(found: _Flags, masks: Mapping[str, _Flags]) -> _Flags:
    kept = found
    for mask in masks.values():
        kept = kept & mask
    return kept
