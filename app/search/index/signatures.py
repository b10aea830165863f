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
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.search.index.statuses import Status

#: The name of the file in the index folder.
SIGNATURES = "signatures.json"

#: How long a file must have rested before its status is remembered, in ns. The coarsest clock
#: of a file system in use, that of FAT, steps every two seconds.
REST = 2_000_000_000

#: The notes are written anew when at least so many files had to be hashed that have rested. To
#: hash them takes less time than to write the notes of a large collection.
WORTH_WRITING = 100


@dataclass
class Signatures:
    """The files of a folder and their digests.

    Attributes:
        folder: the folder.
        present: name → signature of each regular file that has rested.
        known: name → signature and SHA-256 of files that were hashed before.
        hashed: the same of the files that have been hashed since.
    """

    folder: Path
    present: Mapping[str, Status] = field(default_factory=dict)
    known: Mapping[str, tuple[Status, str]] = field(default_factory=dict)
    hashed: dict[str, tuple[Status, str]] = field(default_factory=dict)

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file, if its status says that it hasn't changed."""
        signature, digest = self.known.get(name, (None, None))
        return digest if signature and signature == self.present.get(name) else None

    def note(self, name: str, digest: str) -> None:
        """Remember the SHA-256 of a file that was read after its status was taken."""
        if signature := self.present.get(name):
            self.hashed[name] = signature, digest

    def write(self, index: Path) -> None:
        """Write the notes into an index folder, if that is worth it.

        Whoever calls it holds the lock of the folder.
        """
        if len(self.hashed) < WORTH_WRITING:
            return
        files = {
            name: (*signature, digest)
            for name, (signature, digest) in {**self.known, **self.hashed}.items()
            if self.present.get(name) == signature
        }
        temporary = index / f".{SIGNATURES}"
        with contextlib.suppress(OSError):  # on a full disk, the build itself says so
            temporary.write_text(
                json.dumps({"folder": str(self.folder.resolve()), "files": files}), "utf-8"
            )
            temporary.replace(index / SIGNATURES)


def take(folder: Path, index: Path | None, now: int) -> Signatures:
    """The signatures of the files of a folder, with the digests that an index folder remembers.

    Args:
        folder: the folder of the files.
        index: the index folder; None for no digests, so that every file is hashed.
        now: the time in ns, taken before this call.

    Raises:
        FileNotFoundError: the folder isn't there.
    """
    present = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # gone meanwhile
            rested = max(status.st_mtime_ns, status.st_ctime_ns) < now - REST
            if rested and stat.S_ISREG(status.st_mode):
                present[entry.name] = Status.of(status)
    return Signatures(folder, present, _read(folder, index) if index else {})


def _read(folder: Path, index: Path) -> Mapping[str, tuple[Status, str]]:
    try:
        values = json.loads((index / SIGNATURES).read_bytes())
        if values["folder"] != str(folder.resolve()):
            return {}
        return {
            name: (Status(size, mtime, ctime, inode), str(digest))
            for name, (size, mtime, ctime, inode, digest) in values["files"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
