"""The engine: one open generation of the index, which answers every search.

An :class:`Engine` never changes; :mod:`app.search.source` hands out the engine of the
current generation. A search goes one way: text → parsed query → ranking → results.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import time
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock

from cachetools import LRUCache, cached

from app.collection import clock, links, regions, vocabulary
from app.collection.case import Award, Case
from app.collection.family import Families, Family
from app.collection.replications import Pair, all_pairs
from app.collection.theme import Theme
from app.collection.theme_members import Membership, memberships
from app.collection.theme_overview import ThemeOverview, overview
from app.search import language, nearness
from app.search.advanced.search import AdvancedSearch
from app.search.catalogue import BESIDE_CASES, Catalogue, CatalogueQuery, FoundEntries
from app.search.facets import Facet
from app.search.index import generations
from app.search.index.entries import Card
from app.search.index.generations import Generation
from app.search.index.history import History
from app.search.lacking import read_as_near
from app.search.nearness import Near
from app.search.query import attribute_list, prepared_lists, synonyms
from app.search.query.attributes import Attributes
from app.search.query.clauses import MAX_CHARACTERS
from app.search.query.parse import CACHED_TEXTS, Matcher, ParsedQuery, QueryParser
from app.search.query.query import Query, Reading
from app.search.query.synonyms import Synonyms
from app.search.rank.array_ranker import ArrayRanker
from app.search.rank.card_words import CardWords
from app.search.rank.facet_counts import FacetTable
from app.search.rank.marker import Marker
from app.search.rank.matching import ArrayMatcher
from app.search.rank.ranker import Ranker, Ranking, RankRequest
from app.search.rank.similar import Similar, find_similar
from app.search.results import Hit, Results
from app.search.suggest import (
    MOST,
    Suggester,
    Suggestion,
    listed_suggestions,
    suggestions_of,
)
from app.search.theme_cards import ThemeCard, theme_card
from app.search.theme_finder import BROADEST, ThemeFinder, further_cases, subject_of

#: The curators' lists that an engine reads beside the index, in the content folder.
LISTS = (synonyms.SYNONYMS, attribute_list.ATTRIBUTES, links.LINKS)

# Cards that are remembered. Reading the twenty cards of a page takes 0.1 ms without them,
# as long as the search itself.
CACHED_CARDS = 1024

# Cards whose words are remembered by number, 0.7 kB each. Without them, finding the texts of
# twenty cards with words of a query takes 0.8 ms.
CACHED_WORDS = 2048

# The best documented cases of a category that are remembered.
BEST_OF_CATEGORY = 2

# Cases whose similar cases are remembered, and themes that are remembered with their cases and
# the further ones: they are the same for every visitor until the next generation. At 3,000 cases,
# 1.3 ms for a case; for a theme 4 ms for its cases, and 2 ms for the twelve searches for others.
CACHED_SIMILAR = 1024
CACHED_THEMES = 128


_decode = json.JSONDecoder().raw_decode


class Engine:
    """Answers from one generation of the index. Safe to share between threads."""

    def __init__(
        self,
        generation: Generation,
        synonyms: Synonyms | None = None,
        attributes: Attributes | None = None,
        matcher: Matcher | None = None,
        ranker: Ranker | None = None,
        gone_links: links.GoneLinks | None = None,
        lists: str = "",
    ) -> None:
        #: Changes when answers may change: the name of the generation, and the digest of the
        #: curators' lists. It is the same wherever the same generation and lists are.
        self.version = f"{generation.path.name} {lists}"
        #: The addresses of sources that no longer answer.
        self.gone_links = gone_links or links.GoneLinks()
        self.manifest = generation.manifest
        self._generation = generation
        self._snapshot = snapshot = generation.snapshot
        self._advanced = AdvancedSearch(generation)
        array_matcher = ArrayMatcher(snapshot)
        self._matcher = matcher = matcher or array_matcher
        self._parser = QueryParser(
            snapshot, matcher, synonyms or Synonyms(), attributes or Attributes()
        )
        self._ranker = ranker or ArrayRanker(snapshot, array_matcher)
        # Where a place is named, the cases on the subject are looked up: 0.2 ms at 490 cases.
        self._read = lru_cache(CACHED_TEXTS)(self._read_text)
        self._facet_table = FacetTable(snapshot)
        self._card = lru_cache(CACHED_CARDS)(snapshot.card)
        self._words_of = lru_cache(CACHED_WORDS)(self._read_words)
        self._similar = lru_cache(CACHED_SIMILAR)(self._find_similar)
        self._overview = lru_cache(CACHED_THEMES)(self._make_overview)
        self._further_cases = lru_cache(CACHED_THEMES)(self._find_further_cases)
        self._remembered_themes = cached(LRUCache(CACHED_TEXTS), _asked_text, Lock())(
            self._find_themes_met
        )

    @classmethod
    def open(cls, index: Path, content: Path | None = None) -> Engine:
        """The engine of the current generation, with the curators' lists of a content folder.

        Raises:
            IndexUnusableError: there is no index that can be used.
        """
        generation = generations.open_current(index, check_whoosh=False)
        # Before the lists are read: if one changes meanwhile, the version is out of date, not the
        # engine, and the source opens another.
        digest = _digest_of_lists(content) if content else ""
        loaded, attributes = None, None
        if content:
            loaded, attributes = prepared_lists.load(content, index)
        gone = links.read_gone(content) if content else None
        return cls(generation, loaded, attributes, gone_links=gone, lists=digest)

    def check_files(self) -> None:
        """Compare the files that searches run on with their checksums; reads them once.

        Raises:
            IndexUnusableError: a file is damaged or gone.
        """
        self._generation.check(self.manifest.snapshot_files)

    # --- the collection ---------------------------------------------------------------

    @property
    def cases(self) -> int:
        """The number of cases."""
        return self.manifest.cases

    @property
    def generation(self) -> str:
        """The name of the generation of the index."""
        return self._generation.path.name

    @property
    def built_at(self) -> dt.datetime:
        """When the index was built (UTC)."""
        return dt.datetime.fromisoformat(self.manifest.built_at)

    def values(self, facet: str) -> Mapping[str, int]:
        """The values of a facet that some case has → the number of cases of each."""
        snapshot = self._snapshot
        return {value: len(snapshot.having(facet, value)) for value in snapshot.values[facet]}

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """The code of each region that runs a case → the slugs of its cases, the newest first."""
        regions, slugs = self._snapshot.regions, self._snapshot.slugs
        return {
            code: tuple(slugs[doc] for doc in regions.of(code).tolist()) for code in regions.texts
        }

    @cached_property
    def best_of_categories(self) -> Mapping[str, tuple[Card, ...]]:
        """Category → its best documented cases: the pages of regions show them as examples."""
        query = Query(sort="evidence", per_page=BEST_OF_CATEGORY)
        found = {
            category: self.search(replace(query, filters={"category": (category,)}))
            for category in vocabulary.CATEGORIES
        }
        return {
            category: tuple(hit.card for hit in results.hits) for category, results in found.items()
        }

    def knows(self, facet: Facet, value: str) -> bool:
        """Whether a value may be chosen of a facet: it accepts the value, or some case has it."""
        return facet.accepts(value) or self._snapshot.row(facet.key, value) is not None

    def case(self, slug: str) -> Case | None:
        """A whole case."""
        doc = self._snapshot.number(slug)
        return None if doc is None else Case.read_back(self._snapshot.case(doc))

    def awards(self, slug: str) -> tuple[Award, ...]:
        """The awards of a case; none if there is no such case.

        Nothing else of the case is read, which takes a third of the time: the home page looks at
        those of 8,800 cases of 36,742.
        """
        doc = self._snapshot.number(slug)
        if doc is None:
            return ()
        # In a text of JSON, the quotation marks would have backslashes before them.
        _, _, rest = str(self._snapshot.case(doc), "utf-8").partition('"awards":')
        awards, _ = _decode(rest)
        return tuple([Award.model_construct(**award) for award in awards])

    def cards(self) -> Iterator[Card]:
        """The cards of all cases, the newest first."""
        return self._snapshot.cards()

    def cards_of(self, slugs: Iterable[str]) -> Mapping[str, Card]:
        """The cards of the cases that exist, by slug."""
        numbers = {slug: self._snapshot.number(slug) for slug in slugs}
        return {slug: self._card(doc) for slug, doc in numbers.items() if doc is not None}

    def named(self, name: str) -> list[Card]:
        """The cards of the cases that are called so, whatever its spaces and signs."""
        docs = self._snapshot.names.of(language.name_key(name))
        return list(map(self._card, docs.tolist()))

    def titles(self, slugs: tuple[str, ...]) -> Mapping[str, str]:
        """The titles of the cases that exist, by slug."""
        return {slug: card.title for slug, card in self.cards_of(slugs).items()}

    @property
    def themes(self) -> Mapping[str, Theme]:
        """The themes, by slug."""
        return self._generation.themes

    @cached_property
    def theme_cards(self) -> Mapping[str, ThemeCard]:
        """The cards of the themes, by slug."""
        return {slug: theme_card(theme, self.cards_of) for slug, theme in self.themes.items()}

    def theme_overview(self, slug: str) -> ThemeOverview | None:
        """A theme together with its cases; None if there is no such theme."""
        return self._overview(slug, clock.today()) if slug in self.themes else None

    def _make_overview(self, slug: str, today: dt.date) -> ThemeOverview:
        return overview(self.themes[slug], self.case, today)

    def further_cases(self, slug: str, most: int) -> tuple[Card, ...]:
        """The cards of cases about a theme that it doesn't name; none if there is no such theme.

        See :func:`app.search.theme_finder.further_cases`.
        """
        return self._further_cases(slug, most) if slug in self.themes else ()

    def _find_further_cases(self, slug: str, most: int) -> tuple[Card, ...]:
        return tuple(hit.card for hit in further_cases(self.themes[slug], self.search, most))

    def themes_of(self, slug: str) -> tuple[Membership, ...]:
        """The themes that name a case: those in which it takes an approach first."""
        return self._memberships.get(slug, ())

    @cached_property
    def _memberships(self) -> Mapping[str, tuple[Membership, ...]]:
        return memberships(self.themes.values())

    @cached_property
    def catalogue(self) -> Catalogue:
        """The innovations that are known by name, joined to the cases."""
        return Catalogue(
            self._generation.catalogue,
            self._snapshot,
            self.manifest.withdrawn,
            lambda slug: self.titles((slug,)).get(slug),
        )

    @property
    def history(self) -> History:
        """When cases came, changed and went, as builds of the index noted it."""
        return self._generation.history

    # --- searching --------------------------------------------------------------------

    def search(self, query: Query) -> Results:
        """Answer a query. A filter with values that no case has finds nothing.

        Raises:
            AdvancedQueryError: an advanced query has a mistake, or takes too long.
            IndexUnusableError: the Whoosh index, which a first advanced query opens, is
                damaged or gone.
        """
        started = time.perf_counter()
        parsed = self._parse(query)
        near = parsed.interpretation.near
        first = (query.page - 1) * query.per_page
        ranking = self._ranker.rank(
            RankRequest(
                concepts=parsed.concepts,
                named=parsed.named,
                phrases=parsed.phrases,
                excluded=parsed.excluded,
                filters=query.filters,
                sort=query.sort,
                first=first,
                limit=query.per_page,
                scored=parsed.scored,
                related=query.related,
                near=near.codes if near else (),
            )
        )
        suggestion = self._parser.suggest(parsed, ranking.total + ranking.related)
        reading = parsed.interpretation
        return Results(
            query=query,
            total=ranking.total,
            related=ranking.related,
            with_related=ranking.listed > ranking.total,
            pages=math.ceil(ranking.listed / query.per_page),
            interpretation=replace(reading, suggestion=suggestion) if suggestion else reading,
            hits=self._hits(parsed, ranking, first),
            counts=ranking.counts,
            facet_table=self._facet_table,
            find_themes=self._themes_met,
            find_listed=self._listed_beside,
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def _parse(self, query: Query) -> ParsedQuery:
        if query.mode == "advanced":
            parsed = self._advanced.find(query.text)
        elif query.near:
            parsed = self._parser.parse(query.text, query.literal)
        else:
            return self._read(query.text[: MAX_CHARACTERS + 1], query.literal)
        if not query.near:
            return parsed
        near = nearness.chosen(query.near, parsed.interpretation.near)
        return replace(parsed, interpretation=replace(parsed.interpretation, near=near))

    def _read_text(self, text: str, literal: tuple[Reading, ...]) -> ParsedQuery:
        """A text parsed, with a place that has no case on the subject as one that is near."""
        parsed = self._parser.parse(text, literal)
        return read_as_near(parsed, self._matcher, self._ranker, self.cases)

    def _hits(self, parsed: ParsedQuery, ranking: Ranking, first: int) -> tuple[Hit, ...]:
        marker = Marker(
            self._snapshot, parsed.concepts, ranking.rarities, parsed.phrases, self._words_of
        )
        found = zip(ranking.docs, ranking.scores, strict=True)
        hits = tuple(
            Hit(self._card(doc), score, doc, marker, place < ranking.total)
            for place, (doc, score) in enumerate(found, first)
        )
        near = parsed.interpretation.near
        return tuple(map(partial(_with_tier, near), hits)) if near else hits

    def _read_words(self, doc: int) -> CardWords:
        return CardWords.of(self._card(doc), self._snapshot)

    def _themes_met(self, results: Results) -> tuple[ThemeCard, ...]:
        """The themes that the text of a query meets; see :mod:`app.search.theme_finder`.

        They depend on the text alone. So they are remembered: who chooses a filter or an order
        sends the same text again, and to find them the best cases would be sought once more.
        """
        short = len(results.query.text) <= MAX_CHARACTERS
        return (self._remembered_themes if short else self._find_themes_met)(results)

    def _find_themes_met(self, results: Results) -> tuple[ThemeCard, ...]:
        query = Query(results.query.text, literal=results.query.literal)
        if query != results.query:
            results = self.search(query)
        subject = subject_of(results, self.cases)
        return tuple(map(self.theme_cards.__getitem__, self._theme_finder.find(subject)))

    @cached_property
    def _theme_finder(self) -> ThemeFinder:
        return ThemeFinder(self.themes, self._is_common)

    def _is_common(self, stem: str) -> bool:
        """Whether so many cases hold a stem that it doesn't say which theme is meant."""
        postings = self._snapshot.stem(stem)
        return postings is not None and len(postings.docs) > BROADEST * self.cases

    def _listed_beside(self, results: Results) -> FoundEntries:
        """The entries of the catalogue without a case that the text of a query meets.

        The spelling is corrected by the words of the cases, so the text as typed comes first;
        then the corrected text, and the text with places by their full names.
        """
        reading = results.interpretation
        in_full = results.subject
        for typed, place in reading.places.items():
            in_full = in_full.replace(typed, place.label)
        filters = {**results.query.filters, "has_case": ("tidak",)}
        texts = dict.fromkeys((results.subject, reading.corrected or in_full, in_full))
        queries = (CatalogueQuery(text, filters, per_page=BESIDE_CASES) for text in texts)
        found = list(map(self.catalogue.find, queries))
        return next((entries for entries in found if entries.total), found[0])

    # --- suggestions, similar cases, families -----------------------------------------

    def suggest(self, typed: str, limit: int = MOST) -> tuple[Suggestion, ...]:
        """The best completions of an unfinished text; see :mod:`app.search.suggest`.

        Names of the catalogue without a case follow where the limit leaves room for them.
        """
        found = self._suggester.suggest(typed, limit)
        if len(found) == limit:
            return found
        room = limit - len(found)
        return found + self._catalogue_suggester.suggest(typed, room, correct=not found)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(suggestions_of(self._snapshot, self.theme_cards.values()))

    @cached_property
    def _catalogue_suggester(self) -> Suggester:
        names = self.catalogue.names_without_case()
        return Suggester(listed_suggestions(self._snapshot, names))

    def similar(self, slug: str, limit: int = 3) -> tuple[Similar, ...]:
        """The cases most similar to a case; none if there is no such case."""
        return self._similar(slug, limit)

    def _find_similar(self, slug: str, limit: int) -> tuple[Similar, ...]:
        case = self.case(slug)
        if case is None:
            return ()
        return find_similar(case, self._snapshot, self._card, limit, self.themes_of(slug))

    def family(self, slug: str) -> Family:
        """The original that a case copies, and the cases that copy it."""
        return self._families.of(slug)

    @cached_property
    def replications(self) -> tuple[Pair, ...]:
        """Who copied whom: every pair of an original and a copy."""
        return all_pairs(self._families)

    @cached_property
    def _families(self) -> Families:
        return Families(self._snapshot.cards)


def _asked_text(results: Results) -> Hashable:
    return results.query.text, results.query.literal


def _with_tier(near: Near, hit: Hit) -> Hit:
    """A hit that knows how near its case is."""
    region, place = regions.resolve(hit.card.government), nearness.around(near.codes)
    tier = place.tier(region.code if region else "", hit.card.province)
    by_distance = region and tier in nearness.TIERS_BY_DISTANCE
    return hit._replace(tier=tier, km=place.km(region.code) if region and by_distance else None)


def _digest_of_lists(content: Path) -> str:
    """The digest of the curators' lists that are read beside the index."""
    digest = hashlib.sha256()
    for name in LISTS:
        try:
            data = (content / name).read_bytes()
        except OSError:
            data = b""
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:16]
