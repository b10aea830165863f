"""Our engine, through the calls that the site and the command make."""

from __future__ import annotations

import os
import time
from typing import Any

from app.collection.case import Case
from app.search import language
from app.search.engine import Engine as AppEngine
from app.search.index import builder, generations
from app.search.query.query import Query as AppQuery
from app.search.results import Results
from app.search.source import EngineSource
from bench.collection import Collection
from bench.engines.base import TOP, Answer, Engine
from bench.queries import FACET_KEYS, Query


class OurEngine(Engine):
    """The engine as the site uses it, without marks and snippets.

    These are made when a page shows a result, and measured with the pages (``--http``). The
    peers make none here either.
    """

    name = "ours"
    label = "Pustaka Inovasi"

    def build(self, collection: Collection) -> float:
        """Build as ``pustaka index --full`` does; the time includes reading the files."""
        started = time.perf_counter()
        language.stem.cache_clear()  # stems must be worked out here, as those of the peers are
        builder.build(collection.content, self.folder, full=True, processes=os.cpu_count() or 1)
        return time.perf_counter() - started

    def open(self) -> None:
        """Open as a worker of the site does at its first request."""
        self._source = EngineSource(self.folder, self.content)
        self._use(self._source.get())

    def _use(self, engine: AppEngine) -> None:
        self._search = engine.search

    def search(self, query: Query) -> Results:
        """The call behind ``/cari`` and ``/api/v1/search``."""
        text = f'"{query.phrase}"' if query.phrase else query.text
        return self._search(AppQuery(text=text, filters=query.filters, per_page=TOP))

    def answer(self, result: Any) -> Answer:
        """Take the cards of the hits and the values of the facets."""
        results: Results = result
        return Answer(
            results.total,
            tuple(hit.card.slug for hit in results.hits),
            tuple(hit.card.title for hit in results.hits),
            {
                key: {value.value: value.count for value in results.facets[key] if value.count}
                for key in FACET_KEYS
            },
        )

    def update_one(self, case: Case) -> float:
        """Go from an edited file to the engine that a running site uses for its next request.

        The caller has written ``case`` to its file; the build reads it from there, as it does
        after an edit by a curator.
        """
        started = time.perf_counter()
        builder.build(self.content, self.folder)
        self._use(self._source.get())
        return time.perf_counter() - started

    def size(self) -> int:
        """The size of the current generation; the one before it stays on disk for a minute."""
        generation = generations.current_generation(self.folder)
        return sum(path.stat().st_size for path in generation.rglob("*") if path.is_file())
