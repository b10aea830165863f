"""Tantivy, a search library in Rust, through its own bindings for Python.

Set up after the tutorial and reference of tantivy-py: a schema with tokenizers registered by
name, the query parser with boosts, fast fields for aggregations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import tantivy
from tantivy import Occur
from tantivy import Query as TantivyQuery

from app.search import language
from bench.engines.base import (
    FIELDS,
    TOP,
    WEIGHTS,
    Answer,
    Document,
    Peer,
    without,
)
from bench.queries import FACET_KEYS, Query

# More than the values of any facet, so that the counts are complete, as ours are.
_MAX_VALUES = 1000

# The default, in bytes. A smaller heap would make several segments, which slow every search.
_HEAP = 128_000_000

_ANALYZER = "indonesian"


class Tantivy(Peer):
    """Weighted fields, searched together as Tantivy's documentation does it."""

    name = "tantivy"
    label = "Tantivy"
    package = "tantivy"
    fields: ClassVar[Mapping[str, float]] = {field: WEIGHTS[field] for field in FIELDS}

    @staticmethod
    def texts_of(doc: Document) -> Mapping[str, str]:
        """Field → the text to index."""
        return doc.texts

    def _schema(self) -> Any:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("slug", stored=True, tokenizer_name="raw", index_option="basic")
        # Only the fields that a list of results shows are stored.
        builder.add_text_field("shown_title", stored=True, tokenizer_name="raw")
        builder.add_text_field("shown_summary", stored=True, tokenizer_name="raw")
        for field in self.fields:
            # With positions, which phrases need.
            builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="position")
        for key in FACET_KEYS:
            # Fast fields for counting; indexed, for filtering. Both take whole values.
            builder.add_text_field(key, fast=True, tokenizer_name="raw", index_option="basic")
        return builder.build()

    def _register_analyzer(self, index: Any) -> Any:
        """Give an index the simple tokenizer with our folding and our stop words.

        Tantivy has no Indonesian stemmer. That spares it work: its posting lists are shorter
        than ours.
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

    def index(self, documents: Sequence[Document]) -> None:
        """One writer thread, which makes one segment: the best case for every later search."""
        index = self._register_analyzer(tantivy.Index(self._schema(), path=str(self.folder)))
        writer = index.writer(_HEAP, 1)
        for doc in documents:
            writer.add_document(self._tantivy_document(doc))
        writer.commit()
        writer.wait_merging_threads()

    def _tantivy_document(self, doc: Document) -> Any:
        return tantivy.Document(
            slug=doc.slug,
            shown_title=doc.texts["title"],
            shown_summary=doc.texts["summary"],
            **self.texts_of(doc),
            **{key: list(values) for key, values in doc.facets.items()},
        )

    def open(self) -> None:
        """Map the segments into memory."""
        self._index = self._register_analyzer(tantivy.Index.open(str(self.folder)))
        self._open_schema = self._index.schema
        self._searcher = self._index.searcher()
        self._boosts = dict(self.fields)
        self._names = list(self.fields)

    def search(self, query: Query) -> Any:
        """One search for the first page, and aggregations for the facets.

        All facets under the same filters are counted by one request. A facet with a filter of
        its own needs a second request, without that filter. (Filter aggregations in a single
        request give the same counts; they are a tenth quicker at 3,000 cases with text, and
        slower at 20,000 cases and without text.)
        """
        text_query = self._text_query(query)
        filtered = self._filtered(text_query, query.filters)
        result = self._searcher.search(filtered, TOP)
        hits = [self._searcher.doc(address) for _, address in result.hits]
        facets = self._searcher.aggregate(
            filtered, _term_counts([key for key in FACET_KEYS if key not in query.filters])
        )
        for key in query.filters:
            counted = self._filtered(text_query, without(query.filters, key))
            facets |= self._searcher.aggregate(counted, _term_counts([key]))
        return result.count, hits, facets

    def _text_query(self, query: Query) -> Any:
        # OR is the parser's default. The words come without punctuation, which the parser
        # could take for syntax.
        if query.phrase:
            return self._index.parse_query(f'"{query.phrase}"', self._names, self._boosts)
        if query.words:
            return self._index.parse_query(" ".join(query.words), self._names, self._boosts)
        return TantivyQuery.all_query()

    def _filtered(self, text_query: Any, filters: Mapping[str, Sequence[str]]) -> Any:
        if not filters:
            return text_query
        clauses = [(Occur.Must, text_query)]
        for key, values in filters.items():
            terms = [
                (Occur.Should, TantivyQuery.term_query(self._open_schema, key, value, "basic"))
                for value in values
            ]
            any_value = TantivyQuery.boolean_query(terms) if len(terms) > 1 else terms[0][1]
            # With score 0: a filter doesn't change the relevance.
            clauses.append((Occur.Must, TantivyQuery.const_score_query(any_value, 0.0)))
        return TantivyQuery.boolean_query(clauses)

    def answer(self, result: Any) -> Answer:
        """Take the stored fields and the buckets."""
        total, hits, facets = result
        return Answer(
            total,
            tuple(hit["slug"][0] for hit in hits),
            tuple(hit["shown_title"][0] for hit in hits),
            {
                key: {bucket["key"]: bucket["doc_count"] for bucket in facets[key]["buckets"]}
                for key in FACET_KEYS
            },
        )

    def replace(self, new: Document) -> None:
        """Delete, add, commit, reload, as documented."""
        writer = self._index.writer(_HEAP, 1)
        writer.delete_documents_by_term("slug", new.slug)
        writer.add_document(self._tantivy_document(new))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()


class TantivyOneField(Tantivy):
    """All texts in one field without weights: the least work for Tantivy.

    Our engine adds its weights into one posting list for each word, while Tantivy reads a list
    for each of seven fields. This engine shows how much of the difference is due to that.
    """

    name = "tantivy-one-field"
    label = "Tantivy, one field"
    fields: ClassVar[Mapping[str, float]] = {"text": 1.0}

    @staticmethod
    def texts_of(doc: Document) -> Mapping[str, str]:
        """All texts, joined into one field."""
        return {"text": "\n".join(doc.texts[field] for field in FIELDS)}


def _term_counts(keys: Sequence[str]) -> dict[str, Any]:
    """The aggregations that count the values of these facets."""
    return {key: {"terms": {"field": key, "size": _MAX_VALUES}} for key in keys}
