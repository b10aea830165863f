"""What is counted, by the Prometheus client.

Each worker counts in files of its own, which whichever worker is asked adds up: the client does so
if ``PROMETHEUS_MULTIPROC_DIR`` is set before it is imported (:mod:`app.server` sets it). So only
a site whose figures are wanted imports this module. The values of labels are the routes, the
statuses and three fixed words, never a text of a visitor.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.search.engine import Engine

# In seconds: from an answer of the page cache to a Word file on a busy machine.
_BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Counters:
    """The counters of an application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "pustaka_requests",
            "Requests by route and status.",
            ("route", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "pustaka_request_seconds",
            "Time to the answer.",
            ("route",),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self.pages = Counter(
            "pustaka_pages",
            "Answers with a tag, by whether the browser had them, the page cache, or neither.",
            ("source",),
            registry=self._registry,
        )
        self.found_nothing = Counter(
            "pustaka_searches_without_result",
            "Searches that found nothing, in pages that were made.",
            registry=self._registry,
        )

    def text(self, engine: Engine | None) -> bytes:
        """All figures, of all workers, and those of the index if there is one."""
        counted = self._registry
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # untyped in the client
        index = CollectorRegistry()
        index.register(_Index(engine))
        return generate_latest(counted) + generate_latest(index)


class _Index(Collector):
    """The figures of the index, which need no counting."""

    def __init__(self, engine: Engine | None) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        """Called by the client."""
        engine = self._engine
        yield GaugeMetricFamily(
            "pustaka_index_usable", "Whether the index can be used.", float(engine is not None)
        )
        if engine is None:
            return
        info = GaugeMetricFamily(
            "pustaka_index_info", "The generation in use.", labels=("generation",)
        )
        info.add_metric([engine.generation], 1)
        yield info
        yield GaugeMetricFamily(
            "pustaka_index_built_seconds",
            "When the generation in use was built, in seconds since 1970.",
            engine.built_at.timestamp(),
        )
        yield GaugeMetricFamily("pustaka_cases", "Cases in the index.", engine.cases)
        yield GaugeMetricFamily(
            "pustaka_files_left_out", "Files with mistakes.", engine.manifest.files_left_out
        )
