"""The index of a pack's search: which cases hold a term, and how much.

A script scores with these postings (``static/search-ranking.js``). They are the site's: the
occurrences of a stem, each counted with the weight of its field (:mod:`app.search.fields`), in
one list for all fields. A script can't look for words that stand next to each other, so the terms
of several words that the curators' lists name are terms of the index, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypedDict

import numpy as np

from app.search import language
from app.search.fields import CORE
from app.search.index.arrays import Floats, Ints
from app.search.index.snapshot import Snapshot
from app.search.language import Term

#: Weighted occurrences are whole numbers of these shares: the lightest field weighs 0.5.
SHARES = 5


@dataclass(frozen=True)
class Selection:
    """The cases of a pack, out of all cases of a snapshot.

    Attributes:
        snapshot: the arrays of the whole collection.
        docs: the numbers of the cases in it, ascending. In the pack they count from 0.
    """

    snapshot: Snapshot
    docs: Ints

    @classmethod
    def of(cls, snapshot: Snapshot, slugs: Iterable[str]) -> Selection:
        """The cases with some slugs; slugs without a case are left out."""
        found = [doc for doc in map(snapshot.number, slugs) if doc is not None]
        return cls(snapshot, np.unique(np.array(found, np.int64)))

    @cached_property
    def slugs(self) -> Sequence[str]:
        """The slug of each case of the pack."""
        return [self.snapshot.slugs[doc] for doc in self.docs]

    def own(self, docs: Ints) -> tuple[Ints, Ints]:
        """Those of some cases that are in the pack.

        Args:
            docs: cases of the snapshot, ascending.

        Returns:
            Their numbers in the pack, and their places among ``docs``.
        """
        _, numbers, places = np.intersect1d(
            self.docs, docs, assume_unique=True, return_indices=True
        )
        return numbers, places


def steps(numbers: Ints) -> list[int]:
    """Ascending numbers, each as its step from the one before: short, and it packs well.

    >>> steps(np.array([3, 4, 9]))
    [3, 1, 5]
    """
    values: list[int] = np.diff(numbers, prepend=0).tolist()
    return values


class Index(TypedDict):
    """The index as a script reads it.

    Attributes:
        stems: a line for each stem: the stem, then the other words of the collection that have it.
        roots: how many of the stems, from the first on, are roots of the dictionary.
        phrases: a line for each term of several words.
        postings: for each stem and then each phrase, two numbers a case: the step from the case
            before, and twice the weighted occurrences, plus one if a core field holds the term.
        lengths: the number of terms of each case.
    """

    stems: str
    roots: int
    phrases: str
    postings: list[list[int]]
    lengths: list[int]


class _Posting(NamedTuple):
    term: str
    docs: Ints
    weights: Floats
    fields: Ints


def index_of(selection: Selection, phrases: Iterable[Term]) -> Index:
    """The index of a pack.

    English words have no stems of their own in it: the English summaries would make it a quarter
    larger, and gain 0.002 in nDCG@10.

    Args:
        phrases: terms of several words; those that no case of the pack holds are left out.
    """
    snapshot = selection.snapshot
    lengths = np.zeros(len(selection.docs), np.int64)
    rows: dict[str, list[int]] = {}
    for term, docs, weights, fields in (*_stems(snapshot), *_phrases(snapshot, phrases)):
        own, places = selection.own(docs)
        if len(own):
            rows[term] = _row(own, weights[places], (fields[places] & CORE) != 0)
            lengths[own] += 1
    stems = [term for term in rows if " " not in term]
    forms = _forms(snapshot)
    return {
        "stems": "\n".join(" ".join([stem, *forms[stem]]) for stem in stems),
        "roots": sum(stem in language.roots() for stem in stems),
        "phrases": "\n".join(term for term in rows if " " in term),
        "postings": list(rows.values()),
        "lengths": lengths.tolist(),
    }


def _stems(snapshot: Snapshot) -> Iterator[_Posting]:
    """The stems, those that are roots first."""
    indonesian = [stem for stem in snapshot.stems if not stem.startswith(language.ENGLISH_MARK)]
    for stem in sorted(indonesian, key=lambda stem: stem not in language.roots()):
        found = snapshot.stem(stem)
        if found:
            yield _Posting(stem, found.docs, *snapshot.occurrences(stem, found.docs))


def _phrases(snapshot: Snapshot, phrases: Iterable[Term]) -> Iterator[_Posting]:
    """The cases where the words of each phrase stand together, weighed as the site weighs them."""
    for words in sorted(phrases):
        docs = snapshot.phrase(words)
        of_stems = [snapshot.occurrences(stem, docs) for stem in language.stems_of(words)]
        if of_stems:
            lightest = np.minimum.reduce([weights for weights, _ in of_stems])
            fields = np.bitwise_or.reduce([fields for _, fields in of_stems])
            yield _Posting(" ".join(words), docs, lightest, fields)


def _forms(snapshot: Snapshot) -> Mapping[str, list[str]]:
    """Stem → the other words of the collection that have it."""
    forms: dict[str, list[str]] = defaultdict(list)
    for word in snapshot.words:
        stem = language.stem(word)
        if word != stem and word not in language.STOP_WORDS:
            forms[stem].append(word)
    return forms


def _row(docs: Ints, weights: Floats, core: Ints) -> list[int]:
    counts = np.maximum(1, np.rint(weights.astype(np.float64) * SHARES)).astype(np.int64)
    row = np.empty(2 * len(docs), np.int64)
    row[::2] = np.diff(docs, prepend=0)
    row[1::2] = 2 * counts + core
    values: list[int] = row.tolist()
    return values
