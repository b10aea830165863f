"""Pustaka Inovasi's own engine, through the calls that the site and the command make."""

from __future__ import annotations

import os
import time
from typing import Any

from app.collection.case import Case
from app.search import engine as app_engine
from app.search import language
from app.search.index import builder, generations
from app.search.query.query import Query as AppQuery
from app.search.results import Results
from app.search.source import EngineSource
from bench.collection import Collection
from bench.engines.base import TOP, Answer, Engine, timed
from bench.queries import Query


class Ours(Engine):
    """As the site does it, without marks and snippets, which are made when looked at.

    They are measured with the pages (``--http``); the peers make none here either.
    """

    name = "ours"
    label = "Pustaka Inovasi"

    def build(self, collection: Collection) -> float:
        """From the files, as ``pustaka index --full`` does: reading them is included."""
        started = time.perf_counter()
        # Ours begins with stems known from nothing, as the peers do.
        language.stem.cache_clear()
        builder.build(collection.content, self.folder, full=True, processes=os.cpu_count() or 1)
        return timed(started)

    def open(self) -> None:
        """As a worker of the site does at its first request."""
        self._source = EngineSource(self.folder, self.content)
        self._use(self._source.get())

    def _use(self, engine: app_engine.Engine) -> None:
        self._search = engine.search

    def search(self, query: Query) -> Results:
        """The call behind ``/cari`` and ``/api/v1/search``."""
        text = f'"{query.phrase}"' if query.phrase else query.text
        return self._search(AppQuery(text=text, filters=query.filters, per_page=TOP))

    def answer(self, found: Any) -> Answer:
        """The hits' cards and the facets' values."""
        results: Results = found
        return Answer(
            results.total,
            tuple(hit.card.slug for hit in results.hits),
            tuple(hit.card.title for hit in results.hits),
            {
                key: {value.value: value.count for value in values if value.count}
                for key, values in results.facets.items()
            },
        )

    def update_one(self, case: Case) -> float:
        """From the edited file to the engine that a running site uses for its next request.

        The file is read again here, as it is after a curator's edit: ``case`` is what
        the harness has put into it.
        """
        started = time.perf_counter()
        builder.build(self.content, self.folder)
        self._use(self._source.get())
        return timed(started)

    def size(self) -> int:
        """The generation in use; one that it replaced stays for a minute."""
        generation = generations.current_generation(self.folder)
        return sum(path.stat().st_size for path in generation.rglob("*") if path.is_file())
