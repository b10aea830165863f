"""Builds the engines at one size of collection, and measures them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean, median
from typing import Any

from app.collection import files
from app.settings import ROOT
from bench import collection as collections
from bench import engines, queries
from bench.collection import Collection
from bench.engines import OURS
from bench.engines.base import Engine
from bench.queries import Query
from bench.timing import Times, ask, percentile

# The number of cases that are edited, one after the other; the median counts.
_EDITS = 3
_EDIT_WORD = "perubahanukuran"

# About the number of files that are read to estimate how long reading all takes.
_READ_FILES = 300

# The seconds after which a process that measures memory is given up.
_MEMORY_TIMEOUT = 600

#: Prints a message of progress.
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Figures:
    """The figures of an engine at one size; None where nothing was measured.

    Attributes:
        missing: why there are no figures; empty if there are.
        index_s: seconds to index texts in memory (ours: files).
        from_files: whether ``index_s`` includes reading the files.
        update_s: seconds to replace a case.
        open_s: seconds to open in a fresh process.
        disk_mb: MB on disk.
        memory_mb: growth of resident memory by opening and searching, in MB.
        own_mb: the part of it that no other process can share.
        asked: the number of queries that the engine was asked.
        rounds: how often it was asked each, after the warm-up.
        found: the mean number of cases that match a query.
        first_ms, first_p95, first_worst: the median, the 95th percentile and the longest of the
            times of queries whose text is new, in milliseconds.
        p50, p95, p99: percentiles of all later times, in milliseconds.
        ratios: "p50", "p95", "first" and "first p95" of ours divided by this engine's, over the
            queries that both were asked.
        groups: group of queries → median time in milliseconds.
    """

    name: str
    label: str
    version: str = ""
    missing: str = ""
    index_s: float | None = None
    from_files: bool = False
    update_s: float | None = None
    open_s: float | None = None
    disk_mb: float | None = None
    memory_mb: float | None = None
    own_mb: float | None = None
    asked: int = 0
    rounds: int = 0
    found: float | None = None
    first_ms: float | None = None
    first_p95: float | None = None
    first_worst: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    ratios: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """All figures at one size.

    Attributes:
        size: the size as given on the command line.
        cases: the number of cases.
        reading_s: seconds to read and check all files, which the peers don't have to do.
        queries: the number of queries.
        engines: the figures of each engine, missing ones included.
    """

    size: str
    cases: int
    reading_s: float
    queries: int
    engines: tuple[Figures, ...]


def collection_of(content: Path, size: str, folder: Path) -> Collection:
    """The collection of a size ("real" or a number), made if it doesn't exist."""
    number = None if size == "real" else int(size)
    return collections.read(collections.make(content, number, folder / size / "content"))


def run(
    collection: Collection,
    size: str,
    names: Sequence[str],
    query_set: Sequence[Query],
    folder: Path,
    rounds: int,
    progress: Progress,
) -> Measured:
    """Measure engines on a collection: index, queries, memory, update.

    Each query is asked ``rounds`` times after a warm-up; the indexes go below ``folder``.
    """

    def report(text: str) -> None:
        progress(f"{len(collection.cases)} cases: {text}")

    figures: dict[str, dict[str, Any]] = {}
    open_engines: dict[str, Engine] = {}
    for name in names:
        figures[name], engine = _build(name, collection, folder / size / name, report)
        if engine:
            open_engines[name] = engine
    report("queries")
    times = ask(open_engines, query_set, rounds)
    for name, engine in open_engines.items():
        report(f"{engine.label}: memory, update")
        answered = [query_set[number] for number in sorted(times[name].again)]
        figures[name] |= _latencies(times[name], times.get(OURS), query_set, rounds)
        figures[name] |= {"found": _mean_total(engine, answered)}
        figures[name] |= memory(name, engine, answered)
    for name, seconds in update(open_engines, collection).items():
        figures[name]["update_s"] = seconds
        open_engines[name].close()
    measured = tuple(Figures(**figures[name]) for name in names)
    reading = reading_seconds(collection)
    return Measured(size, len(collection.cases), reading, len(query_set), measured)


def _build(
    name: str, collection: Collection, folder: Path, progress: Progress
) -> tuple[dict[str, Any], Engine | None]:
    """Build and open an engine: its first figures, and the engine unless it is missing."""
    try:
        engine = engines.load(name)(folder, collection.content)
    except engines.MissingError as exc:
        return {"name": name, "label": name, "missing": str(exc)}, None
    progress(f"{engine.label}: index")
    figures = {
        "name": name,
        "label": engine.label,
        "version": engine.version(),
        "index_s": engine.build(collection),
        "from_files": name == OURS,
        "disk_mb": engine.size() / 1e6,
    }
    engine.open()
    return figures, engine


def _latencies(
    times: Times, ours: Times | None, query_set: Sequence[Query], rounds: int
) -> dict[str, Any]:
    """The figures about time; ``ours`` are the times of our engine, if it was measured."""
    groups = {}
    for group in queries.GROUPS:
        numbers = [number for number in times.again if query_set[number].group == group]
        if numbers:
            groups[group] = median(times.all(numbers))
    all_times = times.all()
    new = list(times.first.values())
    return {
        "asked": len(times.again),
        "rounds": rounds,
        "first_ms": percentile(new, 0.5) if new else None,
        "first_p95": percentile(new, 0.95) if new else None,
        "first_worst": max(new, default=None),
        "p50": percentile(all_times, 0.5),
        "p95": percentile(all_times, 0.95),
        "p99": percentile(all_times, 0.99),
        "ratios": _ratios(ours, times) if ours else {},
        "groups": groups,
    }


def _ratios(ours: Times, times: Times) -> dict[str, float]:
    """Our times divided by another engine's, over the queries that both were asked."""
    both = sorted(times.again.keys() & ours.again.keys())
    our_times, other_times = ours.all(both), times.all(both)
    new = sorted(times.first.keys() & ours.first.keys())
    our_new, other_new = [ours.first[n] for n in new], [times.first[n] for n in new]
    first = {
        name: percentile(our_new, share) / percentile(other_new, share)
        for name, share in (("first", 0.5), ("first p95", 0.95))
        if new
    }
    return first | {
        "p50": percentile(our_times, 0.5) / percentile(other_times, 0.5),
        "p95": percentile(our_times, 0.95) / percentile(other_times, 0.95),
    }


def _mean_total(engine: Engine, query_set: Sequence[Query]) -> float:
    """The mean number of cases that match a query."""
    return fmean(engine.answer(engine.search(query)).total for query in query_set)


def update(open_engines: Mapping[str, Engine], collection: Collection) -> dict[str, float]:
    """Edit some files, and let the engines follow; the files are as before afterwards.

    Returns:
        Name → the median of the seconds until the engine shows an edit.

    Raises:
        RuntimeError: an engine doesn't show an edit.
    """
    seconds: dict[str, list[float]] = {name: [] for name in open_engines}
    step = len(collection.cases) // (_EDITS + 1)
    for edit in range(1, _EDITS + 1):
        slug = collection.cases[edit * step].slug
        path = collection.content / "innovations" / f"{slug}.md"
        before = path.read_bytes()
        word = f"{_EDIT_WORD}{edit}"
        path.write_bytes(collections.edited(path, word))
        try:
            case = files.read_case(path).case
            assert case is not None
            for name, engine in open_engines.items():
                seconds[name].append(engine.update_one(case))
                answer = engine.answer(engine.search(Query("name", word)))
                if answer.slugs != (slug,):
                    raise RuntimeError(f"{engine.label} doesn't show the edit of {slug}")
        finally:
            path.write_bytes(before)
    return {name: median(values) for name, values in seconds.items()}


def reading_seconds(collection: Collection) -> float:
    """The seconds that reading and checking all files takes, estimated from some of them."""
    step = max(1, len(collection.cases) // _READ_FILES)
    cases = collection.cases[::step]
    started = time.perf_counter()
    for case in cases:
        files.read_case(collection.content / "innovations" / f"{case.slug}.md")
    return (time.perf_counter() - started) / len(cases) * len(collection.cases)


def memory(name: str, engine: Engine, query_set: Sequence[Query]) -> dict[str, float]:
    """The opening time and memory of an engine in a fresh process; see :mod:`bench.memory`."""
    command = [sys.executable, "-m", "bench.memory", name, str(engine.folder), str(engine.content)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        input=json.dumps([asdict(query) for query in query_set]),
        capture_output=True,
        text=True,
        check=True,
        timeout=_MEMORY_TIMEOUT,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
