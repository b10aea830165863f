"""The generations of an index: their manifests, and how a generation is opened.

An index folder holds *generations*, each complete in a folder of its own that never
changes once it is finished, and ``CURRENT``, a file that names the generation in use
(:mod:`app.search.index.builder` makes them). A generation consists of a manifest, the
snapshot, whose arrays free-text searches run on, and the Whoosh index, which answers
advanced searches. Nothing here imports Whoosh: a worker of the site that gets no advanced
query never loads it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import zlib
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from app.collection.theme import Theme
from app.search.index import arrays, catalogue_store, history, statuses, theme_store
from app.search.index.catalogue_store import CatalogueArrays
from app.search.index.generation_files import checksum
from app.search.index.history import History
from app.search.index.snapshot import Snapshot
from app.search.index.statuses import Status

CURRENT = "CURRENT"
MANIFEST = "manifest.json"

# How many files are compared with their checksums at a time. Neither reading nor the checksum
# needs Python's lock, so two processors share the 400 MB of a snapshot of 36,742 cases.
_READERS = 2

#: The folder of the snapshot within a generation.
SNAPSHOT = "snapshot"

# The source files, below ``app/``, that an index depends on: those that read a case file,
# analyse a case, or write an index. Code that only searches or shows is not among them,
# so that a change of it doesn't rebuild a large index. A test compares this list with the
# modules that a build loads.
_SOURCES = (
    "collection/awards.py",
    "collection/broken_yaml.py",
    "collection/case.py",
    "collection/catalogue.py",
    "collection/clock.py",
    "collection/contacts.py",
    "collection/curation.py",
    "collection/data/*.csv",
    "collection/evidence.py",
    "collection/file_names.py",
    "collection/files.py",
    "collection/finding.py",
    "collection/list_check.py",
    "collection/markup.py",
    "collection/near_values.py",
    "collection/regions.py",
    "collection/sentences.py",
    "collection/strict_yaml.py",
    "collection/text_check.py",
    "collection/theme.py",
    "collection/theme_files.py",
    "collection/vocabulary.py",
    "collection/wording.py",
    "collection/yaml_words.py",
    "search/bm25.py",
    "search/facets.py",
    "search/fields.py",
    "search/index/*.py",
    "search/known.py",
    "search/language.py",
    "search/properties.py",
    "search/year_ranges.py",
)

_LIBRARIES = ("whoosh3", "whoosh", "markdown", "nh3", "numpy", "pystemmer", "sastrawi")


class IndexUnusableError(Exception):
    """There is no index here that can be read; the message says why.

    Attributes:
        retry_after: after how many seconds to ask again, where that is known.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class IndexOutdatedError(IndexUnusableError):
    """The index was made by another version of the code, which may still be running."""


@cache
def fingerprint() -> str:
    """Identifies what an index depends on besides the content: our code and libraries.

    An index with another fingerprint is rebuilt, never read. It is computed from the
    source files themselves: a version number would have to be raised by hand, and would
    be forgotten.
    """
    digest = hashlib.sha256()
    for source in source_files():
        digest.update(source.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}".encode())
    return digest.hexdigest()[:16]


def source_files() -> list[Path]:
    """The source files that an index depends on."""
    package = Path(__file__).parents[2]
    return sorted(path for pattern in _SOURCES for path in package.glob(pattern))


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""


# --- the manifest ---------------------------------------------------------------------


class Rejected(NamedTuple):
    """A file that gave no case: its SHA-256, and its findings as ``str(finding)``."""

    digest: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """What a generation was made of.

    It is written last: a generation without a manifest isn't finished.
    """

    fingerprint: str
    built_at: str
    cases: int
    #: Findings that kept files out, as ``str(finding)``.
    left_out: tuple[str, ...]
    #: slug → {"reason", "instead"} of withdrawn cases.
    withdrawn: Mapping[str, Mapping[str, str | None]]
    #: SHA-256 of each file that gave a theme, by slug.
    themes: Mapping[str, str]
    #: SHA-256 of the catalogue; empty if there is none.
    catalogue: str
    #: The files that were read and gave no case, by slug; their findings are in ``left_out``, too.
    rejected: Mapping[str, Rejected] = field(default_factory=dict)
    #: The day on which they were read, in ISO format.
    day: str = ""
    #: The number of Whoosh indexes (shards) of the generation.
    shards: int = 1
    #: name → (size, CRC-32) of each file of the generation.
    checksums: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def snapshot_files(self) -> list[str]:
        """The files of the snapshot, relative to the generation."""
        return [name for name in self.checksums if name.startswith(f"{SNAPSHOT}/")]

    @property
    def whoosh_files(self) -> list[str]:
        """The files of the Whoosh index, relative to the generation."""
        return [name for name in self.checksums if not name.startswith(f"{SNAPSHOT}/")]

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
        # First: a manifest of other code may have other fields.
        if values["fingerprint"] != fingerprint():
            raise IndexOutdatedError("indeks dibuat oleh versi lain")
        values["left_out"] = tuple(values["left_out"])
        values["rejected"] = {
            slug: Rejected(digest, tuple(findings))
            for slug, (digest, findings) in values["rejected"].items()
        }
        values["checksums"] = {name: tuple(pair) for name, pair in values["checksums"].items()}
        return Manifest(**values)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
        raise IndexUnusableError(f"keterangan indeks rusak ({exc})") from exc


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write the manifest, which finishes the generation."""
    sealed = json.dumps(vars(manifest), ensure_ascii=False)[1:]
    write_durably(generation / MANIFEST, f"{_seal(sealed)}\n{sealed}")


def _seal(sealed: str) -> str:
    """The first line of a manifest: the CRC-32 of the rest, which shows damage."""
    return f'{{"seal": {zlib.crc32(sealed.encode())},'


# --- opening --------------------------------------------------------------------------


def current_generation(index: Path) -> Path:
    """The folder of the generation in use.

    Raises:
        IndexUnusableError: there is none.
    """
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
        exists = name.startswith("gen-") and "/" not in name and (index / name).is_dir()
    except FileNotFoundError as exc:
        raise IndexUnusableError("indeks belum dibuat") from exc
    except (OSError, ValueError) as exc:  # ValueError: the file isn't UTF-8
        raise IndexUnusableError(f"CURRENT tidak terbaca ({exc})") from exc
    if not exists:
        raise IndexUnusableError("indeks yang ditunjuk CURRENT tidak ada")
    return index / name


def noted_history(index: Path) -> History | None:
    """The notes of the generation in use, whichever code made it; None if there are none."""
    try:
        return history.read(current_generation(index) / SNAPSHOT)
    except (IndexUnusableError, OSError, ValueError):
        return None


@dataclass(frozen=True)
class Generation:
    """A finished generation. Its files are opened when they are first needed.

    Attributes:
        statuses: the status that each file had when it was opened, before it was found whole.
    """

    path: Path
    manifest: Manifest
    statuses: Mapping[str, Status] = field(default_factory=dict)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The snapshot.

        Raises:
            IndexUnusableError: it can't be read.
        """
        try:
            return Snapshot(arrays.read(self.path / SNAPSHOT))
        except (OSError, ValueError, LookupError, TypeError) as exc:
            raise IndexUnusableError(f"indeks rusak ({exc})") from exc

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """The themes, by slug.

        Raises:
            IndexUnusableError: they can't be read.
        """
        try:
            return theme_store.read(self.path / SNAPSHOT)
        except (OSError, ValueError) as exc:
            raise IndexUnusableError(f"indeks rusak ({exc})") from exc

    @cached_property
    def catalogue(self) -> CatalogueArrays:
        """The catalogue.

        Raises:
            IndexUnusableError: it can't be read.
        """
        try:
            return catalogue_store.read(self.path / SNAPSHOT)
        except (OSError, ValueError, LookupError, TypeError) as exc:
            raise IndexUnusableError(f"indeks rusak ({exc})") from exc

    @cached_property
    def history(self) -> History:
        """When cases came, changed and went.

        Raises:
            IndexUnusableError: the notes can't be read.
        """
        try:
            return history.read(self.path / SNAPSHOT)
        except (OSError, ValueError) as exc:
            raise IndexUnusableError(f"indeks rusak ({exc})") from exc

    def check(self, files: Collection[str]) -> None:
        """Compare files of the generation with their checksums.

        Args:
            files: their paths, relative to the generation.

        Raises:
            IndexUnusableError: a file is missing or damaged.
        """
        if not files:
            return
        with ThreadPoolExecutor(_READERS) as pool:
            for name, actual in zip(files, pool.map(self._checksum, files), strict=True):
                if actual is None:
                    raise IndexUnusableError(f"indeks rusak: {name} hilang")
                if actual != self.manifest.checksums.get(name):
                    raise IndexUnusableError(f"indeks rusak: {name} berubah")

    def _checksum(self, name: str) -> tuple[int, int] | None:
        """Size and CRC-32 of a file of the generation; None if it can't be read."""
        try:
            return checksum(self.path / name)
        except (OSError, ValueError):
            return None


def open_current(
    index: Path, *, check_whoosh: bool = True, trust_statuses: bool = True
) -> Generation:
    """Open the generation in use, if this code made it and its files are undamaged.

    Files whose status is the one that was noted when they were known to be whole are trusted
    (:mod:`~.statuses`); the others are read, or all without ``trust_statuses``. A worker leaves
    out the Whoosh index (``check_whoosh``) until somebody asks for it.

    Raises:
        IndexUnusableError: there is no index, or it is damaged, or made by other code.
    """
    path = current_generation(index)
    manifest = _read_manifest(path)
    files = [*manifest.checksums] if check_whoosh else manifest.snapshot_files
    noted = statuses.read(path) if trust_statuses else {}
    present = statuses.take(path, files)
    generation = Generation(path, manifest, present)
    generation.check([n for n in files if n not in noted or noted[n] != present.get(n)])
    return generation


def write_durably(path: Path, text: str) -> None:
    """Replace a file by one rename, after its content has reached the disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
