"""Builds the engines, asks them in turn, and counts what it took."""

from __future__ import annotations

import gc
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
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

#: Seconds that the queries of one engine may take at one size, warm-up included. An
#: engine that can't make all of them in this time is asked fewer.
BUDGET = 45.0
LEAST_QUERIES = 40

# Queries to guess an engine's speed from, before it is decided how many it is asked.
_PROBE = 15

# Cases edited, one after the other; the median counts.
_EDITS = 3
_EDIT_WORD = "perubahanukuran"

# Files read to tell how long reading all takes.
_READ = 300

# One engine in one process for its memory: longer than any may take.
_CHILD_TIMEOUT = 600

Say = Callable[[str], None]


@dataclass(frozen=True)
class Times:
    """How long queries took, in milliseconds.

    Attributes:
        first: query number → its time in the warm-up round, the first time it was asked.
        again: query number → its time in each round after.
    """

    first: Mapping[int, float]
    again: Mapping[int, Sequence[float]]

    def all(self, only: Iterable[int] | None = None) -> list[float]:
        """Every time of every round, of some queries or of all."""
        numbers = self.again.keys() if only is None else only
        return [ms for number in numbers for ms in self.again[number]]

    def best(self) -> list[float]:
        """The best time of each query: what is left when the machine's other work is not."""
        return [min(times) for times in self.again.values()]


@dataclass(frozen=True)
class Figures:
    """What was measured of one engine at one size; None where it wasn't.

    Attributes:
        missing: why there is nothing else, if so.
        index_s: seconds to index texts already read (ours: from the files).
        from_files: whether ``index_s`` includes reading the files.
        update_s: seconds to replace one case.
        open_s: seconds to open in a fresh process.
        disk_mb: MB on disk.
        memory_mb: growth of resident memory by opening and searching.
        own_mb: the part of it that no other process can share.
        asked: how many queries, in how many rounds.
        found: how many cases a query found, on average.
        first_ms: the median of the first time each query was asked.
        p50, p95, p99: percentiles of all later times.
        ratios: "p50", "p95" and "first" of ours divided by this one's, on the queries
            both had.
        groups: median by group of queries.
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
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    ratios: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """Everything measured at one size.

    Attributes:
        size: how the size was asked for.
        cases: the number of cases.
        reading_s: seconds to read and check all files, which peers are spared.
        queries: how many there are.
        engines: one entry an engine, missing ones too.
    """

    size: str
    cases: int
    reading_s: float
    queries: int
    engines: tuple[Figures, ...]


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least that share of all is not above (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def collection_of(content: Path, size: str, folder: Path) -> Collection:
    """The collection of a size ("real" or a number), made if it isn't there."""
    number = None if size == "real" else int(size)
    return collections.read(collections.make(content, number, folder / size / "content"))


def run(
    collection: Collection,
    size: str,
    names: Sequence[str],
    asked: Sequence[Query],
    folder: Path,
    rounds: int,
    say: Say,
) -> Measured:
    """Everything of one size: build, memory, queries, update."""
    figures: dict[str, dict[str, Any]] = {}
    ready: dict[str, Engine] = {}
    for name in names:
        try:
            kind = engines.load(name)
        except engines.MissingError as exc:
            figures[name] = {"name": name, "label": name, "missing": str(exc)}
            continue
        engine = kind(folder / size / name, collection.content)
        say(f"{len(collection.cases)} cases: {engine.label}: index")
        figures[name] = {
            "name": name,
            "label": engine.label,
            "version": engine.version(),
            "index_s": engine.build(collection),
            "from_files": name == OURS,
            "disk_mb": engine.size() / 1e6,
        }
        engine.open()
        ready[name] = engine
    say(f"{len(collection.cases)} cases: queries")
    times = ask(ready, asked, rounds)
    for name, engine in ready.items():
        figures[name] |= _latencies(times[name], times.get(OURS), asked, rounds)
        numbers = sorted(times[name].again)
        figures[name]["found"] = fmean(
            engine.answer(engine.search(asked[number])).total for number in numbers
        )
        say(f"{len(collection.cases)} cases: {engine.label}: memory, update")
        figures[name] |= memory(name, engine, [asked[number] for number in numbers])
    seconds = update(ready, collection)
    for name, engine in ready.items():
        figures[name]["update_s"] = seconds[name]
        engine.close()
    return Measured(
        size,
        len(collection.cases),
        reading_seconds(collection),
        len(asked),
        tuple(Figures(**figures[name]) for name in names),
    )


def ask(
    ready: Mapping[str, Engine],
    asked: Sequence[Query],
    rounds: int,
    budget: float | None = BUDGET,
) -> dict[str, Times]:
    """Ask each query of every engine in turn: one warm-up round, then ``rounds`` more.

    ``budget`` is the seconds that an engine has; without one it is asked all.

    In turn, so that whatever else the machine does falls on all alike; which engine
    begins changes from query to query, since the first finds the caches of the
    processor as another query left them.
    """
    numbers = {query_id: number for number, query_id in enumerate(map(id, asked))}
    chosen: dict[str, frozenset[int]] = {}
    for name, engine in ready.items():
        affordable = len(asked) if budget is None else _affordable(engine, asked, rounds, budget)
        chosen[name] = frozenset(numbers[id(q)] for q in queries.sample(asked, affordable))
    first: dict[str, dict[int, float]] = {name: {} for name in ready}
    again: dict[str, dict[int, list[float]]] = {
        name: {number: [] for number in sorted(chosen[name])} for name in ready
    }
    names = list(ready)
    gc.collect()
    gc.freeze()  # what is there stays; collections during the run look at new objects only
    try:
        for turn in range(rounds + 1):
            for number, query in enumerate(asked):
                shift = (number + turn) % len(names)
                for name in names[shift:] + names[:shift]:
                    if number not in chosen[name]:
                        continue
                    search = ready[name].search
                    started = time.perf_counter_ns()
                    search(query)
                    ms = (time.perf_counter_ns() - started) / 1e6
                    if turn:
                        again[name][number].append(ms)
                    else:
                        first[name][number] = ms
    finally:
        gc.unfreeze()
    return {name: Times(first[name], again[name]) for name in names}


def _affordable(engine: Engine, asked: Sequence[Query], rounds: int, budget: float) -> int:
    """How many queries an engine can be asked in the time it has."""
    probe = queries.sample(asked, _PROBE)
    for _ in range(2):  # the first time, much is made ready that stays
        started = time.perf_counter()
        for query in probe:
            engine.search(query)
    each = (time.perf_counter() - started) / len(probe)
    return max(LEAST_QUERIES, int(budget / (each * (rounds + 1))))


def _latencies(
    times: Times, ours: Times | None, asked: Sequence[Query], rounds: int
) -> dict[str, Any]:
    everything = times.all()
    groups = {}
    for group in queries.GROUPS:
        of_group = times.all(number for number in times.again if asked[number].group == group)
        if of_group:
            groups[group] = median(of_group)
    ratios = {}
    if ours:
        both = sorted(times.again.keys() & ours.again.keys())
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            ratios[name] = percentile(ours.all(both), share) / percentile(times.all(both), share)
        ratios["first"] = median(map(ours.first.__getitem__, both)) / median(
            map(times.first.__getitem__, both)
        )
    return {
        "asked": len(times.again),
        "rounds": rounds,
        "first_ms": median(times.first.values()),
        "p50": percentile(everything, 0.5),
        "p95": percentile(everything, 0.95),
        "p99": percentile(everything, 0.99),
        "ratios": ratios,
        "groups": groups,
    }


def update(ready: Mapping[str, Engine], collection: Collection) -> dict[str, float]:
    """The median of some edits, each to one file; the files are as before afterwards.

    Raises:
        RuntimeError: an engine doesn't show an edit.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ready}
    step = len(collection.cases) // (_EDITS + 1)
    for n in range(1, _EDITS + 1):
        slug = collection.cases[n * step].slug
        path = collection.content / "innovations" / f"{slug}.md"
        before = path.read_bytes()
        word = f"{_EDIT_WORD}{n}"
        path.write_bytes(collections.edited(path, word))
        try:
            case = files.read_case(path).case
            assert case is not None
            for name, engine in ready.items():
                seconds[name].append(engine.update_one(case))
                seen = engine.answer(engine.search(Query("name", word)))
                if seen.slugs != (slug,):
                    raise RuntimeError(f"{engine.label} doesn't show the edit of {slug}")
        finally:
            path.write_bytes(before)
    return {name: median(several) for name, several in seconds.items()}


def reading_seconds(collection: Collection) -> float:
    """About how long reading and checking all files takes, from some of them."""
    step = max(1, len(collection.cases) // _READ)
    some = collection.cases[::step]
    started = time.perf_counter()
    for case in some:
        files.read_case(collection.content / "innovations" / f"{case.slug}.md")
    return (time.perf_counter() - started) / len(some) * len(collection.cases)


def memory(name: str, engine: Engine, asked: Sequence[Query]) -> dict[str, float]:
    """Opening time and memory in a process of its own; see :mod:`bench.memory`."""
    command = [sys.executable, "-m", "bench.memory", name, str(engine.folder), str(engine.content)]
    text = json.dumps([asdict(query) for query in asked])
    done = subprocess.run(
        command,
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=True,
        timeout=_CHILD_TIMEOUT,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
