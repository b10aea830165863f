"""The goals for speed and size, and whether the figures of a run reach them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.engines import OURS
from bench.measure import Figures, Measured
from bench.web import OUR_SITE, Served

#: The size of the national network, and that of a year's national award.
NETWORK = "3000"
COUNTRY = "36742"


@dataclass(frozen=True)
class Goal:
    """A goal, and what was measured; ``figure`` is None where nothing was.

    Attributes:
        what: what is measured, and at which size.
        limit: the number to reach.
        unit: the unit, or "×" for a ratio.
        at_least: whether the figure must not be below the limit; otherwise it must not be above.
    """

    what: str
    limit: float
    figure: float | None
    unit: str = "×"
    at_least: bool = False

    @property
    def is_reached(self) -> bool | None:
        """Whether the figure reaches the limit; None where nothing was measured."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def of(
    results: Sequence[Measured], served: Mapping[str, Sequence[Served]], empty_own_mb: float
) -> list[Goal]:
    """The goals with the figures of a run.

    Args:
        results: the figures of each size.
        served: size → the figures over HTTP.
        empty_own_mb: the own memory of an empty worker in MB.
    """
    sizes = {measured.size: measured for measured in results}
    network = _Servers(served.get(NETWORK, ()))
    country = _Servers(served.get(COUNTRY, ()))
    search = network.ours("HTML, no cache")
    html, json = network.named("Datasette, HTML"), network.named("Datasette, JSON")
    goals = [
        Goal(
            f"{what}: requests a second, to Datasette", limit, _ratio(one, other, "rate"), "×", True
        )
        for what, limit, one, other in (
            ("`/cari`, no cache", 10.0, search, html),
            ("`/cari`, pages kept", 45.0, network.ours("HTML"), html),
            ("JSON of a search, no cache", 12.0, network.ours("JSON, no cache"), json),
        )
    ]
    goals.append(Goal("`/cari`, no cache: p99, to Datasette", 0.15, _ratio(search, html, "p99")))
    for kind in ("case", "theme", "region"):
        page = network.ours(f"{kind} page, no cache")
        what = f"a {kind} page, no cache: CPU, to `/cari`"
        goals.append(Goal(what, 0.7, _ratio(page, search, "cpu_ms")))
    for size, limit in ((NETWORK, 0.45), (COUNTRY, 0.55)):
        ratios = _engine(sizes.get(size), "tantivy").ratios
        for key, name in (("first", "p50"), ("first p95", "p95")):
            what = f"a text asked for the first time, {size} cases: {name}, to Tantivy"
            goals.append(Goal(what, limit, ratios.get(key)))
    ours = _engine(sizes.get(COUNTRY), OURS)
    goals += [
        Goal(f"full build, {COUNTRY} cases: time, to plain Whoosh", 0.5, _build(sizes)),
        Goal(f"update after one edited file, {COUNTRY} cases", 1.0, ours.update_s, "s"),
        Goal(f"opening, {COUNTRY} cases", 0.15, ours.open_s, "s"),
    ]
    for size, servers, limit in ((NETWORK, network, 45.0), (COUNTRY, country, 120.0)):
        worker = servers.ours("HTML, no cache")
        own = worker.own_mb - empty_own_mb if worker and worker.own_mb else None
        goals.append(Goal(f"own memory of a worker beyond an empty one, {size}", limit, own, "MB"))
    return goals


class _Servers:
    """The figures over HTTP at one size, by label."""

    def __init__(self, servers: Iterable[Served]) -> None:
        self._by_label = {server.label: server for server in servers}

    def named(self, label: str) -> Served | None:
        return self._by_label.get(label)

    def ours(self, form: str) -> Served | None:
        return self.named(f"{OUR_SITE}, {form}")


def _engine(measured: Measured | None, name: str) -> Figures:
    """The figures of an engine, which may be empty."""
    engines = measured.engines if measured else ()
    return next((f for f in engines if f.name == name), Figures(name, name))


def _build(sizes: Mapping[str, Measured]) -> float | None:
    """Our full build divided by plain Whoosh's, reading included in both."""
    measured = sizes.get(COUNTRY)
    ours, whoosh = _engine(measured, OURS).index_s, _engine(measured, "whoosh").index_s
    if measured is None or ours is None or whoosh is None:
        return None
    return ours / (whoosh + measured.reading_s)


def _ratio(one: Served | None, other: Served | None, name: str) -> float | None:
    """A figure of a server divided by that of another; None if one of them is missing."""
    above: float | None = getattr(one, name, None)
    below: float | None = getattr(other, name, None)
    return above / below if above is not None and below else None
