"""Which cases hold a term, and which cases a place runs, from the arrays of a snapshot."""

from __future__ import annotations

import numpy as np

from app.search import bm25, language
from app.search.index.arrays import Ints
from app.search.index.snapshot import Postings, Snapshot
from app.search.language import Term
from app.search.query.places import Place

_NO_POSTINGS = Postings(np.zeros(0, np.int32), np.zeros(0))


class ArrayMatcher:
    """Finds cases by terms and places. Cases are always in ascending order."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def cases_with(self, term: Term) -> Ints:
        """The cases that hold a word in any of its forms, or words next to each other."""
        if len(term) > 1:
            return self._snapshot.phrase(term)
        return self.postings(term).docs

    def postings(self, term: Term) -> Postings:
        """The same cases, with the impact of the term in each."""
        if len(term) > 1:
            return self._phrase(term)
        return self._snapshot.stem(language.stem(term[0])) or _NO_POSTINGS

    def _phrase(self, words: Term) -> Postings:
        """The postings of a phrase.

        A phrase weighs as much as the lightest of its stems in the case: an upper bound,
        since the words may also stand apart there.
        """
        snapshot = self._snapshot
        docs = snapshot.phrase(words)
        weights = [snapshot.weights(stem, docs) for stem in language.stems_of(words)]
        lightest = np.min(weights, axis=0) if weights else np.ones(len(docs))
        return Postings(docs, bm25.impact(lightest, snapshot.norms[docs]))

    def run_by(self, place: Place) -> Ints:
        """The cases that a place, or a kind of government, runs."""
        snapshot = self._snapshot
        if place.level:
            return snapshot.having("level", place.level)
        if place.codes:
            several = [snapshot.regions.of(code) for code in place.codes]
        else:
            several = [snapshot.having("province", name) for name in place.provinces]
        return np.unique(np.concatenate(several))
