"""Ranking on Whoosh's postings, case by case: slow, plain, and the reference.

Searches run on the arrays of the snapshot (:mod:`app.search.rank.ranking`); this says the
same rules without them, so that a test can compare every ranking and count.
``Engine.open(..., reference=True)`` searches with it.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

import numpy as np
from whoosh.reading import MultiReader
from whoosh.searching import Searcher

from app.search import language
from app.search.facets import FACETS
from app.search.index import builder
from app.search.index.generations import Generation
from app.search.query.concepts import Concept
from app.search.query.parse import Phrase
from app.search.query.places import Place
from app.search.rank.ranking import Ranked, Wanted
from app.search.reference import postings, scoring
from app.search.reference.scoring import Asked, Lookup, Postings, Scored, Statistics

_Value = TypeVar("_Value")

# Postings kept decoded.
_CACHED = 4096


class WhooshRanker:
    """Ranks on the postings of Whoosh, with dictionaries.

    Cases have the numbers of the snapshot, whose cards the engine shows.
    """

    def __init__(self, generation: Generation) -> None:
        snapshot = generation.snapshot
        self._searcher = Searcher(
            MultiReader([shard.reader() for shard in builder.open_shards(generation)])
        )
        self._lock = threading.Lock()  # a Whoosh reader must not be used by two threads at once
        self._snapshot = snapshot
        reader = self._searcher.reader()
        self._number = {
            doc: number
            for doc in reader.all_doc_ids()
            if (number := snapshot.number(reader.stored_fields(doc)["slug"])) is not None
        }
        lengths = {
            number: reader.doc_field_length(doc, "text") for doc, number in self._number.items()
        }
        self._statistics = Statistics(len(lengths), scoring.lengths_to_norms(lengths))
        self._lexicon = {
            field: {
                text: set(self._own(found))
                for text, found in postings.lexicon(reader, field).items()
            }
            for field in ("region", *(facet.key for facet in FACETS))
        }
        self._term = lru_cache(_CACHED)(self._read_term)
        self._phrase = lru_cache(_CACHED)(self._read_phrase)
        self._lookup = Lookup(
            stem=lambda stem: self._term("text", stem),
            exact=lambda word: self._term("exact", word),
            phrase=self._phrase,
            place=lambda concept: self._in_place(concept.place) if concept.place else (),
        )

    def _own(self, found: Mapping[int, _Value]) -> dict[int, _Value]:
        """Whoosh's numbers of documents → the snapshot's."""
        return {self._number[doc]: value for doc, value in found.items()}

    def _read_term(self, field: str, text: str) -> Postings:
        with self._lock:
            return self._own(postings.term(self._searcher.reader(), field, text))

    def _read_phrase(self, words: Phrase) -> Postings:
        with self._lock:
            return self._own(postings.phrase(self._searcher, words))

    def _in_place(self, place: Place) -> set[int]:
        """The cases that a place runs."""
        if place.level:
            return self._lexicon["level"].get(place.level, set())
        field, names = ("region", place.codes) if place.codes else ("province", place.provinces)
        return set().union(*(self._lexicon[field].get(name, set()) for name in names))

    def _having(self, phrase: Phrase) -> Postings:
        """The cases that hold words next to each other, or one word in any of its forms."""
        if len(phrase) == 1:
            return self._lookup.stem(language.stem(phrase[0]))
        return self._phrase(phrase)

    # --- as a ranker ------------------------------------------------------------------

    def score(self, concept: Concept) -> Asked:
        """What every case gets for a concept."""
        return scoring.score(concept, self._lookup, self._statistics)

    def together(self, word: str, asked: Iterable[Asked]) -> int:
        """With how many cases of what is asked a word goes together."""
        found = self._lookup.stem(language.stem(word)).keys()
        return sum(len(found & one.scores.keys()) for one in _scored(asked))

    def rank(self, wanted: Wanted) -> Ranked:
        """Find, order and count."""
        matched, scores = self._match(wanted)
        filters = {
            key: set().union(*(self._lexicon[key].get(value, set()) for value in values))
            for key, values in wanted.filters.items()
        }
        order = sorted(matched.intersection(*filters.values()))
        if wanted.sort == "name":
            order.sort(key=lambda doc: int(self._snapshot.by_name[doc]))
        elif wanted.sort == "relevance":
            order.sort(key=lambda doc: -scores[doc])
        shown = order[wanted.first : wanted.first + wanted.limit]
        counts = []
        for key in self._snapshot.rows:  # in the order of the rows
            base = matched.intersection(*(held for k, held in filters.items() if k != key))
            counts += [len(base & self._lexicon[key][v]) for v in self._snapshot.values[key]]
        return Ranked(len(order), shown, [scores[doc] for doc in shown], np.array(counts))

    def _match(self, wanted: Wanted) -> tuple[set[int], Mapping[int, float]]:
        """The cases found and their scores."""
        scored = _scored(wanted.asked)
        total, covered, mass = scoring.combine(scored)
        scores = defaultdict(float, total)
        for doc, bonus in wanted.named.items():
            scores[doc] += bonus
        matched = set(self._number.values())
        if scored or (wanted.named and not wanted.phrases):
            matched = {*scoring.enough(covered, mass), *wanted.named}
        for phrase in wanted.phrases:
            held = self._having(phrase)
            rarity = self._statistics.idf(held)
            for doc, part in self._statistics.saturate(held).items():
                scores[doc] += rarity * part
            matched &= held.keys()
        for phrase in wanted.excluded:
            matched -= self._having(phrase).keys()
        rounded = {doc: round(score, scoring.DIGITS) for doc, score in scores.items()}
        return matched, defaultdict(float, rounded)


def _scored(asked: Iterable[Asked]) -> list[Scored]:
    return [one for one in asked if isinstance(one, Scored)]
