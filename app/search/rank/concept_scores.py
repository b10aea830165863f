"""Scores cases for a single concept: the words, their alternatives, or an attribute.

The rules are those of :mod:`app.search.rank.rules`. Only the cases that have some of a concept
are kept, so that the scores of a rare word take next to no memory.

Here and in the ranker, arrays are read by ``take`` and written at places of numpy's own size:
with many cases, the other ways to do the same take two to four times as long.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from threading import Lock
from typing import NamedTuple

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from app.search import bm25, language
from app.search.fields import CORE
from app.search.index.arrays import Floats, Ints
from app.search.index.snapshot import Postings, Snapshot
from app.search.language import Term
from app.search.query.attributes import Attribute
from app.search.query.concepts import Concept
from app.search.query.places import Place
from app.search.rank.matching import ArrayMatcher
from app.search.rank.rules import FURTHER_WAY, MENTION, SAME_FORM, SYNONYM

# Memory for scored concepts, in bytes.
CACHED_BYTES = 6 * 2**20

Flags = NDArray[np.bool_]


class ScoredConcept(NamedTuple):
    """A concept with the cases that have some of it.

    Attributes:
        rarity: what having the concept counts in coverage.
        docs: the cases that have some of it, ascending.
        scores: the score of each of them.
        covered: how much of ``rarity`` each of them has.
        core: whether each of them is about the concept: has the attribute, or holds the concept
            in a core field.
    """

    rarity: float
    docs: Ints
    scores: Floats
    covered: Floats
    core: Flags

    @property
    def bytes(self) -> int:
        """The memory that it takes beyond the arrays of the snapshot.

        A word has the cases of its postings, and the same coverage in all of them: neither takes
        memory. Some 500 bytes go to the concept, the objects of the arrays and the cache.
        """
        size = _OBJECTS + self.scores.nbytes + self.core.nbytes
        for array in (self.docs, self.covered):
            size += array.nbytes if array.base is None else 0
        return size


# The bytes of a scored concept without the contents of its arrays.
_OBJECTS = 500 + 4 * sys.getsizeof(np.zeros(0))

_NOTHING = ScoredConcept(
    0.0, np.zeros(0, np.int32), np.zeros(0), np.zeros(0), np.zeros(0, np.bool_)
)


class ConceptScorer:
    """Scores the cases of a snapshot, and remembers the scores. Threads may share it."""

    def __init__(self, snapshot: Snapshot, matcher: ArrayMatcher) -> None:
        self._snapshot = snapshot
        self._matcher = matcher
        self._size = matcher.size
        #: The concepts that are remembered.
        self.cache: LRUCache[Concept, ScoredConcept] = LRUCache(
            CACHED_BYTES, lambda scored: scored.bytes
        )
        self._lock = Lock()

    def score(self, concept: Concept) -> ScoredConcept:
        """The cases that have some of a concept, with their scores."""
        with self._lock:
            scored = self.cache.get(concept)
        if scored is None:
            scored = self._score(concept)
            with self._lock, suppress(ValueError):  # it may take more than all may
                self.cache[concept] = scored
        return scored

    def idf(self, holding: int) -> float:
        """The rarity of what so many cases hold."""
        return bm25.idf(self._snapshot.cases, holding)

    def _score(self, concept: Concept) -> ScoredConcept:
        alternatives = [
            postings
            for term in concept.alternatives
            if len((postings := self._matcher.postings(term)).docs)
        ]
        if not (alternatives or concept.attribute) and len(concept.words) == 1:
            return self._score_word(concept.words[0])
        scores, covered = np.zeros(self._size), np.zeros(self._size)
        rarity, complete = self._add_words(concept.words, scores, covered)
        if alternatives:
            if not complete or not rarity:
                held = self._any(found.docs for found in alternatives)
                rarity = max(rarity, self.idf(int(np.count_nonzero(held))))
            self._add_alternatives(alternatives, rarity, scores, covered)
        if concept.attribute:
            rarity, core = self._add_attribute(concept.attribute, rarity, scores, covered)
        else:
            core = self._cases_about(concept.words, alternatives)
        is_core = self._any([core])
        docs = ((covered > 0) | is_core).nonzero()[0]
        return ScoredConcept(
            rarity, docs.astype(np.int32), scores.take(docs), covered.take(docs), is_core.take(docs)
        )

    def _score_word(self, word: str) -> ScoredConcept:
        """The cases of a word that nothing else stands for: most concepts are such."""
        if word in language.STOP_WORDS:
            return _NOTHING
        postings = self._matcher.postings((word,))
        docs = postings.docs
        if not len(docs):
            return _NOTHING
        idf = self.idf(len(docs))
        scores = self._scores_of_word(word, postings, idf)
        core = (postings.any_fields & CORE) != 0
        # The same number for all cases: read again and again from one place.
        covered: Floats = np.ndarray(docs.shape, np.float64, np.array([idf]), strides=(0,))
        return ScoredConcept(idf, docs, scores, covered, core)

    def _scores_of_word(self, word: str, postings: Postings, idf: float) -> Floats:
        """The score of each case of the postings of a word."""
        scores: Floats = idf * postings.impacts
        same_form = self._snapshot.holding(word)
        if len(same_form) == len(scores):
            scores *= SAME_FORM
        elif len(same_form):
            scores *= np.where(self._any([same_form]).take(postings.docs), SAME_FORM, 1.0)
        return scores

    def _any(self, several: Iterable[Ints]) -> Flags:
        """Whether each case is in any of several arrays."""
        flags = np.zeros(self._size, np.bool_)
        for docs in several:
            flags[docs.astype(np.intp)] = True
        return flags

    def _cases_about(self, words: Term, alternatives: Sequence[Postings]) -> Ints:
        """The cases that hold a concept in any of its ways, some of it in a core field.

        The words of a term count where they stand together: apart they are something else.
        Where they stand together in no such case, all of them in core fields will do.
        """
        ways = (self._matcher.postings(words), *alternatives)
        docs = np.concatenate([way.docs[(way.any_fields & CORE) != 0] for way in ways])
        return docs if len(docs) else self._matcher.all_in_fields(words, CORE)

    def _add_words(self, words: Term, scores: Floats, covered: Floats) -> tuple[float, bool]:
        """Add the typed words; their rarity, and whether some case holds each of them."""
        rarity, complete = 0.0, True
        for word in words:
            if word in language.STOP_WORDS:
                continue
            postings = self._matcher.postings((word,))
            if not len(postings.docs):
                complete = False
                continue
            docs, idf = postings.docs.astype(np.intp), self.idf(len(postings.docs))
            scores[docs] += self._scores_of_word(word, postings, idf)
            covered[docs] += idf
            rarity += idf
        return rarity, complete

    def _add_alternatives(
        self, alternatives: Sequence[Postings], rarity: float, scores: Floats, covered: Floats
    ) -> None:
        """Add the alternatives: in each case, the best way to say the concept counts in full."""
        for postings in alternatives:
            docs = postings.docs.astype(np.intp)
            # An alternative counts no more than its own rarity, nor than that of the words.
            worth = SYNONYM * min(rarity, self.idf(len(docs)))
            before, alternative = scores.take(docs), worth * postings.impacts
            lesser = np.minimum(before, alternative)
            lesser *= FURTHER_WAY
            scores[docs] = np.maximum(before, alternative, out=alternative) + lesser
            covered[docs] = np.maximum(covered.take(docs), worth)

    def _add_attribute(
        self, attribute: Attribute | Place, rarity: float, scores: Floats, covered: Floats
    ) -> tuple[float, Ints]:
        """Raise the cases that have an attribute above those that mention it.

        Returns:
            The rarity of the attribute, which is that of the concept then, and the cases.
        """
        docs, degree = self._matcher.having(attribute.conditions)
        own_rarity = self.idf(len(docs)) if len(docs) else rarity
        found = docs.astype(np.intp)
        scores *= MENTION
        # Where nothing is held, both rarities are 0.
        covered *= MENTION * own_rarity / (max(rarity, own_rarity) or 1.0)
        scores[found] = np.maximum(scores.take(found), own_rarity * degree)
        covered[found] = own_rarity
        return own_rarity, docs
