"""``python -m bench.soak``: the site under the load of a busy day, for as long as one likes.

The site serves the real cases from two workers. Requests come at random moments, so many a second
on average, whether or not earlier ones have been answered; the latency of a request counts from
the moment at which it was due. So a server that stops for a second shows in every request that
came meanwhile.
"""

from __future__ import annotations

import http.client
import random
import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from app.search.index import builder
from app.settings import ROOT
from bench import collection as collections
from bench.memory import resident
from bench.timing import percentile
from bench.visits import Visit, Visits
from bench.web import our_site, workers_of

#: The goals of the issue: the 99th percentile of the latency in milliseconds, and how much the
#: memory may grow after :data:`SETTLED` minutes.
MOST_MS = 300.0
MOST_GROWTH = 0.05
SETTLED = 10

WORKERS = 2

# Requests that may wait for their answer at the same time, and for how long, in seconds.
_CONNECTIONS = 200
_TIMEOUT = 30.0

# Seconds between two looks at the memory.
_LOOK = 5.0


@dataclass(frozen=True)
class Asked:
    """An answer: its visit, when it was due in seconds since the start, latency, status.

    The status is 0 if there was no answer; ``error`` then says why.
    """

    visit: Visit
    due: float
    ms: float
    status: int
    error: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the visitor got what was asked for; a file that wasn't made is none."""
        return self.status == 200 or (300 <= self.status < 400 and self.visit.kind != "file")


@dataclass(frozen=True)
class Memory:
    """The memory of the server's processes at a moment, in MB, and how much it has computed.

    Attributes:
        at: seconds since the start.
        resident: process → all its memory; mapped files count in each process.
        own: process → the part that no other process shares.
        cpu: seconds of a processor that the workers have used.
    """

    at: float
    resident: dict[int, float]
    own: dict[int, float]
    cpu: float


@dataclass
class Findings:
    """What a run has found so far."""

    asked: list[Asked] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)


def look(server: int, at: float) -> Memory:
    """The memory of a gunicorn server and its workers, ``at`` seconds after the start."""
    figures = {}
    seconds = 0.0
    for process in (server, *workers_of(server)):
        try:
            figures[process] = resident(process)
            # The fields behind the name of the program, which may hold spaces: proc_pid_stat(5).
            stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1]
        except (OSError, KeyError):
            continue  # it has just ended
        seconds += sum(map(int, stat.split()[11:13])) / 100
    total = {process: memory for process, (memory, _) in figures.items()}
    own = {process: memory for process, (_, memory) in figures.items()}
    return Memory(at, total, own, seconds)


# --- asking ------------------------------------------------------------------------------


def ask(port: int, visit: Visit, due: float, started: float) -> Asked:
    """Ask for a page over a connection of its own, read the whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    status, error = 0, ""
    try:
        headers = {"Accept-Encoding": "gzip", "Connection": "close"}
        connection.request("GET", visit.path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException) as exc:
        error = repr(exc)
    finally:
        connection.close()
    return Asked(visit, due, (time.monotonic() - started - due) * 1000, status, error)


def moments(rate: float, seconds: float, seed: int) -> Iterator[float]:
    """Random moments (a Poisson process), ``rate`` a second on average, until ``seconds``."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    at = chance.expovariate(rate)
    while at < seconds:
        yield at
        at += chance.expovariate(rate)


def run(
    port: int,
    server: int,
    visits: Iterator[Visit],
    due: Iterator[float],
    minute: Callable[[Findings, int], None],
) -> Findings:
    """Ask at each moment of ``due``; call ``minute`` with its number after each minute."""
    findings = Findings()
    started = time.monotonic()
    with ThreadPoolExecutor(_CONNECTIONS) as pool, _looking(server, findings, started):
        minutes = 1
        for at in due:
            time.sleep(max(0.0, started + at - time.monotonic()))
            if at >= 60 * minutes:
                minute(findings, minutes)
                minutes += 1
            task = pool.submit(ask, port, next(visits), at, started)
            task.add_done_callback(lambda done: findings.asked.append(done.result()))
    return findings


@contextmanager
def _looking(server: int, findings: Findings, started: float) -> Iterator[None]:
    """Look at the memory every few seconds for as long as the context lasts."""
    ended = threading.Event()

    def keep_looking() -> None:
        while not ended.wait(_LOOK):
            findings.memory.append(look(server, time.monotonic() - started))

    looker = threading.Thread(target=keep_looking)
    looker.start()
    try:
        yield
    finally:
        ended.set()
        looker.join()


# --- telling --------------------------------------------------------------------------------

HEADING = (
    "| minute | requests | errors | p50 ms | p95 ms | p99 ms | max ms "
    "| workers, resident MB | own MB | all own MB | CPU |\n" + "|---" * 11 + "|"
)


def mean_own(memory: Sequence[Memory]) -> float:
    """The mean of what the processes have of their own, all together, in MB."""
    return sum(sum(look.own.values()) for look in memory) / len(memory)


def row(findings: Findings, minute: int) -> str:
    """The row of a table about a minute, counted from 1, in which requests were due."""
    begin, end = 60 * (minute - 1), 60 * minute
    asked = [one for one in list(findings.asked) if begin <= one.due < end]
    memory = [one for one in list(findings.memory) if begin <= one.at < end]
    if not asked or not memory:
        return f"| {minute} | 0 |"
    ms = [one.ms for one in asked]
    last = memory[-1]
    processes = sorted(last.own)[1:]
    cpu = (last.cpu - memory[0].cpu) / max(1e-9, last.at - memory[0].at)
    cells = [
        minute,
        len(asked),
        sum(not one.is_good for one in asked),
        *(f"{percentile(ms, share):.0f}" for share in (0.5, 0.95, 0.99, 1)),
        " + ".join(f"{last.resident[process]:.0f}" for process in processes),
        " + ".join(f"{last.own[process]:.0f}" for process in processes),
        f"{mean_own(memory):.0f}",
        f"{cpu:.0%}",
    ]
    return f"| {' | '.join(map(str, cells))} |"


def growth(memory: Sequence[Memory]) -> tuple[float, float] | None:
    """The own memory of all processes in the tenth minute and in the last; None for a short run."""
    settled = [one for one in memory if 60 * (SETTLED - 1) <= one.at < 60 * SETTLED]
    last = [one for one in memory if one.at >= memory[-1].at - 60]
    if not settled or memory[-1].at < 60 * (SETTLED + 1):
        return None
    return mean_own(settled), mean_own(last)


def summary(findings: Findings) -> tuple[list[str], bool]:
    """What to say at the end, and whether all goals were reached."""
    asked = findings.asked
    ms = [one.ms for one in asked]
    bad = [one for one in asked if not one.is_good]
    lines = [f"{len(asked)} requests in {asked[-1].due / 60:.1f} minutes, {len(bad)} errors"]
    for status, number in Counter((one.status, one.error, one.visit.kind) for one in bad).items():
        lines.append(f"  {number} × {status}")
    lines += [f"  {one.due:.0f} s: {one.status} {one.visit.path:.200}" for one in bad[:20]]
    for kind in ("", *sorted({one.visit.kind for one in asked})):
        of_kind = [one.ms for one in asked if kind in {"", one.visit.kind}]
        figures = ", ".join(
            f"{name} {percentile(of_kind, share):.0f}"
            for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
        )
        lines.append(f"{kind or 'all'} ({len(of_kind)}): {figures} ms")
    replaced = {process for one in findings.memory for process in one.own} - set(
        findings.memory[0].own
    )
    if replaced:
        lines.append(f"{len(replaced)} workers were replaced")
    good = not bad and not replaced and percentile(ms, 0.99) < MOST_MS
    if found := growth(findings.memory):
        before, after = found
        good = good and after <= before * (1 + MOST_GROWTH)
        lines.append(
            f"own memory of all processes: {before:.0f} MB in minute {SETTLED}, {after:.0f} MB in "
            f"the last: {after / before - 1:+.1%}"
        )
    return lines, good


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--minutes", default=60.0, show_default=True, help="How long to ask.")
@click.option("--rate", default=50.0, show_default=True, help="Requests a second, on average.")
@click.option("--seed", default=1, show_default=True, help="Chooses what is asked, and when.")
def main(minutes: float, rate: float, seed: int) -> None:
    """Ask the site for a long time; exit code 1 if a goal was missed."""
    folder = collections.FOLDER / "soak"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    content = ROOT / "content"
    builder.build(content, folder / "index")
    collection = collections.read(content)

    def tell(findings: Findings, minute: int) -> None:
        click.echo(row(findings, minute))
        sys.stdout.flush()

    with our_site(content, folder / "index", workers=WORKERS, log=folder / "log") as (port, server):
        visits = Visits(collection, _sitemap(port), seed)
        click.echo(HEADING)
        findings = run(port, server, iter(visits), moments(rate, minutes * 60, seed), tell)
    tell(findings, int(-(-findings.asked[-1].due // 60)))
    lines, good = summary(findings)
    click.echo("\n" + "\n".join(lines))
    sys.exit(0 if good else 1)


def _sitemap(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    connection.request("GET", "/sitemap.xml")
    return connection.getresponse().read().decode()


if __name__ == "__main__":
    main()
