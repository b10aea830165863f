"""How much a case has of what a query asks: BM25 over weighted occurrences.

Pure functions over postings. A concept may be said in several ways; a case is scored by
the way that it says best, so that using many synonyms earns nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.search import language
from app.search.query.concepts import Concept

# document → weight: the occurrences of a term, each counting its part's weight.
Postings = dict[int, float]

# BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
# Beyond", 2009). Occurrences are weighted by part, so k1 is larger than for plain text.
K1 = 3.0
B = 0.5

# What a synonym counts against the word typed; what saying a thing in another way, too,
# adds of the lesser; what the form typed counts more than another form of the same stem.
SYNONYM = 0.95
AGAIN = 0.3
EXACT = 1.05

# A case of the place counts as if it said the place this strongly; one that only
# mentions it counts this share of its words.
PLACE = 2.2
MENTION = 0.4

# How much having most of what was asked counts beside the sum of its parts.
COORDINATION = 0.15

# Scores nearer than this are the same: the two ways of working them out, and two cases
# of which neither says more, may differ in the last bits.
DIGITS = 9

# A case is found when it has this share of what the query asks, each thing counting
# its rarity. If no case does, the next lower share is tried: never an AND of all words
# of a long query, never an OR of anything in a short one.
COVERAGES = (0.15, 0.0)


def idf(cases: int, holding: int) -> float:
    """The rarity of a term that so many of the cases hold (never negative)."""
    return math.log(1 + (cases - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True)
class Statistics:
    """What scoring needs of a collection: its size and each document's length norm."""

    cases: int
    norms: Mapping[int, float]

    def idf(self, postings: Iterable[int]) -> float:
        """The rarity of a term from the documents that have it."""
        return idf(self.cases, len(set(postings)))

    def saturate(self, postings: Postings) -> Postings:
        """document → what the occurrences of a term count there, below k1 + 1."""
        return {
            doc: weight * (K1 + 1) / (weight + K1 * self.norms[doc])
            for doc, weight in postings.items()
        }


def lengths_to_norms(lengths: Mapping[int, float]) -> Mapping[int, float]:
    """BM25's length normalisation of each document."""
    average = sum(lengths.values()) / max(1, len(lengths)) or 1.0
    return {doc: 1 - B + B * length / average for doc, length in lengths.items()}


@dataclass(frozen=True)
class Lookup:
    """The questions that scoring asks of the index."""

    stem: Callable[[str], Postings]
    exact: Callable[[str], Postings]
    phrase: Callable[[tuple[str, ...]], Postings]
    place: Callable[[Concept], Iterable[int]]


@dataclass(frozen=True)
class Asked:
    """A concept, and what the collection knows of it.

    Attributes:
        mass: what the concept is worth in coverage.
        unknown: the typed words that no case has.
        used: the alternatives that some case has.
    """

    concept: Concept
    mass: float
    unknown: tuple[str, ...]
    used: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Scored(Asked):
    """A concept with what each case gets for it.

    Attributes:
        scores: document → score.
        covered: document → the part of ``mass`` it has.
    """

    scores: Mapping[int, float]
    covered: Mapping[int, float]


def score(concept: Concept, lookup: Lookup, statistics: Statistics) -> Scored:
    """Score every case for one concept."""
    scores: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)
    mass = 0.0
    unknown = []
    for word in concept.words:
        if word in language.STOP_WORDS:
            continue
        postings = lookup.stem(language.stem(word))
        if not postings:
            unknown.append(word)
            continue
        idf = statistics.idf(postings)
        mass += idf
        exact = lookup.exact(word)
        for doc, part in statistics.saturate(postings).items():
            scores[doc] += idf * part * (EXACT if doc in exact else 1.0)
            covered[doc] += idf

    others = {words: found for words in concept.alternatives if (found := _postings(words, lookup))}
    if others:
        if unknown or not mass:
            mass = max(mass, statistics.idf(doc for found in others.values() for doc in found))
        for found in others.values():
            # Worth no more than the rarity of what was typed, nor than its own.
            worth = SYNONYM * min(mass, statistics.idf(found))
            for doc, part in statistics.saturate(found).items():
                one, other = sorted((scores[doc], worth * part))
                scores[doc] = other + AGAIN * one
                covered[doc] = max(covered[doc], worth)

    if concept.place:
        unknown.clear()  # a name of a place asks for the place, not for the word
        inside = set(lookup.place(concept))
        rarity = statistics.idf(inside)
        mass = max(mass, rarity)
        scores = {doc: MENTION * value for doc, value in scores.items()}
        covered = {doc: MENTION * value for doc, value in covered.items()}
        for doc in inside:
            scores[doc] = max(scores.get(doc, 0.0), PLACE * rarity)
            covered[doc] = mass
    return Scored(concept, mass, tuple(unknown), tuple(others), scores, covered)


def _postings(words: tuple[str, ...], lookup: Lookup) -> Postings:
    return lookup.stem(language.stem(words[0])) if len(words) == 1 else lookup.phrase(words)


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
