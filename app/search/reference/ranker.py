"""Ranking case by case, with dictionaries: slow, plain, and the reference.

Searches run on arrays (:mod:`app.search.rank.ranking`). The reference follows the same
rules without them, so that a test can compare every ranking and count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from app.collection.case import Case
from app.search import language
from app.search.index.snapshot import Snapshot
from app.search.query.concepts import Concept
from app.search.rank.ranking import Asked, Ranked, Wanted
from app.search.rank.rules import DECIMALS
from app.search.reference import scoring
from app.search.reference.plain_index import index_cases
from app.search.reference.scoring import Scored


class PlainRanker:
    """Ranks the cases of a snapshot, which it analyses anew.

    Of the arrays it uses the numbers of the cases and the names of the facets' values.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        cases = [Case.model_validate_json(snapshot.case(doc)) for doc in range(snapshot.cases)]
        self._index = index_cases(cases)
        self._snapshot = snapshot
        by_name = sorted(
            range(len(cases)), key=lambda n: (language.fold(cases[n].title), cases[n].slug)
        )
        self._place_by_name = {doc: place for place, doc in enumerate(by_name)}

    def score(self, concept: Concept) -> Asked:
        """What every case gets for a concept."""
        return scoring.score(concept, self._index)

    def together(self, word: str, asked: Iterable[Asked]) -> int:
        """With how many cases of what is asked a word goes together."""
        found = self._index.term((word,)).keys()
        return sum(len(found & one.scores.keys()) for one in _scored(asked))

    def rank(self, wanted: Wanted) -> Ranked:
        """Find, order and count."""
        matched, scores = self._match(wanted)
        filters = {
            key: set().union(*(self._index.values[key].get(value, ()) for value in values))
            for key, values in wanted.filters.items()
        }
        order = sorted(matched.intersection(*filters.values()))
        if wanted.sort == "name":
            order.sort(key=self._place_by_name.__getitem__)
        elif wanted.sort == "relevance":
            order.sort(key=lambda doc: -scores[doc])
        shown = order[wanted.first : wanted.first + wanted.limit]
        counts = []
        for key in self._snapshot.rows:  # in the order of the rows
            base = matched.intersection(*(docs for k, docs in filters.items() if k != key))
            counts += [len(base & self._index.values[key][v]) for v in self._snapshot.values[key]]
        return Ranked(len(order), shown, [scores[doc] for doc in shown], np.array(counts))

    def _match(self, wanted: Wanted) -> tuple[set[int], Mapping[int, float]]:
        """The cases found and their scores."""
        index = self._index
        scored = _scored(wanted.asked)
        total, covered, mass = scoring.combine(scored)
        scores = defaultdict(float, total)
        for doc, bonus in wanted.named.items():
            scores[doc] += bonus
        matched = set(range(len(index.norms)))
        if scored or (wanted.named and not wanted.phrases):
            matched = {*scoring.enough(covered, mass), *wanted.named}
        for phrase in wanted.phrases:
            postings = index.term(phrase)
            for doc, impact in index.impacts(postings).items():
                scores[doc] += index.idf(len(postings)) * impact
            matched &= postings.keys()
        for phrase in wanted.excluded:
            matched -= index.term(phrase).keys()
        rounded = {doc: round(score, DECIMALS) for doc, score in scores.items()}
        return matched, defaultdict(float, rounded)


def _scored(asked: Iterable[Asked]) -> list[Scored]:
    return [one for one in asked if isinstance(one, Scored)]
