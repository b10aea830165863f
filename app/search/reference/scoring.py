"""The scores of cases for a concept and for a whole query, case by case.

A case may have a concept in several ways: by its words, by alternatives, by its place.
The way with the highest score counts in full; see :mod:`app.search.rank.rules` for what
the other ways count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from app.search import language
from app.search.fields import CORE
from app.search.query.attributes import Attribute
from app.search.query.concepts import Concept
from app.search.query.places import Place
from app.search.rank.rules import (
    ABOUT_CORE,
    ABOUT_SCORE,
    COORDINATION,
    COVERAGES,
    FURTHER_WAY,
    MENTION,
    SAME_FORM,
    SYNONYM,
)
from app.search.reference.plain_index import PlainIndex


@dataclass(frozen=True)
class PlainScores:
    """The scores of cases for a concept.

    Attributes:
        rarity: what having the concept counts in coverage.
        scores: case → score.
        covered: case → how much of ``rarity`` it has.
        core: the cases that are about the concept.
    """

    rarity: float
    scores: Mapping[int, float]
    covered: Mapping[int, float]
    core: Set[int] = frozenset()


def score(concept: Concept, index: PlainIndex) -> PlainScores:
    """Score every case for a concept."""
    scores: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)
    rarity = 0.0
    words = [word for word in concept.words if word not in language.STOP_WORDS]
    for word in words:
        postings = index.postings((word,))
        idf = index.idf(len(postings))
        rarity += idf if postings else 0.0
        for doc, impact in index.impacts(postings).items():
            same_form = doc in index.forms.get(word, ())
            scores[doc] += idf * impact * (SAME_FORM if same_form else 1.0)
            covered[doc] += idf

    alternatives = [postings for term in concept.alternatives if (postings := index.postings(term))]
    if alternatives and (not rarity or not all(index.cases_with((word,)) for word in words)):
        rarity = max(rarity, index.idf(len(set().union(*alternatives))))
    for postings in alternatives:
        # An alternative counts no more than its own rarity, nor than that of the words.
        worth = SYNONYM * min(rarity, index.idf(len(postings)))
        for doc, impact in index.impacts(postings).items():
            lesser, greater = sorted((scores[doc], worth * impact))
            scores[doc] = greater + FURTHER_WAY * lesser
            covered[doc] = max(covered[doc], worth)

    if concept.attribute:
        return _with_attribute(concept.attribute, PlainScores(rarity, scores, covered), index)
    return PlainScores(rarity, scores, covered, _cases_about(concept, index))


def _cases_about(concept: Concept, index: PlainIndex) -> Set[int]:
    """The cases that hold a concept in any of its ways, some of it in a core field.

    The words of a term count where they stand together: apart they are something else. Where
    they stand together in no such case, all of them in core fields will do.
    """
    terms = (concept.words, *concept.alternatives)
    core: Set[int] = set().union(*(index.in_fields(term, CORE) for term in terms))
    return core or index.all_in_fields(concept.words, CORE)


def _with_attribute(
    attribute: Attribute | Place, words: PlainScores, index: PlainIndex
) -> PlainScores:
    """The scores for an attribute, given those for its words."""
    degree = index.having(attribute.conditions)
    rarity = index.idf(len(degree)) if degree else words.rarity
    share = MENTION * rarity / (max(words.rarity, rarity) or 1.0)
    scores = {doc: MENTION * value for doc, value in words.scores.items()}
    covered = {doc: share * value for doc, value in words.covered.items()}
    for doc, value in degree.items():
        scores[doc] = max(scores.get(doc, 0.0), value * rarity)
        covered[doc] = rarity
    return PlainScores(rarity, scores, covered, degree.keys())


def combine(
    concepts: Iterable[PlainScores],
) -> tuple[Mapping[int, float], Mapping[int, float], float]:
    """The scores of cases for all concepts together.

    The sum of the scores for the concepts, times a mild reward for covering more of them.

    Returns:
        Case → score, case → rarity covered, and the rarity of all concepts together.
    """
    total: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)
    rarity = 0.0
    for concept in concepts:
        rarity += concept.rarity if concept.scores else 0.0
        for doc, value in concept.scores.items():
            total[doc] += value
        for doc, value in concept.covered.items():
            covered[doc] += value
    if rarity:
        total = {
            doc: value * (covered[doc] / rarity) ** COORDINATION for doc, value in total.items()
        }
    return total, covered, rarity


def enough(covered: Mapping[int, float], rarity: float) -> set[int]:
    """The cases that cover enough of a query (see ``COVERAGES``).

    Args:
        covered: case → the rarity that it covers.
        rarity: the rarity of the whole query.
    """
    for coverage in COVERAGES:
        least = coverage * rarity - 1e-9
        docs = {doc for doc, value in covered.items() if value >= least}
        if docs:
            return docs
    return set()


def about(
    matched: Set[int],
    concepts: Iterable[PlainScores],
    scores: Mapping[int, float],
    named: Mapping[int, float],
) -> set[int]:
    """Those of the matched cases that are about what is asked for (see ``ABOUT_CORE``).

    Args:
        concepts: at least one.
        scores: the final scores, with the bonus of the cases that are ``named``.
    """
    core: dict[int, float] = defaultdict(float)
    rarity = 0.0
    for concept in concepts:
        rarity += concept.rarity if concept.scores else 0.0
        for doc in concept.core:
            core[doc] += concept.rarity
    best = max((scores[doc] - named.get(doc, 0.0) for doc in matched), default=0.0)
    return {
        doc
        for doc in matched
        if doc in named
        or (core[doc] >= ABOUT_CORE * rarity - 1e-9 and scores[doc] >= ABOUT_SCORE * best - 1e-9)
    }
