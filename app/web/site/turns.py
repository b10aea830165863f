"""One office file at a time in each process, so that pages don't wait for files.

A Word or Excel file takes up to a second of a processor, a page some milliseconds. If every
thread made a file, nobody would get a page meanwhile. So one thread makes files, one more may
wait for its turn, and whoever comes then is told when to come again.
"""

from __future__ import annotations

import gc
import threading

from flask import Flask, abort, current_app, g, request
from flask_babel import gettext as _

from app.web.site import memory
from app.web.site.errors import answer

#: What the addresses of such files end in.
COSTLY = (".docx", ".xlsx", ".csv", ".zip")

#: How many requests may wait in a process, and for how long, in seconds.
MOST_WAITING = 1
LONGEST_WAIT = 5.0

#: When to come again, in seconds.
RETRY_AFTER = 5


class Turns:
    """Hands out the one turn of a process; safe to share between threads."""

    def __init__(self, most_waiting: int = MOST_WAITING, longest_wait: float = LONGEST_WAIT):
        self._turn = threading.Lock()
        self._places = threading.Semaphore(1 + most_waiting)
        self._longest_wait = longest_wait

    def take(self) -> bool:
        """Wait for the turn; False if there is no place to wait, or it takes too long."""
        if not self._places.acquire(blocking=False):
            return False
        if self._turn.acquire(timeout=self._longest_wait):
            return True
        self._places.release()
        return False

    def give_back(self) -> None:
        """End the turn."""
        self._turn.release()
        self._places.release()


def init_app(app: Flask) -> None:
    """Have requests for files wait for their turn; a stored file needs none."""
    app.extensions["turns"] = Turns()
    app.before_request(_wait)
    app.teardown_request(_end)


def _wait() -> None:
    if not request.path.endswith(COSTLY) or request.routing_exception:
        return
    turns: Turns = current_app.extensions["turns"]
    if not turns.take():
        response = answer(
            503,
            _("Banyak berkas sedang dibuat"),
            _("Coba unduh lagi beberapa detik lagi. Isian Anda tidak hilang: kembali saja."),
        )
        response.headers["Retry-After"] = str(RETRY_AFTER)
        abort(response)
    g.turn = turns
    # Until the end of the file, its objects stay together as the youngest: see _return_memory.
    gc.disable()


def _end(_error: BaseException | None) -> None:
    if turns := g.pop("turn", None):
        _return_memory()
        gc.enable()
        turns.give_back()


def _return_memory() -> None:
    """Give the memory of a finished file back to the system.

    The parts of a Word file refer to each other, so they stay until the garbage collector runs,
    and the C library keeps what was freed. Without this, a worker of 88 MB had some 340 MB after
    two dozen Word files; with it, 104 MB. Since the collector has not run meanwhile, looking at
    the youngest objects is enough, which takes a few milliseconds; a look at all takes 40.
    """
    gc.collect(0)
    memory.return_freed()
