"""Cases are scored for one concept, and the scores are remembered within bounds.

That the scores are right, ``test_array_ranker`` says: it compares them with the reference.
"""

from __future__ import annotations

import pytest

from app.search.index import generations
from app.search.index.snapshot import Snapshot
from app.search.query.concepts import Concept
from app.search.rank import concept_scores
from app.search.rank.concept_scores import ConceptScorer
from app.search.rank.matching import ArrayMatcher


@pytest.fixture(scope="module")
def snapshot(real_index) -> Snapshot:
    return generations.open_current(real_index).snapshot


def test_the_memory_for_scored_concepts_is_bounded(snapshot, monkeypatch):
    """However many things are asked for, the cache keeps to its bytes, and uses them."""
    monkeypatch.setattr(concept_scores, "CACHED_BYTES", 200_000)
    scorer = ConceptScorer(snapshot, ArrayMatcher(snapshot))
    for word in snapshot.words:
        scorer.score(Concept((word,)))
    assert 0.9 * 200_000 < scorer.cache.currsize <= 200_000


def test_a_concept_larger_than_the_memory_is_scored_but_not_remembered(snapshot, monkeypatch):
    monkeypatch.setattr(concept_scores, "CACHED_BYTES", 10)
    scorer = ConceptScorer(snapshot, ArrayMatcher(snapshot))
    assert len(scorer.score(Concept(("desa",))).docs) > 0
    assert len(scorer.cache) == 0


@pytest.mark.parametrize(
    "concept",
    [
        Concept(("sampah",)),
        Concept(("desa",), (("kampung",), ("akta", "kelahiran"))),
        Concept(("akta", "kelahiran")),
        Concept(("dan",)),
        Concept(("xyzzy",)),
    ],
)
def test_the_cases_of_a_concept_ascend_and_have_some_of_it(snapshot, concept):
    scored = ConceptScorer(snapshot, ArrayMatcher(snapshot)).score(concept)
    docs = scored.docs.tolist()
    assert docs == sorted(set(docs))
    assert len(scored.scores) == len(scored.covered) == len(scored.core) == len(docs)
    assert (scored.scores > 0).all()
    assert (scored.covered > 0).all()
    assert (scored.covered <= scored.rarity + 1e-9).all()
