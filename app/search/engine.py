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
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import repeat
from pathlib import Path

import numpy as np

from app.collection import regions, vocabulary
from app.collection.case import Case
from app.collection.family import Families, Family
from app.search import bm25, language
from app.search.facets import Facet
from app.search.fields import FIELDS
from app.search.index import generations
from app.search.index.arrays import Floats
from app.search.index.generations import Manifest
from app.search.index.snapshot import Snapshot
from app.search.query import synonyms
from app.search.query.clauses import MAX_CHARACTERS, Clauses, split_clauses
from app.search.query.concepts import ENGLISH_GRAMMAR, Concept, read_concepts, standard_spelling
from app.search.query.query import Query, Reading
from app.search.query.spelling import Lexicon, Speller
from app.search.query.synonyms import Synonyms
from app.search.rank.facet_counts import Tally
from app.search.rank.highlight import Snippet, mark, window
from app.search.rank.ranking import ArrayRanker, Asked, Ranker, Wanted
from app.search.results import Hit, Interpretation, Results, Similar
from app.search.suggest import Kind, Suggester, Suggestion

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

# Texts kept as they were read: whoever chooses a filter or turns a page asks the same again.
CACHED_TEXTS = 1024


@dataclass(frozen=True)
class _Understood:
    """A text as it was read.

    Attributes:
        words: the words searched for.
        concepts: what they ask for.
        named: the cases called by name, with the bonus for it.
        interpretation: the same for people, without what depends on what is found.
        weights: what to mark: stems, each with what it counts for a snippet.
    """

    words: Clauses
    concepts: tuple[Concept, ...]
    named: Mapping[int, float]
    interpretation: Interpretation
    weights: Mapping[str, float]


@dataclass(frozen=True)
class _Reading:
    """Words as they were read, with the scores of what they ask: see :class:`_Understood`."""

    words: Clauses
    asked: tuple[Asked, ...]
    named: Mapping[int, float]

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
        self._understand = lru_cache(CACHED_TEXTS)(self._read)
        self._tally = Tally(snapshot)

    @classmethod
    def open(cls, index: Path, content: Path | None = None) -> Engine:
        """The engine of the current generation, with the synonyms of a content folder.

        Raises:
            IndexUnusableError: there is none that can be used.
        """
        generation = generations.open_current(index, check_whoosh=False)
        manifest = generation.manifest
        found, findings = synonyms.load(content, manifest.synonyms) if content else (None, [])
        for finding in findings:
            log.warning("%s", finding)
        # What only a build asks for needn't stay in memory.
        manifest = replace(manifest, digests={}, synonyms={})
        return cls(manifest, generation.snapshot, found)

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
        held, slugs = self._snapshot.regions, self._snapshot.slugs
        return {code: tuple(slugs[doc] for doc in held.of(code).tolist()) for code in held.texts}

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
        # What is behind the part that is read tells only that something is.
        understood = self._understand(query.text[: MAX_CHARACTERS + 1], query.literal)
        words = understood.words
        ranked = self._ranker.rank(
            Wanted(
                asked=[self._ranker.score(concept) for concept in understood.concepts],
                named=understood.named,
                phrases=words.phrases,
                excluded=words.excluded,
                filters=query.filters,
                sort=query.sort,
                first=(query.page - 1) * query.per_page,
                limit=query.per_page,
            )
        )
        marker = _Marker(self._snapshot, understood.weights)
        cards = map(self._card, ranked.docs)
        found = zip(cards, ranked.scores, repeat(marker), ranked.docs, strict=False)
        return Results(
            query=query,
            total=ranked.total,
            pages=math.ceil(ranked.total / query.per_page),
            interpretation=self._with_suggestion(understood, ranked.total),
            hits=tuple(map(Hit._make, found)),
            facets=self._tally.values(ranked.counts, query.filters),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def _read(self, text: str, literal: tuple[Reading, ...]) -> _Understood:
        """Read a text; where a word is in no case, once more with what was meant."""
        words = split_clauses(text)
        if "spelling" in literal:
            return _understood(self._score(words, literal))
        spelled = {
            word: " ".join(self.synonyms.spellings[(word,)])
            for word in words.words
            if (word,) in self.synonyms.spellings
        }
        if spelled:
            words = replace(words, words=standard_spelling(words.words, self.synonyms))
        reading = self._score(words, literal)
        corrected = self._correct(reading) if reading.unknown else None
        if corrected is None:
            return _understood(reading, spelled)
        again = self._score(replace(words, words=corrected), literal)
        return _understood(again, spelled, " ".join(corrected))

    def _score(self, words: Clauses, literal: Collection[Reading]) -> _Reading:
        concepts = read_concepts(words.words, self.synonyms, literal)
        return _Reading(words, tuple(map(self._ranker.score, concepts)), self._named(words))

    def _correct(self, reading: _Reading) -> tuple[str, ...] | None:
        """The words that were meant, or None if nothing nearer is known."""
        typed = reading.words.words
        if not ENGLISH_GRAMMAR.isdisjoint(typed):
            return None  # English words have Indonesian neighbours, not Indonesian slips
        name = self._speller.name(typed)
        if name:
            return self._name_words(name)
        return self._speller.mend(typed, reading.unknown, partial(self._shared, reading))

    def _shared(self, reading: _Reading, word: str) -> int:
        """With how many cases of the rest of the query a word goes together."""
        return self._ranker.together(word, reading.asked)

    def _name_words(self, key: str) -> tuple[str, ...]:
        """The words of a name known as one word."""
        card = self._card(int(self._snapshot.names.of(key)[0]))
        for text in (card.title, card.expansion or ""):
            if language.name_key(text) == key:
                return tuple(language.folded(text))
        return (key,)

    def _with_suggestion(self, understood: _Understood, total: int) -> Interpretation:
        """How a text was read, and what may have been meant where hardly anything was found
        though each word is known."""
        read = understood.interpretation
        if total > FEW or read.corrected or read.unknown or understood.named:
            return read
        typed = understood.words.words
        meant = tuple(self._speller.commoner(word) or word for word in typed)
        return replace(read, suggestion=" ".join(meant)) if meant != typed else read

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

    def _named(self, words: Clauses) -> Mapping[int, float]:
        """The cases that the query calls by name, and what that adds to their score."""
        typed, names = words.words, self._snapshot.names
        found: dict[int, float] = {}
        for start in range(len(typed)):
            key = ""
            for end, word in enumerate(typed[start:], start + 1):
                key += word
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

    # --- suggestions ------------------------------------------------------------------

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed: names, expansions, tags, agencies, places."""
        return self._suggester.suggest(typed, limit)

    @cached_property
    def _suggester(self) -> Suggester:
        found: list[Suggestion] = []
        snapshot = self._snapshot
        for card in snapshot.cards():
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
        for field in FIELDS:
            # Place and agency would find neighbours, not likenesses.
            if field.name in {"tags", "summary", "masalah"}:
                for word in language.folded(field.text_of(case)):
                    if word not in language.STOP_WORDS:
                        stem = language.stem(word)
                        counts[stem] += field.weight
                        spelt.setdefault(stem, word)
        snapshot = self._snapshot
        shares: dict[str, Floats] = {}
        totals = np.zeros(snapshot.cases)
        for stem, count in counts.items():
            found = snapshot.stem(stem)
            if found is None:
                continue
            # The square: a word counts its rarity in the query and in the case.
            weight = bm25.idf(snapshot.cases, len(found.docs)) ** 2 * count / (count + bm25.K1)
            shares[stem] = np.zeros(snapshot.cases)
            shares[stem][found.docs] = weight * found.impacts
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

    def family(self, slug: str) -> Family:
        """Whom a case was copied from, and who copied it."""
        return self._families.of(slug)

    @cached_property
    def _families(self) -> Families:
        return Families(self._snapshot.cards)


def _telling(shares: Mapping[str, float], spelt: Mapping[str, str]) -> tuple[str, ...]:
    """The words that make two cases alike, the most telling first."""
    said = [stem for stem in shares if shares[stem] > 0]
    best = sorted(said, key=lambda stem: -shares[stem])[:SHARED_WORDS]
    return tuple(spelt[stem] for stem in best)


def _understood(
    reading: _Reading, spelled: Mapping[str, str] | None = None, corrected: str | None = None
) -> _Understood:
    """What is kept of a reading: scores are kept elsewhere, within a bound in bytes."""
    typed = {" ".join(one.concept.words): one for one in reading.asked}
    interpretation = Interpretation(
        terms=tuple(" ".join(one.concept.words) for one in reading.asked),
        unknown=reading.unknown,
        spelled=spelled or {},
        added={
            term: tuple(" ".join(other) for other in one.used)
            for term, one in typed.items()
            if one.used
        },
        places={term: one.concept.place for term, one in typed.items() if one.concept.place},
        corrected=corrected,
        cut=reading.words.cut,
    )
    return _Understood(
        words=reading.words,
        concepts=tuple(one.concept for one in reading.asked),
        named=reading.named,
        interpretation=interpretation,
        weights=_stem_weights(reading.words, reading.asked),
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


def _stem_weights(words: Clauses, asked: tuple[Asked, ...]) -> dict[str, float]:
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
