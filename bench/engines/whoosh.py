"""Whoosh as its documentation uses it: our engine without the arrays of the snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import whoosh
from whoosh import fields, qparser, query, sorting
from whoosh import index as whoosh_index
from whoosh.analysis import Analyzer, Token

from app.search import language
from bench.engines.base import (
    FIELDS,
    SINGLE,
    TOP,
    WEIGHTS,
    Answer,
    Document,
    Peer,
    without,
)
from bench.queries import FACET_KEYS, Query

# The memory of a writer in MB, the same as in our builder.
_MEMORY_LIMIT = 128


class StemAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh's class is untyped
    """The analysis of our engine: its words, stop words and stems, with positions for phrases."""

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, **kwargs: Any
    ) -> Iterator[Token]:
        token = Token(positions, chars, boost=1.0)
        words = (word for word in language.words(value) if word.text not in language.STOP_WORDS)
        for position, word in enumerate(words):
            token.text = language.stem(word.text)
            token.pos = position
            if chars:  # the parser asks for character offsets in a phrase
                token.startchar, token.endchar = word.start, word.end
            yield token


class PlainWhoosh(Peer):
    """A field for each text, MultifieldParser, ``groupedby`` with counts."""

    name = "whoosh"
    label = "Whoosh, plain"

    @classmethod
    def version(cls) -> str:
        """The version of the Whoosh that is imported."""
        return str(whoosh.versionstring())

    def _schema(self) -> fields.Schema:
        return fields.Schema(
            slug=fields.ID(unique=True, stored=True),
            shown_title=fields.STORED(),
            shown_summary=fields.STORED(),
            **{
                field: fields.TEXT(analyzer=StemAnalyzer(), field_boost=WEIGHTS[field])
                for field in FIELDS
            },
            # "sortable" makes a column, which grouping reads; a column holds a single value.
            **{key: fields.ID(sortable=True) for key in SINGLE},
            **{key: fields.KEYWORD() for key in FACET_KEYS if key not in SINGLE},
        )

    def index(self, documents: Sequence[Document]) -> None:
        """One process, one commit, one segment."""
        language.stem.cache_clear()  # stems must be worked out here, as our engine does
        index = whoosh_index.create_in(str(self.folder), self._schema())
        writer = index.writer(limitmb=_MEMORY_LIMIT)
        for doc in documents:
            writer.add_document(**_values(doc))
        writer.commit()

    def open(self) -> None:
        """A searcher, which stays open, and a parser."""
        self._index = whoosh_index.open_dir(str(self.folder))
        self._searcher = self._index.searcher()
        self._parser = qparser.MultifieldParser(
            list(FIELDS), self._index.schema, group=qparser.OrGroup
        )
        # Count documents instead of listing them. A case with several values of a facet is in
        # several groups: they overlap.
        self._groups = {
            key: sorting.FieldFacet(key, allow_overlap=key not in SINGLE, maptype=sorting.Count)
            for key in FACET_KEYS
        }

    def close(self) -> None:
        """Close the files of the searcher."""
        self._searcher.close()

    def search(self, query: Query) -> Any:
        """One search with groups, and one more for each facet that has a filter of its own."""
        text_query = self._text_query(query)
        groups = {key: group for key, group in self._groups.items() if key not in query.filters}
        results = self._searcher.search(
            text_query, limit=TOP, filter=_filter(query.filters), groupedby=groups
        )
        hits = [hit.fields() for hit in results]
        facets = {key: results.groups(key) for key in groups}
        for key in query.filters:
            other_results = self._searcher.search(
                text_query,
                limit=1,
                filter=_filter(without(query.filters, key)),
                groupedby={key: self._groups[key]},
            )
            facets[key] = other_results.groups(key)
        return len(results), hits, facets

    def _text_query(self, text: Query) -> Any:
        if text.phrase:
            return self._parser.parse(f'"{text.phrase}"')
        if text.words:
            return self._parser.parse(" ".join(text.words))
        return query.Every()

    def answer(self, result: Any) -> Answer:
        """Take the stored fields and the groups."""
        total, hits, facets = result
        return Answer(
            total,
            tuple(hit["slug"] for hit in hits),
            tuple(hit["shown_title"] for hit in hits),
            # Cases without a value form a group, which is left out.
            {
                key: {
                    _text(value): count
                    for value, count in groups.items()
                    if value not in (None, "")
                }
                for key, groups in facets.items()
            },
        )

    def replace(self, new: Document) -> None:
        """Call ``update_document``, then take a searcher of the new state."""
        writer = self._index.writer(limitmb=_MEMORY_LIMIT)
        writer.update_document(**_values(new))
        writer.commit()
        self._searcher = self._searcher.refresh()


def _values(doc: Document) -> dict[str, Any]:
    """Field of the schema → value of a document."""
    return {
        "slug": doc.slug,
        "shown_title": doc.texts["title"],
        "shown_summary": doc.texts["summary"],
        **doc.texts,
        **{key: doc.facets[key][0] for key in SINGLE},
        **{key: list(doc.facets[key]) for key in FACET_KEYS if key not in SINGLE},
    }


def _filter(filters: Mapping[str, Sequence[str]]) -> Any:
    if not filters:
        return None
    return query.And(
        [query.Or([query.Term(key, v) for v in values]) for key, values in filters.items()]
    )


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
