"""One engine alone in a process: how long it takes to open, how much memory it grows.

Run by :mod:`bench.measure` as ``python -m bench.memory NAME FOLDER CONTENT`` with the
queries as JSON on standard input; the answer is JSON. ``python -m bench.memory --empty``
tells the memory of a worker with an empty Flask application.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.queries import Query


def resident(pid: int | str = "self") -> tuple[float, float]:
    """The resident memory of a process in MB, and the part of it that it shares with none.

    From Linux's proc file system: ``VmRSS`` counts mapped files too, which the kernel
    holds once for all processes; ``RssAnon`` is without them.
    """
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    values = dict(line.split(":", 1) for line in lines)
    return tuple(int(values[key].split()[0]) / 1000 for key in ("VmRSS", "RssAnon"))  # type: ignore[return-value]  # of two keys, two


def _measure(name: str, folder: Path, content: Path, queries: list[Query]) -> dict[str, float]:
    from bench import engines  # here, since an empty worker must not have it

    engine = engines.load(name)(folder, content)
    gc.collect()
    before, own_before = resident()
    started = time.perf_counter()
    engine.open()
    seconds = time.perf_counter() - started
    for query in queries:
        engine.search(query)
    after, own_after = resident()
    engine.close()
    return {
        "open_s": seconds,
        "memory_mb": after - before,
        "own_mb": own_after - own_before,
    }


def _empty() -> dict[str, float]:
    import flask
    import gunicorn.app.base
    import gunicorn.workers.gthread

    flask.Flask(gunicorn.app.base.__name__)
    total, own = resident()
    return {"memory_mb": total, "own_mb": own}


def main(arguments: list[str]) -> None:
    """See the module."""
    if arguments == ["--empty"]:
        print(json.dumps(_empty()))
        return
    from bench.queries import Query

    name, folder, content = arguments
    asked = [
        Query(**{**value, "filters": {k: tuple(v) for k, v in value["filters"].items()}})
        for value in json.load(sys.stdin)
    ]
    print(json.dumps(_measure(name, Path(folder), Path(content), asked)))


if __name__ == "__main__":
    main(sys.argv[1:])
