"""The files of a generation: links to those of another one, and their checksums."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from zlib_ng import zlib_ng

if TYPE_CHECKING:
    from app.search.index.generations import Generation


def link_files(source: Path, target: Path, names: Iterable[str]) -> None:
    """Link files into another folder; copy them where the file system has no hard links."""
    for name in names:
        try:
            (target / name).hardlink_to(source / name)
        except OSError:
            shutil.copy2(source / name, target / name)


def checksum(path: Path) -> tuple[int, int]:
    """Size and CRC-32 of a file.

    zlib-ng takes a fifth of the time of zlib for it, by instructions of the processor.
    """
    size, crc = 0, 0
    # A piece that stays in the cache of a processor, in the same memory for all pieces: a large
    # file takes three quarters of the time of pieces of a megabyte.
    piece = memoryview(bytearray(1 << 18))
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(piece):
            size += read
            crc = zlib_ng.crc32(piece[:read], crc)
    return size, crc


def checksums(path: Path, previous: Generation | None) -> dict[str, tuple[int, int]]:
    """The checksum of each file of a generation; linked files aren't read again for it.

    Args:
        path: the folder of the generation.
        previous: the generation that the links lead to, if any.
    """
    known = previous.manifest.checksums if previous else {}
    checksums = {}
    for file in sorted(path.rglob("*.*")):  # Whoosh's locks have no dot in their names
        name = file.relative_to(path).as_posix()
        linked = previous and _identity(file) == _identity(previous.path / name)
        checksums[name] = known[name] if linked else checksum(file)
    return checksums


def _identity(path: Path) -> tuple[int, int] | None:
    """The device and inode of a file, which all its hard links share; None without a file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
