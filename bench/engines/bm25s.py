"""bm25s: BM25 scores worked out ahead in sparse matrices of numpy.

Set up after its README, with the numpy backend. It ranks, and does nothing else: the
filters and the facets here are ours, by numpy over its scores. So its time is that of
the ranking and the least that a site would have to add.
"""

from __future__ import annotations

import json
import logging
import shutil
import time
from typing import Any, ClassVar

import bm25s
import numpy as np

from app.collection.case import Case
from app.search import language
from bench.collection import Collection
from bench.engines.base import (
    FACET_KEYS,
    FIELDS,
    TOP,
    Answer,
    Document,
    Engine,
    document,
    others,
    timed,
)
from bench.queries import Query

_FACETS = "facets.json"

# It logs each build as a debug message, whatever the level of its callers.
logging.getLogger("bm25s").setLevel(logging.WARNING)


class Bm25s(Engine):
    """All texts in one without weights, which bm25s doesn't know."""

    name = "bm25s"
    label = "bm25s (facets by numpy)"
    package = "bm25s"
    phrases: ClassVar[bool] = False

    def build(self, collection: Collection) -> float:
        """Tokens, index, and everything to disk, the shown fields as its corpus."""
        self._documents = {case.slug: document(case) for case in collection.cases}
        return self._write()

    def _write(self) -> float:
        documents = list(self._documents.values())
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        started = time.perf_counter()
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
        return timed(started)

    def open(self) -> None:
        """Scores are memory-mapped; facets are matrices of 0 and 1."""
        self._ranker = bm25s.BM25.load(
            str(self.folder), load_corpus=True, mmap=True, show_progress=False
        )
        facets = json.loads((self.folder / _FACETS).read_text(encoding="utf-8"))
        self._number = len(facets)
        self._values = {
            key: sorted({value for held in facets for value in held[key]}) for key in FACET_KEYS
        }
        # Facet → one pair of arrays: the documents that have a value, and which value.
        self._held: dict[str, tuple[Any, Any]] = {}
        for key, values in self._values.items():
            code = {value: n for n, value in enumerate(values)}
            pairs = [(n, code[value]) for n, held in enumerate(facets) for value in held[key]]
            array = np.array(pairs, dtype=np.int32).reshape(-1, 2)
            self._held[key] = array[:, 0].copy(), array[:, 1].copy()

    def search(self, query: Query) -> Any:
        """Scores of all documents; those above nought are found. A phrase is its words."""
        words = query.words or tuple(_content(query.phrase))
        scores = self._scores(words)
        matched = scores > 0 if words else np.ones(self._number, dtype=bool)
        passes = {key: self._pass(key, values) for key, values in query.filters.items()}
        found = matched
        for mask in passes.values():
            found = found & mask
        total = int(np.count_nonzero(found))
        top = min(TOP, total)
        _, best = bm25s.selection.topk(np.where(found, scores, -1.0), k=TOP, backend="numpy")
        hits = [self._ranker.corpus[int(n)] for n in best[:top]]
        facets = {}
        for key in FACET_KEYS:
            base = matched if key in passes else found
            if key in passes:
                for mask in others(passes, key).values():
                    base = base & mask
            documents, codes = self._held[key]
            counts = np.bincount(codes[base[documents]], minlength=len(self._values[key]))
            facets[key] = counts.tolist()
        return total, hits, facets

    def _scores(self, words: tuple[str, ...]) -> Any:
        known = [word for word in words if word in self._ranker.vocab_dict]
        if not known:
            return np.zeros(self._number, dtype=np.float32)
        return self._ranker.get_scores(known)

    def _pass(self, key: str, values: tuple[str, ...]) -> Any:
        documents, codes = self._held[key]
        wanted = [self._values[key].index(value) for value in values if value in self._values[key]]
        mask: Any = np.zeros(self._number, dtype=bool)
        mask[documents[np.isin(codes, wanted)]] = True
        return mask

    def answer(self, found: Any) -> Answer:
        """The corpus's rows, and the counts above nought."""
        total, hits, facets = found
        return Answer(
            total,
            tuple(hit["slug"] for hit in hits),
            tuple(hit["title"] for hit in hits),
            {
                key: {v: n for v, n in zip(self._values[key], counts, strict=True) if n}
                for key, counts in facets.items()
            },
        )

    def update_one(self, case: Case) -> float:
        """There is no update: the index is built anew."""
        new: Document = document(case)
        self._documents[new.slug] = new
        started = time.perf_counter()
        self._write()
        self.open()
        return timed(started)


def _content(phrase: str) -> list[str]:
    return [word for word in phrase.split() if word not in language.STOP_WORDS]
