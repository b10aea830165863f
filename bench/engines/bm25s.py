"""bm25s: BM25 scores that are worked out while indexing, in sparse matrices of numpy.

Set up after its README, with the numpy backend. bm25s only ranks. Filters and facets are added
here, by numpy over its scores: the measured time covers the ranking and the least work that a
site would have to add.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Sequence
from typing import Any

import bm25s
import numpy as np

from app.search import language
from bench.engines.base import FIELDS, TOP, Answer, Document, Peer, without
from bench.queries import FACET_KEYS, Query

_FACETS = "facets.json"

# It logs each build as a debug message, whatever the level of its callers.
logging.getLogger("bm25s").setLevel(logging.WARNING)


class Bm25s(Peer):
    """All texts joined into one without weights, since bm25s has no fields."""

    name = "bm25s"
    label = "bm25s (facets by numpy)"
    package = "bm25s"
    phrases = False

    def index(self, documents: Sequence[Document]) -> None:
        """Tokens, index and facets; the fields that results show are stored as its corpus."""
        self._documents = {doc.slug: doc for doc in documents}
        texts = [language.fold("\n".join(doc.texts[f] for f in FIELDS)) for doc in documents]
        tokens = bm25s.tokenize(texts, stopwords=sorted(language.STOP_WORDS), show_progress=False)
        ranker = bm25s.BM25(backend="numpy")
        ranker.index(tokens, show_progress=False)
        shown = [
            {"slug": doc.slug, "title": doc.texts["title"], "summary": doc.texts["summary"]}
            for doc in documents
        ]
        ranker.save(str(self.folder), corpus=shown, show_progress=False)
        facets = [{key: list(values) for key, values in doc.facets.items()} for doc in documents]
        (self.folder / _FACETS).write_text(json.dumps(facets), encoding="utf-8")

    def open(self) -> None:
        """Map the scores into memory, and make arrays of the facets."""
        self._ranker = bm25s.BM25.load(
            str(self.folder), load_corpus=True, mmap=True, show_progress=False
        )
        facets = json.loads((self.folder / _FACETS).read_text(encoding="utf-8"))
        self._number = len(facets)
        self._values = {
            key: sorted({value for doc in facets for value in doc[key]}) for key in FACET_KEYS
        }
        # Facet → two arrays of equal length: the number of a document, and the code of one of
        # its values (the position in self._values).
        self._doc_values: dict[str, tuple[Any, Any]] = {}
        for key, values in self._values.items():
            code = {value: n for n, value in enumerate(values)}
            pairs = [(n, code[value]) for n, doc in enumerate(facets) for value in doc[key]]
            array = np.array(pairs, dtype=np.int32).reshape(-1, 2)
            self._doc_values[key] = array[:, 0].copy(), array[:, 1].copy()

    def search(self, query: Query) -> Any:
        """Documents with a score above 0 match. A phrase is searched as its words."""
        words = query.words or tuple(_content_words(query.phrase))
        scores = self._scores(words)
        matching = scores > 0 if words else np.ones(self._number, dtype=bool)
        passing = {key: self._mask(key, values) for key, values in query.filters.items()}
        filtered = matching
        for mask in passing.values():
            filtered = filtered & mask
        total = int(np.count_nonzero(filtered))
        _, best = bm25s.selection.topk(np.where(filtered, scores, -1.0), k=TOP, backend="numpy")
        hits = [self._ranker.corpus[int(n)] for n in best[: min(TOP, total)]]
        facets = {}
        for key in FACET_KEYS:
            counted = filtered
            if key in passing:
                counted = matching
                for mask in without(passing, key).values():
                    counted = counted & mask
            docs, codes = self._doc_values[key]
            counts = np.bincount(codes[counted[docs]], minlength=len(self._values[key]))
            facets[key] = counts.tolist()
        return total, hits, facets

    def _scores(self, words: tuple[str, ...]) -> Any:
        known = [word for word in words if word in self._ranker.vocab_dict]
        if not known:
            return np.zeros(self._number, dtype=np.float32)
        return self._ranker.get_scores(known)

    def _mask(self, key: str, values: tuple[str, ...]) -> Any:
        """For each document, whether it has one of these values."""
        docs, codes = self._doc_values[key]
        chosen = [self._values[key].index(value) for value in values if value in self._values[key]]
        mask: Any = np.zeros(self._number, dtype=bool)
        mask[docs[np.isin(codes, chosen)]] = True
        return mask

    def answer(self, result: Any) -> Answer:
        """Take the rows of the corpus, and the counts above 0."""
        total, hits, facets = result
        return Answer(
            total,
            tuple(hit["slug"] for hit in hits),
            tuple(hit["title"] for hit in hits),
            {
                key: {
                    value: count
                    for value, count in zip(self._values[key], counts, strict=True)
                    if count
                }
                for key, counts in facets.items()
            },
        )

    def replace(self, new: Document) -> None:
        """Build the whole index anew: bm25s can't replace a document."""
        documents = [*(self._documents | {new.slug: new}).values()]
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.index(documents)
        self.open()


def _content_words(phrase: str) -> list[str]:
    return [word for word in phrase.split() if word not in language.STOP_WORDS]
