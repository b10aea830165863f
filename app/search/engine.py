"""The engine: one open index, and what can be asked of it.

An :class:`Engine` belongs to one generation of the index and never changes;
:mod:`app.search.source` hands out the engine of the current one.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path

import numpy as np

from app.cases import regions, vocabulary
from app.cases.family import Family, Kin
from app.cases.model import Case
from app.cases.vocabulary import Label
from app.search import index as whoosh_index
from app.search import language, scoring, synonyms
from app.search.facets import FACETS, Facet
from app.search.fields import PARTS
from app.search.highlight import Snippet, mark, window
from app.search.index import SNAPSHOT, Manifest
from app.search.query import Query, Reading, Words, read_words
from app.search.ranking import ArrayRanker, Ranked, Ranker, Wanted
from app.search.reading import ENGLISH_GRAMMAR, read_concepts, standard_spelling
from app.search.reference import WhooshRanker
from app.search.results import FacetValue, Hit, Interpretation, Results, Similar
from app.search.scoring import Asked
from app.search.snapshot import Floats, Snapshot
from app.search.spelling import Lexicon, Speller
from app.search.suggest import Kind, Suggester, Suggestion
from app.search.synonyms import Synonyms

log = logging.getLogger(__name__)

# The whole query is a case's name: nothing may come before it.
NAME = 1000.0
# A name within a longer query, against scores that seldom pass 40.
NAME_INSIDE = 12.0
# A single word within a longer query counts as a name only if hardly a case holds it.
RARE = 3

# So few results that the query may be a slip of the pen.
FEW = 3

# What two similar cases may have in common beside their words, and how many words are said.
SAME = ("category", "level", "province")
SHARED_WORDS = 3

# Cards kept decoded.
CACHED_CARDS = 4096


@dataclass(frozen=True)
class _Understood:
    """A query as it was read, with the scores of what it asks.

    Attributes:
        words: the words searched for.
        asked: the concepts they say.
        named: the cases called by name, with the bonus for it.
        corrected: the text searched instead of what was typed, if any.
        spelled: typed spelling → standard one.
    """

    words: Words
    asked: tuple[Asked, ...]
    named: Mapping[int, float]
    corrected: str | None = None
    spelled: Mapping[str, str] = field(default_factory=dict)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that no case holds and nothing else was searched for."""
        if self.named:
            return ()
        return tuple(word for one in self.asked if not one.used for word in one.unknown)


class Engine:
    """Answers from one generation of the index. Safe to share between threads."""

    def __init__(
        self,
        manifest: Manifest,
        snapshot: Snapshot,
        vocabulary: Synonyms | None = None,
        ranker: Ranker | None = None,
    ) -> None:
        self.manifest = manifest
        self.synonyms = vocabulary or Synonyms()
        self._snapshot = snapshot
        self._ranker = ranker or ArrayRanker(snapshot)
        self._card = lru_cache(CACHED_CARDS)(snapshot.card)
        self._similar = lru_cache(512)(self._find_similar)
        self._ordered = {facet.key: _in_order(facet, snapshot) for facet in FACETS}

    @classmethod
    def open(cls, index: Path, content: Path | None = None, *, reference: bool = False) -> Engine:
        """The engine of the current generation, with the synonyms of a content folder.

        ``reference`` ranks the slow way, to compare with (:mod:`app.search.reference`).

        Raises:
            IndexUnusableError: there is none that can be used.
        """
        generation = whoosh_index.open_current(index, names=None if reference else (SNAPSHOT,))
        kept = generation.manifest.synonyms
        found, problems = synonyms.load(content, kept) if content else (None, [])
        for problem in problems:
            log.warning("%s", problem)
        ranker = WhooshRanker(generation.parts, generation.snapshot) if reference else None
        return cls(generation.manifest, generation.snapshot, found, ranker)

    # --- what is there ----------------------------------------------------------------

    @property
    def cases(self) -> int:
        """The number of cases."""
        return self.manifest.cases

    @property
    def built_at(self) -> dt.datetime:
        """When the index was built (UTC)."""
        return dt.datetime.fromisoformat(self.manifest.built_at)

    def values(self, facet: str) -> Mapping[str, int]:
        """The values of a facet that some case has, with their number of cases."""
        snapshot = self._snapshot
        return {value: len(snapshot.having(facet, value)) for value in snapshot.values[facet]}

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """The regions that run a case: code → slugs of their cases, the newest first."""
        held = self._snapshot.regions
        return {
            code: tuple(self._card(doc).slug for doc in held.of(code).tolist())
            for code in held.texts
        }

    def knows(self, facet: Facet, value: str) -> bool:
        """Whether a facet has this value, in its vocabulary or in some case."""
        in_vocabulary = facet.vocabulary is not None and value in facet.vocabulary
        return in_vocabulary or self._snapshot.row(facet.key, value) is not None

    def case(self, slug: str) -> Case | None:
        """A whole case."""
        doc = self._snapshot.number(slug)
        return None if doc is None else Case.model_validate_json(self._snapshot.case(doc))

    def titles(self, slugs: tuple[str, ...]) -> Mapping[str, str]:
        """The titles of those of ``slugs`` that are there."""
        found = {slug: self._snapshot.number(slug) for slug in slugs}
        return {slug: self._card(doc).title for slug, doc in found.items() if doc is not None}

    # --- searching --------------------------------------------------------------------

    def search(self, query: Query) -> Results:
        """Answer a query. Filters with values no case has find nothing."""
        started = time.perf_counter()
        understood = self._understand(query)
        words = understood.words
        ranked = self._ranker.rank(
            Wanted(
                asked=understood.asked,
                named=understood.named,
                phrases=words.phrases,
                excluded=words.excluded,
                filters=query.filters,
                sort=query.sort,
                first=(query.page - 1) * query.per_page,
                count=query.per_page,
            )
        )
        marker = _Marker(self._snapshot, _stem_weights(words, understood.asked))
        hits = tuple(
            Hit(self._card(doc), score, marker, doc)
            for doc, score in zip(ranked.docs, ranked.scores, strict=True)
        )
        return Results(
            query=query,
            total=ranked.total,
            pages=math.ceil(ranked.total / query.per_page),
            interpretation=_interpretation(
                understood, self._suggest_spelling(understood, ranked.total)
            ),
            hits=hits,
            facets=self._facets(query, ranked),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def _understand(self, query: Query) -> _Understood:
        """Read a query; where a word is in no case, once more with what was meant."""
        words = read_words(query.text)
        if "spelling" in query.literal:
            return self._score(words, query.literal)
        spelled = {
            word: " ".join(self.synonyms.spellings[(word,)])
            for word in words.words
            if (word,) in self.synonyms.spellings
        }
        words = replace(words, words=standard_spelling(words.words, self.synonyms))
        understood = replace(self._score(words, query.literal), spelled=spelled)
        corrected = self._correct(understood) if understood.unknown else None
        if corrected is None:
            return understood
        again = self._score(replace(words, words=corrected), query.literal)
        return replace(again, corrected=" ".join(corrected), spelled=spelled)

    def _score(self, words: Words, literal: Collection[Reading]) -> _Understood:
        concepts = read_concepts(words.words, self.synonyms, literal)
        return _Understood(words, tuple(map(self._ranker.score, concepts)), self._named(words))

    def _correct(self, understood: _Understood) -> tuple[str, ...] | None:
        """The words that were meant, or None if nothing nearer is known."""
        typed = understood.words.words
        if not ENGLISH_GRAMMAR.isdisjoint(typed):
            return None  # English words have Indonesian neighbours, not Indonesian slips
        name = self._speller.name(typed)
        if name:
            return self._name_words(name)
        return self._speller.mend(typed, understood.unknown, partial(self._shared, understood))

    def _shared(self, understood: _Understood, word: str) -> int:
        """With how many cases of the rest of the query a word goes together."""
        return self._ranker.together(word, understood.asked)

    def _name_words(self, key: str) -> tuple[str, ...]:
        """The words of a name known as one word."""
        card = self._card(int(self._snapshot.names.of(key)[0]))
        for text in (card.title, card.expansion or ""):
            if language.name_key(text) == key:
                return tuple(language.folded(text))
        return (key,)

    def _suggest_spelling(self, understood: _Understood, total: int) -> str | None:
        """What may have been meant where hardly anything was found, though each word is known."""
        if understood.corrected or understood.unknown or understood.named or total > FEW:
            return None
        typed = understood.words.words
        meant = tuple(self._speller.commoner(word) or word for word in typed)
        return " ".join(meant) if meant != typed else None

    @cached_property
    def _speller(self) -> Speller:
        snapshot = self._snapshot
        words = {
            word: number
            for word, number in zip(snapshot.words, snapshot.word_counts().tolist(), strict=True)
            if not word.isdigit()
        }
        # What the synonyms know can be meant too, though no case says it.
        words = {term[0]: 0 for term in self.synonyms.known if len(term) == 1} | words
        return Speller(Lexicon(words), Lexicon(dict.fromkeys(snapshot.names.texts, 0)))

    def _named(self, words: Words) -> Mapping[int, float]:
        """The cases that the query calls by name, and what that adds to their score."""
        typed, names = words.words, self._snapshot.names
        found: dict[int, float] = {}
        for start in range(len(typed)):
            for end in range(start + 1, len(typed) + 1):
                key = "".join(typed[start:end])
                if key not in names:
                    continue
                whole = end - start == len(typed) and not words.phrases
                if whole or end - start > 1 or self._is_rare(typed[start]):
                    for doc in names.of(key).tolist():
                        found[doc] = max(found.get(doc, 0.0), NAME if whole else NAME_INSIDE)
        for phrase in words.phrases:
            for doc in names.of("".join(phrase)).tolist():
                found[doc] = NAME_INSIDE
        return found

    def _is_rare(self, word: str) -> bool:
        return (
            word not in language.STOP_WORDS
            and self._snapshot.frequency(language.stem(word)) <= RARE
        )

    def _facets(self, query: Query, ranked: Ranked) -> Mapping[str, tuple[FacetValue, ...]]:
        """Values and counts of every facet, in its order."""
        facets = {}
        for facet in FACETS:
            chosen = query.filters.get(facet.key, ())
            counts = ranked.counts[facet.key]
            values = [
                # As FacetValue(…) does, without its detour: this is most of a search.
                tuple.__new__(FacetValue, (value, label, counts[row], value in chosen))
                for value, label, row in self._ordered[facet.key]
                if counts[row] or value in chosen
            ]
            if facet.order == "count":
                values.sort(key=_rareness)  # stable: equal ones stay by label
            facets[facet.key] = tuple(values)
        return facets

    # --- suggestions ------------------------------------------------------------------

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed: names, expansions, tags, agencies, places."""
        return self._suggester.suggest(typed, limit)

    @cached_property
    def _suggester(self) -> Suggester:
        found: list[Suggestion] = []
        snapshot = self._snapshot
        for card in map(snapshot.card, range(snapshot.cases)):
            place = card.government.removeprefix("Pemerintah ")
            for name in dict.fromkeys((card.title, card.expansion)):
                if name:
                    found.append(Suggestion(name, "case", card.slug, place))
        counts: list[tuple[Kind, Mapping[str, int]]] = [
            ("tag", snapshot.tags.counts()),
            ("agency", snapshot.agencies.counts()),
        ]
        names = {name.casefold() for name in (one.text for one in found)}
        found += [
            Suggestion(text, kind, count=count)
            for kind, held_by in counts
            for text, count in held_by.items()
            if text.casefold() not in names
        ]
        found += [
            Suggestion(place, "place", count=count)
            for place, count in self.values("province").items()
            if place != vocabulary.NATIONAL
        ]
        held = {region.code: region for region in regions.regions().values()}
        found += [
            Suggestion(held[code].name, "place", count=count)
            for code, count in snapshot.regions.counts().items()
            if code in held and held[code].level != "provinsi"
        ]
        return Suggester(found)

    # --- similar cases ----------------------------------------------------------------

    def similar(self, slug: str, limit: int = 3) -> tuple[Similar, ...]:
        """The cases most like one: those that its own characteristic words find."""
        return self._similar(slug, limit)

    def _find_similar(self, slug: str, limit: int) -> tuple[Similar, ...]:
        case = self.case(slug)
        if case is None:
            return ()
        counts: dict[str, float] = defaultdict(float)
        spelt: dict[str, str] = {}
        for part in PARTS:
            # Place and agency would find neighbours, not likenesses.
            if part.name in {"tags", "summary", "masalah"}:
                for word in language.folded(part.text_of(case)):
                    if word not in language.STOP_WORDS:
                        stem = language.stem(word)
                        counts[stem] += part.weight
                        spelt.setdefault(stem, word)
        snapshot = self._snapshot
        shares: dict[str, Floats] = {}
        totals = np.zeros(snapshot.cases)
        for stem, count in counts.items():
            found = snapshot.stem(stem)
            if found is None:
                continue
            # The square: a word counts its rarity in the query and in the case.
            weight = (
                scoring.idf(snapshot.cases, len(found.docs)) ** 2 * count / (count + scoring.K1)
            )
            shares[stem] = np.zeros(snapshot.cases)
            shares[stem][found.docs] = weight * found.parts
            totals += shares[stem]
        best = np.argsort(-totals, kind="stable")[: limit + 1]
        return tuple(
            Similar(
                card,
                words=_telling({stem: share[doc] for stem, share in shares.items()}, spelt),
                same=tuple(key for key in SAME if getattr(case, key) == getattr(card, key)),
            )
            for doc, card in ((doc, self._card(doc)) for doc in best.tolist())
            if card.slug != slug and totals[doc] > 0
        )[:limit]

    def family(self, slug: str) -> Kin:
        """Whom a case was copied from, and who copied it."""
        return self._family.kin(slug)

    @cached_property
    def _family(self) -> Family:
        return Family(map(self._snapshot.card, range(self._snapshot.cases)))


def _telling(shares: Mapping[str, float], spelt: Mapping[str, str]) -> tuple[str, ...]:
    """The words that make two cases alike, the most telling first."""
    said = [stem for stem in shares if shares[stem] > 0]
    best = sorted(said, key=lambda stem: -shares[stem])[:SHARED_WORDS]
    return tuple(spelt[stem] for stem in best)


def _interpretation(understood: _Understood, suggestion: str | None) -> Interpretation:
    return Interpretation(
        terms=tuple(" ".join(one.concept.words) for one in understood.asked),
        unknown=understood.unknown,
        spelled=understood.spelled,
        added={
            " ".join(one.concept.words): tuple(" ".join(term) for term in one.used)
            for one in understood.asked
            if one.used
        },
        places={
            " ".join(one.concept.words): one.concept.place
            for one in understood.asked
            if one.concept.place
        },
        corrected=understood.corrected,
        suggestion=suggestion,
        cut=understood.words.cut,
    )


class _Marker:
    """Marks what was asked in the texts of an answer; works when it is asked to."""

    def __init__(self, snapshot: Snapshot, weights: Mapping[str, float]) -> None:
        self._snapshot = snapshot
        self._weights = weights

    @cached_property
    def _by_number(self) -> Floats:
        weights = np.zeros(len(self._snapshot.stems) + 1)
        for stem, weight in self._weights.items():
            number = self._snapshot.stem_number(stem)
            if number is not None:
                weights[number] = weight
        return weights

    def mark(self, text: str) -> str:
        """A text as safe HTML, with what was asked in ``<mark>``."""
        return mark(text, self._weights)

    def snippet(self, doc: int) -> Snippet | None:
        """The sentence of a case that says most of what was asked, if any does."""
        best = self._snapshot.best_sentence(doc, self._by_number) if self._weights else None
        if best is None:
            return None
        section, sentence = best
        return Snippet(section, mark(window(sentence, self._weights), self._weights))


def _stem_weights(words: Words, asked: tuple[Asked, ...]) -> dict[str, float]:
    """What to mark in a text: stems, each with what it counts for a snippet."""
    weights: dict[str, float] = {}
    for one in asked:
        for term in (one.concept.words, *one.used):
            said = [w for w in term if w not in language.STOP_WORDS]
            for word in said:
                weights.setdefault(language.stem(word), one.mass / len(said))
    for phrase in words.phrases:
        weights |= {language.stem(w): 1.0 for w in phrase if w not in language.STOP_WORDS}
    return weights


def _in_order(facet: Facet, snapshot: Snapshot) -> list[tuple[str, Label, int]]:
    """The values of a facet in its order, with label and row; by label where counts decide."""
    found = [
        (value, facet.value_label(value), row)
        for row, value in enumerate(snapshot.values[facet.key])
    ]
    return sorted(found, key=partial(_facet_order, facet))


def _facet_order(facet: Facet, value: tuple[str, Label, int]) -> tuple[float, str]:
    if facet.order == "vocabulary" and facet.vocabulary:
        return list(facet.vocabulary).index(value[0]), ""
    if facet.order == "descending":
        return -float(value[0]) if value[0].isdecimal() else 0.0, value[0]
    return 0.0, value[1].id


def _rareness(value: FacetValue) -> int:
    return -value.count
