"""Which files need not be read again, since their status says that they haven't changed.

As git's index does, the index folder remembers of each file its size, its times of change and
its inode, with the SHA-256 of its bytes. A file whose status is still the same has these bytes.
Whatever replaces or rewrites a file changes its ``ctime``, also where its ``mtime`` is set back.

A file that changed shortly before its status was taken is never remembered: it may change again
within the same step of the file system's clock, and its status would stay the same. Such a file
is hashed by each build until it has rested.

These are notes to save time. Whoever deletes or damages them only makes the next build slower.
``./pustaka index --full`` reads every file, for disks whose clock can't be trusted.
"""

from __future__ import annotations

import contextlib
import os
import stat
import zipfile
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.search.index.arrays import Ints

#: The name of the file in the index folder: arrays in numpy's format for several.
SIGNATURES = "signatures.npz"

# The name that the file had, with JSON in it.
_AS_JSON = "signatures.json"

#: How long a file must have rested before its status is remembered, in ns. The coarsest clock
#: of a file system in use, that of FAT, steps every two seconds.
REST = 2_000_000_000

#: The notes are written anew when at least so many files had to be hashed that have rested. To
#: hash them takes less time than to write the notes of a large collection.
WORTH_WRITING = 100

# The columns of a status (size, mtime, ctime, inode) with the times of change, in ns.
_MTIME, _CTIME = 1, 2

# The bits of a mode that tell what a file is.
_KIND = stat.S_IFMT(0xFFFF)


@dataclass(frozen=True)
class _Notes:
    """Files that were hashed before.

    Attributes:
        names: the name of each.
        statuses: its status, shape (files, 4).
        digests: its SHA-256.
    """

    names: Sequence[str]
    statuses: Ints
    digests: Sequence[str]


@dataclass
class Signatures:
    """The files of a folder and their digests.

    Attributes:
        folder: the folder.
        names: the names of what is in the folder.
        statuses: the status of each, shape (names, 4).
        rested: which of them are regular files that have rested.
        digests: name → SHA-256 of the files that were hashed before, and whose status says that
            they haven't changed.
        hashed: the same of the files that have been hashed since.
    """

    folder: Path
    names: Sequence[str]
    statuses: Ints
    rested: NDArray[np.bool_]
    digests: Mapping[str, str]
    hashed: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, digest: str) -> None:
        """Remember the SHA-256 of a file that was read after its status was taken."""
        row = self._row_of.get(name)
        if row is not None and self.rested[row]:
            self.hashed[name] = digest

    @cached_property
    def _row_of(self) -> Mapping[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    def write(self, index: Path) -> None:
        """Write the notes into an index folder, if that is worth it.

        Whoever calls it holds the lock of the folder.
        """
        if len(self.hashed) < WORTH_WRITING:
            return
        digests = {**self.digests, **self.hashed}
        names = [name for name in self.names if name in digests]
        rows = [self._row_of[name] for name in names]
        temporary = index / f".{SIGNATURES}"
        with contextlib.suppress(OSError):  # on a full disk, the build itself says so
            with temporary.open("wb") as file:
                np.savez(
                    file,
                    folder=_joined([str(self.folder.resolve())]),
                    name=_joined(names),
                    status=self.statuses[rows],
                    digest=_joined([digests[name] for name in names]),
                )
            temporary.replace(index / SIGNATURES)
            (index / _AS_JSON).unlink(missing_ok=True)


def take(folder: Path, index: Path | None, now: int) -> Signatures:
    """The signatures of the files of a folder, with the digests that an index folder remembers.

    Args:
        folder: the folder of the files.
        index: the index folder; None for no digests, so that every file is hashed.
        now: the time in ns, taken before this call.

    Raises:
        FileNotFoundError: the folder isn't there.
    """
    names: list[str] = []
    values, modes = array("q"), array("q")
    # Relative to the open folder: the system need not follow the path for each of 40,000 files.
    opened = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(opened) as entries:
            found = [entry.name for entry in entries]
        for name in found:
            try:
                status = os.stat(name, dir_fd=opened, follow_symlinks=False)
            except OSError:
                continue  # gone meanwhile
            names.append(name)
            modes.append(status.st_mode)
            values.extend((status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
    finally:
        os.close(opened)
    statuses = np.frombuffer(values, np.int64).reshape(-1, 4)
    changed = np.maximum(statuses[:, _MTIME], statuses[:, _CTIME])
    regular = (np.frombuffer(modes, np.int64) & _KIND) == stat.S_IFREG
    rested = (changed < now - REST) & regular
    known = _read(folder, index) if index else None
    digests = _unchanged(names, statuses, rested, known) if known else {}
    return Signatures(folder, names, statuses, rested, digests)


def _unchanged(
    names: Sequence[str], statuses: Ints, rested: NDArray[np.bool_], known: _Notes
) -> Mapping[str, str]:
    """name → SHA-256 of the files that have rested, and whose status is the noted one."""
    if names == known.names:
        digests = dict(zip(names, known.digests, strict=True))
        same = rested & (statuses == known.statuses).all(axis=1)
        for place in np.flatnonzero(~same).tolist():
            del digests[names[place]]
        return digests
    row_of = {name: row for row, name in enumerate(known.names)}
    rows = np.array([row_of.get(name, -1) for name in names], np.int64)
    if not row_of:
        return {}
    same = rested & (rows >= 0) & (statuses == known.statuses[rows]).all(axis=1)
    return {
        names[place]: known.digests[row]
        for place, row in zip(np.flatnonzero(same).tolist(), rows[same].tolist(), strict=True)
    }


def _joined(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Names as the system has them: they hold no NUL, and may be no UTF-8."""
    return np.frombuffer(os.fsencode("\0".join(texts)), np.uint8)


def _split(joined: NDArray[np.uint8]) -> list[str]:
    text = os.fsdecode(joined.tobytes())
    return text.split("\0") if text else []


def _read(folder: Path, index: Path) -> _Notes | None:
    try:
        with np.load(index / SIGNATURES) as arrays:
            if _split(arrays["folder"]) != [str(folder.resolve())]:
                return None
            names, digests = _split(arrays["name"]), _split(arrays["digest"])
            statuses = arrays["status"]
    except (OSError, ValueError, LookupError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    if not len(names) == len(digests) == len(statuses) or statuses.shape[1:] != (4,):
        return None
    return _Notes(names, statuses, digests)
