"""Ranking case by case, with dictionaries: slow, plain, and the reference.

Searches of the site run on arrays (:mod:`app.search.rank.array_ranker`). The reference
follows the same rules without them, so that a test can compare every ranking and count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from app.search.index.snapshot import Snapshot
from app.search.rank.ranker import Ranking, RankRequest
from app.search.rank.rules import DECIMALS
from app.search.reference import scoring
from app.search.reference.plain_index import PlainIndex


class PlainRanker:
    """Ranks the cases of a plain index.

    The snapshot only gives the order in which the values of facets are counted.
    """

    def __init__(self, index: PlainIndex, snapshot: Snapshot) -> None:
        self._index = index
        self._snapshot = snapshot

    def rank(self, request: RankRequest) -> Ranking:
        """Find, order and count cases."""
        index = self._index
        concepts = [scoring.score(concept, index) for concept in request.concepts]
        if request.scored is None:
            matched, scores = self._match(request, concepts)
        else:
            matched, scores = set(request.scored), _rounded(request.scored)
        filters = {
            key: set().union(*(index.values[key].get(value, ()) for value in values))
            for key, values in request.filters.items()
        }
        order = sorted(matched.intersection(*filters.values()))
        if request.sort == "name":
            order.sort(key=index.names.__getitem__)
        elif request.sort == "relevance":
            order.sort(key=lambda doc: -scores[doc])
        shown = order[request.first : request.first + request.limit]
        counts = []
        for key in self._snapshot.rows:  # in the order of the rows
            others = (docs for other, docs in filters.items() if other != key)
            counted = matched.intersection(*others)
            counts += [
                len(counted & index.values[key][value]) for value in self._snapshot.values[key]
            ]
        return Ranking(
            total=len(order),
            docs=shown,
            scores=[scores[doc] for doc in shown],
            rarities=[concept.rarity for concept in concepts],
            counts=np.array(counts),
        )

    def _match(
        self, request: RankRequest, concepts: list[scoring.PlainScores]
    ) -> tuple[set[int], Mapping[int, float]]:
        """The cases that fit a request without its filters, and the scores of cases."""
        index = self._index
        total, covered, rarity = scoring.combine(concepts)
        scores = defaultdict(float, total)
        for doc, bonus in request.named.items():
            scores[doc] += bonus
        matched = set(range(len(index.norms)))
        if concepts or (request.named and not request.phrases):
            matched = {*scoring.enough(covered, rarity), *request.named}
        for phrase in request.phrases:
            postings = index.postings(phrase)
            for doc, impact in index.impacts(postings).items():
                scores[doc] += index.idf(len(postings)) * impact
            matched &= postings.keys()
        for term in request.excluded:
            matched -= index.cases_with(term)
        return matched, _rounded(scores)


def _rounded(scores: Mapping[int, float]) -> Mapping[int, float]:
    rounded = {doc: round(score, DECIMALS) for doc, score in scores.items()}
    return defaultdict(float, rounded)
