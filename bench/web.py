"""Over HTTP: our site and Datasette on the same rows, under wrk on the loopback interface.

Both run as one process: ours gunicorn with one worker of four threads, Datasette as its
``serve`` command starts it. Four connections ask the same queries in turn.
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

SECONDS = 10
WARM_UP = 3
CONNECTIONS = 4
URLS = 300

#: What Datasette counts: the facets of which a case has one value, without the year,
#: whose thirty values would be cut off.
DATASETTE_FACETS = ("category", "province", "level", "status")

# A list of results shows these.
_SHOWN = ("slug", "title", "summary", "agency", "province", "status")

_WAIT = 60.0

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
    """What a server gave.

    Attributes:
        label: which server, which form of answer.
        rate: requests a second.
        p50, p99: latency in ms.
        failed: answers that weren't 2xx, and broken connections.
        kilobytes: bytes an answer, in kB.
        memory_mb: resident memory of the serving process, and what of it is its own.
        missing: why there is nothing else, if so.
    """

    label: str
    rate: float | None = None
    p50: float | None = None
    p99: float | None = None
    failed: int = 0
    kilobytes: float | None = None
    memory_mb: float | None = None
    own_mb: float | None = None
    missing: str = ""


def run(collection: Collection, asked: Sequence[Query], folder: Path) -> tuple[Served, ...]:
    """Both servers, pages and JSON. ``folder`` holds the index of ours or gets it."""
    if not shutil.which("wrk"):
        return (Served("HTTP", missing="wrk is not installed"),)
    builder.build(collection.content, folder / "ours")
    with _ours(collection.content, folder / "ours") as (port, pid):
        pages = [_ours_path("/cari", query) for query in asked]
        answers = [_ours_path("/api/v1/search", query) for query in asked]
        served = [
            _load("Pustaka Inovasi, HTML, none kept", port, pid, pages, folder, fresh=True),
            _load("Pustaka Inovasi, HTML", port, pid, pages, folder),
            _load("Pustaka Inovasi, JSON", port, pid, answers, folder),
        ]
    if importlib.util.find_spec("datasette") is None:
        return (*served, Served("Datasette", missing="datasette is not installed"))
    database = datasette_database(collection, folder / "datasette")
    with _datasette(database) as (port, pid):
        for form, suffix in (("HTML", ""), ("JSON", ".json")):
            paths = [_datasette_path(suffix, query) for query in asked]
            served.append(_load(f"Datasette, {form}", port, pid, paths, folder))
    return tuple(served)


def versions() -> dict[str, str]:
    """The versions of what only this part uses."""
    found = {"gunicorn": importlib.metadata.version("gunicorn")}
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        found["datasette"] = importlib.metadata.version("datasette")
    if shutil.which("wrk"):
        # Prints its version and a usage, and fails.
        said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
        found["wrk"] = said.stdout.split("\n")[0].split(" Copyright")[0].removeprefix("wrk ")
    return found


# --- what is asked --------------------------------------------------------------------


def _ours_path(path: str, query: Query) -> str:
    said = f'"{query.phrase}"' if query.phrase else query.text
    pairs = [("q", said)] if said else []
    pairs += [(key, value) for key, values in query.filters.items() for value in values]
    return f"{path}?{urlencode(pairs)}"


def _datasette_path(suffix: str, query: Query) -> str:
    """The same on Datasette's table page, with its documented parameters.

    All words must be there, as Datasette searches by default: it finds less, and has
    less to count, than ours. Facets of several values are no columns: their filters are
    left out.
    """
    said = f'"{query.phrase}"' if query.phrase else query.text
    pairs = [("_search", said)] if said else []
    for key, values in query.filters.items():
        if key in SINGLE:
            pairs.append((f"{key}__in", ",".join(values)) if len(values) > 1 else (key, values[0]))
    pairs += [("_facet", key) for key in DATASETTE_FACETS]
    # More than any of the four has values; by default it would cut at 30.
    pairs += [("_facet_size", "100"), ("_size", str(TOP))]
    pairs += [("_col", column) for column in _SHOWN]
    if suffix:
        pairs.append(("_shape", "objects"))
    return f"/bench/cases{suffix}?{urlencode(pairs)}"


# --- servers --------------------------------------------------------------------------


@contextlib.contextmanager
def _ours(content: Path, folder: Path) -> Iterator[tuple[int, int]]:
    port = _free_port()
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    command += ["--content", str(content), "--index", str(folder)]
    settings = {"PUSTAKA_WORKERS": "1", "PUSTAKA_THREADS": "4", "PUSTAKA_LOG_LEVEL": "warning"}
    with _process(command, settings) as process:
        _until_answers(f"http://127.0.0.1:{port}/readyz", process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        yield port, int(children.split()[0])  # gunicorn's only worker


@contextlib.contextmanager
def _datasette(database: Path) -> Iterator[tuple[int, int]]:
    port = _free_port()
    # Immutable, as its documentation advises for data that doesn't change: it counts the
    # rows once. Suggesting further facets is left out, which would be further queries.
    # Facets get more time than the default 200 ms, after which they would be left out.
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(database)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    for name, value in (("suggest_facets", "off"), ("facet_time_limit_ms", "2000")):
        command += ["--setting", name, value]
    with _process(command, {}) as process:
        _until_answers(f"http://127.0.0.1:{port}/-/versions.json", process)
        yield port, process.pid


def datasette_database(collection: Collection, folder: Path) -> Path:
    """The same texts as rows, with full-text search as its documentation sets it up."""
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
def _process(command: list[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process group of its own, which ends with the block."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
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


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _until_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
            return
        if process.poll() is not None or time.monotonic() - started > _WAIT:
            raise RuntimeError(f"no server at {url}")
        time.sleep(0.1)


# --- load -----------------------------------------------------------------------------


def _load(
    label: str, port: int, pid: int, paths: Sequence[str], folder: Path, *, fresh: bool = False
) -> Served:
    """Warm up, then measure. ``fresh`` asks for no address twice, so that no page is kept yet."""
    (folder / "paths.txt").write_text("\n".join(paths) + "\n", encoding="utf-8")
    (folder / "load.lua").write_text(_SCRIPT, encoding="utf-8")
    _wrk(port, folder, WARM_UP, "a" if fresh else "")
    found = _wrk(port, folder, SECONDS, "b" if fresh else "")
    total, own = resident(pid)
    return Served(
        label,
        rate=found["requests"] / found["seconds"],
        p50=found["p50"],
        p99=found["p99"],
        failed=int(found["failed"]),
        kilobytes=found["bytes"] / max(1, found["requests"]) / 1e3,
        memory_mb=total,
        own_mb=own,
    )


def _wrk(port: int, folder: Path, seconds: int, fresh: str) -> dict[str, float]:
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
    found: dict[str, float] = json.loads(line.removeprefix("RESULT "))
    return found
