"""The engine: one open index, and what can be asked of it.

An :class:`Engine` belongs to one generation of the index and never changes;
:mod:`app.search.source` hands out the engine of the current one.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import math
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial, reduce
from operator import or_
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from app.cases import regions, vocabulary
from app.cases.family import Family, Kin
from app.cases.model import Case
from app.search import index as whoosh_index
from app.search import language, postings, scoring, synonyms
from app.search.facets import FACETS, Facet
from app.search.fields import PARTS
from app.search.highlight import mark, snippet
from app.search.index import Card, Manifest
from app.search.postings import Bits, Postings
from app.search.query import Query, Reading, Words, read_words
from app.search.reading import ENGLISH_GRAMMAR, Concept, read_concepts, standard_spelling
from app.search.results import FacetValue, Hit, Interpretation, Results, Similar
from app.search.scoring import Lookup, Scored, Statistics
from app.search.spelling import Speller
from app.search.suggest import Suggester, Suggestion
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

# Postings kept decoded: every term and phrase that queries keep asking for.
CACHED_POSTINGS = 4096


@dataclass(frozen=True)
class _Understood:
    """A query as it was read, with the scores of what it asks.

    Attributes:
        words: the words searched for.
        scored: the concepts they say.
        named: the cases called by name, with the bonus for it.
        corrected: the text searched instead of what was typed, if any.
        spelled: typed spelling → standard one.
    """

    words: Words
    scored: tuple[Scored, ...]
    named: Mapping[int, float]
    corrected: str | None = None
    spelled: Mapping[str, str] = field(default_factory=dict)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that no case holds and nothing else was searched for."""
        if self.named:
            return ()
        return tuple(word for one in self.scored if not one.used for word in one.unknown)


class Engine:
    """Answers from one generation of the index. Safe to share between threads."""

    def __init__(
        self, manifest: Manifest, whoosh: FileIndex, vocabulary: Synonyms | None = None
    ) -> None:
        self.manifest = manifest
        self.synonyms = vocabulary or Synonyms()
        self._whoosh = whoosh
        # A Whoosh reader must not be used by two threads at once: each search borrows one.
        self._searchers: SimpleQueue[Searcher] = SimpleQueue()
        with self._searcher() as searcher:
            self._load(searcher.reader())
        self._similar = lru_cache(maxsize=512)(self._find_similar)
        self._term = lru_cache(maxsize=CACHED_POSTINGS)(self._read_term)
        self._phrase = lru_cache(maxsize=CACHED_POSTINGS)(self._read_phrase)
        self._lookup = Lookup(
            stem=lambda stem: self._term("text", stem),
            exact=lambda word: self._term("exact", word),
            phrase=self._phrase,
            place=self._in_place,
        )

    @classmethod
    def open(cls, index: Path, content: Path | None = None) -> Engine:
        """The engine of the current generation, with the synonyms of a content folder.

        Raises:
            IndexUnusableError: there is none that can be used.
        """
        _, manifest, whoosh = whoosh_index.open_current(index)
        found, problems = synonyms.load(content) if content else (None, [])
        for problem in problems:
            log.warning("%s", problem)
        return cls(manifest, whoosh, found)

    def _load(self, reader: IndexReader) -> None:
        """Read what every search needs: facets and names as bit sets, orders, lengths."""
        documents = list(reader.all_doc_ids())
        self._live = postings.bits(documents)
        self._facet_bits = {facet.key: postings.lexicon(reader, facet.key) for facet in FACETS}
        self._region_bits = postings.lexicon(reader, "region")
        self._names = postings.lexicon(reader, "name")
        lengths = {doc: reader.doc_field_length(doc, "text") for doc in documents}
        self._statistics = Statistics(len(documents), scoring.lengths_to_norms(lengths))
        # An empty index has no columns.
        newest = reader.column_reader("newest") if documents else {}
        names = reader.column_reader("name_order") if documents else {}
        by_name = sorted(documents, key=lambda doc: names[doc])
        by_age = sorted(by_name, key=lambda doc: newest[doc], reverse=True)
        self._by_name = {doc: rank for rank, doc in enumerate(by_name)}
        self._by_age = {doc: rank for rank, doc in enumerate(by_age)}

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
        return {value: bits.bit_count() for value, bits in self._facet_bits[facet].items()}

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """The regions that run a case: code → slugs of their cases, the newest first."""
        with self._searcher() as searcher:
            return {
                code: tuple(
                    _card(searcher.stored_fields(doc)).slug
                    for doc in sorted(postings.documents(bits), key=self._by_age.__getitem__)
                )
                for code, bits in self._region_bits.items()
                if code
            }

    def knows(self, facet: Facet, value: str) -> bool:
        """Whether a facet has this value, in its vocabulary or in some case."""
        in_vocabulary = facet.vocabulary is not None and value in facet.vocabulary
        return in_vocabulary or value in self._facet_bits[facet.key]

    def case(self, slug: str) -> Case | None:
        """A whole case."""
        with self._searcher() as searcher:
            stored = searcher.document(slug=slug)
        return Case.model_validate_json(stored["case"]) if stored else None

    def titles(self, slugs: tuple[str, ...]) -> Mapping[str, str]:
        """The titles of those of ``slugs`` that are there."""
        with self._searcher() as searcher:
            found = {slug: searcher.document(slug=slug) for slug in slugs}
        return {slug: _card(stored).title for slug, stored in found.items() if stored}

    # --- searching --------------------------------------------------------------------

    def search(self, query: Query) -> Results:
        """Answer a query. Filters with values no case has find nothing."""
        started = time.perf_counter()
        understood = self._understand(query)
        words, scored = understood.words, understood.scored
        matched, scores = self._match(understood)
        filters = {key: self._filter(key, values) for key, values in query.filters.items()}
        found = matched
        for bits in filters.values():
            found &= bits
        order = self._order(query, found, scores)
        first = (query.page - 1) * query.per_page
        weights = self._stem_weights(words, scored)
        with self._searcher() as searcher:
            hits = tuple(
                _hit(_card(searcher.stored_fields(doc)), scores.get(doc, 0.0), weights)
                for doc in order[first : first + query.per_page]
            )
        return Results(
            query=query,
            total=len(order),
            pages=math.ceil(len(order) / query.per_page),
            took_ms=(time.perf_counter() - started) * 1000,
            interpretation=_interpretation(
                understood, self._suggest_spelling(understood, len(order))
            ),
            hits=hits,
            facets=self._facets(query, matched, filters),
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
        scored = tuple(
            scoring.score(concept, self._lookup, self._statistics) for concept in concepts
        )
        return _Understood(words, scored, self._named(words))

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
        found = self._lookup.stem(language.stem(word)).keys()
        return sum(len(found & one.scores.keys()) for one in understood.scored)

    def _name_words(self, key: str) -> tuple[str, ...]:
        """The words of a name known as one word."""
        with self._searcher() as searcher:
            card = _card(searcher.stored_fields(next(postings.documents(self._names[key]))))
        for text in (card.title, card.expansion or ""):
            if language.name_key(text) == key:
                return tuple(word.text for word in language.words(text))
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
        with self._searcher() as searcher:
            reader = searcher.reader()
            words = {
                text.decode(): reader.doc_frequency("exact", text)
                for text in reader.lexicon("exact")
                if not text.isdigit()
            }
        # What the synonyms know can be meant too, though no case says it.
        words |= {term[0]: 0 for term in self.synonyms.known if len(term) == 1} | words
        return Speller(words, self._names.keys())

    def _match(self, understood: _Understood) -> tuple[Bits, Mapping[int, float]]:
        """The cases found and their scores."""
        words, scored, named = understood.words, understood.scored, understood.named
        total, covered, mass = scoring.combine(scored)
        scores = defaultdict(float, total)
        for doc, bonus in named.items():
            scores[doc] += bonus
        matched = self._live
        if scored or (named and not words.phrases):
            matched = postings.bits({*scoring.enough(covered, mass), *named})
        for phrase in words.phrases:
            held = self._having(phrase)
            rarity = self._statistics.idf(held)
            for doc, part in self._statistics.saturate(held).items():
                scores[doc] += rarity * part
            matched &= postings.bits(held)
        for phrase in words.excluded:
            matched &= ~postings.bits(self._having(phrase))
        return matched, scores

    def _named(self, words: Words) -> Mapping[int, float]:
        """The cases that the query calls by name, and what that adds to their score."""
        typed = words.words
        found: dict[int, float] = {}
        for start in range(len(typed)):
            for end in range(start + 1, len(typed) + 1):
                bits = self._names.get("".join(typed[start:end]))
                if not bits:
                    continue
                whole = end - start == len(typed) and not words.phrases
                if whole or end - start > 1 or self._is_rare(typed[start]):
                    for doc in postings.documents(bits):
                        found[doc] = max(found.get(doc, 0.0), NAME if whole else NAME_INSIDE)
        for phrase in words.phrases:
            for doc in postings.documents(self._names.get("".join(phrase), 0)):
                found[doc] = NAME_INSIDE
        return found

    def _is_rare(self, word: str) -> bool:
        return (
            word not in language.STOP_WORDS and len(self._lookup.stem(language.stem(word))) <= RARE
        )

    def _having(self, phrase: tuple[str, ...]) -> Postings:
        """The cases that hold words next to each other, or one word in any of its forms."""
        if len(phrase) == 1:
            return self._lookup.stem(language.stem(phrase[0]))
        return self._phrase(phrase)

    def _in_place(self, concept: Concept) -> Iterator[int]:
        """The cases that a place runs."""
        place = concept.place
        if place is None:
            return iter(())
        if place.level:
            held = [self._facet_bits["level"].get(place.level, 0)]
        elif place.codes:
            held = [self._region_bits.get(code, 0) for code in place.codes]
        else:
            held = [self._facet_bits["province"].get(name, 0) for name in place.provinces]
        return postings.documents(reduce(or_, held, 0))

    def _stem_weights(self, words: Words, scored: tuple[Scored, ...]) -> dict[str, float]:
        """What to mark in a text: stems, each with what it counts for a snippet."""
        weights: dict[str, float] = {}
        for one in scored:
            for term in (one.concept.words, *one.used):
                said = [w for w in term if w not in language.STOP_WORDS]
                for word in said:
                    weights.setdefault(language.stem(word), one.mass / len(said))
        for phrase in words.phrases:
            weights |= {language.stem(w): 1.0 for w in phrase if w not in language.STOP_WORDS}
        return weights

    def _filter(self, key: str, values: tuple[str, ...]) -> Bits:
        bits = 0
        for value in values:
            bits |= self._facet_bits[key].get(value, 0)
        return bits

    def _order(self, query: Query, found: Bits, scores: Mapping[int, float]) -> list[int]:
        documents = list(postings.documents(found))
        if query.sort == "name":
            return sorted(documents, key=self._by_name.__getitem__)
        documents.sort(key=self._by_age.__getitem__)
        if query.sort == "relevance" and scores:
            documents.sort(key=lambda doc: -scores.get(doc, 0.0))
        return documents

    def _facets(
        self, query: Query, matched: Bits, filters: Mapping[str, Bits]
    ) -> Mapping[str, tuple[FacetValue, ...]]:
        """Values and counts of every facet, each under the filters of the others alone."""
        facets = {}
        for facet in FACETS:
            base = matched
            for key, bits in filters.items():
                if key != facet.key:
                    base &= bits
            selected = set(query.filters.get(facet.key, ()))
            values = [
                FacetValue(value, facet.value_label(value), count, value in selected)
                for value, bits in self._facet_bits[facet.key].items()
                if (count := (base & bits).bit_count()) or value in selected
            ]
            facets[facet.key] = tuple(sorted(values, key=partial(_facet_order, facet)))
        return facets

    # --- suggestions ------------------------------------------------------------------

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed: names, expansions, tags, agencies, places."""
        return self._suggester.suggest(typed, limit)

    @cached_property
    def _suggester(self) -> Suggester:
        found: list[Suggestion] = []
        with self._searcher() as searcher:
            for doc in postings.documents(self._live):
                card = _card(searcher.stored_fields(doc))
                place = card.government.removeprefix("Pemerintah ")
                for name in dict.fromkeys((card.title, card.expansion)):
                    if name:
                        found.append(Suggestion(name, "case", card.slug, place))
            counts = {
                kind: {
                    text.decode(): searcher.reader().doc_frequency(kind, text)
                    for text in searcher.reader().lexicon(kind)
                }
                for kind in ("tag", "agency")
            }
        names = {name.casefold() for name in (one.text for one in found)}
        found += [
            Suggestion(text, kind, count=count)
            for kind in ("tag", "agency")
            for text, count in counts[kind].items()
            if text.casefold() not in names
        ]
        found += [
            Suggestion(place, "place", count=bits.bit_count())
            for place, bits in self._facet_bits["province"].items()
            if place != vocabulary.NATIONAL
        ]
        held = {region.code: region for region in regions.regions().values()}
        found += [
            Suggestion(held[code].name, "place", count=bits.bit_count())
            for code, bits in self._region_bits.items()
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
                for word in language.words(part.text_of(case)):
                    if word.text not in language.STOP_WORDS:
                        stem = language.stem(word.text)
                        counts[stem] += part.weight
                        spelt.setdefault(stem, word.text)
        shares: dict[int, dict[str, float]] = defaultdict(dict)
        for stem, count in counts.items():
            found = self._term("text", stem)
            # The square: a word counts its rarity in the query and in the case.
            weight = self._statistics.idf(found) ** 2 * count / (count + scoring.K1)
            for doc, share in self._statistics.saturate(found).items():
                shares[doc][stem] = weight * share
        totals = {doc: sum(share.values()) for doc, share in shares.items()}
        best = sorted(totals, key=lambda doc: (-totals[doc], self._by_age[doc]))
        with self._searcher() as searcher:
            cards = [(doc, _card(searcher.stored_fields(doc))) for doc in best[: limit + 1]]
        return tuple(
            Similar(
                card,
                words=_telling(shares[doc], spelt),
                same=tuple(key for key in SAME if getattr(case, key) == getattr(card, key)),
            )
            for doc, card in cards
            if card.slug != slug
        )[:limit]

    def family(self, slug: str) -> Kin:
        """Whom a case was copied from, and who copied it."""
        return self._family.kin(slug)

    @cached_property
    def _family(self) -> Family:
        with self._searcher() as searcher:
            documents = postings.documents(self._live)
            return Family(_card(searcher.stored_fields(doc)) for doc in documents)

    def _read_term(self, field: str, text: str) -> Postings:
        with self._searcher() as searcher:
            return postings.term(searcher.reader(), field, text)

    def _read_phrase(self, words: tuple[str, ...]) -> Postings:
        with self._searcher() as searcher:
            return postings.phrase(searcher, words)

    # --- readers ----------------------------------------------------------------------

    @contextmanager
    def _searcher(self) -> Iterator[Searcher]:
        try:
            searcher = self._searchers.get_nowait()
        except Empty:
            searcher = self._whoosh.searcher()
        try:
            yield searcher
        finally:
            self._searchers.put(searcher)


def _telling(shares: Mapping[str, float], spelt: Mapping[str, str]) -> tuple[str, ...]:
    """The words that make two cases alike, the most telling first."""
    best = sorted(shares, key=lambda stem: -shares[stem])[:SHARED_WORDS]
    return tuple(spelt[stem] for stem in best)


def _interpretation(understood: _Understood, suggestion: str | None) -> Interpretation:
    return Interpretation(
        terms=tuple(" ".join(one.concept.words) for one in understood.scored),
        unknown=understood.unknown,
        spelled=understood.spelled,
        added={
            " ".join(one.concept.words): tuple(" ".join(term) for term in one.used)
            for one in understood.scored
            if one.used
        },
        places={
            " ".join(one.concept.words): one.concept.place
            for one in understood.scored
            if one.concept.place
        },
        corrected=understood.corrected,
        suggestion=suggestion,
        cut=understood.words.cut,
    )


def _card(stored: Mapping[str, Any]) -> Card:
    values = json.loads(stored["card"])
    values["result"] = tuple(values["result"]) if values["result"] else None
    values["sentences"] = tuple(map(tuple, values["sentences"]))
    values["copies"] = tuple(map(tuple, values["copies"]))
    return Card(**values)


def _hit(card: Card, score: float, weights: dict[str, float]) -> Hit:
    return Hit(
        card=card,
        score=score,
        title=mark(card.title, weights),
        expansion=mark(card.expansion or "", weights),
        summary=mark(card.summary, weights),
        snippet=snippet(card.sentences, weights) if weights else None,
    )


def _facet_order(facet: Facet, value: FacetValue) -> tuple[float, str]:
    if facet.order == "vocabulary" and facet.vocabulary:
        return list(facet.vocabulary).index(value.value), ""
    if facet.order == "descending":
        return -float(value.value) if value.value.isdecimal() else 0.0, value.value
    return -value.count, value.label.id
