"""Which engine to use now: the one of the current generation of the index."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from app.search.engine import Engine
from app.search.index.generations import CURRENT, IndexOutdatedError, IndexUnusableError
from app.search.query import synonyms

log = logging.getLogger(__name__)


class EngineSource:
    """Hands out the engine of the current generation; never half an index.

    The check for a new generation, or for other synonyms, is two calls of ``stat``. An
    index that can't be used is rebuilt from the content: at once if there is no engine
    yet, else in the background while the engine in use stays.
    """

    def __init__(self, index: Path, content: Path) -> None:
        self._index = index
        self._content = content
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._seen: tuple[object, ...] = ()

    def get(self) -> Engine:
        """The engine to use now.

        Raises:
            IndexUnusableError: there is no usable index, and none can be built.
        """
        stamp = self._stamp()
        if self._engine and stamp == self._seen:
            return self._engine
        with self._lock:
            if self._engine is None or stamp != self._seen:
                self._open(stamp)
            assert self._engine is not None  # noqa: S101 - _open sets it or raises
            return self._engine

    @property
    def version(self) -> str:
        """What tells one engine from another, in every process: its generation and synonyms."""
        return repr(self._seen)

    def _stamp(self) -> tuple[object, ...]:
        return (
            _identity(self._index / CURRENT),
            _identity(self._content / synonyms.SYNONYMS),
        )

    def _open(self, stamp: tuple[object, ...]) -> None:
        try:
            self._engine = Engine.open(self._index, self._content)
            self._seen = stamp
        except IndexUnusableError as exc:
            if self._engine and isinstance(exc, IndexOutdatedError):
                # Two versions on one folder must not rebuild it for each other for ever.
                log.warning("index: %s; the one in use stays", exc)
                self._seen = stamp
            elif self._engine is None:
                self._rebuild()
                self._engine = Engine.open(self._index, self._content)
                self._seen = self._stamp()
            else:
                self._seen = stamp
                threading.Thread(target=self._rebuild, daemon=True).start()
        engine = self._engine
        log.info("index: %d cases, built %s", engine.cases, engine.manifest.built_at)

    def _rebuild(self) -> None:
        # What builds an index is several MB that a worker hardly ever needs.
        from app.search.index import builder

        try:
            builder.build(self._content, self._index)
        except OSError as exc:
            raise IndexUnusableError(f"indeks tidak bisa dibuat ({exc})") from exc


def _identity(path: Path) -> tuple[int, int] | None:
    """What changes when a file is replaced or written; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
