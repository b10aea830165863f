"""The figures as tables and as the page RESULTS.md."""

from __future__ import annotations

import datetime as dt
import math
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import goals
from bench.engines import OURS
from bench.measure import Figures, Measured
from bench.queries import GROUPS
from bench.web import CONNECTIONS, OUR_SITE, SECONDS, URLS, Served

#: Stands in a cell without a figure.
NOTHING = "–"


@dataclass(frozen=True)
class Machine:
    """The machine on which the figures were measured."""

    processor: str
    cores: int
    memory_gb: float
    system: str
    python: str
    #: The processes that waited for a core when the run began; above 0.5 the machine was busy.
    load: float


@dataclass(frozen=True)
class EmptyWorker:
    """The memory of a worker with an empty application, and the part that is its own, in MB."""

    memory_mb: float
    own_mb: float


def machine() -> Machine:
    """The machine that this runs on."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Machine(
        processor=models[0] if models else platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory_gb=pages / 1e9,
        system=f"{platform.system()} {platform.release().split('-')[0]}",
        python=platform.python_version(),
        load=os.getloadavg()[0],
    )


def versions(measured: Measured) -> dict[str, str]:
    """The version of each peer. Its name is the label without the remark on its set-up."""
    return {
        re.split(r",| \(", figures.label)[0]: figures.version
        for figures in measured.engines
        if figures.version
    }


def machine_text(machine: Machine, versions: Mapping[str, str]) -> str:
    """A paragraph about the machine, and another about the versions."""
    named = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    return (
        f"{machine.processor}, {machine.cores} cores, {machine.memory_gb:.0f} GB; "
        f"{machine.system}; Python {machine.python}. "
        f"Load when the run began: {machine.load:.2f}.\n\nVersions: {named}."
    )


# --- tables ---------------------------------------------------------------------------


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table that is also readable as text: first column left, others right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in (lines[0], ruler, *lines[1:])
    )


def engines_table(measured: Measured) -> str:
    """All figures of the engines at one size."""
    head = [
        f"{measured.cases} cases",
        "index s",
        "+ reading s",
        "update s",
        "disk MB",
        "memory MB (own)",
        "open s",
        "queries",
        "found",
        "first p50 ms",
        "first p95",
        "first worst",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "ours ÷ it, p50",
        "p95",
        "first p50",
        "first p95",
    ]
    return table(head, (_engine_row(figures, measured, len(head)) for figures in measured.engines))


def _engine_row(figures: Figures, measured: Measured, width: int) -> list[str]:
    if figures.missing:
        return [f"{figures.label}: {figures.missing}", *[NOTHING] * (width - 1)]
    with_reading = figures.index_s
    if with_reading is not None and not figures.from_files:
        with_reading += measured.reading_s
    of_all = "" if figures.asked == measured.queries else f" of {measured.queries}"
    return [
        figures.label,
        NOTHING if figures.from_files else number(figures.index_s),
        number(with_reading),
        number(figures.update_s),
        number(figures.disk_mb),
        f"{number(figures.memory_mb)} ({number(figures.own_mb)})",
        number(figures.open_s),
        f"{figures.asked}{of_all} × {figures.rounds}",
        number(figures.found),
        number(figures.first_ms),
        number(figures.first_p95),
        number(figures.first_worst),
        number(figures.p50),
        number(figures.p95),
        number(figures.p99),
        *(
            NOTHING if figures.name == OURS else number(figures.ratios.get(key))
            for key in ("p50", "p95", "first", "first p95")
        ),
    ]


def groups_table(measured: Measured) -> str:
    """The median time of each group of queries, in milliseconds."""
    rows = [
        [figures.label, *(number(figures.groups.get(group)) for group in GROUPS)]
        for figures in measured.engines
        if not figures.missing
    ]
    return table([f"{measured.cases} cases: p50 ms", *GROUPS], rows)


def served_table(cases: int, servers: Sequence[Served], empty: EmptyWorker) -> str:
    """The figures over HTTP at one size, with the memory of ours beyond an empty worker's."""
    head = [
        f"{cases} cases",
        "requests/s",
        "p50 ms",
        "p99 ms",
        "CPU ms each",
        "kB each",
        "failed",
        "memory MB (own)",
        "beyond an empty worker (own)",
    ]
    return table(head, (_served_row(served, empty, len(head)) for served in servers))


def _served_row(served: Served, empty: EmptyWorker, width: int) -> list[str]:
    if served.missing:
        return [f"{served.label}: {served.missing}", *[NOTHING] * (width - 1)]
    beyond = NOTHING
    if served.memory_mb and served.own_mb and served.label.startswith(OUR_SITE):
        total, own = served.memory_mb - empty.memory_mb, served.own_mb - empty.own_mb
        beyond = f"{number(total)} ({number(own)})"
    return [
        served.label,
        number(served.rate),
        number(served.p50),
        number(served.p99),
        number(served.cpu_ms),
        number(served.kilobytes),
        str(served.failed),
        f"{number(served.memory_mb)} ({number(served.own_mb)})",
        beyond,
    ]


def goals_table(found: Iterable[goals.Goal]) -> str:
    """The goals, what was measured, and whether that reaches them."""
    words = {True: "yes", False: "no", None: NOTHING}
    rows = [
        [
            goal.what,
            f"{'at least' if goal.at_least else 'at most'} {goal.limit:g} {goal.unit}",
            NOTHING if goal.figure is None else f"{number(goal.figure)} {goal.unit}",
            words[goal.is_reached],
        ]
        for goal in found
    ]
    return table(["goal", "limit", "measured", "reached"], rows)


def number(value: float | None) -> str:
    """Three significant digits, without an exponent."""
    if value is None:
        return NOTHING
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:.{min(digits, 5)}f}"


# --- page -----------------------------------------------------------------------------

_PAGE = """\
# Results

Written by `python -m bench --write` on {day}. What is measured and why, and how each peer is set
up: [docs/benchmark.md](../docs/benchmark.md).

To repeat it: `pip install -r bench/requirements.txt`, wrk from Debian (`apt-get install
wrk`), then `{command}`.

## Machine

{machine}

## Goals

Where no size is named, 3,000 cases. What needs other commands is in
[docs/benchmark.md](../docs/benchmark.md).

{goals}

## Engines

Each query asks for the first twenty results with title and summary and for the counts of all
facets, without snippets.

- “index” starts with texts in memory, “+ reading” with files; reading takes about {reading}.
  Ours always starts with files.
- “update” ends when the next search shows an edited case.
- “memory” is how much a process grows by opening and searching, “own” the part of it that it
  can't share with other processes.
- “found” is the mean number of cases that match a query. Ours requires more than a single word
  of a long query.
- “first” are the times of queries whose text is new: no other query before had it.
- “ours ÷ it” compares on the queries that both were asked: below 1 ours is faster.

{engines}

### By kind of query

{groups}

## Growth

![p50 against the number of cases](growth.svg)
{http}"""

_HTTP = """
## Over HTTP

Each server is one process on the loopback interface. wrk asks {urls} different queries in turn,
with one thread and {connections} connections, for {seconds} s. Ours counts nine facets and marks
the words that match; Datasette counts four facets. For “no cache”, no address is asked twice, so
that every page is made anew. An empty worker (gunicorn and Flask without a page) has {empty} MB;
“own” is the memory that no other process can share, without mapped files.

{tables}
"""


def page(
    results: Sequence[Measured],
    served: Mapping[str, Sequence[Served]],
    empty: EmptyWorker,
    about: str,
    command: str,
) -> str:
    """RESULTS.md.

    Args:
        results: the figures of each size.
        served: size → the figures over HTTP; empty if they weren't measured.
        empty: the memory of an empty worker.
        about: the paragraphs about the machine and the versions.
        command: the command that repeats the run.
    """
    reading = ", ".join(
        f"{number(measured.reading_s)} s for {measured.cases} cases" for measured in results
    )
    return _PAGE.format(
        day=dt.date.today().isoformat(),
        command=command,
        machine=about,
        reading=reading,
        goals=goals_table(goals.of(results, served, empty.own_mb)),
        engines="\n\n".join(map(engines_table, results)),
        groups="\n\n".join(map(groups_table, results)),
        http=_http_section(results, served, empty) if served else "",
    )


def _http_section(
    results: Sequence[Measured], served: Mapping[str, Sequence[Served]], empty: EmptyWorker
) -> str:
    cases = {measured.size: measured.cases for measured in results}
    tables = [served_table(cases[size], servers, empty) for size, servers in served.items()]
    return _HTTP.format(
        tables="\n\n".join(tables),
        empty=number(empty.memory_mb),
        connections=CONNECTIONS,
        seconds=SECONDS,
        urls=URLS,
    )
