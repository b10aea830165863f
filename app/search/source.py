"""The source of the engine: always that of the current generation of the index."""

from __future__ import annotations

import gc
import logging
import threading
from pathlib import Path

from app.collection.links import LINKS
from app.search.engine import Engine
from app.search.index.generations import (
    CURRENT,
    IndexOutdatedError,
    IndexUnusableError,
    open_current,
)
from app.search.query import attribute_list, synonyms

log = logging.getLogger(__name__)


class EngineSource:
    """Hands out the engine of the current generation; safe to share between threads.

    Each call looks whether there is a new generation or a new curators' list, which takes
    four calls of ``stat``. An index that can't be used is rebuilt from the content:
    at once if there is no engine yet, else in the background, while the present engine
    goes on answering.
    """

    def __init__(self, index: Path, content: Path) -> None:
        self._index = index
        self._content = content
        self._lock = threading.Lock()
        self._rebuilding = threading.Lock()
        self._engine: Engine | None = None
        self._seen: tuple[object, ...] = ()

    def get(self) -> Engine:
        """The engine to use now.

        Raises:
            IndexUnusableError: there is no index that can be used, and none can be built.
        """
        files = self._files()
        if self._engine and files == self._seen:
            return self._engine
        with self._lock:
            if self._engine is None or files != self._seen:
                engine, opened = self._open(files)
                # In this order: a thread that sees the new files must get the new engine.
                self._engine = engine
                self._seen = opened
            return self._engine

    def report_damage(self) -> None:
        """Have the index rebuilt, since a search found its files damaged or gone.

        The rebuild runs in the background. Nothing happens while one is running, if there
        is no engine yet (:meth:`get` rebuilds the index then), or if another version of
        the code has built the current generation.
        """
        if self._engine:
            self._rebuild_in_background()

    @property
    def version(self) -> str:
        """A text that is the same in every process, and changes when answers may change."""
        return repr(self._seen)

    def _files(self) -> tuple[object, ...]:
        """The identities of the files that decide which engine is current."""
        return (
            _identity(self._index / CURRENT),
            _identity(self._content / synonyms.SYNONYMS),
            _identity(self._content / attribute_list.ATTRIBUTES),
            _identity(self._content / LINKS),
        )

    def _open(self, files: tuple[object, ...]) -> tuple[Engine, tuple[object, ...]]:
        """Open the current generation, or stay with the present engine if it can't be used.

        Returns:
            The engine, and the files that it was opened from.
        """
        # Engines refer to themselves: engines replaced earlier would keep their files open
        # until the garbage collector runs.
        gc.collect()
        try:
            engine = Engine.open(self._index, self._content)
        except IndexUnusableError as exc:
            if self._engine is None:
                self._rebuild()
                files = self._files()
                engine = Engine.open(self._index, self._content)
            elif isinstance(exc, IndexOutdatedError):
                # Another version of the code built it, and would rebuild it again and again.
                log.warning("index: %s; the engine in use stays", exc)
                engine = self._engine
            else:
                self._rebuild_in_background()
                engine = self._engine
        log.info("index: %d cases, built %s", engine.cases, engine.manifest.built_at)
        return engine, files

    def _rebuild_in_background(self) -> None:
        if self._rebuilding.acquire(blocking=False):
            threading.Thread(target=self._rebuild_and_log, daemon=True).start()

    def _rebuild_and_log(self) -> None:
        try:
            if self._outdated():
                log.warning("index: another version built the current one, which stays")
            else:
                self._rebuild()
        except IndexUnusableError as exc:
            log.error("index: %s", exc)
        finally:
            self._rebuilding.release()

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
            builder.build(self._content, self._index)
        except OSError as exc:
            raise IndexUnusableError(f"indeks tidak bisa dibuat ({exc})") from exc


def _identity(path: Path) -> tuple[int, int] | None:
    """The time of change (ns) and inode of a file; None if there is no such file.

    Either changes when the file is written or replaced.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
