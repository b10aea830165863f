"""Keeps the index folder small: what nobody uses is removed, and generations are bounded.

Whoever calls a function here must hold the lock of the folder. So a generation without a
manifest is the left-over of a build that died, never one that is still being written.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

from app.search.index import statuses
from app.search.index.generations import (
    CURRENT,
    MANIFEST,
    IndexUnusableError,
    current_generation,
)

#: How long a replaced generation stays for readers that still use it, in seconds.
GRACE = 60.0

#: The most replaced generations that stay, however lately they were replaced. A reader changes
#: to the current one with its next request, so it needs an old one no longer than a request takes.
MOST_REPLACED = 8


@contextmanager
def new_generation(index: Path, now: dt.datetime) -> Iterator[Path]:
    """The folder of a new generation; it is removed again if its build fails."""
    path = index / f"gen-{now:%Y%m%dT%H%M%S%f}-{os.getpid()}"
    path.mkdir()
    try:
        yield path
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def sweep(index: Path) -> None:
    """Remove left-overs of builds that died, and generations that were replaced.

    A replaced generation stays for :data:`GRACE`, unless there are more than
    :data:`MOST_REPLACED`. While no generation is in use, the newest finished one stays.
    """
    finished = sorted(path for path in index.glob("gen-*") if (path / MANIFEST).exists())
    try:
        current = {current_generation(index)}
    except IndexUnusableError:
        current = set(finished[-1:])
    lately = [
        generation
        for generation, successor in pairwise(finished)
        if time.time() - (successor / MANIFEST).stat().st_mtime < GRACE
    ]
    keep = {*current, *lately[-MOST_REPLACED:]}
    with ExitStack() as stack:
        for generation in current:  # it may share files with those that are removed
            stack.enter_context(statuses.carried_over(generation))
        for path in index.iterdir():
            if path.is_dir() and path.name.startswith("gen-") and path not in keep:
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith(f".{CURRENT}."):
                path.unlink(missing_ok=True)
