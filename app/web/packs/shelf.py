"""The packs in a folder: what ``./pustaka pack`` has made there, the newest first."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

#: The most packs that are offered.
MOST = 20

#: The name of a pack: its date, and what was chosen of the collection, if not all.
_NAME = re.compile(r"pustaka-inovasi-(\d{4}-\d\d-\d\d)(?:-([a-z0-9-]{1,60}))?\.zip")

# A file of `sha256sum` with one line.
_CHECKSUM = re.compile(r"([0-9a-f]{64})  ([a-z0-9.-]{1,120})\n")
_LONGEST_CHECKSUM = 200


@dataclass(frozen=True)
class OfferedPack:
    """A pack that can be downloaded.

    Attributes:
        name: the name of the file.
        date: the date of the collection in it.
        part: what was chosen of the collection, as in the name; empty for all of it.
        size: its bytes.
        sha256: its digest as the build wrote it; empty if that is missing or unreadable.
    """

    name: str
    date: dt.date
    part: str
    size: int
    sha256: str


def offered(folder: Path) -> tuple[OfferedPack, ...]:
    """The packs of a folder, at most :data:`MOST`: the newest first, the whole before parts.

    A folder that is missing or can't be read has none.
    """
    try:
        paths = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return ()
    packs = [pack for path in paths if (pack := _pack(path))]
    packs.sort(key=lambda pack: (-pack.date.toordinal(), pack.part))
    return tuple(packs[:MOST])


def _pack(path: Path) -> OfferedPack | None:
    """The pack of a file; None if the file is none, or is just being replaced."""
    named = _NAME.fullmatch(path.name)
    try:
        if named is None or not path.is_file():
            return None
        date = dt.date.fromisoformat(named[1])
        return OfferedPack(path.name, date, named[2] or "", path.stat().st_size, _sha256(path))
    except (OSError, ValueError):
        return None


def _sha256(path: Path) -> str:
    try:
        with path.with_suffix(".zip.sha256").open(encoding="ascii") as file:
            line = _CHECKSUM.fullmatch(file.read(_LONGEST_CHECKSUM))
    except (OSError, UnicodeError):
        return ""
    return line[1] if line and line[2] == path.name else ""
