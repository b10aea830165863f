"""A pack on the disk: a folder, its ZIP and the checksum of the ZIP, each whole or not at all.

Everything is written into a folder with a temporary name beside the final one, and then moved
by renames. Whatever a killed build has left is removed by the next build in the same folder.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: How the names of unfinished packs begin, and that of the lock.
UNFINISHED = ".paket-belum-selesai-"
LOCK = ".paket.lock"

_LEVEL = 9
_FILE = 0o100644 << 16
_UNIX = 3


@dataclass(frozen=True)
class Written:
    """A pack that was written.

    Attributes:
        folder: the folder to open.
        archive: the same as a ZIP.
        files: the number of files.
        size: the bytes of the files.
        packed: the bytes of the ZIP.
        sha256: the digest of the ZIP.
    """

    folder: Path
    archive: Path
    files: int
    size: int
    packed: int
    sha256: str


class Writer:
    """Writes the files of one pack; :func:`writing` makes one."""

    def __init__(self, unfinished: Path, name: str, date: dt.date) -> None:
        self._folder = unfinished / name
        self._folder.mkdir()
        self._sizes: dict[str, int] = {}
        self._name = name
        self._date = date

    @property
    def files(self) -> set[str]:
        """The paths inside the pack that were written."""
        return set(self._sizes)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the pack."""
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self._sizes[path] = len(data)

    def finish(self, out: Path) -> Written:
        """Write the ZIP and its checksum, and give all three their final names."""
        archive = self._folder.with_suffix(".zip")
        self._zip(archive)
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        checksum = archive.with_suffix(".zip.sha256")
        checksum.write_text(f"{digest}  {archive.name}\n", encoding="utf-8")
        packed = archive.stat().st_size
        old = self._folder.with_name("lama")
        final = out / self._name
        if final.exists():
            final.rename(old)  # a folder with files in it can't be replaced
        self._folder.rename(final)
        archive.replace(out / archive.name)
        checksum.replace(out / checksum.name)
        size = sum(self._sizes.values())
        return Written(final, out / archive.name, len(self._sizes), size, packed, digest)

    def _zip(self, archive: Path) -> None:
        """Write the archive: entries in the order of their names, all of the same date."""
        day = (self._date.year, self._date.month, self._date.day, 0, 0, 0)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
            for path in sorted(self._sizes):
                entry = zipfile.ZipInfo(f"{self._name}/{path}", day)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system, entry.external_attr = _UNIX, _FILE
                file.writestr(entry, (self._folder / path).read_bytes())


@contextmanager
def writing(
    out: Path, name: str, date: dt.date, on_wait: Callable[[], None] = lambda: None
) -> Iterator[Writer]:
    """A writer of the pack with this name in a folder; one pack at a time is written there.

    Args:
        on_wait: called before waiting for another build in the same folder.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep(out)
        unfinished = out / f"{UNFINISHED}{os.getpid()}"
        unfinished.mkdir()
        try:
            yield Writer(unfinished, name, date)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what killed builds have left; the lock says that no build is running."""
    for path in out.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
