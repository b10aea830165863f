"""Ctrl+C reaches every process of a terminal; only the first of a build is to answer it."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from multiprocessing import resource_tracker


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Processes that are started meanwhile never see Ctrl+C; this one sees it afterwards.

    Their parent ends them. Otherwise each would end with a traceback of its own.
    """
    # Starting this helper of multiprocessing unblocks signals, so it must run already.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
