"""Tantivy, a search library in Rust, through its own bindings for Python.

Set up after tantivy-py's tutorial and reference: a schema with tokenizers registered by
name, the query parser with boosts, fast fields for aggregations.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import tantivy
from tantivy import Occur
from tantivy import Query as TantivyQuery

from app.collection.case import Case
from app.search import language
from bench.collection import Collection
from bench.engines.base import (
    FACET_KEYS,
    FIELDS,
    TOP,
    WEIGHTS,
    Answer,
    Document,
    Engine,
    document,
    others,
    timed,
)
from bench.queries import Query

# More than any facet has values, so that the counts are complete, as ours are.
_VALUES = 1000

# The default; a small heap would make several segments, which cost at every search.
_HEAP = 128_000_000

_ANALYZER = "indonesian"


class Tantivy(Engine):
    """Weighted fields, as Tantivy's documentation searches several."""

    name = "tantivy"
    label = "Tantivy"
    package = "tantivy"
    fields: ClassVar[Mapping[str, float]] = {field: WEIGHTS[field] for field in FIELDS}

    @staticmethod
    def texts_of(doc: Document) -> Mapping[str, str]:
        """The texts to index, by field."""
        return doc.texts

    def _schema(self) -> Any:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("slug", stored=True, tokenizer_name="raw", index_option="basic")
        # Only what a list of results shows is stored.
        builder.add_text_field("shown_title", stored=True, tokenizer_name="raw")
        builder.add_text_field("shown_summary", stored=True, tokenizer_name="raw")
        for field in self.fields:
            # Positions, which phrases need.
            builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="position")
        for key in FACET_KEYS:
            # Fast fields for counting; indexed, for filtering. Both whole values.
            builder.add_text_field(key, fast=True, tokenizer_name="raw", index_option="basic")
        return builder.build()

    def _register(self, index: Any) -> Any:
        """Its simple tokenizer with folding and the stop list of ours.

        Tantivy has no Indonesian stemmer. Not stemming spares it work: its posting lists
        are shorter than ours.
        """
        analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.remove_long(language.MAX_WORD))
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .filter(tantivy.Filter.custom_stopword(sorted(language.STOP_WORDS)))
            .build()
        )
        index.register_tokenizer(_ANALYZER, analyzer)
        return index

    def build(self, collection: Collection) -> float:
        """One writer thread: it gives one segment, the best case for every search after."""
        documents = [document(case) for case in collection.cases]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        started = time.perf_counter()
        index = self._register(tantivy.Index(self._schema(), path=str(self.folder)))
        writer = index.writer(_HEAP, 1)
        for doc in documents:
            writer.add_document(self._document(doc))
        writer.commit()
        writer.wait_merging_threads()
        return timed(started)

    def _document(self, doc: Document) -> Any:
        shown = {"shown_title": doc.texts["title"], "shown_summary": doc.texts["summary"]}
        return tantivy.Document(
            slug=doc.slug,
            **shown,
            **self.texts_of(doc),
            **{key: list(values) for key, values in doc.facets.items()},
        )

    def open(self) -> None:
        """Segments are memory-mapped."""
        self._index = self._register(tantivy.Index.open(str(self.folder)))
        self._schema_in_use = self._index.schema
        self._searcher = self._index.searcher()
        self._boosts = dict(self.fields)
        self._names = list(self.fields)

    def search(self, query: Query) -> Any:
        """One search for the first page, and aggregations for the facets.

        All facets under the same filters are counted by one request. A facet with a
        filter of its own needs a second one, without that filter. (Filter aggregations
        in a single request give the same counts, a tenth quicker at 3,000 cases with
        text, slower at 20,000 and without.)
        """
        asked = self._asked(query)
        found = self._filtered(asked, query.filters)
        result = self._searcher.search(found, TOP)
        hits = [self._searcher.doc(address) for _, address in result.hits]
        facets = self._searcher.aggregate(
            found, _terms([key for key in FACET_KEYS if key not in query.filters])
        )
        for key in query.filters:
            base = self._filtered(asked, others(query.filters, key))
            facets |= self._searcher.aggregate(base, _terms([key]))
        return result.count, hits, facets

    def _asked(self, query: Query) -> Any:
        # OR is the parser's default. The parser gets plain words, so that nothing in
        # them is read as syntax.
        if query.phrase:
            return self._index.parse_query(f'"{query.phrase}"', self._names, self._boosts)
        if query.words:
            return self._index.parse_query(" ".join(query.words), self._names, self._boosts)
        return TantivyQuery.all_query()

    def _filtered(self, asked: Any, filters: Mapping[str, Sequence[str]]) -> Any:
        if not filters:
            return asked
        parts = [(Occur.Must, asked)]
        for key, values in filters.items():
            any_of = [
                (Occur.Should, TantivyQuery.term_query(self._schema_in_use, key, v, "basic"))
                for v in values
            ]
            chosen = TantivyQuery.boolean_query(any_of) if len(any_of) > 1 else any_of[0][1]
            # A filter says nothing of relevance.
            parts.append((Occur.Must, TantivyQuery.const_score_query(chosen, 0.0)))
        return TantivyQuery.boolean_query(parts)

    def answer(self, found: Any) -> Answer:
        """Stored fields and buckets."""
        total, hits, facets = found
        return Answer(
            total,
            tuple(hit["slug"][0] for hit in hits),
            tuple(hit["shown_title"][0] for hit in hits),
            {
                key: {bucket["key"]: bucket["doc_count"] for bucket in facets[key]["buckets"]}
                for key in FACET_KEYS
            },
        )

    def update_one(self, case: Case) -> float:
        """Delete, add, commit, reload: the documented way."""
        new = document(case)
        started = time.perf_counter()
        writer = self._index.writer(_HEAP, 1)
        writer.delete_documents_by_term("slug", new.slug)
        writer.add_document(self._document(new))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        return timed(started)


class TantivyOneField(Tantivy):
    """All texts in one field without weights: what Tantivy does when asked for less.

    Ours folds its weights into one posting list a word; Tantivy has to look into seven.
    This one shows how much of the difference that is.
    """

    name = "tantivy-one-field"
    label = "Tantivy, one field"
    fields: ClassVar[Mapping[str, float]] = {"text": 1.0}

    @staticmethod
    def texts_of(doc: Document) -> Mapping[str, str]:
        """Every text in one."""
        return {"text": "\n".join(doc.texts[field] for field in FIELDS)}


def _terms(keys: Sequence[str]) -> dict[str, Any]:
    return {key: {"terms": {"field": key, "size": _VALUES}} for key in keys}
