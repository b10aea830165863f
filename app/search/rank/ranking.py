"""Finding and ordering cases: what is asked of a ranker, and the one that searches use.

The rules are those of :mod:`app.search.reference.scoring`, worked out on the arrays of the
snapshot. :mod:`app.search.reference.ranker` works them out case by case on Whoosh's postings,
the slow and plain way; a test compares the two.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from app.search import bm25, language
from app.search.index.arrays import Floats, Ints, pack, unpack
from app.search.index.snapshot import Snapshot
from app.search.language import Term
from app.search.query.concepts import Concept
from app.search.query.places import Place
from app.search.query.query import NO_FILTERS, Sort
from app.search.rank.rules import (
    COORDINATION,
    COVERAGES,
    DECIMALS,
    FURTHER_WAY,
    MENTION,
    PLACE,
    SAME_FORM,
    SYNONYM,
)

# Concepts kept with their scores, in bytes: queries ask for the same things again.
CACHED_BYTES = 48 * 2**20

# Of so many more cases than are wanted, the best are picked before they are sorted.
_MANY = 4

# More than rounding moves a score.
_SLACK = 1e-6

Bits = NDArray[np.uint64]
Flags = NDArray[np.bool_]

# Less than anything that is covered, more than nothing.
_SOME = float(np.finfo(np.float64).tiny)

_NO_DOCS, _NO_PARTS = np.zeros(0, np.int32), np.zeros(0)

NO_NAMES: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True)
class Asked:
    """A concept, and what the collection knows of it.

    Attributes:
        mass: what the concept is worth in coverage.
        unknown: the typed words that no case has.
        used: the alternatives that some case has.
    """

    concept: Concept
    mass: float
    unknown: tuple[str, ...]
    used: tuple[tuple[str, ...], ...]


class Wanted(NamedTuple):
    """What a ranker is asked.

    Attributes:
        asked: the things looked for, from the ranker's own ``score``.
        named: cases called by name, with what that adds to their score.
        phrases: words that must stand together.
        excluded: words or phrases that must not be there.
        filters: facet key → values, OR between them, AND between facets.
        first: how many of the best to pass over.
        limit: how many to return.
    """

    asked: Sequence[Asked] = ()
    named: Mapping[int, float] = NO_NAMES
    phrases: Sequence[Term] = ()
    excluded: Sequence[Term] = ()
    filters: Mapping[str, Sequence[str]] = NO_FILTERS
    sort: Sort = "relevance"
    first: int = 0
    limit: int = 20


class Ranked(NamedTuple):
    """The answer: cases by their number in the snapshot.

    Attributes:
        total: how many cases were found.
        docs: those asked for, the best first.
        scores: their scores.
        counts: for each value of each facet (a row of ``Snapshot.bits``) the number of
            cases, under the filters of the other facets alone.
    """

    total: int
    docs: Sequence[int]
    scores: Sequence[float]
    counts: Ints


class Ranker(Protocol):
    """A way to find and order the cases of one generation. Safe to share."""

    def score(self, concept: Concept) -> Asked:
        """What every case gets for a concept."""

    def together(self, word: str, asked: Iterable[Asked]) -> int:
        """With how many cases of what is asked a word goes together."""

    def rank(self, wanted: Wanted) -> Ranked:
        """Find, order and count."""


@dataclass(frozen=True)
class Impact(Asked):
    """A concept with what the cases get for it, in arrays of one length.

    Attributes:
        docs: the cases that have it, ascending.
        scores: their scores.
        covered: the part of ``mass`` each has.
    """

    docs: Ints
    scores: Floats
    covered: Floats

    @property
    def bytes(self) -> int:
        """What keeping it costs."""
        return sys.getsizeof(self) + self.docs.nbytes + self.scores.nbytes + self.covered.nbytes


class _Scores(NamedTuple):
    """The scores of all cases, worked out for those that are asked for.

    Attributes:
        total: the sum of what each gets for the concepts.
        covered: what each has of the concepts' ``mass``.
        extra: what is added, if anything is.
    """

    total: Floats
    covered: Floats
    mass: float
    extra: Floats | None

    def of(self, docs: Ints) -> Floats:
        """The scores of some cases."""
        scores = self.total[docs]
        if self.mass:
            scores *= (self.covered[docs] / self.mass) ** COORDINATION
        if self.extra is not None:
            scores += self.extra[docs]
        return scores.round(DECIMALS)

    def best(self, docs: Ints, count: int) -> tuple[Ints, Floats]:
        """The best of some cases with their scores, the best first; of equal ones the first.

        Covering less than all only lowers a score, and the power that says how much is
        dear. So it is worked out for the best without it: those that remain below the
        worst of them even so can't be among the best.
        """
        if len(docs) > _MANY * count:
            most = self.total[docs]
            if self.extra is not None:
                most += self.extra[docs]
            near = most.argpartition(len(most) - count)[-count:]
            least = self.of(docs[near]).min() - _SLACK
            docs = docs[most >= least]
        scores = self.of(docs)
        order = (-scores).argsort(kind="stable")[:count]
        return docs[order], scores[order]


class ArrayRanker:
    """Ranks on the arrays of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        # Scratch arrays are as long as the bits of the facets.
        self._size = snapshot.bits.shape[1] * 64
        self._everything: Flags = np.arange(self._size) < snapshot.cases
        #: Scores of concepts, by what they take in memory.
        self.kept: LRUCache[Concept, Impact] = LRUCache(CACHED_BYTES, lambda one: one.bytes)
        self._lock = threading.Lock()

    # --- one concept ------------------------------------------------------------------

    def _idf(self, holding: int) -> float:
        return bm25.idf(self._snapshot.cases, holding)

    def score(self, concept: Concept) -> Impact:
        """What every case gets for a concept."""
        with self._lock:
            found = self.kept.get(concept)
        if found is None:
            found = self._score(concept)
            if found.bytes <= CACHED_BYTES:
                with self._lock:
                    self.kept[concept] = found
        return found

    def _score(self, concept: Concept) -> Impact:
        snapshot = self._snapshot
        said, unknown = [], []
        for word in concept.words:
            if word not in language.STOP_WORDS:
                postings = snapshot.stem(language.stem(word))
                if postings:
                    said.append((word, postings))
                else:
                    unknown.append(word)
        if len(said) == 1 and not concept.alternatives and not concept.place:
            # Most concepts are a word: its postings are the answer.
            word, postings = said[0]
            idf = self._idf(len(postings.docs))
            scores = self._exact(word, postings.docs, idf * postings.impacts)
            covered = np.broadcast_to(idf, len(scores))  # one number, seen as many
            return Impact(concept, idf, tuple(unknown), (), postings.docs, scores, covered)

        scores = np.zeros(self._size)
        covered = np.zeros(self._size)
        mass = 0.0
        for word, postings in said:
            idf = self._idf(len(postings.docs))
            mass += idf
            scores[postings.docs] += self._exact(word, postings.docs, idf * postings.impacts)
            covered[postings.docs] += idf
        others = {
            term: found for term in concept.alternatives if len((found := self._term(term))[0])
        }
        if others:
            if unknown or not mass:
                held = np.zeros(self._size, np.bool_)
                for docs, _ in others.values():
                    held[docs] = True
                mass = max(mass, self._idf(int(np.count_nonzero(held))))
            for docs, parts in others.values():
                worth = SYNONYM * min(mass, self._idf(len(docs)))
                before, now = scores[docs], worth * parts
                scores[docs] = np.maximum(before, now) + FURTHER_WAY * np.minimum(before, now)
                covered[docs] = np.maximum(covered[docs], worth)
        if concept.place:
            unknown.clear()
            inside = self._in_place(concept.place)
            rarity = self._idf(len(inside))
            mass = max(mass, rarity)
            scores *= MENTION
            covered *= MENTION
            scores[inside] = np.maximum(scores[inside], PLACE * rarity)
            covered[inside] = mass
        docs = np.flatnonzero(covered).astype(np.int32)
        return Impact(
            concept, mass, tuple(unknown), tuple(others), docs, scores[docs], covered[docs]
        )

    def _exact(self, word: str, docs: Ints, scores: Floats) -> Floats:
        """The scores, raised where the case has the word in the form typed."""
        held = self._flags(self._snapshot.holding(word))
        return np.where(held[docs], scores * SAME_FORM, scores)

    def _term(self, term: tuple[str, ...]) -> tuple[Ints, Floats]:
        """The cases that hold a word in any form, or words next to each other; their parts."""
        if len(term) > 1:
            return self._phrase(term)
        found = self._snapshot.stem(language.stem(term[0]))
        return (found.docs, found.impacts) if found else (_NO_DOCS, _NO_PARTS)

    def _phrase(self, words: Term) -> tuple[Ints, Floats]:
        snapshot = self._snapshot
        docs = snapshot.phrase(words)
        weights = np.full(len(docs), np.inf)
        for word in words:
            if word not in language.STOP_WORDS:
                np.minimum(weights, snapshot.weights(language.stem(word), docs), out=weights)
        weights[np.isinf(weights)] = 1.0
        return docs, bm25.impact(weights, snapshot.norms[docs])

    def _in_place(self, place: Place) -> Ints:
        """The cases that a place runs."""
        snapshot = self._snapshot
        if place.level:
            held = [snapshot.having("level", place.level)]
        elif place.codes:
            held = [snapshot.regions.of(code) for code in place.codes]
        else:
            held = [snapshot.having("province", name) for name in place.provinces]
        return held[0] if len(held) == 1 else np.unique(np.concatenate(held))

    def together(self, word: str, asked: Iterable[Asked]) -> int:
        """With how many cases of what is asked a word goes together."""
        found = self._snapshot.stem(language.stem(word))
        if found is None:
            return 0
        held = self._flags(found.docs)
        return sum(int(np.count_nonzero(held[one.docs])) for one in _impacts(asked))

    # --- a query ----------------------------------------------------------------------

    def rank(self, wanted: Wanted) -> Ranked:
        """Find, order and count."""
        impacts = [one for one in _impacts(wanted.asked) if len(one.docs)]
        mass = sum(one.mass for one in impacts)
        total, covered = self._sums(impacts)
        matched = self._matched(wanted, covered, mass)
        held = [self._term(phrase) for phrase in wanted.phrases]
        for docs, _ in held:
            matched &= self._flags(docs)
        for phrase in wanted.excluded:
            matched[self._term(phrase)[0]] = False

        filters = {key: self._filter(key, values) for key, values in wanted.filters.items()}
        bits = found = pack(matched)
        for passing in filters.values():
            found = found & passing
        docs = (unpack(found) if filters else matched).nonzero()[0]
        scores = _Scores(total, covered, mass, self._extra(wanted, held))
        end = wanted.first + wanted.limit
        if wanted.sort == "relevance" and (wanted.asked or wanted.named or held):
            shown, points = scores.best(docs, end)
        else:
            if wanted.sort == "name":
                shown = docs[np.argsort(self._snapshot.by_name[docs])][:end]
            else:
                shown = docs[:end]
            points = scores.of(shown)
        return Ranked(
            total=len(docs),
            docs=shown[wanted.first :].tolist(),
            scores=points[wanted.first :].tolist(),
            counts=self._counts(bits, found, filters),
        )

    def _sums(self, impacts: Sequence[Impact]) -> tuple[Floats, Floats]:
        """What every case gets for several concepts, and what it has of them."""
        if not impacts:
            return np.zeros(self._size), np.zeros(self._size)
        docs = np.concatenate([one.docs for one in impacts], dtype=np.intp)
        scores = np.concatenate([one.scores for one in impacts])
        covered = np.concatenate([one.covered for one in impacts])
        return _sum(docs, scores, self._size), _sum(docs, covered, self._size)

    def _matched(self, wanted: Wanted, covered: Floats, mass: float) -> Flags:
        """The cases that have enough of what was asked (``rules.COVERAGES``)."""
        if not wanted.asked and (wanted.phrases or not wanted.named):
            return self._everything.copy()
        for coverage in COVERAGES:
            enough: Flags = covered >= max(coverage * mass - 1e-9, _SOME)
            if enough.any():
                break
        if wanted.named:
            enough[list(wanted.named)] = True
        return enough

    def _extra(self, wanted: Wanted, held: Sequence[tuple[Ints, Floats]]) -> Floats | None:
        """What names and phrases add to the score of every case, if there are any."""
        if not wanted.named and not held:
            return None
        extra = np.zeros(self._size)
        for doc, bonus in wanted.named.items():
            extra[doc] += bonus
        for docs, parts in held:
            extra[docs] += self._idf(len(docs)) * parts
        return extra

    def _flags(self, docs: Ints) -> Flags:
        held = np.zeros(self._size, np.bool_)
        held[docs] = True
        return held

    def _filter(self, key: str, values: Iterable[str]) -> Bits:
        """The cases that have any of the values; those that no case has find nothing."""
        numbers = [
            number for value in values if (number := self._snapshot.row(key, value)) is not None
        ]
        bits = self._snapshot.bits
        found: Bits = (
            bits[numbers[0]] if len(numbers) == 1 else np.bitwise_or.reduce(bits[numbers], axis=0)
        )
        return found

    def _counts(self, matched: Bits, found: Bits, filters: Mapping[str, Bits]) -> Ints:
        """The cases of every value, each facet under the filters of the others alone."""
        snapshot = self._snapshot
        counts = _count(snapshot.bits, found)
        for key in filters:
            base = matched
            for other, bits in filters.items():
                if other != key:
                    base = base & bits
            rows = snapshot.rows[key]
            counts[rows] = _count(snapshot.bits[rows], base)
        return counts


def _impacts(asked: Iterable[Asked]) -> list[Impact]:
    return [one for one in asked if isinstance(one, Impact)]


def _sum(docs: Ints, values: Floats, size: int) -> Floats:
    """The sum of the values of each document."""
    sums: NDArray[Any] = np.bincount(docs, values, size)  # its types say integers
    return sums


def _count(bits: Bits, base: Bits) -> Ints:
    counts: Ints = np.add.reduce(np.bitwise_count(bits & base), axis=1, dtype=np.int32)
    return counts
