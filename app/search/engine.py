"""The engine: one open index, and what can be asked of it.

An :class:`Engine` belongs to one generation of the index and never changes; an
:class:`EngineSource` hands out the engine of the current one.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import math
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from whoosh.index import FileIndex
from whoosh.query import Phrase
from whoosh.reading import IndexReader, TermNotFound
from whoosh.searching import Searcher

from app.cases.model import Case
from app.cases.vocabulary import Label
from app.search import index as whoosh_index
from app.search import language
from app.search.facets import FACETS, Facet
from app.search.fields import PARTS
from app.search.highlight import Snippet, mark, snippet
from app.search.index import Card, IndexUnusableError, Manifest
from app.search.query import Query, Words, read_words

log = logging.getLogger(__name__)

# BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
# Beyond", 2009). Occurrences are weighted by part, so k1 is larger than for plain text.
K1 = 3.0
B = 0.5

# A case is found when it holds this share of what the query asks, each word counting
# its rarity. If no case does, the next lower share is tried: never an AND of all words
# of a long query, never an OR of anything in a short one.
COVERAGES = (0.3, 0.15, 0.0)

# The whole query is a case's name: nothing may come before it.
NAME = 1000.0
# A name within a longer query, against scores that seldom pass 40.
NAME_INSIDE = 12.0
# A single word within a longer query counts as a name only if hardly a case holds it.
RARE = 3


@dataclass(frozen=True)
class Interpretation:
    """How a query was read.

    Attributes:
        terms: the words searched for, as typed.
        unknown: those of them that no case holds.
        added: what was searched beside a word.
        corrected: the text searched instead of what was typed, if any.
        suggestion: a text offered, if any.
        cut: whether the end of a very long query was ignored.
    """

    terms: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    added: Mapping[str, tuple[str, ...]] | None = None
    corrected: str | None = None
    suggestion: str | None = None
    cut: bool = False


@dataclass(frozen=True)
class Hit:
    """One case found: its card, score, and the marked parts as safe HTML."""

    card: Card
    score: float
    title: str
    expansion: str
    summary: str
    snippet: Snippet | None


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet with the number of cases it would give."""

    value: str
    label: Label
    count: int
    selected: bool


@dataclass(frozen=True)
class Results:
    """The answer to a query."""

    query: Query
    total: int
    pages: int
    took_ms: float
    interpretation: Interpretation
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]


@dataclass(frozen=True)
class _Concept:
    """One thing asked for: the cases that have it and what it adds to their score."""

    word: str
    stem: str
    idf: float
    scores: Mapping[int, float]


class Engine:
    """Answers from one generation of the index. Safe to share between threads."""

    def __init__(self, manifest: Manifest, whoosh: FileIndex) -> None:
        self.manifest = manifest
        self._whoosh = whoosh
        # A Whoosh reader must not be used by two threads at once: each search borrows one.
        self._searchers: SimpleQueue[Searcher] = SimpleQueue()
        with self._searcher() as searcher:
            self._load(searcher.reader())
        self._similar = lru_cache(maxsize=512)(self._find_similar)

    @classmethod
    def open(cls, index: Path) -> Engine:
        """The engine of the current generation.

        Raises:
            IndexUnusableError: there is none that can be used.
        """
        _, manifest, whoosh = whoosh_index.open_current(index)
        return cls(manifest, whoosh)

    def _load(self, reader: IndexReader) -> None:
        """Read what every search needs: facets and names as bit sets, orders, lengths."""
        documents = list(reader.all_doc_ids())
        self._live = _bits(documents)
        self._facet_bits: dict[str, dict[str, int]] = {
            facet.key: _lexicon_bits(reader, facet.key) for facet in FACETS
        }
        self._names = _lexicon_bits(reader, "name")
        lengths = {doc: reader.doc_field_length(doc, "text") for doc in documents}
        average = sum(lengths.values()) / max(1, len(lengths)) or 1.0
        self._norms = {doc: 1 - B + B * length / average for doc, length in lengths.items()}
        newest, names = reader.column_reader("newest"), reader.column_reader("name_order")
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
        words = read_words(query.text)
        with self._searcher() as searcher:
            concepts = self._concepts(searcher.reader(), words)
            named = self._named(words, concepts)
            matched, scores = self._match(searcher, words, concepts, named)
            filters = {key: self._filter(key, values) for key, values in query.filters.items()}
            found = matched
            for bits in filters.values():
                found &= bits
            order = self._order(query, found, scores)
            first = (query.page - 1) * query.per_page
            weights = {concept.stem: concept.idf for concept in concepts}
            for phrase in words.phrases:
                weights |= {language.stem(w): 1.0 for w in phrase if w not in language.STOP_WORDS}
            hits = tuple(
                _hit(_card(searcher.stored_fields(doc)), scores.get(doc, 0.0), weights)
                for doc in order[first : first + query.per_page]
            )
        return Results(
            query=query,
            total=len(order),
            pages=math.ceil(len(order) / query.per_page),
            took_ms=(time.perf_counter() - started) * 1000,
            interpretation=Interpretation(
                terms=tuple(dict.fromkeys(concept.word for concept in concepts)),
                unknown=tuple(c.word for c in concepts if not c.scores and not named),
                cut=words.cut,
            ),
            hits=hits,
            facets=self._facets(query, matched, filters),
        )

    def _concepts(self, reader: IndexReader, words: Words) -> list[_Concept]:
        """The words of the query with the score of each case that holds them."""
        by_stem: dict[str, str] = {}
        for word in words.words:
            if word not in language.STOP_WORDS:
                by_stem.setdefault(language.stem(word), word)
        concepts = []
        for stem, word in by_stem.items():
            weights = _postings(reader, "text", stem)
            idf = math.log(1 + (self.cases - len(weights) + 0.5) / (len(weights) + 0.5))
            scores = {
                doc: idf * weight * (K1 + 1) / (weight + K1 * self._norms[doc])
                for doc, weight in weights.items()
            }
            concepts.append(_Concept(word, stem, idf, scores))
        return concepts

    def _match(
        self,
        searcher: Searcher,
        words: Words,
        concepts: list[_Concept],
        named: Mapping[int, float],
    ) -> tuple[int, Mapping[int, float]]:
        """The cases found, as bits, and their scores."""
        scores: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for concept in concepts:
            for doc, score in concept.scores.items():
                scores[doc] += score
                covered[doc] += concept.idf
        for doc, bonus in named.items():
            scores[doc] += bonus

        known = sum(concept.idf for concept in concepts if concept.scores)
        matched = self._live
        if known or named:
            for coverage in COVERAGES:
                enough = coverage * known - 1e-9
                matched = _bits(d for d in scores if covered[d] >= enough or d in named)
                if matched:
                    break
        elif concepts:
            matched = 0
        for phrase in words.phrases:
            matched &= self._phrase(searcher, phrase)
        for phrase in words.excluded:
            matched &= ~self._phrase(searcher, phrase)
        return matched, scores

    def _named(self, words: Words, concepts: list[_Concept]) -> Mapping[int, float]:
        """The cases that the query calls by name, and what that adds to their score."""
        typed = words.words
        rare = {c.word for c in concepts if len(c.scores) <= RARE}
        found: dict[int, float] = {}
        for start in range(len(typed)):
            for end in range(start + 1, len(typed) + 1):
                bits = self._names.get("".join(typed[start:end]))
                whole = end - start == len(typed) and not words.phrases
                if bits and (whole or end - start > 1 or typed[start] in rare):
                    for doc in _documents(bits):
                        found[doc] = max(found.get(doc, 0.0), NAME if whole else NAME_INSIDE)
        for phrase in words.phrases:
            for doc in _documents(self._names.get("".join(phrase), 0)):
                found[doc] = NAME_INSIDE
        return found

    def _phrase(self, searcher: Searcher, phrase: tuple[str, ...]) -> int:
        """The cases that hold words next to each other, or one word in any of its forms."""
        if len(phrase) == 1:
            return _bits(_postings(searcher.reader(), "text", language.stem(phrase[0])))
        return _bits(Phrase("exact", list(phrase)).docs(searcher))

    def _filter(self, key: str, values: tuple[str, ...]) -> int:
        bits = 0
        for value in values:
            bits |= self._facet_bits[key].get(value, 0)
        return bits

    def _order(self, query: Query, found: int, scores: Mapping[int, float]) -> list[int]:
        documents = list(_documents(found))
        if query.sort == "name":
            return sorted(documents, key=self._by_name.__getitem__)
        documents.sort(key=self._by_age.__getitem__)
        if query.sort == "relevance" and scores:
            documents.sort(key=lambda doc: -scores.get(doc, 0.0))
        return documents

    def _facets(
        self, query: Query, matched: int, filters: Mapping[str, int]
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

    # --- similar cases ----------------------------------------------------------------

    def similar(self, slug: str, limit: int = 3) -> tuple[Card, ...]:
        """The cases most like one: those that its own characteristic words find."""
        return self._similar(slug, limit)

    def _find_similar(self, slug: str, limit: int) -> tuple[Card, ...]:
        case = self.case(slug)
        if case is None:
            return ()
        # Place and agency would find neighbours, not likenesses.
        about = [p for p in PARTS if p.name in {"tags", "summary", "masalah"}]
        counts: dict[str, float] = defaultdict(float)
        for part in about:
            for stem in language.stems(part.text_of(case)):
                counts[stem] += part.weight
        with self._searcher() as searcher:
            reader = searcher.reader()
            scores: dict[int, float] = defaultdict(float)
            for stem, count in counts.items():
                weights = _postings(reader, "text", stem)
                idf = math.log(1 + (self.cases - len(weights) + 0.5) / (len(weights) + 0.5))
                for doc, weight in weights.items():
                    norm = self._norms[doc]
                    tf = weight * (K1 + 1) / (weight + K1 * norm)
                    scores[doc] += idf * idf * tf * count / (count + K1)
            best = sorted(scores, key=lambda doc: (-scores[doc], self._by_age[doc]))
            cards = (_card(searcher.stored_fields(doc)) for doc in best[: limit + 1])
            return tuple(card for card in cards if card.slug != slug)[:limit]

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


class EngineSource:
    """Hands out the engine of the current generation; never half an index.

    The check for a new generation is one ``stat``. An index that can't be used is
    rebuilt from the content: at once if there is no engine yet, else in the background
    while the engine in use stays.
    """

    def __init__(self, index: Path, content: Path) -> None:
        self._index = index
        self._content = content
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._seen: tuple[int, int] | None = None

    def get(self) -> Engine:
        """The engine to use now.

        Raises:
            IndexUnusableError: there is no usable index, and none can be built.
        """
        stamp = self._stamp()
        if self._engine and stamp == self._seen:
            return self._engine
        with self._lock:
            if self._engine is None or stamp != self._seen:
                self._open(stamp)
            assert self._engine is not None  # noqa: S101 - _open sets it or raises
            return self._engine

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = (self._index / whoosh_index.CURRENT).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _open(self, stamp: tuple[int, int] | None) -> None:
        try:
            self._engine = Engine.open(self._index)
            self._seen = stamp
        except IndexUnusableError:
            if self._engine is None:
                self._rebuild()
                self._engine = Engine.open(self._index)
                self._seen = self._stamp()
            else:
                self._seen = stamp
                threading.Thread(target=self._rebuild, daemon=True).start()
        engine = self._engine
        log.info("index: %d cases, built %s", engine.cases, engine.manifest.built_at)

    def _rebuild(self) -> None:
        try:
            whoosh_index.build(self._content, self._index)
        except OSError as exc:
            raise IndexUnusableError(f"indeks tidak bisa dibuat ({exc})") from exc


def _card(stored: Mapping[str, Any]) -> Card:
    values = json.loads(stored["card"])
    values["result"] = tuple(values["result"]) if values["result"] else None
    values["sentences"] = tuple(map(tuple, values["sentences"]))
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


def _postings(reader: IndexReader, field: str, term: str) -> dict[int, float]:
    """document → weight of a term; empty if the index doesn't hold it."""
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return {}
    weights = {}
    while matcher.is_active():
        weights[matcher.id()] = matcher.weight()
        matcher.next()
    return weights


def _lexicon_bits(reader: IndexReader, field: str) -> dict[str, int]:
    """term → documents, for every term of a field that a document has."""
    bits = {
        term.decode(): _bits(_postings(reader, field, term.decode()))
        for term in reader.lexicon(field)
    }
    return {term: documents for term, documents in bits.items() if documents}


def _bits(documents: Iterator[int] | Any) -> int:
    """A set of document numbers as an integer with those bits set."""
    array = bytearray()
    for doc in documents:
        byte = doc >> 3
        if byte >= len(array):
            array.extend(bytes(byte + 1 - len(array)))
        array[byte] |= 1 << (doc & 7)
    return int.from_bytes(array, "little")


def _documents(bits: int) -> Iterator[int]:
    """The document numbers of a bit set, ascending."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
