"""Reads the Whoosh index: finds and scores the cases of a single clause.

Scores are those of the site's other searches (:mod:`app.search.bm25`), with the weight of
the field that a clause names. All words that a clause stands for, such as the forms of a
stem or the words that fit a pattern, count as one term.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.query import Term
from whoosh.query.spans import SpanNear2
from whoosh.reading import MultiReader, TermNotFound
from whoosh.searching import Searcher

from app.collection.vocabulary import Label
from app.search import bm25, language
from app.search.advanced.clock import Clock
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.advanced.query_fields import QueryField
from app.search.advanced.tree import (
    Clause,
    FuzzyClause,
    PatternClause,
    PhraseClause,
    ValueClause,
    WordClause,
    YearsClause,
)
from app.search.index import whoosh_writer
from app.search.index.arrays import Floats, Ints
from app.search.index.generations import Generation
from app.search.index.whoosh_writer import STEMS, WHOLE

#: The most words that a pattern or a fuzzy word may stand for.
MAX_MATCHES = 256

# Postings that are read before the clock is looked at: it takes a few milliseconds.
_POSTINGS_A_CHECK = 1024


@dataclass(frozen=True)
class ClauseMatches:
    """The cases that a clause finds.

    Attributes:
        docs: their numbers in the snapshot.
        scores: their scores; 0 for values and years, which are no matter of more or less.
        words: the folded words that the clause stands for, to be marked.
    """

    docs: Ints
    scores: Floats
    words: Sequence[str] = ()


class WhooshReader:
    """A reader of the Whoosh index of a generation, for one thread at a time."""

    def __init__(self, generation: Generation) -> None:
        """Open the index.

        Raises:
            IndexUnusableError: it is damaged, or gone.
        """
        generation.check(generation.manifest.whoosh_files)
        shards = whoosh_writer.open_shards(generation)
        self._snapshot = generation.snapshot
        self._reader = MultiReader([shard.reader() for shard in shards])
        self._searcher = Searcher(self._reader)
        weakref.finalize(self, self._reader.close)
        # Whoosh's number of a case → the snapshot's.
        self._numbers = np.full(self._reader.doc_count_all(), -1, np.int32)
        for doc in self._reader.all_doc_ids():
            slug = self._reader.stored_fields(doc)["slug"]
            self._numbers[doc] = self._snapshot.number(slug)

    @property
    def cases(self) -> int:
        """The number of cases."""
        return self._snapshot.cases

    def find(self, clause: Clause, clock: Clock) -> ClauseMatches:
        """The cases of a clause.

        Raises:
            AdvancedQueryError: it stands for too many words, or takes too long.
        """
        match clause:
            case WordClause():
                return self._find_word(clause, clock)
            case PhraseClause(words=(word,)):
                return self._find_terms(clause.field, [word], clock)
            case PhraseClause():
                return self._find_phrase(clause, clock)
            case PatternClause() | FuzzyClause():
                return self._find_terms(clause.field, self._matching_words(clause, clock), clock)
            case ValueClause():
                return self._find_values(clause.field, clause.values, clock)
            case YearsClause():
                years = [year for year in self._snapshot.values["year"] if clause.includes(year)]
                return self._find_values(clause.field, years, clock)

    # --- words ------------------------------------------------------------------------

    def _find_word(self, clause: WordClause, clock: Clock) -> ClauseMatches:
        """A word in all its forms; a word of grammar as it is written, for it has no stem.

        A word anywhere is looked for in the texts of both languages.
        """
        (english,) = language.english([clause.word])
        word = english if clause.field and clause.field.language == "en" else clause.word
        if word in language.STOP_WORDS:
            return self._find_terms(clause.field, [clause.word], clock)
        if clause.field is None:
            scores = np.zeros(self.cases)
            for stem in map(language.stem, (clause.word, english)):
                docs, weights = self._postings(STEMS, [stem], clock)
                scores[docs] = np.maximum(scores[docs], self._scores(docs, weights))
            docs = scores.nonzero()[0]
            return ClauseMatches(docs, scores[docs], (clause.word,))
        forms = map(language.plain, self._snapshot.forms(language.stem(word)))
        return self._find_terms(clause.field, list(forms), clock)

    def _find_terms(
        self, field: QueryField | None, words: Sequence[str], clock: Clock
    ) -> ClauseMatches:
        docs, occurrences = self._postings(field.key if field else WHOLE, words, clock)
        weight = field.weight if field else 1.0
        return ClauseMatches(docs, self._scores(docs, occurrences * weight), words)

    def _find_values(self, field: QueryField, values: Iterable[str], clock: Clock) -> ClauseMatches:
        docs, weights = self._postings(field.key, values, clock)
        return ClauseMatches(docs, np.zeros(len(weights)))

    def _postings(self, field: str, texts: Iterable[str], clock: Clock) -> tuple[Ints, Floats]:
        """The cases that hold any of some terms, and the sum of the terms' weights there."""
        weights = np.zeros(self.cases)
        for text in texts:
            clock.check()
            try:
                matcher = self._reader.postings(field, text)
            except TermNotFound:
                continue
            for doc in _step_through(matcher, clock):
                weights[self._numbers[doc]] += matcher.weight()
        docs = weights.nonzero()[0]
        return docs, weights[docs]

    def _scores(self, docs: Ints, weights: Floats) -> Floats:
        if not len(docs):
            return weights
        idf = bm25.idf(self.cases, len(docs))
        return idf * bm25.impact(weights, self._snapshot.norms[docs])

    # --- phrases ----------------------------------------------------------------------

    def _find_phrase(self, clause: PhraseClause, clock: Clock) -> ClauseMatches:
        field = clause.field.key if clause.field else WHOLE
        weights = np.zeros(self.cases)
        for searcher, offset in self._searcher.leaf_searchers():
            matchers = [Term(field, word).matcher(searcher) for word in clause.words]
            if not all(matcher.is_active() for matcher in matchers):
                continue
            matcher = _PhraseMatcher(matchers, clause.distance, clock)
            for doc in _step_through(matcher, clock):
                weights[self._numbers[doc + offset]] = len(matcher.spans())
        docs = weights.nonzero()[0]
        weight = clause.field.weight if clause.field else 1.0
        return ClauseMatches(docs, self._scores(docs, weights[docs] * weight))

    # --- patterns ---------------------------------------------------------------------

    def _matching_words(self, clause: PatternClause | FuzzyClause, clock: Clock) -> list[str]:
        """The words of a field that a pattern or a fuzzy word stands for."""
        field = clause.field.key if clause.field else WHOLE
        words = []
        for number, text in enumerate(self._reader.expand_prefix(field, clause.prefix)):
            if number % _POSTINGS_A_CHECK == 0:
                clock.check()
            word = text.decode()
            if clause.matches(word):
                words.append(word)
        if len(words) > MAX_MATCHES:
            raise AdvancedQueryError(
                "too-many-matches",
                clause.start,
                clause.end,
                Label(
                    f"Ini cocok dengan {len(words)} kata, paling banyak boleh {MAX_MATCHES}. "
                    "Tulis lebih banyak huruf.",
                    f"This matches {len(words)} words, more than {MAX_MATCHES}. "
                    "Write more letters.",
                ),
            )
        return words


class _PhraseMatcher(SpanNear2.SpanNear2Matcher):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's matcher for words near one another, which looks at the clock at each case."""

    def __init__(self, matchers: Sequence[Any], distance: int, clock: Clock) -> None:
        self._clock = clock  # first: the base class looks for a first case at once
        super().__init__(matchers, slop=distance, ordered=True, mindist=1)

    def _get_spans(self) -> Any:
        self._clock.check()
        return super()._get_spans()


def _step_through(matcher: Any, clock: Clock) -> Iterator[int]:
    """The numbers of the documents of a matcher, which stands at each of them in turn."""
    left = _POSTINGS_A_CHECK
    while matcher.is_active():
        yield matcher.id()
        matcher.next()
        left -= 1
        if not left:
            clock.check()
            left = _POSTINGS_A_CHECK
