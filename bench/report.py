"""What was measured, as tables, a plot and a page."""

from __future__ import annotations

import datetime as dt
import math
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bench.engines import OURS
from bench.measure import Figures, Measured
from bench.queries import GROUPS
from bench.web import Served

NOTHING = "–"


@dataclass(frozen=True)
class Machine:
    """What the figures were taken on."""

    processor: str
    cores: int
    memory_gb: float
    system: str
    python: str
    #: Processes that wanted a core when the run began: above 0.5 the machine was busy.
    load: float


def machine() -> Machine:
    """This machine."""
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
    """The version of each peer, by its name without what is said of its set-up."""
    return {
        re.split(r",| \(", one.label)[0]: one.version for one in measured.engines if one.version
    }


def machine_text(on: Machine, versions: Mapping[str, str]) -> str:
    """The machine and the versions in a sentence or two."""
    named = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    return (
        f"{on.processor}, {on.cores} cores, {on.memory_gb:.0f} GB; {on.system}; "
        f"Python {on.python}. Load when the run began: {on.load:.2f}.\n\nVersions: {named}."
    )


# --- tables ---------------------------------------------------------------------------


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table that also reads well as text: first column left, others right."""
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
    """Every figure of every engine at one size."""
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
        "first ms",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "ours ÷ it, p50",
        "p95",
        "first",
    ]
    return table(head, (_engine_row(one, measured, len(head)) for one in measured.engines))


def _engine_row(one: Figures, measured: Measured, width: int) -> list[str]:
    if one.missing:
        return [f"{one.label}: {one.missing}", *[NOTHING] * (width - 1)]
    with_reading = one.index_s
    if with_reading is not None and not one.from_files:
        with_reading += measured.reading_s
    of = "" if one.asked == measured.queries else f" of {measured.queries}"
    return [
        one.label,
        NOTHING if one.from_files else number(one.index_s),
        number(with_reading),
        number(one.update_s),
        number(one.disk_mb),
        f"{number(one.memory_mb)} ({number(one.own_mb)})",
        number(one.open_s),
        f"{one.asked}{of} × {one.rounds}",
        number(one.found),
        number(one.first_ms),
        number(one.p50),
        number(one.p95),
        number(one.p99),
        *(
            NOTHING if one.name == OURS or key not in one.ratios else number(one.ratios[key])
            for key in ("p50", "p95", "first")
        ),
    ]


def groups_table(measured: Measured) -> str:
    """The median by group of queries, in ms."""
    there = [one for one in measured.engines if not one.missing]
    rows = [[one.label, *(number(one.groups.get(group)) for group in GROUPS)] for one in there]
    return table([f"{measured.cases} cases: p50 ms", *GROUPS], rows)


def served_table(cases: int, served: Sequence[Served], empty: tuple[float, float]) -> str:
    """The figures over HTTP at one size; memory also beyond an empty worker's (all, its own)."""
    head = [
        f"{cases} cases",
        "requests/s",
        "p50 ms",
        "p99 ms",
        "kB each",
        "failed",
        "memory MB (own)",
        "beyond an empty worker (own)",
    ]
    rows = []
    for one in served:
        if one.missing:
            rows.append([f"{one.label}: {one.missing}", *[NOTHING] * (len(head) - 1)])
            continue
        beyond = NOTHING
        if one.memory_mb and one.own_mb and one.label.startswith("Pustaka"):
            beyond = f"{number(one.memory_mb - empty[0])} ({number(one.own_mb - empty[1])})"
        rows.append(
            [
                one.label,
                number(one.rate),
                number(one.p50),
                number(one.p99),
                number(one.kilobytes),
                str(one.failed),
                f"{number(one.memory_mb)} ({number(one.own_mb)})",
                beyond,
            ]
        )
    return table(head, rows)


def number(value: float | None) -> str:
    """Three significant digits, without an exponent."""
    if value is None:
        return NOTHING
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:.{min(digits, 5)}f}"


# --- plot -----------------------------------------------------------------------------

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 180, 36, 44
_COLOURS = ("#c2410c", "#1d4ed8", "#0891b2", "#15803d", "#7e22ce", "#525252")


def growth_plot(results: Sequence[Measured]) -> str:
    """p50 against the number of cases, both on logarithmic axes, as SVG."""
    points: dict[str, list[tuple[int, float]]] = {}
    for measured in results:
        for one in measured.engines:
            if one.p50 is not None:
                points.setdefault(one.label.split(" (")[0], []).append((measured.cases, one.p50))
    everything = [point for series in points.values() for point in series]
    lowest_x, highest_x = _bounds([cases for cases, _ in everything])
    lowest_y, highest_y = _bounds([ms for _, ms in everything])

    def x(cases: float) -> float:
        share = (math.log10(cases) - lowest_x) / (highest_x - lowest_x)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(ms: float) -> float:
        share = (math.log10(ms) - lowest_y) / (highest_y - lowest_y)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="system-ui, sans-serif" font-size="12">',
        "<title>Median time of a query against the number of cases</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-weight="600">p50 in ms, first 20 and all facets</text>',
    ]
    for power in range(math.ceil(lowest_y), math.floor(highest_y) + 1):
        at = y(10.0**power)
        parts.append(
            f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for cases in sorted({cases for cases, _ in everything}):
        at = x(cases)
        parts.append(
            f'<path d="M{at:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>'
            f'<text x="{at:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
            f"{cases:,}</text>"
        )
    parts.append(
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2:.0f}" y="{_HEIGHT - 8}" '
        'text-anchor="middle">cases</text>'
    )
    ends = {label: y(series[-1][1]) for label, series in points.items()}
    places = _apart(ends, 15, _HEIGHT - _BOTTOM)
    for (label, series), colour in zip(points.items(), _cycle(_COLOURS), strict=False):
        line = " ".join(f"{x(cases):.1f},{y(ms):.1f}" for cases, ms in series)
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
            + "".join(
                f'<circle cx="{x(cases):.1f}" cy="{y(ms):.1f}" r="3" fill="{colour}"/>'
                for cases, ms in series
            )
            + f'<text x="{_WIDTH - _RIGHT + 10}" y="{places[label] + 4:.1f}" fill="{colour}">'
            f"{escape(label)} {number(series[-1][1])}</text>"
        )
    return "\n".join([*parts, "</svg>\n"])


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """Logarithms of the least and the greatest value with some room on both sides."""
    return math.log10(min(values)) - 0.1, math.log10(max(values)) + 0.1


def _apart(places: Mapping[str, float], gap: float, lowest: float) -> dict[str, float]:
    """Labels moved up where they would cover each other, starting from the lowest."""
    moved: dict[str, float] = {}
    limit = lowest
    for label in sorted(places, key=lambda label: -places[label]):
        moved[label] = min(places[label], limit)
        limit = moved[label] - gap
    return moved


def _cycle(colours: Sequence[str]) -> Iterable[str]:
    while True:
        yield from colours


# --- page -----------------------------------------------------------------------------

_PAGE = """\
# Results

Written by `python -m bench --write` on {day}. What is measured, why so, and how each
peer is set up: [docs/benchmark.md](../docs/benchmark.md).

To repeat it: `pip install -r bench/requirements.txt`, wrk from Debian (`apt-get install
wrk`), then `{command}`.

## Machine

{machine}

## Engines

The first twenty results with title and summary, and the counts of all facets,
without snippets. “index” is from texts already read, “+ reading” from the files (about
{reading}); ours always reads them. “update” is until the next search shows one edited
case. “memory” is how much a process grows by opening and searching; “own” is the part it
can't share. “found” is how many cases a query finds on average: ours asks more of a case
than one word. “first” is the median when each query is asked for the first time.
“ours ÷ it” compares on the queries that both were asked: below 1 ours is faster.

{engines}

### By kind of query

{groups}

## Growth

![p50 against the number of cases](growth.svg)
{http}"""

_HTTP = """
## Over HTTP

One process each on the loopback interface, wrk with one thread and {connections} connections for
{seconds} s, {urls} different queries in turn. Ours counts nine facets and marks what was found;
Datasette counts four. “None kept” asks for no address twice, so that every page is made.
An empty worker (gunicorn and Flask with no page) has {empty} MB;
“own” is what no other process can share, without the mapped files.

{tables}
"""


def page(
    results: Sequence[Measured],
    served: Mapping[str, Sequence[Served]],
    empty: tuple[float, float],
    about: str,
    command: str,
    setup: Mapping[str, int],
) -> str:
    """RESULTS.md."""
    reading = ", ".join(f"{number(one.reading_s)} s for {one.cases} cases" for one in results)
    http = ""
    if served:
        cases = {one.size: one.cases for one in results}
        tables = [served_table(cases[size], got, empty) for size, got in served.items()]
        http = _HTTP.format(tables="\n\n".join(tables), empty=number(empty[0]), **setup)
    return _PAGE.format(
        day=dt.date.today().isoformat(),
        command=command,
        machine=about,
        reading=reading,
        engines="\n\n".join(map(engines_table, results)),
        groups="\n\n".join(map(groups_table, results)),
        http=http,
    )
