"""Which cases hold a term or meet conditions, from the arrays of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Any

import numpy as np
from cachetools import LRUCache, cached

from app.search import bm25, language
from app.search.fields import mask
from app.search.index.arrays import Floats, Ints
from app.search.index.snapshot import Postings, Snapshot
from app.search.language import Term
from app.search.query.attributes import Conditions
from app.search.rank.rules import ATTRIBUTE, FURTHER_WAY

_NO_FIELDS = np.zeros(0, np.uint32)
_NO_POSTINGS = Postings(np.zeros(0, np.int32), np.zeros(0), _NO_FIELDS, _NO_FIELDS)

# Memory for the postings of phrases, in bytes. A query looks up each phrase three times: whether
# any case holds it, what it scores, and where cases are about it.
CACHED_BYTES = 2 * 2**20

_OWNER = mask(["agency"])


class ArrayMatcher:
    """Finds cases by terms and conditions. Cases are always in ascending order."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        # Arrays over all cases are as long as the bits of the facets.
        self.size = snapshot.bits.shape[1] * 64
        cache: LRUCache[Any, Postings] = LRUCache(CACHED_BYTES, lambda postings: postings.bytes)
        self._phrase = cached(cache, lock=Lock())(self._phrase_postings)

    def cases_with(self, term: Term) -> Ints:
        """The cases that hold a word in any of its forms, or words next to each other."""
        return self.postings(term).docs

    def holds(self, term: Term) -> bool:
        """Whether some case holds a term."""
        if len(term) > 1:
            return len(self._phrase(term).docs) > 0
        return self._snapshot.frequency(language.stem(term[0])) > 0

    def postings(self, term: Term) -> Postings:
        """The same cases, with the impact of the term in each."""
        if len(term) > 1:
            return self._phrase(term)
        return self._snapshot.stem(language.stem(term[0])) or _NO_POSTINGS

    def _phrase_postings(self, words: Term) -> Postings:
        """The postings of a phrase.

        A phrase weighs as much as the lightest of its stems in the case: an upper bound,
        since the words may also stand apart there.
        """
        docs = self._snapshot.phrase(words)
        if not len(docs):
            return _NO_POSTINGS
        lightest: Floats = np.ones(len(docs))
        shared = np.full(len(docs), 2**32 - 1, np.uint32)
        some = np.zeros(len(docs), np.uint32)
        for number, (weights, fields) in enumerate(self._occurrences(words, docs)):
            lightest = np.minimum(lightest, weights) if number else weights
            shared &= fields
            some |= fields
        impacts = bm25.impact(lightest, self._snapshot.norms[docs])
        return Postings(docs, impacts, shared, some)

    def _occurrences(self, words: Term, docs: Ints) -> Iterator[tuple[Floats, Ints]]:
        """For each stem of some words its weights and fields in some cases."""
        return (self._snapshot.occurrences(stem, docs) for stem in language.stems_of(words))

    def all_in_fields(self, words: Term, fields: int) -> Ints:
        """The cases that hold each of some words in one of some fields."""
        stems = language.stems_of(words)
        rarest = min(stems, key=self._snapshot.frequency, default="")
        docs = (self._snapshot.stem(rarest) or _NO_POSTINGS).docs
        holding = np.ones(len(docs), np.bool_)
        for _, of_stem in self._occurrences(words, docs):
            holding &= (of_stem & fields) != 0
        return docs[holding]

    def cases_having(self, conditions: Conditions) -> Ints:
        """The cases that meet any of some conditions."""
        return self.having(conditions)[0]

    def having(self, conditions: Conditions) -> tuple[Ints, Floats]:
        """The cases that meet any of some conditions, and how much each does.

        A value, a property, a region or a word in the agency's name is met or not
        (``rules.ATTRIBUTE``); a word of another field is met by its impact there.
        """
        snapshot = self._snapshot
        degree = np.zeros(self.size)
        for fields, term in conditions.words:
            postings = self.postings(term)
            holds = ((postings.fields & fields) != 0).nonzero()[0]
            docs = postings.docs.take(holds).astype(np.intp)
            before = degree.take(docs)
            if fields == _OWNER:
                degree[docs] = np.maximum(before, ATTRIBUTE)
            else:
                impacts = postings.impacts.take(holds)
                lesser = np.minimum(before, impacts)
                degree[docs] = np.maximum(before, impacts) + FURTHER_WAY * lesser
        lists = (
            *(snapshot.having(facet, value) for facet, value in conditions.values),
            *map(snapshot.regions.of, conditions.regions),
            *map(snapshot.properties.of, conditions.properties),
        )
        if lists:
            docs = np.concatenate(lists, dtype=np.intp)
            degree[docs] = np.maximum(degree.take(docs), ATTRIBUTE)
        docs = (degree > 0).nonzero()[0]
        return docs.astype(np.int32), degree.take(docs)
