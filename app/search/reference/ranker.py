"""Ranking case by case, with dictionaries: slow, plain, and the reference.

Searches of the site run on arrays (:mod:`app.search.rank.array_ranker`). The reference
follows the same rules without them, so that a test can compare every ranking and count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.search.facets import BY_KEY, Facet
from app.search.index.snapshot import Snapshot
from app.search.nearness import around
from app.search.rank.ranker import Ranking, RankRequest
from app.search.rank.rules import DECIMALS, FIRST_MEASURED, NEAR_BAND, RECOGNISED
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
        about = matched
        if concepts and request.scored is None:
            about = scoring.about(matched, concepts, scores, request.named)
        filters: dict[str, set[int]] = defaultdict(set)
        for key, values in request.filters.items():
            filters[BY_KEY[key].choice] |= self._having(BY_KEY[key], values)
        about_passing = about.intersection(*filters.values())
        related_passing = (matched - about).intersection(*filters.values())
        steps = self._steps(matched, scores, request)
        order = self._sorted(about_passing, scores, request, steps)
        if request.related or not about:
            order += self._sorted(related_passing, scores, request, steps)
            about = matched
        shown = order[request.first : request.first + request.limit]
        return Ranking(
            total=len(about_passing),
            related=len(related_passing),
            listed=len(order),
            docs=shown,
            scores=[scores[doc] for doc in shown],
            rarities=[concept.rarity for concept in concepts],
            counts=self._counts(about, filters),
        )

    def about(self, request: RankRequest) -> NDArray[np.intp]:
        """The cases about a request."""
        everything = replace(request, filters={}, first=0, limit=len(self._index.norms))
        ranking = self.rank(everything)
        return np.array(ranking.docs[: ranking.total], np.intp)

    def _steps(
        self, matched: Set[int], scores: Mapping[int, float], request: RankRequest
    ) -> Mapping[int, tuple[int, int, int]]:
        """Case → its band, its tier and its distance; empty if no place is near."""
        if not request.near:
            return {}
        values, place = self._index.values["province"], around(request.near)
        provinces = {doc: province for province, docs in values.items() for doc in docs}
        regions = {doc: code for code, docs in self._index.regions.items() for doc in docs}
        best = max((scores[doc] - request.named.get(doc, 0.0) for doc in matched), default=0.0)
        steps = {}
        for doc in matched:
            band = 0 if scores[doc] > best else 1 if scores[doc] >= NEAR_BAND * best - 1e-9 else 2
            order = place.order(regions.get(doc, ""), provinces.get(doc, ""))
            steps[doc] = band, *order
        return steps

    def _sorted(
        self,
        docs: Set[int],
        scores: Mapping[int, float],
        request: RankRequest,
        steps: Mapping[int, tuple[int, int, int]],
    ) -> list[int]:
        index = self._index
        order = sorted(docs)
        match request.sort:
            case "relevance" if steps:
                order.sort(
                    key=lambda doc: (steps[doc], -scores[doc], self._place_among_equals(doc))
                )
            case "relevance" if request.asks_for_something:
                order.sort(key=lambda doc: (-scores[doc], self._place_among_equals(doc)))
            case "evidence":
                order.sort(key=lambda doc: (-index.evidence[doc], -scores[doc]))
            case "source":
                order.sort(key=index.sources.__getitem__, reverse=True)
            case "name":
                order.sort(key=index.names.__getitem__)
        return order

    def _place_among_equals(self, doc: int) -> int:
        if self._index.evidence[doc] >= FIRST_MEASURED:
            return 0
        return 1 if any(doc in self._index.properties.get(name, ()) for name in RECOGNISED) else 2

    def _having(self, facet: Facet, values: Sequence[str]) -> set[int]:
        """The cases that have any of some values of a facet, or all if the facet says so."""
        of_values = self._index.values[facet.key]
        cases = [
            set().union(*(of_values[value] for value in facet.covered(chosen, of_values)))
            for chosen in values
        ]
        return set.intersection(*cases) if facet.joined == "all" else set().union(*cases)

    def _counts(self, matched: Set[int], filters: Mapping[str, Set[int]]) -> NDArray[np.int64]:
        """The number of cases of each value, in the order of the rows of the snapshot."""
        counts = []
        for key in self._snapshot.rows:
            facet = BY_KEY[key]
            counted = set(matched).intersection(
                *(
                    docs
                    for choice, docs in filters.items()
                    if choice != facet.choice or facet.joined == "all"
                )
            )
            values = self._index.values[key]
            counts += [len(counted & values[value]) for value in self._snapshot.values[key]]
        return np.array(counts)

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
