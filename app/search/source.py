"""The source of the engine: always that of the current generation of the index."""

from __future__ import annotations

import gc
import logging
import threading
import time
from pathlib import Path

from app.search.engine import LISTS, Engine
from app.search.index.generations import (
    CURRENT,
    IndexOutdatedError,
    IndexUnusableError,
    open_current,
)

log = logging.getLogger(__name__)


#: After a failed rebuild, or while another thread is at it, nobody tries again for so many
#: seconds.
RETRY_AFTER = 10.0

#: The files of the engine in use are compared with their checksums in the background: at most
#: so often, in seconds, and during at most this part of the time.
CHECK_EVERY = 60.0
CHECK_PART = 0.01


class EngineSource:
    """Hands out the engine of the current generation; safe to share between threads.

    Each call looks whether there is a new generation or a new curators' list, which takes
    four calls of ``stat``. An index that can't be used is rebuilt from the content:
    at once if there is no engine yet, else in the background, while the present engine
    goes on answering. Only one thread rebuilds; the others are told to come again.
    """

    def __init__(self, index: Path, content: Path) -> None:
        self._index = index
        self._content = content
        # The files that decide which engine is current.
        self._deciding = [index / CURRENT, *(content / name for name in LISTS)]
        self._lock = threading.Lock()
        self._rebuilding = threading.Lock()
        self._engine: Engine | None = None
        self._seen: tuple[object, ...] = ()
        # Until when nobody tries again to rebuild, and why the last try failed.
        self._next_try = 0.0
        self._failure = ""
        self._next_check = time.monotonic() + CHECK_EVERY

    def get(self) -> Engine:
        """The engine to use now.

        Raises:
            IndexUnusableError: there is no index that can be used, and none can be built.
        """
        self._check_in_background()
        files = self._files()
        if self._engine and files == self._seen:
            return self._engine
        if self._engine is None:
            self._refuse_for_now()
        try:
            return self._taken_up(files)
        except IndexUnusableError:
            # There is no engine in use.
            self._rebuild_once()
            return self._taken_up(self._files())

    def opens(self) -> bool:
        """Whether the current generation can be used; it is opened, but never rebuilt."""
        try:
            self._taken_up(self._files())
        except IndexUnusableError:
            return False
        return True

    def _taken_up(self, files: tuple[object, ...]) -> Engine:
        with self._lock:
            if self._engine is None or files != self._seen:
                engine = self._open()
                # In this order: a thread that sees the new files must get the new engine.
                self._engine = engine
                self._seen = files
            return self._engine

    def report_damage(self) -> None:
        """Have the index rebuilt, since a search found its files damaged or gone.

        The rebuild runs in the background. Nothing happens while one is running or shortly
        after one that failed, if there is no engine yet (:meth:`get` rebuilds the index then),
        or if another version of the code has built the current generation.
        """
        if self._engine:
            self._rebuild_in_background()

    def _files(self) -> tuple[object, ...]:
        """The identities of the files that decide which engine is current."""
        return tuple(map(_identity, self._deciding))

    def _open(self) -> Engine:
        """Open the current generation, or stay with the present engine if it can't be used.

        Raises:
            IndexUnusableError: it can't be used, and there is no present engine.
        """
        # Engines refer to themselves: engines replaced earlier would keep their files open
        # until the garbage collector runs, which takes a quarter of the time of opening. It
        # leaves out what was frozen, as the server does with all that a worker begins with.
        frozen = gc.get_freeze_count() > 0
        if self._engine:
            gc.unfreeze()
            gc.collect()
            if frozen:
                gc.freeze()
        try:
            engine = Engine.open(self._index, self._content)
        except IndexUnusableError as exc:
            if self._engine is None:
                raise
            if isinstance(exc, IndexOutdatedError):
                # Another version of the code built it, and would rebuild it again and again.
                log.warning("index: %s; the engine in use stays", exc)
            else:
                self._rebuild_in_background()
            engine = self._engine
        log.info("index: %d cases, built %s", engine.cases, engine.manifest.built_at)
        return engine

    # --- rebuilding -------------------------------------------------------------------

    def _refuse_for_now(self) -> None:
        """Raise the failure of the last rebuild again, until it is time for the next try."""
        wait = self._next_try - time.monotonic()
        if wait > 0:
            raise IndexUnusableError(self._failure, retry_after=wait)

    def _rebuild_once(self) -> None:
        """Rebuild the index, unless another thread is at it or a rebuild failed lately.

        Raises:
            IndexUnusableError: it isn't rebuilt yet.
        """
        if not self._rebuilding.acquire(blocking=False):
            raise IndexUnusableError("indeks sedang dibuat", retry_after=RETRY_AFTER)
        try:
            self._refuse_for_now()
            self._rebuild()
        finally:
            self._rebuilding.release()

    def _rebuild_in_background(self) -> None:
        def rebuild() -> None:
            try:
                if self._outdated():
                    log.warning("index: another version built the current one, which stays")
                else:
                    self._rebuild_once()
            except IndexUnusableError as exc:
                log.error("index: %s", exc)

        if time.monotonic() >= self._next_try and not self._rebuilding.locked():
            threading.Thread(target=rebuild, daemon=True).start()

    def _outdated(self) -> bool:
        """Whether another version of the code built the current generation."""
        try:
            open_current(self._index, check_whoosh=False)
        except IndexUnusableError as exc:
            return isinstance(exc, IndexOutdatedError)
        return False

    def _rebuild(self) -> None:
        # The builder takes several MB, which most workers never need.
        from app.search.index import builder

        try:
            # A fault of the disk doesn't show in the status of a file.
            builder.build(self._content, self._index, trust_statuses=False)
        except OSError as exc:
            self._failure = f"indeks tidak bisa dibuat ({exc})"
            self._next_try = time.monotonic() + RETRY_AFTER
            raise IndexUnusableError(self._failure, retry_after=RETRY_AFTER) from exc

    # --- damage -----------------------------------------------------------------------

    def _check_in_background(self) -> None:
        """Now and then compare the files in use with their checksums.

        They are mapped into memory: a fault of the disk would show as wrong answers.
        """
        now = time.monotonic()
        if now < self._next_check or self._engine is None:
            return
        self._next_check = now + CHECK_EVERY
        threading.Thread(target=self._check, args=(self._engine,), daemon=True).start()

    def _check(self, engine: Engine) -> None:
        started = time.monotonic()
        try:
            engine.check_files()
        except IndexUnusableError as exc:
            if engine is self._engine:  # files of an earlier one may be gone by now
                log.error("index: %s; rebuilding", exc)
                self.report_damage()
        took = time.monotonic() - started
        self._next_check = max(self._next_check, time.monotonic() + took / CHECK_PART)


def _identity(path: Path) -> tuple[int, int] | None:
    """The time of change (ns) and inode of a file; None if there is no such file.

    Either changes when the file is written or replaced.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
