"""The opening time and the memory of an engine, measured alone in a process.

:mod:`bench.measure` runs ``python -m bench.memory NAME FOLDER CONTENT`` with the queries as JSON
on standard input; the figures are printed as JSON. ``python -m bench.memory --empty`` prints the
memory of a worker with an empty Flask application. ``python -m bench.memory --build CONTENT INDEX``
builds an index anew and prints the seconds that it took and the memory of all its processes.
``python -m bench.memory --searches NUMBER CONTENT INDEX`` serves a collection from one worker, asks
for so many pages of results, all different, and prints what the worker holds meanwhile.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.queries import Query


def resident(pid: int | str = "self") -> tuple[float, float]:
    """The resident memory of a process in MB: all of it, and the part that is its own.

    From Linux's /proc. ``VmRSS`` includes mapped files, which the kernel holds once for all
    processes; ``RssAnon`` doesn't.
    """
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    values = dict(line.split(":", 1) for line in lines)
    total, own = (int(values[key].split()[0]) / 1000 for key in ("VmRSS", "RssAnon"))
    return total, own


def _measure(name: str, folder: Path, content: Path, queries: list[Query]) -> dict[str, float]:
    from bench import engines  # not at the top: an empty worker must be measured without it

    engine = engines.load(name)(folder, content)
    gc.collect()
    total_before, own_before = resident()
    started = time.perf_counter()
    engine.open()
    seconds = time.perf_counter() - started
    for query in queries:
        engine.search(query)
    total_after, own_after = resident()
    engine.close()
    return {
        "open_s": seconds,
        "memory_mb": total_after - total_before,
        "own_mb": own_after - own_before,
    }


def _measure_empty_worker() -> dict[str, float]:
    import flask
    import gunicorn.app.base
    import gunicorn.workers.gthread

    flask.Flask(gunicorn.app.base.__name__)
    total, own = resident()
    return {"memory_mb": total, "own_mb": own}


# How often the memory of a build is looked at, in seconds.
_LOOK_EVERY = 0.5


def _measure_build(content: str, index: str) -> dict[str, float]:
    """Build an index in a process of its own, and look at the memory of it and its children."""
    command = [sys.executable, "-P", "-m", "app.cli", "index", "--full"]
    started = time.perf_counter()
    build = subprocess.Popen([*command, "--content", content, "--index", index])
    most = 0.0
    while build.poll() is None:
        most = max(most, sum(map(_proportional, _family(build.pid))))
        time.sleep(_LOOK_EVERY)
    if build.returncode:
        raise subprocess.CalledProcessError(build.returncode, command)
    return {"build_s": time.perf_counter() - started, "build_mb": most}


# After how many searches the memory of a worker is looked at.
_LOOKS = (1, 300, 1_000, 3_000, 10_000, 20_000)


def _measure_searches(number: int, content: Path, index: Path) -> dict[str, float]:
    """Ask a worker of four threads by four clients; its own memory beyond an empty worker, in MB.

    Half of the searches have words in a combination that nobody has asked for before; another
    meaningless parameter makes sure that no address is asked twice.
    """
    from bench import collection, visits, web  # not at the top: web imports this module

    empty = subprocess.run(
        [sys.executable, "-m", "bench.memory", "--empty"], check=True, capture_output=True
    )
    own_empty = json.loads(empty.stdout)["own_mb"]
    searches = visits.searches(collection.read(content))
    own: dict[str, float] = {}
    with web.our_site(content, index) as (port, server), ThreadPoolExecutor(4) as clients:
        [pid] = web.workers_of(server)
        asked = 0
        for look in sorted({*(look for look in _LOOKS if look < number), number}):
            paths = [f"{next(searches)}&baru={asked + n}" for n in range(look - asked)]
            for _ in clients.map(partial(_get, port), paths):
                pass
            asked = look
            own[f"own_mb after {look}"] = resident(pid)[1] - own_empty
    return own


def _get(port: int, path: str) -> None:
    """Ask for a page, compressed as browsers do."""
    address = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
        answer.read()


def _family(pid: int) -> list[int]:
    """A process and all processes below it."""
    family = [pid]
    for member in family:  # grows meanwhile
        for file in Path(f"/proc/{member}/task").glob("*/children"):
            family += map(int, _text(file).split())
    return family


def _proportional(pid: int) -> float:
    """The memory of a process in MB; what several processes share counts in part (PSS)."""
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # the process has ended
        return ""


def main(arguments: list[str]) -> None:
    """Measure as the arguments of the command say, and print the figures."""
    if arguments == ["--empty"]:
        print(json.dumps(_measure_empty_worker()))
        return
    if arguments[0] == "--build":
        print(json.dumps(_measure_build(*arguments[1:])))
        return
    if arguments[0] == "--searches":
        number, content_, index = arguments[1:]
        print(json.dumps(_measure_searches(int(number), Path(content_), Path(index))))
        return
    from bench.queries import Query

    name, folder, content = arguments
    queries = [
        Query(**{**value, "filters": {k: tuple(v) for k, v in value["filters"].items()}})
        for value in json.load(sys.stdin)
    ]
    print(json.dumps(_measure(name, Path(folder), Path(content), queries)))


if __name__ == "__main__":
    main(sys.argv[1:])
