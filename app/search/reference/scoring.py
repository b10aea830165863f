"""The scores of cases for one concept and for a whole query, case by case.

A concept may be said in several ways. A case is scored by the way that scores best
there, so that a case earns nothing by using many synonyms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.search import language
from app.search.query.concepts import Concept
from app.search.rank.ranking import Asked
from app.search.rank.rules import (
    COORDINATION,
    COVERAGES,
    FURTHER_WAY,
    MENTION,
    PLACE,
    SAME_FORM,
    SYNONYM,
)
from app.search.reference.plain_index import PlainIndex


@dataclass(frozen=True)
class Scored(Asked):
    """A concept with what each case gets for it.

    Attributes:
        scores: document → score.
        covered: document → the part of ``mass`` it has.
    """

    scores: Mapping[int, float]
    covered: Mapping[int, float]


def score(concept: Concept, index: PlainIndex) -> Scored:
    """Score every case for one concept."""
    scores: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)
    mass = 0.0
    unknown = []
    for word in concept.words:
        if word in language.STOP_WORDS:
            continue
        postings = index.term((word,))
        if not postings:
            unknown.append(word)
            continue
        rarity = index.idf(len(postings))
        mass += rarity
        for doc, impact in index.impacts(postings).items():
            same_form = doc in index.forms.get(word, ())
            scores[doc] += rarity * impact * (SAME_FORM if same_form else 1.0)
            covered[doc] += rarity

    others = {term: found for term in concept.alternatives if (found := index.term(term))}
    if others:
        if unknown or not mass:
            mass = max(mass, index.idf(len(set().union(*others.values()))))
        for found in others.values():
            # Worth no more than the rarity of what was typed, nor than its own.
            worth = SYNONYM * min(mass, index.idf(len(found)))
            for doc, impact in index.impacts(found).items():
                lesser, greater = sorted((scores[doc], worth * impact))
                scores[doc] = greater + FURTHER_WAY * lesser
                covered[doc] = max(covered[doc], worth)

    if concept.place:
        unknown.clear()  # a name of a place asks for the place, not for the word
        inside = index.place(concept.place)
        rarity = index.idf(len(inside))
        mass = max(mass, rarity)
        scores = {doc: MENTION * value for doc, value in scores.items()}
        covered = {doc: MENTION * value for doc, value in covered.items()}
        for doc in inside:
            scores[doc] = max(scores.get(doc, 0.0), PLACE * rarity)
            covered[doc] = mass
    return Scored(concept, mass, tuple(unknown), tuple(others), scores, covered)


def combine(scored: Iterable[Scored]) -> tuple[Mapping[int, float], Mapping[int, float], float]:
    """All concepts together: (document → score, document → mass covered, whole mass).

    The sum of the concepts' scores, times a mild reward for having more of them.
    """
    total: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)
    mass = 0.0
    for one in scored:
        mass += one.mass if one.scores else 0.0
        for doc, value in one.scores.items():
            total[doc] += value
        for doc, value in one.covered.items():
            covered[doc] += value
    if mass:
        total = {doc: value * (covered[doc] / mass) ** COORDINATION for doc, value in total.items()}
    return total, covered, mass


def enough(covered: Mapping[int, float], mass: float) -> set[int]:
    """The documents that have enough of what was asked (see ``COVERAGES``)."""
    for coverage in COVERAGES:
        least = coverage * mass - 1e-9
        found = {doc for doc, value in covered.items() if value >= least}
        if found:
            return found
    return set()
