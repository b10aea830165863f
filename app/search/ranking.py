"""Finding and ordering cases: what is asked of a ranker, and the one that searches use.

The rules are those of :mod:`app.search.scoring`, worked out on the arrays of the
snapshot. :mod:`app.search.reference` works them out case by case on Whoosh's postings,
the slow and plain way; a test compares the two.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from app.search import language, scoring
from app.search.places import Place
from app.search.query import Phrase, Sort
from app.search.reading import Concept
from app.search.scoring import (
    AGAIN,
    COORDINATION,
    COVERAGES,
    DIGITS,
    EXACT,
    K1,
    MENTION,
    PLACE,
    SYNONYM,
    Asked,
)
from app.search.snapshot import Floats, Ints, Snapshot, pack

# Concepts kept with their scores, in bytes: queries ask for the same things again.
CACHED_BYTES = 16 * 2**20

# Of so many more cases than are wanted, the best are picked before they are sorted.
_MANY = 4

Bits = NDArray[np.uint64]

_NO_DOCS, _NO_PARTS = np.zeros(0, np.int32), np.zeros(0)


@dataclass(frozen=True)
class Wanted:
    """What a ranker is asked.

    Attributes:
        asked: the things looked for, from the ranker's own ``score``.
        named: cases called by name, with what that adds to their score.
        phrases: words that must stand together.
        excluded: words or phrases that must not be there.
        filters: facet key → values, OR between them, AND between facets.
        first: how many of the best to pass over.
        count: how many to return.
    """

    asked: Sequence[Asked] = ()
    named: Mapping[int, float] = field(default_factory=dict)
    phrases: Sequence[Phrase] = ()
    excluded: Sequence[Phrase] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: Sort = "relevance"
    first: int = 0
    count: int = 20


@dataclass(frozen=True)
class Ranked:
    """The answer: cases by their number in the snapshot.

    Attributes:
        total: how many cases were found.
        docs: those asked for, the best first.
        scores: their scores.
        counts: facet key → for each of its values (``Snapshot.values``) the number of
            cases, under the filters of the other facets alone.
    """

    total: int
    docs: Sequence[int]
    scores: Sequence[float]
    counts: Mapping[str, Sequence[int]]


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
        covered: the part of ``mass`` each has; one number if all have the same.
    """

    docs: Ints
    scores: Floats
    covered: Floats | float

    @property
    def bytes(self) -> int:
        """What keeping it costs."""
        covered = 0 if isinstance(self.covered, float) else self.covered.nbytes
        return sys.getsizeof(self) + self.docs.nbytes + self.scores.nbytes + covered


class ArrayRanker:
    """Ranks on the arrays of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        # Scratch arrays are as long as the bits of the facets.
        self._size = snapshot.bits.shape[1] * 64
        everything = np.zeros(self._size, np.bool_)
        everything[: snapshot.cases] = True
        self._everything: Bits = pack(everything)
        #: Scores of concepts, by what they take in memory.
        self.kept: LRUCache[Concept, Impact] = LRUCache(CACHED_BYTES, lambda one: one.bytes)
        self._lock = threading.Lock()

    # --- one concept ------------------------------------------------------------------

    def _idf(self, holding: int) -> float:
        return scoring.idf(self._snapshot.cases, holding)

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
            scores = self._exact(word, postings.docs, idf * postings.parts)
            return Impact(concept, idf, tuple(unknown), (), postings.docs, scores, idf)

        scores = np.zeros(self._size)
        covered = np.zeros(self._size)
        mass = 0.0
        for word, postings in said:
            idf = self._idf(len(postings.docs))
            mass += idf
            scores[postings.docs] += self._exact(word, postings.docs, idf * postings.parts)
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
                scores[docs] = np.maximum(before, now) + AGAIN * np.minimum(before, now)
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
        held = np.zeros(self._size, np.bool_)
        held[self._snapshot.holding(word)] = True
        return np.where(held[docs], scores * EXACT, scores)

    def _term(self, term: tuple[str, ...]) -> tuple[Ints, Floats]:
        """The cases that hold a word in any form, or words next to each other; their parts."""
        if len(term) > 1:
            return self._phrase(term)
        found = self._snapshot.stem(language.stem(term[0]))
        return (found.docs, found.parts) if found else (_NO_DOCS, _NO_PARTS)

    def _phrase(self, words: Phrase) -> tuple[Ints, Floats]:
        snapshot = self._snapshot
        docs = snapshot.phrase(words)
        weights = np.full(len(docs), np.inf)
        for word in words:
            if word not in language.STOP_WORDS:
                np.minimum(weights, snapshot.weights(language.stem(word), docs), out=weights)
        weights[np.isinf(weights)] = 1.0
        return docs, weights * (K1 + 1) / (weights + K1 * snapshot.norms[docs])

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
        held = np.zeros(self._size, np.bool_)
        held[found.docs] = True
        return sum(int(np.count_nonzero(held[one.docs])) for one in _impacts(asked))

    # --- a query ----------------------------------------------------------------------

    def rank(self, wanted: Wanted) -> Ranked:
        """Find, order and count."""
        impacts = _impacts(wanted.asked)
        total = np.zeros(self._size)
        covered = np.zeros(self._size)
        mass = 0.0
        for one in impacts:
            if len(one.docs):
                mass += one.mass
                total[one.docs] += one.scores
                covered[one.docs] += one.covered
        matched = self._everything
        if impacts or (wanted.named and not wanted.phrases):
            enough = self._enough(covered, mass)
            enough[list(wanted.named)] = True
            matched = pack(enough)
        held = [self._term(phrase) for phrase in wanted.phrases]
        for docs, _ in held:
            matched = matched & self._bits(docs)
        for phrase in wanted.excluded:
            matched = matched & ~self._bits(self._term(phrase)[0])

        filters = {key: self._filter(key, values) for key, values in wanted.filters.items()}
        found = matched
        for bits in filters.values():
            found = found & bits
        docs = np.flatnonzero(np.unpackbits(found.view(np.uint8), bitorder="little"))
        if wanted.sort == "name":
            docs = docs[np.argsort(self._snapshot.by_name[docs])]
        scores = self._combined(docs, total, covered, mass, wanted, held)
        end = wanted.first + wanted.count
        if wanted.sort == "relevance" and (impacts or wanted.named or held):
            best = _best(scores, end)[wanted.first :]
        else:
            best = np.arange(wanted.first, min(end, len(docs)))
        return Ranked(
            total=len(docs),
            docs=docs[best].tolist(),
            scores=scores[best].tolist(),
            counts=self._counts(matched, found, filters),
        )

    def _enough(self, covered: Floats, mass: float) -> NDArray[np.bool_]:
        """The cases that have enough of what was asked (``scoring.COVERAGES``)."""
        some = covered > 0
        for coverage in COVERAGES:
            enough: NDArray[np.bool_] = some & (covered >= coverage * mass - 1e-9)
            if enough.any():
                break
        return enough

    def _combined(
        self,
        docs: Ints,
        total: Floats,
        covered: Floats,
        mass: float,
        wanted: Wanted,
        held: Iterable[tuple[Ints, Floats]],
    ) -> Floats:
        """The scores of the cases found, for everything together."""
        scores = total[docs]
        if mass:
            scores *= (covered[docs] / mass) ** COORDINATION
        if wanted.named or wanted.phrases:
            extra = np.zeros(self._size)
            for doc, bonus in wanted.named.items():
                extra[doc] += bonus
            for holding, parts in held:
                extra[holding] += self._idf(len(holding)) * parts
            scores += extra[docs]
        return np.round(scores, DIGITS)

    def _bits(self, docs: Ints) -> Bits:
        held = np.zeros(self._size, np.bool_)
        held[docs] = True
        return pack(held)

    def _filter(self, key: str, values: Iterable[str]) -> Bits:
        """The cases that have any of the values; those that no case has find nothing."""
        numbers = [
            number for value in values if (number := self._snapshot.row(key, value)) is not None
        ]
        found: Bits = np.bitwise_or.reduce(self._snapshot.bits[numbers], axis=0)
        return found

    def _counts(
        self, matched: Bits, found: Bits, filters: Mapping[str, Bits]
    ) -> Mapping[str, Sequence[int]]:
        """The cases of every value, each facet under the filters of the others alone."""
        everything = _count(self._snapshot.bits, found)
        counts = {key: everything[rows] for key, rows in self._snapshot.rows.items()}
        for key in filters:
            base = matched
            for other, bits in filters.items():
                if other != key:
                    base = base & bits
            counts[key] = _count(self._snapshot.bits[self._snapshot.rows[key]], base)
        return counts


def _impacts(asked: Iterable[Asked]) -> list[Impact]:
    return [one for one in asked if isinstance(one, Impact)]


def _count(bits: Bits, base: Bits) -> list[int]:
    counts: list[int] = np.add.reduce(
        np.bitwise_count(bits & base), axis=1, dtype=np.int32
    ).tolist()
    return counts


def _best(scores: Floats, count: int) -> Ints:
    """Where the best scores stand, the best first; of equal ones the first."""
    if len(scores) > _MANY * count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        places = np.flatnonzero(scores >= least)
    else:
        places = np.arange(len(scores))
    return places[np.argsort(-scores[places], kind="stable")][:count]
