"""Answers advanced queries: Whoosh finds the cases of each clause, arrays combine them.

Whoosh parses the query, and reads the postings of words and the positions of phrases.
AND, OR and NOT are operations on arrays over all cases: Whoosh's own matchers for them
run through any number of postings without a chance to stop, and no query may hold a
worker.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.collection.vocabulary import Label
from app.search.advanced.clock import Clock
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.advanced.tree import (
    And,
    Clause,
    Node,
    Not,
    Or,
    PhraseClause,
    WordClause,
    clauses,
    wanted_clauses,
)
from app.search.index.arrays import Floats
from app.search.index.generations import Generation, IndexUnusableError
from app.search.query.concepts import Concept
from app.search.query.parse import Interpretation, ParsedQuery

if TYPE_CHECKING:
    from app.search.advanced.whoosh_reader import ClauseMatches, WhooshReader

#: How long a query waits for others, in seconds: a reader of Whoosh serves one thread.
PATIENCE = 2.0

# The most words to mark: forty patterns may stand for ten thousand.
_MARKED = 100

# Queries that are remembered: choosing a filter or turning a page repeats the text. At 3,000
# cases, one that finds all of them takes 0.3 MB.
_CACHED_TEXTS = 8

# For each case whether it matches, and its score.
_Scored = tuple[NDArray[np.bool_], Floats]


class AdvancedSearch:
    """Searches one generation of the index. Safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._lock = threading.Lock()
        self._find_cached = lru_cache(_CACHED_TEXTS)(self._find)

    @cached_property
    def _reader(self) -> WhooshReader:
        # Whoosh takes several MB, which a worker without advanced queries does without.
        from app.search.advanced.whoosh_reader import WhooshReader

        return WhooshReader(self._generation)

    def find(self, text: str) -> ParsedQuery:
        """Parse a query, and find the cases that it asks for with their scores.

        Raises:
            AdvancedQueryError: the query has a mistake, or takes too long.
            IndexUnusableError: the Whoosh index is damaged, or gone.
        """
        try:
            return self._find_cached(text)
        except (AdvancedQueryError, IndexUnusableError):
            raise
        except Exception:
            # Files that are damaged after they were opened make Whoosh fail in any way. If
            # they are as they were built, the fault is the program's.
            self._generation.check(self._generation.manifest.whoosh_files)
            raise

    def _find(self, text: str) -> ParsedQuery:
        from app.search.advanced.parse import parse  # imports Whoosh, as above

        tree = parse(text)
        if tree is None:
            return ParsedQuery((), (), (), (), {}, Interpretation(advanced=True))
        if not self._lock.acquire(timeout=PATIENCE):
            raise _busy(text)
        try:
            reader = self._reader
            clock = Clock(text)
            matches = {clause: reader.find(clause, clock) for clause in clauses(tree)}
        finally:
            self._lock.release()
        flags, scores = _combine(tree, matches, reader.cases)
        docs = flags.nonzero()[0]
        return _parsed(
            text, tree, matches, dict(zip(docs.tolist(), scores[docs].tolist(), strict=True))
        )


def _combine(node: Node, matches: Mapping[Clause, ClauseMatches], cases: int) -> _Scored:
    """The cases that a node of a tree finds, given those of each clause.

    The score of a case is the sum of the scores for the clauses that it has.
    """
    match node:
        case And() | Or():
            children = [_combine(child, matches, cases) for child in node.children]
            join = np.logical_and if isinstance(node, And) else np.logical_or
            flags = join.reduce([flags for flags, _ in children])
            scores = np.sum([scores for _, scores in children], axis=0)
            return flags, np.where(flags, scores, 0.0)
        case Not():
            flags, _ = _combine(node.child, matches, cases)
            return ~flags, np.zeros(cases)
        case _:
            flags, scores = np.zeros(cases, np.bool_), np.zeros(cases)
            flags[matches[node].docs] = True
            scores[matches[node].docs] = matches[node].scores
            return flags, scores


def _parsed(
    text: str, tree: Node, matches: Mapping[Clause, ClauseMatches], scored: Mapping[int, float]
) -> ParsedQuery:
    """The scored cases as a parsed query, with the words to mark."""
    wanted = list(wanted_clauses(tree))
    words = dict.fromkeys(word for clause in wanted for word in matches[clause].words)
    phrases = {clause.words: None for clause in wanted if isinstance(clause, PhraseClause)}
    unknown = {
        clause.word: None
        for clause in wanted
        if isinstance(clause, WordClause) and clause.field is None and not len(matches[clause].docs)
    }
    interpretation = Interpretation(
        terms=tuple(dict.fromkeys(text[clause.start : clause.end] for clause in wanted)),
        unknown=tuple(unknown),
        advanced=True,
    )
    return ParsedQuery(
        words=(),
        phrases=tuple(phrases),
        excluded=(),
        concepts=tuple(Concept((word,)) for word in list(words)[:_MARKED]),
        named={},
        interpretation=interpretation,
        scored=scored,
    )


def _busy(text: str) -> AdvancedQueryError:
    return AdvancedQueryError(
        "busy",
        0,
        len(text),
        Label(
            "Pencarian lanjutan sedang dipakai banyak orang. Coba lagi sebentar lagi.",
            "Too many advanced searches are running. Try again in a moment.",
        ),
    )
