"""The store of releases: each is made once, when it is first asked for, and kept on disk.

The store lies in the folder of the index, for all processes of the site together. A release
belongs to a generation of the index, the curators' lists and the code. As long as these stay,
no request makes it again, whoever asks however often; when they change, the next request does.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.web.opendata.records import Collection
from app.web.opendata.release import Release, read_release, write_release

#: The folder of the store within that of the index.
FOLDER = "data"

#: How long a request waits for a release that another one is making, in seconds.
LONGEST_WAIT = 10.0

#: After a release that couldn't be written, nobody tries again for so many seconds.
RETRY_AFTER = 60.0

#: The releases that stay: the one in use, and the one before it, which a download may be reading.
MOST_RELEASES = 2

_UNFINISHED = "unfinished"


class NotReadyError(Exception):
    """The release is being made, or can't be written; ask again later."""


@dataclass(frozen=True)
class Published:
    """A release and the folder with its files."""

    folder: Path
    release: Release


class ReleaseStore:
    """Hands out the release of a collection; safe to share between threads and processes."""

    def __init__(self, index: Path, longest_wait: float = LONGEST_WAIT) -> None:
        self._folder = index / FOLDER
        self._longest_wait = longest_wait
        self._making = threading.Lock()
        self._last: tuple[str, Published] | None = None
        self._next_try = 0.0

    def get(self, key: str, collection: Collection) -> Published:
        """The release of a collection, made now if nobody asked for it before.

        Args:
            key: a file name that is the same for the same collection, and for no other.
            collection: what to publish.

        Raises:
            NotReadyError: another request takes too long to make it, or the disk is full or
                read-only.
        """
        found = self._known(key)
        if found:
            return found
        if time.monotonic() < self._next_try or not self._making.acquire(
            timeout=self._longest_wait
        ):
            raise NotReadyError
        try:
            return self._known(key) or self._make(key, collection)
        except OSError as exc:
            self._next_try = time.monotonic() + RETRY_AFTER
            raise NotReadyError from exc
        finally:
            self._making.release()

    def _known(self, key: str) -> Published | None:
        last = self._last
        if last and last[0] == key and last[1].folder.is_dir():
            return last[1]
        release = read_release(self._folder / key)
        if release is None:
            return None
        published = Published(self._folder / key, release)
        self._last = key, published
        return published

    def _make(self, key: str, collection: Collection) -> Published:
        self._folder.mkdir(parents=True, exist_ok=True)
        with _lock(self._folder / "lock"):
            made = self._known(key)  # by another process
            if made:
                return made
            unfinished = self._folder / _UNFINISHED
            shutil.rmtree(unfinished, ignore_errors=True)  # of a process that died
            unfinished.mkdir()
            release = write_release(unfinished, collection, self._newest())
            target = self._folder / key
            shutil.rmtree(target, ignore_errors=True)
            unfinished.rename(target)
            self._sweep()
        published = Published(target, release)
        self._last = key, published
        return published

    def _newest(self) -> Release | None:
        releases = map(read_release, reversed(self._by_age()))
        return next((release for release in releases if release), None)

    def _sweep(self) -> None:
        for folder in self._by_age()[:-MOST_RELEASES]:
            shutil.rmtree(folder, ignore_errors=True)

    def _by_age(self) -> list[Path]:
        """The folders of finished releases, the oldest first."""
        folders = [
            path for path in self._folder.iterdir() if path.is_dir() and path.name != _UNFINISHED
        ]
        return sorted(folders, key=lambda path: path.stat().st_mtime_ns)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Let in one process at a time; the kernel releases the lock when a process dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
