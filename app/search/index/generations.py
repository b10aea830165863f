"""The generations of an index: what they say of themselves, and how one is opened.

An index folder holds *generations*, each complete in a folder of its own that never
changes once it is finished, and ``CURRENT``, a file that names the one in use
(:mod:`app.search.index.builder` makes them). A generation has a manifest, the snapshot, whose
arrays searches run on, and the Whoosh index. A worker of the site reads the first two
alone, so nothing here needs Whoosh.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from app.search.index import snapshot
from app.search.index.snapshot import Snapshot
from app.search.query import synonyms

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
SNAPSHOT = "snapshot"


class IndexUnusableError(Exception):
    """There is no index here that can be read; the message says why."""


class IndexOutdatedError(IndexUnusableError):
    """The index was made by other code: another version, perhaps one that still runs."""


@cache
def fingerprint() -> str:
    """Identifies what an index depends on besides the content: our code and libraries.

    An index with another fingerprint is rebuilt, never read. Taken from the source
    files themselves, since a number to be raised by hand would be forgotten.
    """
    package = Path(__file__).parents[2]
    sources = sorted(
        path
        for room in ("collection", "search")
        for path in (package / room).rglob("*")
        if path.suffix in {".py", ".csv"}
    )
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    for library in ("whoosh3", "whoosh", "markdown", "nh3", "numpy", "pystemmer", "sastrawi"):
        digest.update(f"{library} {_version(library)}".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""


# --- what an index says of itself -----------------------------------------------------


@dataclass(frozen=True)
class Manifest:
    """What an index was made of. Written last: a generation without one isn't finished."""

    fingerprint: str
    built_at: str
    cases: int
    #: SHA-256 of each file that gave a case, by slug.
    digests: Mapping[str, str]
    #: Findings that kept files out, as ``str(finding)``.
    left_out: tuple[str, ...]
    #: slug → {"reason", "instead"} of withdrawn cases.
    withdrawn: Mapping[str, Mapping[str, str | None]]
    #: The synonyms as they stood, for readers (see ``synonyms.keep``).
    synonyms: synonyms.Kept = field(default_factory=dict)
    #: The number of Whoosh indexes (shards) of the generation.
    shards: int = 1
    #: name → (size, CRC-32) of each file of the generation.
    checksums: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def files_left_out(self) -> int:
        """How many files were left out (one file may have several findings)."""
        return len({re.split(r":[0-9]+: ", finding, maxsplit=1)[0] for finding in self.left_out})


def _read_manifest(generation: Path) -> Manifest:
    try:
        text = (generation / MANIFEST).read_text(encoding="utf-8")
        seal, sealed = text.split("\n", 1)
        if seal != _seal(sealed):
            raise ValueError("isinya berubah")
        values = json.loads(text)
        del values["seal"]
        values["left_out"] = tuple(values["left_out"])
        values["checksums"] = {name: tuple(pair) for name, pair in values["checksums"].items()}
        return Manifest(**values)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
        raise IndexUnusableError(f"keterangan indeks rusak ({exc})") from exc


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write the manifest, which makes the generation a finished one."""
    sealed = json.dumps(vars(manifest), ensure_ascii=False)[1:]
    write_durably(generation / MANIFEST, f"{_seal(sealed)}\n{sealed}")


def _seal(sealed: str) -> str:
    """The first line of a manifest: the CRC-32 of the rest, to tell when it was damaged."""
    return f'{{"seal": {zlib.crc32(sealed.encode())},'


def checksum(path: Path) -> tuple[int, int]:
    """Size and CRC-32 of a file."""
    size, crc = 0, 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
    return size, crc


# --- opening --------------------------------------------------------------------------


def current_generation(index: Path) -> Path:
    """The folder of the generation in use.

    Raises:
        IndexUnusableError: there is none.
    """
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
        found = name.startswith("gen-") and "/" not in name and (index / name).is_dir()
    except FileNotFoundError as exc:
        raise IndexUnusableError("indeks belum dibuat") from exc
    except (OSError, ValueError) as exc:  # ValueError: no text at all
        raise IndexUnusableError(f"CURRENT tidak terbaca ({exc})") from exc
    if not found:
        raise IndexUnusableError("indeks yang ditunjuk CURRENT tidak ada")
    return index / name


@dataclass(frozen=True)
class Generation:
    """A finished generation. Its files are opened when they are first asked for."""

    path: Path
    manifest: Manifest

    @cached_property
    def snapshot(self) -> Snapshot:
        """The arrays.

        Raises:
            IndexUnusableError: they can't be read.
        """
        try:
            return Snapshot(snapshot.read(self.path / SNAPSHOT))
        except (OSError, ValueError, LookupError, TypeError) as exc:
            raise IndexUnusableError(f"indeks rusak ({exc})") from exc


def open_current(index: Path, names: Collection[str] | None = None) -> Generation:
    """Open the generation in use, after checking that it is whole and ours.

    ``names`` says which of its files are going to be read, by default all: those are
    read once here and compared with their checksums.

    Raises:
        IndexUnusableError: there is no index, or it is damaged, or made by other code.
    """
    path = current_generation(index)
    manifest = _read_manifest(path)
    if manifest.fingerprint != fingerprint():
        raise IndexOutdatedError("indeks dibuat oleh versi lain")
    for name in manifest.checksums if names is None else names:
        try:
            actual = checksum(path / name)
        except (OSError, ValueError) as exc:
            raise IndexUnusableError(f"indeks rusak: {name} hilang") from exc
        if actual != manifest.checksums.get(name):
            raise IndexUnusableError(f"indeks rusak: {name} berubah")
    return Generation(path, manifest)


def write_durably(path: Path, text: str) -> None:
    """Replace a file by one rename, after its content has reached the disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
