"""The ranker of the site: scores, filters and counts all cases at once, on arrays.

The rules are those of :mod:`app.search.rank.rules`. :mod:`app.search.reference` works
them out case by case; a test compares every ranking and count of the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from app.search import bm25, language
from app.search.fields import CORE
from app.search.index.arrays import Floats, Ints, pack, unpack
from app.search.index.snapshot import Postings, Snapshot
from app.search.language import Term
from app.search.nearness import around
from app.search.query.attributes import Attribute
from app.search.query.concepts import Concept
from app.search.query.places import Place
from app.search.rank.facet_counts import FacetCounter, intersect
from app.search.rank.matching import ArrayMatcher
from app.search.rank.ranker import Ranking, RankRequest
from app.search.rank.rules import (
    ABOUT_CORE,
    ABOUT_SCORE,
    COORDINATION,
    COVERAGES,
    DECIMALS,
    FIRST_MEASURED,
    FURTHER_WAY,
    MENTION,
    NEAR_BAND,
    RECOGNISED,
    SAME_FORM,
    SYNONYM,
)

# Memory for scored concepts, in bytes. A repeated query of several words takes 0.12 ms at
# 3,000 cases with them, 0.38 ms without. At 36,742 cases a common concept takes 0.7 MB;
# 48 MB made no query of the benchmark faster.
CACHED_BYTES = 16 * 2**20

# How near all cases are is remembered for so many places: 73 kB each at 36,742 cases.
CACHED_PLACES = 64

Flags = NDArray[np.bool_]

# More than rounding moves a sum of rarities.
_ROUNDING = 1e-9

# A case that covers nothing of a query isn't found, however little coverage it needs.
_SOMETHING = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True)
class ScoredConcept:
    """A concept with the score of each case for it.

    The numbers of cases are of numpy's own size, which saves it a copy in each search.

    Attributes:
        rarity: what having the concept counts in coverage.
        docs: the cases that have some of it, ascending.
        scores: the score of each of them.
        covered: how much of ``rarity`` each of them has.
        core: the cases that are about the concept: that have the attribute, or whose core
            fields hold it.
    """

    rarity: float
    docs: Ints
    scores: Floats
    covered: Floats
    core: Ints

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        arrays = (self.docs, self.scores, self.covered, self.core)
        return sys.getsizeof(self) + sum(array.nbytes for array in arrays)


@dataclass(frozen=True)
class _Scores:
    """The scores of all cases, before rounding and coordination.

    Attributes:
        total: the sum of the scores of a case for all concepts.
        covered: how much of ``rarity`` each case has.
        rarity: the sum of the rarities of all concepts that some case has.
        bonus: the scores for names and phrases, if the request has any.
    """

    total: Floats
    covered: Floats
    rarity: float
    bonus: Floats | None

    def of(self, docs: Ints) -> Floats:
        """The final scores of some cases."""
        scores = self.total[docs]
        if self.rarity:
            scores *= (self.covered[docs] / self.rarity) ** COORDINATION
        if self.bonus is not None:
            scores += self.bonus[docs]
        return scores.round(DECIMALS)


class ArrayRanker:
    """Ranks on the arrays of a snapshot."""

    def __init__(self, snapshot: Snapshot, matcher: ArrayMatcher | None = None) -> None:
        self._snapshot = snapshot
        self._matcher = matcher or ArrayMatcher(snapshot)
        self._facets = FacetCounter(snapshot)
        self._size = self._matcher.size
        self._among_equals = self._places_among_equals()
        self._all_cases: Flags = np.arange(self._size) < snapshot.cases
        cache: LRUCache[Any, ScoredConcept] = LRUCache(CACHED_BYTES, lambda scored: scored.bytes)
        #: Scores every case for a concept.
        self.score = cached(cache, lock=Lock())(self._score)
        self._nearness = lru_cache(CACHED_PLACES)(self._nearness_to)

    def _places_among_equals(self) -> Ints:
        """0, 1 or 2 for each case: the order of cases with the same score."""
        places = np.full(self._size, 2)
        for name in RECOGNISED:
            places[self._snapshot.properties.of(name)] = 1
        places[np.flatnonzero(self._snapshot.evidence >= FIRST_MEASURED)] = 0
        return places

    @cached_property
    def _owners(self) -> tuple[Sequence[tuple[str, str]], NDArray[np.int16]]:
        """The regions that run cases, with the provinces of other cases; the place of each case.

        An owner is the code of a region, or else the name of a province.
        """
        owners, owner_of = [("", "")], np.zeros(self._size, np.int16)
        for province in self._snapshot.values.get("province", ()):
            owner_of[self._snapshot.having("province", province)] = len(owners)
            owners.append(("", province))
        for code in filter(None, self._snapshot.regions.texts):
            owner_of[self._snapshot.regions.of(code)] = len(owners)
            owners.append((code, ""))
        return owners, owner_of

    def _nearness_to(self, codes: tuple[str, ...]) -> NDArray[np.int16]:
        """How near each case is to some regions: 0 for the nearest, equal for those as near.

        The distances of all regions take 1 ms, once for each place; the cases take none.
        """
        place, (owners, owner_of) = around(codes), self._owners
        order = [place.order(*owner) for owner in owners]
        number = {found: number for number, found in enumerate(sorted(set(order)))}
        return np.array([number[found] for found in order], np.int16)[owner_of]

    def _idf(self, holding: int) -> float:
        return bm25.idf(self._snapshot.cases, holding)

    def _flags(self, docs: Ints) -> Flags:
        return self._any([docs])

    # --- a concept ---------------------------------------------------------------------

    def _score(self, concept: Concept) -> ScoredConcept:
        scores, covered = np.zeros(self._size), np.zeros(self._size)
        rarity, complete = self._add_words(concept.words, scores, covered)
        alternatives = [
            postings
            for term in concept.alternatives
            if len((postings := self._matcher.postings(term)).docs)
        ]
        if alternatives:
            if not complete or not rarity:
                held = int(np.count_nonzero(self._any(found.docs for found in alternatives)))
                rarity = max(rarity, self._idf(held))
            self._add_alternatives(alternatives, rarity, scores, covered)
        if concept.attribute:
            rarity, core = self._add_attribute(concept.attribute, rarity, scores, covered)
        else:
            core = self._cases_about(concept.words, alternatives)
        docs = covered.nonzero()[0]
        return ScoredConcept(rarity, docs, scores[docs], covered[docs], core.astype(np.intp))

    def _any(self, several: Iterable[Ints]) -> Flags:
        """Whether each case is in any of several arrays."""
        flags = np.zeros(self._size, np.bool_)
        for docs in several:
            flags[docs] = True
        return flags

    def _cases_about(self, words: Term, alternatives: Sequence[Postings]) -> Ints:
        """The cases that hold a concept in any of its ways, some of it in a core field.

        The words of a term count where they stand together: apart they are something else.
        Where they stand together in no such case, all of them in core fields will do.
        """
        ways = (self._matcher.postings(words), *alternatives)
        docs = self._any(way.docs[(way.any_fields & CORE) != 0] for way in ways).nonzero()[0]
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
            idf = self._idf(len(postings.docs))
            same_form = self._flags(self._snapshot.holding(word))[postings.docs]
            scores[postings.docs] += idf * postings.impacts * np.where(same_form, SAME_FORM, 1.0)
            covered[postings.docs] += idf
            rarity += idf
        return rarity, complete

    def _add_alternatives(
        self, alternatives: Sequence[Postings], rarity: float, scores: Floats, covered: Floats
    ) -> None:
        """Add the alternatives: in each case, the best way to say the concept counts in full."""
        for postings in alternatives:
            # An alternative counts no more than its own rarity, nor than that of the words.
            worth = SYNONYM * min(rarity, self._idf(len(postings.docs)))
            before, alternative = scores[postings.docs], worth * postings.impacts
            best, other = np.maximum(before, alternative), np.minimum(before, alternative)
            scores[postings.docs] = best + FURTHER_WAY * other
            covered[postings.docs] = np.maximum(covered[postings.docs], worth)

    def _add_attribute(
        self, attribute: Attribute | Place, rarity: float, scores: Floats, covered: Floats
    ) -> tuple[float, Ints]:
        """Raise the cases that have an attribute above those that mention it.

        Returns:
            The rarity of the attribute, which is that of the concept then, and the cases.
        """
        docs, degree = self._matcher.having(attribute.conditions)
        own_rarity = self._idf(len(docs)) if len(docs) else rarity
        scores *= MENTION
        # Where nothing is held, both rarities are 0.
        covered *= MENTION * own_rarity / (max(rarity, own_rarity) or 1.0)
        scores[docs] = np.maximum(scores[docs], own_rarity * degree)
        covered[docs] = own_rarity
        return own_rarity, docs

    # --- a query ----------------------------------------------------------------------

    def rank(self, request: RankRequest) -> Ranking:
        """Find, order and count cases."""
        concepts = [self.score(concept) for concept in request.concepts]
        if request.scored is None:
            matched, about, points = self._match(request, concepts)
        else:
            matched, points = self._take(request.scored)
            about = matched
        passing = self._facets.passing(request.filters)
        about_bits, bits = pack(about), pack(matched)
        related_bits = intersect(bits & ~about_bits, passing.values())
        related = int(np.bitwise_count(related_bits).sum())
        groups = [unpack(intersect(about_bits, passing.values())).nonzero()[0]]
        with_related = request.related or not about_bits.any()
        if with_related:
            groups.append(unpack(related_bits).nonzero()[0])
        docs = self._page(groups, points, request, self._steps(points, request))
        return Ranking(
            total=len(groups[0]),
            related=related,
            listed=sum(map(len, groups)),
            docs=docs.tolist(),
            scores=points[docs].tolist(),
            rarities=[concept.rarity for concept in concepts],
            counts=self._facets.count(bits if with_related else about_bits, passing),
        )

    def about(self, request: RankRequest) -> Ints:
        """The cases about a request, ascending."""
        concepts = [self.score(concept) for concept in request.concepts]
        docs: Ints = self._match(request, concepts)[1].nonzero()[0]
        return docs

    def _take(self, scored: Mapping[int, float]) -> tuple[Flags, Floats]:
        """Cases that were found already, with their scores."""
        docs = np.fromiter(scored, np.int64, len(scored))
        points = np.zeros(self._size)
        points[docs] = np.fromiter(scored.values(), np.float64, len(scored)).round(DECIMALS)
        return self._flags(docs), points

    def _match(
        self, request: RankRequest, concepts: Sequence[ScoredConcept]
    ) -> tuple[Flags, Flags, Floats]:
        """Find the cases that fit a request without its filters.

        Returns:
            Whether each case fits, whether it is about what is asked for, and its score.
        """
        phrases = [self._matcher.postings(phrase) for phrase in request.phrases]
        scores = self._combine(concepts, phrases, request)
        matched = self._matched(request, scores)
        for postings in phrases:
            matched &= self._flags(postings.docs)
        for term in request.excluded:
            matched[self._matcher.cases_with(term)] = False
        points = np.zeros(self._size)
        if not (concepts or request.named or phrases):
            return matched, matched, points
        docs = matched.nonzero()[0]
        points[docs] = scores.of(docs)
        return matched, self._about(matched, concepts, scores.rarity, points, request.named), points

    def _about(
        self,
        matched: Flags,
        concepts: Sequence[ScoredConcept],
        rarity: float,
        points: Floats,
        named: Mapping[int, float],
    ) -> Flags:
        """Those of the matched cases that are about what is asked for (``rules.ABOUT_CORE``)."""
        if not concepts:
            return matched
        core = np.zeros(self._size)
        for concept in concepts:
            core[concept.core] += concept.rarity
        least = ABOUT_SCORE * _best_score(points, named) - _ROUNDING
        about: Flags = (core >= ABOUT_CORE * rarity - _ROUNDING) & (points >= least)
        about[list(named)] = True
        about &= matched
        return about

    def _combine(
        self, concepts: Sequence[ScoredConcept], phrases: Sequence[Postings], request: RankRequest
    ) -> _Scores:
        """Add up the scores of all concepts, and the bonus for names and phrases."""
        total, covered = np.zeros(self._size), np.zeros(self._size)
        for concept in concepts:
            total += np.bincount(concept.docs, concept.scores, self._size)
            covered += np.bincount(concept.docs, concept.covered, self._size)
        bonus = np.zeros(self._size) if request.named or phrases else None
        if bonus is not None:
            for doc, addition in request.named.items():
                bonus[doc] += addition
            for postings in phrases:
                bonus[postings.docs] += self._idf(len(postings.docs)) * postings.impacts
        rarity = sum(concept.rarity for concept in concepts if len(concept.docs))
        return _Scores(total, covered, rarity, bonus)

    def _matched(self, request: RankRequest, scores: _Scores) -> Flags:
        """The cases that have enough of what is asked for (``rules.COVERAGES``)."""
        if not request.concepts and (request.phrases or not request.named):
            return self._all_cases.copy()
        for coverage in COVERAGES:
            least = max(coverage * scores.rarity - _ROUNDING, _SOMETHING)
            enough: Flags = scores.covered >= least
            if enough.any():
                break
        enough[list(request.named)] = True
        return enough

    # --- the order --------------------------------------------------------------------

    def _steps(self, points: Floats, request: RankRequest) -> Ints | None:
        """The band and, within it, the nearness of each case; None if no place is near."""
        if not request.near:
            return None
        best = _best_score(points, request.named)
        bands = np.where(points > best, 0, np.where(points >= NEAR_BAND * best - _ROUNDING, 1, 2))
        steps: Ints = bands * len(self._owners[0]) + self._nearness(request.near)
        return steps

    def _page(
        self,
        groups: Sequence[Ints],
        points: Floats,
        request: RankRequest,
        steps: Ints | None,
    ) -> Ints:
        """The cases of the page that is asked for: all of a group, then all of the next."""
        pages = []
        first, left = request.first, request.limit
        for docs in groups:
            page = self._order(docs, points, request, steps, slice(first, first + left))
            pages.append(page)
            first, left = max(0, first - len(docs)), left - len(page)
        listed: Ints = np.concatenate(pages)
        return listed

    def _order(
        self,
        docs: Ints,
        points: Floats,
        request: RankRequest,
        steps: Ints | None,
        page: slice,
    ) -> Ints:
        """A page of some cases, which are given by their age, the newest first."""
        if page.start >= len(docs) or page.start == page.stop:
            return docs[:0]
        match request.sort:
            case "relevance" if steps is not None:
                docs = _first_steps(docs, steps, page.stop)
                among_equals = self._among_equals[docs]
                docs = docs[np.lexsort((docs, among_equals, -points[docs], steps[docs]))]
            case "relevance" if request.asks_for_something:
                docs = self._best(docs, points, page.stop)
                docs = docs[np.lexsort((docs, self._among_equals[docs], -points[docs]))]
            case "evidence":
                steps = self._snapshot.evidence[docs].astype(np.int8)
                docs = docs[np.lexsort((docs, -points[docs], -steps))]
            case "source":
                docs = docs[self._snapshot.by_source[docs].argsort()]
            case "name":
                docs = docs[self._snapshot.by_name[docs].argsort()]
        return docs[page]

    def _best(self, docs: Ints, points: Floats, number: int) -> Ints:
        """The cases with the best scores, at least ``number``, and all that equal the last.

        Only these are sorted: of 15,000 cases found, that takes 0.2 ms instead of 1.6 ms.
        """
        if len(docs) <= number:
            return docs
        of_docs = points[docs]
        best: Ints = docs[of_docs >= np.partition(of_docs, -number)[-number]]
        return best


def _best_score(points: Floats, named: Mapping[int, float]) -> float:
    """The best score of all cases, without the bonus for names."""
    if named:
        points = points.copy()
        points[list(named)] -= list(named.values())
    return float(points.max(initial=0.0))


def _first_steps(docs: Ints, steps: Ints, number: int) -> Ints:
    """The cases on the first steps that hold at least ``number`` of them: only they are sorted."""
    of_docs = steps[docs]
    last = np.searchsorted(np.bincount(of_docs).cumsum(), number)
    return docs[of_docs <= last]
