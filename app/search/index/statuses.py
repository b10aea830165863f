"""Which files of a generation need not be compared with their checksums again.

Beside the files of a generation, a build notes the status that each had when its bytes were known
to be right: size, times of change and inode, as git's index does. A file that still has this
status is trusted on opening, which saves reading 400 MB for 36,742 cases. A file that was cut off,
rewritten, replaced or copied has another status, and its checksum decides.

- A file that changed within the same step of the file system's clock as its status was taken is
  not noted: it could change again, and keep its status. So :func:`write` waits until the clock has
  gone on, a few ms.
- Another link to a file, or one link less, changes its ``ctime``. So the notes are written anew
  where a build removes a generation that shares files with this one (:func:`carried_over`).
- Builds don't wait until the files have reached the disk. After a crash of the system, some may
  have their status without their bytes. So the notes count only until the system starts again.

Faults of the disk don't show in a status. A site looks for them in the background
(:mod:`app.search.source`), and an update reads through what it takes over.

The notes only save time: whoever deletes or damages them only makes opening slower.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: The name of the file in the folder of a generation.
STATUSES = "statuses.json"

# Tells one start of a Linux system from another. Systems without it trust no status.
_BOOT = Path("/proc/sys/kernel/random/boot_id")

# How often to look whether the clock of the file system has gone on, and how long to wait each
# time, in seconds. That of ext4 and XFS steps every 1 to 10 ms.
_LOOKS = 15
_PAUSE = 0.002


class Status(NamedTuple):
    """What tells that a file has changed; times in ns."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Status:
        """The part of a status that tells a change."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    @property
    def changed(self) -> int:
        """The latest time of change."""
        return max(self.mtime, self.ctime)

    def is_linked(self, other: Status) -> bool:
        """Whether the other status may come from this one by links that were made or removed."""
        return self._replace(ctime=0) == other._replace(ctime=0)


def take(generation: Path, names: Iterable[str]) -> dict[str, Status]:
    """The present status of files of a generation, without those that aren't there."""
    statuses = {}
    for name in names:
        with contextlib.suppress(OSError, ValueError):
            statuses[name] = Status.of((generation / name).stat())
    return statuses


def read(generation: Path) -> dict[str, Status]:
    """The statuses that are noted in a generation; none if the notes are of no use."""
    try:
        values = json.loads((generation / STATUSES).read_bytes())
        if not _boot() or values["boot"] != _boot():
            return {}
        return {
            name: Status(size, mtime, ctime, inode)
            for name, (size, mtime, ctime, inode) in values["files"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def write(generation: Path, statuses: Mapping[str, Status], before: int | None = None) -> None:
    """Note the statuses of files whose bytes are known to be right.

    Whoever calls it holds the lock of the index folder.

    Args:
        generation: the folder of the generation.
        statuses: their statuses.
        before: leave out files that changed at this time (ns) or later; None for those that
            changed within the present step of the file system's clock.
    """
    with contextlib.suppress(OSError), (generation / STATUSES).open("w", encoding="utf-8") as file:
        if before is None:
            latest = max((status.changed for status in statuses.values()), default=0)
            before = _clock_after(latest, file.fileno())
        files = {name: status for name, status in statuses.items() if status.changed < before}
        json.dump({"boot": _boot(), "files": files}, file)


def _clock_after(latest: int, file: int) -> int:
    """The clock of the file system, once it has passed a time or that takes too long; in ns."""
    for _ in range(_LOOKS):
        now = os.fstat(file).st_mtime_ns
        if now > latest:
            break
        time.sleep(_PAUSE)
        os.utime(file)
    return now


@contextlib.contextmanager
def carried_over(generation: Path) -> Iterator[None]:
    """Note the statuses of files anew that stay the same but for links, which change meanwhile.

    Whoever calls it holds the lock of the index folder.
    """
    noted = read(generation)
    before = {
        name: status for name, status in take(generation, noted).items() if status == noted[name]
    }
    yield
    after = {
        name: status
        for name, status in take(generation, before).items()
        if before[name].is_linked(status)
    }
    if after != before:
        write(generation, after)


@cache
def _boot() -> str:
    try:
        return _BOOT.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
