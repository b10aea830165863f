"""Measuring over HTTP: our site and Datasette with the same cases, asked by wrk.

Each server is a single process on the loopback interface: ours is gunicorn with one worker of
four threads, Datasette is started by its ``serve`` command. Four connections ask the same queries
in turn.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from app.search.index import builder
from app.settings import ROOT
from bench.collection import Collection
from bench.engines.base import FIELDS, SINGLE, TOP, document
from bench.memory import resident
from bench.queries import Query

#: The seconds of a measurement, and of the warm-up before it.
SECONDS = 10
WARM_UP = 3

CONNECTIONS = 4

#: The number of different queries.
URLS = 300

#: The label of our site in the tables, before the form of its answer.
OUR_SITE = "Pustaka Inovasi"

#: The facets that Datasette counts: those of which a case has a single value. The year is left
#: out, since Datasette shows at most thirty values by default.
DATASETTE_FACETS = ("category", "province", "level", "status")

# The columns that a list of results shows.
_SHOWN_COLUMNS = ("slug", "title", "summary", "agency", "province", "status")

# The seconds that a server may take to start.
_START_TIMEOUT = 60.0

# The script of wrk: it asks the paths of a file in turn, and prints its figures as JSON. Where
# BENCH_FRESH is set, each address gets another meaningless parameter.
_SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local fresh = os.getenv("BENCH_FRESH")
local turn = 0
request = function()
  turn = turn + 1
  local path = paths[(turn - 1) % #paths + 1]
  if fresh ~= "" then
    path = path .. (path:find("?", 1, true) and "&" or "?") .. "baru=" .. fresh .. turn
  end
  return wrk.format("GET", path)
end
done = function(summary, latency, requests)
  local failed = 0
  for _, n in pairs(summary.errors) do failed = failed + n end
  io.write(string.format(
    '\\nRESULT {"requests": %d, "seconds": %f, "failed": %d, "bytes": %d, "p50": %f, "p99": %f}\\n',
    summary.requests, summary.duration / 1e6, failed, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Served:
    """The figures of a server and a form of answer; None where nothing was measured.

    Attributes:
        label: the server and the form of its answers.
        rate: requests a second.
        p50, p99: percentiles of the latency in milliseconds.
        failed: the number of answers with another status than 2xx, and of broken connections.
        cpu_ms: what an answer takes of a processor in the serving process, in milliseconds.
        kilobytes: the mean size of an answer in kB.
        memory_mb: resident memory of the serving process.
        own_mb: the part of it that no other process can share.
        missing: why there are no figures; empty if there are.
    """

    label: str
    rate: float | None = None
    p50: float | None = None
    p99: float | None = None
    failed: int = 0
    cpu_ms: float | None = None
    kilobytes: float | None = None
    memory_mb: float | None = None
    own_mb: float | None = None
    missing: str = ""


def run(collection: Collection, query_set: Sequence[Query], folder: Path) -> tuple[Served, ...]:
    """Measure both servers, pages and JSON.

    Args:
        collection: the cases.
        query_set: the queries.
        folder: the folder for the index of ours and for Datasette's database.
    """
    if not shutil.which("wrk"):
        return (Served("HTTP", missing="wrk is not installed"),)
    builder.build(collection.content, folder / "ours")
    with our_site(collection.content, folder / "ours") as (port, server):
        [pid] = workers_of(server)
        pages = [our_path("/cari", query) for query in query_set]
        answers = [our_path("/api/v1/search", query) for query in query_set]
        served = [
            _measure(f"{OUR_SITE}, HTML, no cache", port, pid, pages, folder, fresh=True),
            _measure(f"{OUR_SITE}, HTML", port, pid, pages, folder),
            _measure(f"{OUR_SITE}, JSON, no cache", port, pid, answers, folder, fresh=True),
            _measure(f"{OUR_SITE}, JSON", port, pid, answers, folder),
        ]
        for kind, paths in _other_pages(collection).items():
            label = f"{OUR_SITE}, {kind} page, no cache"
            if paths:
                served.append(_measure(label, port, pid, paths, folder, fresh=True))
            else:
                served.append(Served(label, missing="the collection has none"))
    if importlib.util.find_spec("datasette") is None:
        return (*served, Served("Datasette", missing="datasette is not installed"))
    database = datasette_database(collection, folder / "datasette")
    with _datasette(database) as (port, pid):
        for form, suffix in (("HTML", ""), ("JSON", ".json")):
            paths = [datasette_path(suffix, query) for query in query_set]
            served.append(_measure(f"Datasette, {form}", port, pid, paths, folder))
    return tuple(served)


def versions() -> dict[str, str]:
    """The versions of the programs that are used here alone."""
    versions = {"gunicorn": importlib.metadata.version("gunicorn")}
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        versions["datasette"] = importlib.metadata.version("datasette")
    if shutil.which("wrk"):
        # wrk -v prints its version and its usage, and exits with an error.
        done = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
        versions["wrk"] = done.stdout.split("\n")[0].split(" Copyright")[0].removeprefix("wrk ")
    return versions


# --- addresses --------------------------------------------------------------------


def our_path(path: str, query: Query) -> str:
    """The address of a query on our site."""
    text = f'"{query.phrase}"' if query.phrase else query.text
    pairs = [("q", text)] if text else []
    pairs += [(key, value) for key, values in query.filters.items() for value in values]
    return f"{path}?{urlencode(pairs)}"


def _other_pages(collection: Collection) -> dict[str, list[str]]:
    """The addresses of pages that aren't searches, by kind: cases, themes and regions.

    At most :data:`URLS` of a kind, spread evenly over the collection.
    """
    regions = sorted({case.region for case in collection.cases if case.region})
    themes = sorted(path.stem for path in (collection.content / "themes").glob("*.md"))
    kinds = {
        "case": [f"/inovasi/{case.slug}" for case in collection.cases],
        "theme": [f"/tema/{slug}" for slug in themes],
        "region": [f"/daerah/{code}" for code in regions],
    }
    return {kind: paths[:: 1 + len(paths) // URLS] for kind, paths in kinds.items()}


def datasette_path(suffix: str, query: Query) -> str:
    """The address of a query on Datasette's table page, with its documented parameters.

    Datasette requires all words, as by default: fewer cases match than on our site, and there is
    less to count. Filters of facets with several values are left out, since these facets aren't
    columns.
    """
    text = f'"{query.phrase}"' if query.phrase else query.text
    pairs = [("_search", text)] if text else []
    for key, values in query.filters.items():
        if key in SINGLE:
            pairs.append((f"{key}__in", ",".join(values)) if len(values) > 1 else (key, values[0]))
    pairs += [("_facet", key) for key in DATASETTE_FACETS]
    # More than the values of any of the four facets; the default is 30.
    pairs += [("_facet_size", "100"), ("_size", str(TOP))]
    pairs += [("_col", column) for column in _SHOWN_COLUMNS]
    if suffix:
        pairs.append(("_shape", "objects"))
    return f"/bench/cases{suffix}?{urlencode(pairs)}"


# --- servers --------------------------------------------------------------------------


@contextlib.contextmanager
def our_site(
    content: Path, folder: Path, *, workers: int = 1, log: Path | None = None, **more: str
) -> Iterator[tuple[int, int]]:
    """Serve our site with four threads in each worker.

    Args:
        content: the content folder.
        folder: the folder of the index.
        workers: the number of processes that answer.
        log: a file for the messages of the server.
        more: further variables of its environment.

    Yields:
        The port, and the server's main process.

    Raises:
        RuntimeError: the server doesn't answer within a minute.
    """
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    command += ["--content", str(content), "--index", str(folder)]
    settings = {"PUSTAKA_WORKERS": str(workers), "PUSTAKA_THREADS": "4"}
    settings |= {"PUSTAKA_LOG_LEVEL": "warning"} | more
    with server_process(command, settings, log) as process:
        _wait_for_answer(f"http://127.0.0.1:{port}/readyz", process)
        yield port, process.pid


def workers_of(server: int) -> list[int]:
    """The processes of a gunicorn server that answer, by their number."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii")
    return sorted(map(int, children.split()))


@contextlib.contextmanager
def _datasette(database: Path) -> Iterator[tuple[int, int]]:
    """Serve a database by Datasette; gives the port and the process."""
    port = free_port()
    # Immutable (-i), as its documentation advises for data that doesn't change: then it counts
    # the rows only once. Suggestions of further facets would be further queries. Facets are left
    # out of the answer if they take longer than the limit, which is 200 ms by default.
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(database)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    for name, value in (("suggest_facets", "off"), ("facet_time_limit_ms", "2000")):
        command += ["--setting", name, value]
    with server_process(command, {}) as process:
        _wait_for_answer(f"http://127.0.0.1:{port}/-/versions.json", process)
        yield port, process.pid


def datasette_database(collection: Collection, folder: Path) -> Path:
    """Write the cases to a database, with full-text search as Datasette's documentation advises."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / "bench.db"
    texts = ", ".join(FIELDS)
    database = sqlite3.connect(path)
    with database:
        columns = ", ".join(("slug", *FIELDS, *SINGLE, *("award", "sdg")))
        database.execute(f"CREATE TABLE cases (id INTEGER PRIMARY KEY, {columns})")
        for number, case in enumerate(collection.cases, 1):
            doc = document(case)
            single = [doc.facets[key][0] for key in SINGLE]
            several = ["; ".join(doc.facets[key]) for key in ("award", "sdg")]
            row = [number, doc.slug, *doc.texts.values(), *single, *several]
            marks = ", ".join("?" * len(row))
            database.execute(f"INSERT INTO cases VALUES ({marks})", row)  # noqa: S608 - marks only
        for key in SINGLE:
            database.execute(f"CREATE INDEX by_{key} ON cases ({key})")
        database.execute(
            f"CREATE VIRTUAL TABLE cases_fts USING fts5({texts}, content='cases', "
            "content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
        )
        database.execute("INSERT INTO cases_fts(cases_fts) VALUES ('rebuild')")
        database.execute("INSERT INTO cases_fts(cases_fts) VALUES ('optimize')")
    database.execute("ANALYZE")
    database.close()
    return path


@contextlib.contextmanager
def server_process(
    command: list[str], settings: dict[str, str], log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in a process group of its own until the context ends."""
    with (log or Path(os.devnull)).open("wb") as messages:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=messages,
            process_group=0,  # the session stays, and with it the priority on Linux
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
            return
        if process.poll() is not None or time.monotonic() - started > _START_TIMEOUT:
            raise RuntimeError(f"no server at {url}")
        time.sleep(0.1)


# --- measuring -----------------------------------------------------------------------------


def _measure(
    label: str, port: int, pid: int, paths: Sequence[str], folder: Path, *, fresh: bool = False
) -> Served:
    """Warm up, then measure a server.

    With ``fresh``, no address is asked twice, so that every page is made anew.
    """
    (folder / "paths.txt").write_text("\n".join(paths) + "\n", encoding="utf-8")
    (folder / "load.lua").write_text(_SCRIPT, encoding="utf-8")
    _wrk(port, folder, WARM_UP, "a" if fresh else "")
    before = _cpu_seconds(pid)
    figures = _wrk(port, folder, SECONDS, "b" if fresh else "")
    cpu = _cpu_seconds(pid) - before
    total, own = resident(pid)
    return Served(
        label,
        rate=figures["requests"] / figures["seconds"],
        p50=figures["p50"],
        p99=figures["p99"],
        failed=int(figures["failed"]),
        cpu_ms=cpu / max(1, figures["requests"]) * 1e3,
        kilobytes=figures["bytes"] / max(1, figures["requests"]) / 1e3,
        memory_mb=total,
        own_mb=own,
    )


def _cpu_seconds(pid: int) -> float:
    """What a process has used of the processors so far, in seconds; Linux only."""
    # The name of the process, in brackets, may hold spaces. See proc_pid_stat(5).
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wrk(port: int, folder: Path, seconds: int, fresh: str) -> dict[str, float]:
    """Run wrk on a server; ``fresh`` is the prefix of the parameter that makes addresses new."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s"]
    command += ["-s", str(folder / "load.lua"), f"http://127.0.0.1:{port}"]
    done = subprocess.run(
        command,
        env=os.environ | {"BENCH_PATHS": str(folder / "paths.txt"), "BENCH_FRESH": fresh},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    figures: dict[str, float] = json.loads(line.removeprefix("RESULT "))
    return figures
