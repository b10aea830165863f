"""Asking engines the same queries in turn, and the times that they take."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.engines.base import Engine
from bench.queries import Query, sample

#: The seconds that the queries of an engine may take at one size, warm-up included. An engine
#: that can't answer all of them in this time gets fewer queries.
BUDGET = 45.0

#: The number of queries that even the slowest engine has to answer.
LEAST_QUERIES = 40

# The number of queries that an engine's speed is estimated from.
_PROBES = 15


@dataclass(frozen=True)
class Times:
    """The times that an engine took for queries, in milliseconds.

    Attributes:
        first: number of the query → its time in the warm-up round, of those whose text nobody had
            asked for before. The same text with a filter isn't new.
        again: number of the query → its time in each later round.
    """

    first: Mapping[int, float]
    again: Mapping[int, Sequence[float]]

    def all(self, numbers: Iterable[int] | None = None) -> list[float]:
        """The times of all later rounds, of the queries with these numbers or of all."""
        if numbers is None:
            numbers = self.again
        return [ms for number in numbers for ms in self.again[number]]

    def best(self) -> list[float]:
        """The shortest time of each query, which other work of the machine affects least."""
        return [min(times) for times in self.again.values()]


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value for which at least this share of the values is not above it.

    This is the nearest-rank definition; no value is interpolated.
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def ask(
    open_engines: Mapping[str, Engine],
    query_set: Sequence[Query],
    rounds: int,
    budget: float | None = BUDGET,
) -> dict[str, Times]:
    """Ask every engine each query: in one warm-up round, then in ``rounds`` more.

    The engines answer a query in turn before the next query is asked, so that other work of the
    machine affects all alike. The engine that begins changes from query to query, since it finds
    the caches of the processor as the previous query left them.

    Args:
        open_engines: name → engine.
        query_set: the queries.
        rounds: the number of rounds after the warm-up.
        budget: the seconds that an engine may take; None for any number.

    Returns:
        The times of each engine, by name.
    """
    chosen = {n: _chosen(e, query_set, rounds, budget) for n, e in open_engines.items()}
    probes = sample(query_set, _PROBES) if budget is not None else []
    new = {name: _new(query_set, numbers, probes) for name, numbers in chosen.items()}
    first: dict[str, dict[int, float]] = {name: {} for name in open_engines}
    again: dict[str, dict[int, list[float]]] = {
        name: {number: [] for number in sorted(chosen[name])} for name in open_engines
    }
    gc.collect()
    gc.freeze()  # the garbage collector ignores what exists now, and looks at new objects only
    try:
        for round_, number, name in _turns(list(open_engines), len(query_set), rounds):
            if number not in chosen[name]:
                continue
            ms = _milliseconds(open_engines[name], query_set[number])
            if round_:
                again[name][number].append(ms)
            elif number in new[name]:
                first[name][number] = ms
    finally:
        gc.unfreeze()
    return {name: Times(first[name], again[name]) for name in open_engines}


def _turns(names: list[str], queries: int, rounds: int) -> Iterator[tuple[int, int, str]]:
    """The turns of all rounds: round (0 is the warm-up), number of the query, engine."""
    for round_ in range(rounds + 1):
        for number in range(queries):
            shift = (number + round_) % len(names)
            for name in names[shift:] + names[:shift]:
                yield round_, number, name


def _milliseconds(engine: Engine, query: Query) -> float:
    search = engine.search
    started = time.perf_counter_ns()
    search(query)
    return (time.perf_counter_ns() - started) / 1e6


def _chosen(
    engine: Engine, query_set: Sequence[Query], rounds: int, budget: float | None
) -> frozenset[int]:
    """The numbers of the queries that an engine can answer in the time it has."""
    if budget is None:
        return frozenset(range(len(query_set)))
    numbers = {id(query): number for number, query in enumerate(query_set)}
    affordable = _affordable(engine, query_set, rounds, budget)
    return frozenset(numbers[id(query)] for query in sample(query_set, affordable))


def _new(
    query_set: Sequence[Query], numbers: Iterable[int], probes: Iterable[Query]
) -> frozenset[int]:
    """Those of the numbers whose query has a text that neither a probe nor an earlier one has."""
    asked = {(query.text, query.phrase) for query in probes} | {("", "")}
    new = set()
    for number in sorted(numbers):
        text = (query_set[number].text, query_set[number].phrase)
        if text not in asked:
            asked.add(text)
            new.add(number)
    return frozenset(new)


def _affordable(engine: Engine, query_set: Sequence[Query], rounds: int, budget: float) -> int:
    probes = sample(query_set, _PROBES)
    for _ in range(2):  # the second time counts: the first fills caches that later rounds use
        started = time.perf_counter()
        for query in probes:
            engine.search(query)
    seconds = (time.perf_counter() - started) / len(probes)
    return max(LEAST_QUERIES, int(budget / (seconds * (rounds + 1))))
