"""The ranker of the site: finds, orders and counts cases on arrays.

The rules are those of :mod:`app.search.rank.rules`. :mod:`app.search.reference` works
them out case by case; a test compares every ranking and count of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from app.search.index.arrays import Floats, Ints
from app.search.index.snapshot import Postings, Snapshot
from app.search.language import Term
from app.search.nearness import around
from app.search.rank.concept_scores import ConceptScorer, ScoredConcept
from app.search.rank.facet_counts import FacetCounter
from app.search.rank.matching import ArrayMatcher
from app.search.rank.ranker import Ranking, RankRequest
from app.search.rank.rules import (
    ABOUT_CORE,
    ABOUT_SCORE,
    COORDINATION,
    COVERAGES,
    DECIMALS,
    FIRST_MEASURED,
    NEAR_BAND,
    RECOGNISED,
)

# How near all cases are is remembered for so many places: 73 kB each at 36,742 cases.
CACHED_PLACES = 64

Flags = NDArray[np.bool_]

# More than rounding moves a sum of rarities.
_ROUNDING = 1e-9

# A case that covers nothing of a query isn't found, however little coverage it needs.
_SOMETHING = float(np.finfo(np.float64).tiny)

# The sum of the values of each case, for all cases: numpy's types leave out that weighted
# counts are floats.
_add_up = cast("Callable[[Ints, Floats, int], Floats]", np.bincount)


class _Found(NamedTuple):
    """The cases that fit a request without its filters.

    Attributes:
        docs: the cases, ascending.
        points: the score of each.
        about: whether each is about what is asked for; None if all are.
        best: the best score, without the bonus for names.
    """

    docs: Ints
    points: Floats
    about: Flags | None
    best: float


class _Sums(NamedTuple):
    """What cases have of all concepts together.

    Attributes:
        docs: the cases, ascending.
        total: the sum of the scores of each.
        covered: how much of the rarity of all concepts each has.
        core: how much of it the core fields of each have.
    """

    docs: Ints
    total: Floats
    covered: Floats
    core: Floats

    def of(self, chosen: Flags) -> _Sums:
        """The same of some of the cases."""
        places = chosen.nonzero()[0]
        if len(places) == len(chosen):
            return self
        docs, total, covered, core = self
        return _Sums(docs.take(places), total.take(places), covered.take(places), core.take(places))


class ArrayRanker:
    """Ranks on the arrays of a snapshot."""

    def __init__(self, snapshot: Snapshot, matcher: ArrayMatcher | None = None) -> None:
        self._snapshot = snapshot
        self._matcher = matcher or ArrayMatcher(snapshot)
        self._facets = FacetCounter(snapshot)
        self._size = self._matcher.size
        self._place_among_equals = self._places_among_equals()
        #: Scores single concepts.
        self.scorer = ConceptScorer(snapshot, self._matcher)
        self._nearness = lru_cache(CACHED_PLACES)(self._nearness_to)

    def _places_among_equals(self) -> Ints:
        """The place of each case among all, if all had the same score."""
        places = np.full(self._snapshot.cases, 2)
        for name in RECOGNISED:
            places[self._snapshot.properties.of(name)] = 1
        places[np.flatnonzero(self._snapshot.evidence >= FIRST_MEASURED)] = 0
        return (places * len(places) + np.arange(len(places))).astype(np.int32)

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

    # --- a query ----------------------------------------------------------------------

    def rank(self, request: RankRequest) -> Ranking:
        """Find, order and count cases."""
        concepts = [self.scorer.score(concept) for concept in request.concepts]
        found = self._find(request, concepts)
        docs, about = found.docs, found.about
        passing = self._facets.passing(request.filters)
        listed = self._facets.pass_all(docs, passing)
        if about is None:
            of_about = docs
            groups = [np.arange(len(docs)) if listed is None else listed.nonzero()[0]]
        else:
            places = about.nonzero()[0]
            of_about = docs.take(places)
            groups = [places if listed is None else places[listed.take(places)]]
        total = len(groups[0])
        related = len(docs) if listed is None else int(np.count_nonzero(listed))
        related -= total
        with_related = request.related or not len(of_about)
        if with_related and about is not None:
            groups.append((~about if listed is None else listed & ~about).nonzero()[0])
        page = self._page(groups, found, request)
        return Ranking(
            total=total,
            related=related,
            listed=total + related if with_related else total,
            docs=docs.take(page).tolist(),
            scores=found.points.take(page).tolist(),
            rarities=[concept.rarity for concept in concepts],
            counts=self._facets.count(docs if with_related else of_about, passing),
        )

    def about(self, request: RankRequest) -> Ints:
        """The cases about a request, ascending."""
        concepts = [self.scorer.score(concept) for concept in request.concepts]
        found = self._find(request, concepts)
        docs: Ints = found.docs if found.about is None else found.docs[found.about]
        return docs

    def _find(self, request: RankRequest, concepts: Sequence[ScoredConcept]) -> _Found:
        """Find the cases that fit a request without its filters."""
        if request.scored is not None:
            return _found_already(request.scored)
        phrases = [self._matcher.postings(phrase) for phrase in request.phrases]
        rarity = sum(concept.rarity for concept in concepts if len(concept.docs))
        if concepts or (request.named and not phrases):
            sums = self._sums(concepts, rarity, request.named)
        else:
            sums = _nothing_of(phrases[0].docs if phrases else np.arange(self._snapshot.cases))
        if phrases or request.excluded:
            sums = sums.of(self._allowed(sums.docs, phrases, request.excluded))
        docs, points = sums.docs, sums.total
        if not request.asks_for_something:
            return _Found(docs, points, None, 0.0)
        if rarity:
            points = points * (sums.covered / rarity) ** COORDINATION
        for postings in phrases:
            impacts = postings.impacts[postings.docs.searchsorted(docs)]
            points = points + self.scorer.idf(len(postings.docs)) * impacts
        points = points.round(DECIMALS)
        best = float(np.maximum.reduce(points, initial=0.0))
        named = _places_of(request.named, docs)
        for place, bonus in named.items():
            points[place] += bonus
        if not concepts:
            return _Found(docs, points, None, best)
        about = sums.core >= ABOUT_CORE * rarity - _ROUNDING
        about &= points >= ABOUT_SCORE * best - _ROUNDING
        for place in named:
            about[place] = True
        return _Found(docs, points, about, best)

    def _sums(
        self, concepts: Sequence[ScoredConcept], rarity: float, named: Mapping[int, float]
    ) -> _Sums:
        """Add up what cases have of some concepts: of those that have enough, or are named."""
        held = [concept for concept in concepts if len(concept.docs)]
        if not held:
            return _nothing_of(np.array(sorted(named), np.intp))
        if len(held) == 1:
            (only,) = held
            places = _places_of(named, only.docs)
            if len(places) == len(named):
                enough = _enough(only.covered, rarity)
                for place in places:
                    enough[place] = True
                sums = _Sums(only.docs, only.scores, only.covered, only.core * only.rarity)
                return sums.of(enough)
        # With some ten thousand cases, adding up by arrays of all cases takes half of the time that
        # sorting the cases of all concepts takes.
        docs = np.concatenate([concept.docs for concept in held], dtype=np.intp)
        covered = _add_up(docs, np.concatenate([one.covered for one in held]), self._size)
        enough = _enough(covered, rarity)
        for doc in named:
            enough[doc] = True
        total = _add_up(docs, np.concatenate([one.scores for one in held]), self._size)
        in_core = np.concatenate([one.core * one.rarity for one in held])
        core = _add_up(docs, in_core, self._size)
        found = enough.nonzero()[0]
        return _Sums(found, total.take(found), covered.take(found), core.take(found))

    def _allowed(self, docs: Ints, phrases: Sequence[Postings], excluded: Sequence[Term]) -> Flags:
        """Whether each of some cases has all of some phrases, and nothing that is excluded."""
        allowed = np.ones(self._size, np.bool_)
        for postings in phrases:
            has = np.zeros(self._size, np.bool_)
            has[postings.docs] = True
            allowed &= has
        for term in excluded:
            allowed[self._matcher.cases_with(term)] = False
        return allowed.take(docs)

    # --- the order --------------------------------------------------------------------

    def _page(self, groups: Sequence[Ints], found: _Found, request: RankRequest) -> Ints:
        """The page that is asked for: all of a group of cases, then all of the next.

        Args:
            groups: places of cases among those found, ascending.
        """
        pages = []
        first, left = request.first, request.limit
        for group in groups:
            page = self._order(group, found, request, slice(first, first + left))
            pages.append(page)
            first, left = max(0, first - len(group)), left - len(page)
        listed: Ints = np.concatenate(pages) if len(pages) > 1 else pages[0]
        return listed

    def _order(self, group: Ints, found: _Found, request: RankRequest, page: slice) -> Ints:
        """A page of some of the cases found, which are given by their places."""
        if page.start >= len(group) or page.start == page.stop:
            return group[:0]
        if request.sort == "newest":
            return group[page]
        if request.sort == "relevance" and not (request.near or request.asks_for_something):
            return group[page]
        docs, points = found.docs.take(group), found.points.take(group)
        match request.sort:
            case "relevance" if request.near:
                steps = self._steps(docs, points, found.best, request.near)
                first = _first_steps(steps, page.stop)
                group, docs, points, steps = group[first], docs[first], points[first], steps[first]
                group = group[np.lexsort((self._place_among_equals[docs], -points, steps))]
            case "relevance":
                if len(group) > page.stop:
                    # Only those that may be on the page are sorted: of 15,000 cases, that takes
                    # 0.2 ms instead of 1.6.
                    least = np.partition(points, -page.stop)[-page.stop]
                    best = (points >= least).nonzero()[0]
                    group, docs, points = group.take(best), docs.take(best), points.take(best)
                group = group[np.lexsort((self._place_among_equals.take(docs), -points))]
            case "evidence":
                step = self._snapshot.evidence[docs].astype(np.int8)
                group = group[np.lexsort((docs, -points, -step))]
            case "source":
                group = group[self._snapshot.by_source[docs].argsort()]
            case "name":
                group = group[self._snapshot.by_name[docs].argsort()]
        return group[page]

    def _steps(self, docs: Ints, points: Floats, best: float, near: tuple[str, ...]) -> Ints:
        """The band and, within it, the nearness of each of some cases."""
        bands = np.where(points > best, 0, np.where(points >= NEAR_BAND * best - _ROUNDING, 1, 2))
        steps: Ints = bands * len(self._owners[0]) + self._nearness(near)[docs]
        return steps


def _found_already(scored: Mapping[int, float]) -> _Found:
    """Cases with their scores, all of them about what is asked for."""
    docs = np.fromiter(scored, np.intp, len(scored))
    points = np.fromiter(scored.values(), np.float64, len(scored)).round(DECIMALS)
    order = docs.argsort()
    docs, points = docs[order], points[order]
    return _Found(docs, points, None, float(points.max(initial=0.0)))


def _nothing_of(docs: Ints) -> _Sums:
    """Cases that have nothing of any concept."""
    zeros = np.zeros(len(docs))
    return _Sums(docs, zeros, zeros, zeros)


def _enough(covered: Floats, rarity: float) -> Flags:
    """Whether cases have enough of what is asked for (``rules.COVERAGES``)."""
    for coverage in COVERAGES:
        enough: Flags = covered >= max(coverage * rarity - _ROUNDING, _SOMETHING)
        if np.count_nonzero(enough):
            break
    return enough


def _places_of(named: Mapping[int, float], docs: Ints) -> Mapping[int, float]:
    """The places of named cases among some cases → the bonus of each."""
    places = {}
    for doc, bonus in named.items():
        place = int(docs.searchsorted(doc))
        if place < len(docs) and docs[place] == doc:
            places[place] = bonus
    return places


def _first_steps(steps: Ints, number: int) -> Flags:
    """Whether cases are on the first steps that hold at least ``number``: only they are sorted."""
    last = np.bincount(steps).cumsum().searchsorted(number)
    first: Flags = steps <= last
    return first
