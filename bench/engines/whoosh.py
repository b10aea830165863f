"""Whoosh as its documentation uses it: what ours would be without its own read path."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from whoosh import fields, qparser, query, sorting
from whoosh import index as whoosh_index
from whoosh.analysis import Analyzer, Token

from app.collection.case import Case
from app.search import language
from bench.collection import Collection
from bench.engines.base import (
    FACET_KEYS,
    FIELDS,
    SINGLE,
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

# As ours gives its writer.
_MEGABYTES = 128


class StemAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh's class is untyped
    """The analysis of ours: its words, stop words and stems, with positions for phrases."""

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, **kwargs: Any
    ) -> Iterator[Token]:
        token = Token(positions, chars, boost=1.0)
        said = (word for word in language.words(value) if word.text not in language.STOP_WORDS)
        for position, word in enumerate(said):
            token.text = language.stem(word.text)
            token.pos = position
            if chars:  # the parser asks for them in a phrase
                token.startchar, token.endchar = word.start, word.end
            yield token


class PlainWhoosh(Engine):
    """A field a text, MultifieldParser, ``groupedby`` with counts."""

    name = "whoosh"
    label = "Whoosh, plain"

    @classmethod
    def version(cls) -> str:
        """The version of the Whoosh that is imported."""
        import whoosh

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
            # "sortable" makes a column, which grouping reads; a column holds one value.
            **{key: fields.ID(sortable=True) for key in SINGLE},
            **{key: fields.KEYWORD() for key in FACET_KEYS if key not in SINGLE},
        )

    def build(self, collection: Collection) -> float:
        """One process, one commit, one segment."""
        documents = [document(case) for case in collection.cases]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        # Ours begins with stems known from nothing: so does this one.
        language.stem.cache_clear()
        started = time.perf_counter()
        writer = whoosh_index.create_in(str(self.folder), self._schema()).writer(limitmb=_MEGABYTES)
        for doc in documents:
            writer.add_document(**_values(doc))
        writer.commit()
        return timed(started)

    def open(self) -> None:
        """A searcher, which is kept, and a parser."""
        self._index = whoosh_index.open_dir(str(self.folder))
        self._searcher = self._index.searcher()
        self._parser = qparser.MultifieldParser(
            list(FIELDS), self._index.schema, group=qparser.OrGroup
        )
        # Counts, not lists of documents. Overlapping: a case has several of these.
        self._groups = {
            key: sorting.FieldFacet(key, allow_overlap=key not in SINGLE, maptype=sorting.Count)
            for key in FACET_KEYS
        }

    def close(self) -> None:
        """The files of the searcher."""
        self._searcher.close()

    def search(self, query: Query) -> Any:
        """One search with groups; one more for each facet that has a filter of its own."""
        asked = self._asked(query)
        groups = {key: group for key, group in self._groups.items() if key not in query.filters}
        results = self._searcher.search(
            asked, limit=TOP, filter=_filter(query.filters), groupedby=groups
        )
        hits = [hit.fields() for hit in results]
        facets = {key: results.groups(key) for key in groups}
        for key in query.filters:
            alone = self._searcher.search(
                asked,
                limit=1,
                filter=_filter(others(query.filters, key)),
                groupedby={key: self._groups[key]},
            )
            facets[key] = alone.groups(key)
        return len(results), hits, facets

    def _asked(self, asked: Query) -> Any:
        if asked.phrase:
            return self._parser.parse(f'"{asked.phrase}"')
        if asked.words:
            return self._parser.parse(" ".join(asked.words))
        return query.Every()

    def answer(self, found: Any) -> Answer:
        """Stored fields and groups."""
        total, hits, facets = found
        return Answer(
            total,
            tuple(hit["slug"] for hit in hits),
            tuple(hit["shown_title"] for hit in hits),
            # A case without a value stands in a group of its own.
            {
                key: {_text(value): n for value, n in groups.items() if value not in (None, "")}
                for key, groups in facets.items()
            },
        )

    def update_one(self, case: Case) -> float:
        """``update_document``, then a searcher of the new state."""
        new = document(case)
        started = time.perf_counter()
        writer = self._index.writer(limitmb=_MEGABYTES)
        writer.update_document(**_values(new))
        writer.commit()
        self._searcher = self._searcher.refresh()
        return timed(started)


def _values(doc: Document) -> dict[str, Any]:
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
