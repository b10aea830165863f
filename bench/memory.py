"""The opening time and the memory of an engine, measured alone in a process.

:mod:`bench.measure` runs ``python -m bench.memory NAME FOLDER CONTENT`` with the queries as JSON
on standard input; the figures are printed as JSON. ``python -m bench.memory --empty`` prints the
memory of a worker with an empty Flask application. ``python -m bench.memory --build CONTENT INDEX``
builds an index anew and prints the seconds that it took and the memory of all its processes.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
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
    from bench.queries import Query

    name, folder, content = arguments
    queries = [
        Query(**{**value, "filters": {k: tuple(v) for k, v in value["filters"].items()}})
        for value in json.load(sys.stdin)
    ]
    print(json.dumps(_measure(name, Path(folder), Path(content), queries)))


if __name__ == "__main__":
    main(sys.argv[1:])
