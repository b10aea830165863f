"""The index of a content folder: build, update, swap.

An index folder holds *generations*, each complete in a folder of its own that never
changes once it is finished, and ``CURRENT``, a file that names the one in use. A build
writes a new generation beside the others and then replaces ``CURRENT`` by one rename,
so a reader finds a whole index at every moment and a builder may die at any.

A generation is a Whoosh index in one or more shards, one for each process that built it,
and the snapshot, whose arrays searches run on. An update starts from hard links to the
files of the current generation: Whoosh never writes into a finished segment, so only
what changed is written, and the snapshot's arrays are joined anew.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gc
import hashlib
import logging
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.system import pack_uint
from whoosh.writing import IndexWriter

from app.collection import curation, files
from app.collection.finding import Finding
from app.search.facets import FACETS
from app.search.index import generations, snapshot
from app.search.index.entries import Entry, analyse
from app.search.index.generations import (
    CURRENT,
    MANIFEST,
    SNAPSHOT,
    Generation,
    IndexUnusableError,
    Manifest,
    checksum,
    open_current,
    write_durably,
    write_manifest,
)
from app.search.index.snapshot import Arrays
from app.search.query import synonyms

log = logging.getLogger(__name__)

LOCK = "lock"

# The name of a Whoosh index within its generation, followed by its number.
SHARD = "shard"

# How long a replaced generation stays for readers that still use it, in seconds.
GRACE = 60.0

# Memory of a Whoosh writer before it spills to disk, in MB.
WRITER_MB = 128

# Fewer files than this are read in the time that another process takes to start.
WORTH_A_PROCESS = 100


# --- schema ---------------------------------------------------------------------------


_POSITIONS = formats.Positions()


class _Terms(fields.TEXT):  # type: ignore[misc]  # whoosh's class is untyped
    """A field that is given what its analysis would say.

    A case is analysed once, for Whoosh and for the snapshot (:func:`entries.analyse`).
    """

    def index(
        self, value: Iterable[tuple[str, int, float, bytes]], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The terms, as Whoosh wants them: (term, frequency, weight, encoded value)."""
        for text, frequency, weight, encoded in value:
            yield text.encode(), frequency, weight, encoded


class _Codec(W3Codec):  # type: ignore[misc]  # whoosh's class is untyped
    """Whoosh's format, written in two thirds of the time.

    Without the range of lengths in each block, for which Whoosh would look up a length for
    every posting: it serves a scoring that nobody asks for. And without packing the
    postings, for 5 kB more a case on disk: no search reads them.
    """

    length_stats = False

    def __init__(self) -> None:
        super().__init__(compression=0)


def schema() -> fields.Schema:
    """The fields of the index.

    ``text`` holds the stems of every field of a case with the field's weight, ``exact``
    the words of all of them with positions; facets hold their values.
    """
    return fields.Schema(
        slug=fields.ID(unique=True, stored=True),
        text=_Terms(phrase=False),
        exact=_Terms(phrase=True),
        region=fields.ID(),
        **{facet.key: fields.KEYWORD() for facet in FACETS},
    )


def _writer(shard: FileIndex) -> IndexWriter:
    return shard.writer(limitmb=WRITER_MB, codec=_Codec())


def document(entry: Entry) -> dict[str, Any]:
    """The Whoosh document of a case."""
    return {
        "slug": entry.slug,
        "text": [
            (stem, count, weight, pack_uint(count)) for stem, (count, weight) in entry.stems.items()
        ],
        "exact": [
            (word, len(positions), float(len(positions)), _POSITIONS.encode(positions))
            for word, positions in entry.words.items()
        ],
        "region": entry.region,
        **{key: list(values) for key, values in entry.values.items()},
    }


# --- building -------------------------------------------------------------------------

Progress = Callable[[Iterable[Path]], Iterable[Path]]


@dataclass(frozen=True)
class Report:
    """What a build did."""

    generation: Path
    cases: int
    written: int
    removed: int
    left_out: tuple[str, ...]
    files_left_out: int
    full: bool
    seconds: float


@contextmanager
def _lock(index: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Let one builder in at a time; the kernel lets go of the lock when a process dies."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(
    content: Path,
    index: Path,
    *,
    full: bool = False,
    processes: int = 1,
    progress: Progress = lambda paths: paths,
    on_wait: Callable[[], None] = lambda: None,
) -> Report:
    """Bring the index up to date with the content, and swap it in.

    Only new, changed and deleted files are touched, unless ``full`` or the present
    index can't be used. Where nothing changed, nothing is written. Many files are
    shared out to that many ``processes``.

    Raises:
        FileNotFoundError: there is no content folder.
    """
    started = time.perf_counter()
    with _lock(index, on_wait):
        previous = None
        if not full:
            try:
                previous = open_current(index)
            except IndexUnusableError as exc:
                if (index / CURRENT).exists():
                    log.warning("index: %s; rebuilding", exc)
        plan = _plan(content, previous.manifest if previous else None)
        if previous and plan.is_empty(previous.manifest):
            generation, written = previous, 0
        else:
            generation, written = _write(content, index, plan, previous, processes, progress)
        removed = len(plan.removed)
        _sweep(index, generation.path)
    manifest = generation.manifest
    return Report(
        generation=generation.path,
        cases=manifest.cases,
        written=written,
        removed=removed,
        left_out=manifest.left_out,
        files_left_out=manifest.files_left_out,
        full=previous is None,
        seconds=time.perf_counter() - started,
    )


def is_current(content: Path, index: Path) -> bool:
    """Whether the index can be used and says what the content says."""
    try:
        manifest = open_current(index).manifest
    except IndexUnusableError:
        return False
    return _plan(content, manifest).is_empty(manifest)


@dataclass(frozen=True)
class _Plan:
    """What a build has to do: files to read anew, slugs to take out, the rest unchanged."""

    changed: tuple[tuple[Path, bytes, str], ...]
    removed: tuple[str, ...]
    unchanged: Mapping[str, str]
    findings: tuple[Finding, ...]
    withdrawn: Mapping[str, Mapping[str, str | None]]

    def is_empty(self, manifest: Manifest) -> bool:
        # Files that gave no case have no digest: they count as changed each time, and
        # that changes nothing as long as they are left out for the same reasons.
        still_out = [finding for path, data, _ in self.changed for finding in _errors(path, data)]
        return (
            len({p.path for p in still_out}) == len(self.changed)
            and not self.removed
            and self.withdrawn == manifest.withdrawn
            and sorted(map(str, (*self.findings, *still_out))) == sorted(manifest.left_out)
        )


def _errors(path: Path, data: bytes) -> list[Finding]:
    return [finding for finding in files.parse(path, data).findings if finding.level == "error"]


def _plan(content: Path, manifest: Manifest | None) -> _Plan:
    known = manifest.digests if manifest else {}
    withdrawn, _ = curation.read_withdrawn(content)
    paths, findings = files.find(content / "innovations")
    changed, unchanged = [], {}
    for path in paths:
        slug = files.slug_of(path)
        data = files.read(path)
        if isinstance(data, Finding):
            findings.append(data)
            continue
        digest = hashlib.sha256(data).hexdigest()
        if known.get(slug) == digest:
            unchanged[slug] = digest
        else:
            changed.append((path, data, digest))
    present = {files.slug_of(path) for path, _, _ in changed} | unchanged.keys()
    return _Plan(
        changed=tuple(changed),
        removed=tuple(sorted(known.keys() - present)),
        unchanged=unchanged,
        findings=tuple(findings),
        withdrawn={
            slug: {"reason": entry.reason, "instead": entry.instead}
            for slug, entry in withdrawn.items()
        },
    )


def _write(
    content: Path,
    index: Path,
    plan: _Plan,
    previous: Generation | None,
    processes: int,
    progress: Progress,
) -> tuple[Generation, int]:
    """Write a new generation and make it the current one; how many cases were written."""
    now = dt.datetime.now(dt.UTC)
    path = index / f"gen-{now:%Y%m%dT%H%M%S%f}-{os.getpid()}"
    path.mkdir()
    if previous:
        _link_files(previous.path, path, previous.manifest.checksums.keys() - {SNAPSHOT})
        shares = [_update(path, plan, previous, progress)]
        number = previous.manifest.shards
        gone = frozenset({*plan.removed, *(files.slug_of(file) for file, _, _ in plan.changed)})
        before = snapshot.read(previous.path / SNAPSHOT)
        arrays = snapshot.merge([(before, gone), (shares[0].arrays, frozenset())])
    else:
        shares = _write_shares(path, plan, processes, progress)
        number = len(shares)
        arrays = shares[0].arrays
        if number > 1:
            arrays = snapshot.merge([(share.arrays, frozenset()) for share in shares])
    checksums = {SNAPSHOT: snapshot.write(arrays, path / SNAPSHOT)}

    written = {slug for share in shares for slug in share.slugs}
    digests = {files.slug_of(file): digest for file, _, digest in plan.changed}
    manifest = Manifest(
        fingerprint=generations.fingerprint(),
        built_at=now.isoformat(timespec="seconds"),
        cases=len(plan.unchanged) + len(written),
        digests={**plan.unchanged, **{slug: digests[slug] for slug in sorted(written)}},
        left_out=(
            *map(str, plan.findings),
            *sorted(finding for share in shares for finding in share.left_out),
        ),
        withdrawn=plan.withdrawn,
        synonyms=synonyms.keep(content, previous.manifest.synonyms if previous else {}),
        shards=number,
        checksums=checksums | _checksums(path, previous),
    )
    write_manifest(path, manifest)
    write_durably(index / CURRENT, path.name)
    return Generation(path, manifest), len(written)


def _checksums(path: Path, previous: Generation | None) -> dict[str, tuple[int, int]]:
    """The checksum of each file that Whoosh wrote; that of a linked file is known."""
    known = dict(previous.manifest.checksums) if previous else {}
    found = {}
    for file in sorted(path.iterdir()):
        if file.suffix in {".seg", ".toc"}:
            same = previous and _identity(file) == _identity(previous.path / file.name)
            found[file.name] = known[file.name] if same else checksum(file)
    return found


def _identity(path: Path) -> tuple[int, int] | None:
    """What two names of one file have in common; None if there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


@dataclass(frozen=True)
class _IndexedShare:
    """What was indexed of a share of the files: the cases, and why files gave none."""

    slugs: tuple[str, ...]
    left_out: tuple[str, ...]
    arrays: Arrays


def _read(paths: Iterable[tuple[Path, bytes]]) -> tuple[list[Entry], list[str]]:
    """Analyse files; those that give no case are named, with the reason."""
    entries, left_out = [], []
    for path, data in paths:
        parsed = files.parse(path, data)
        if parsed.case:
            entries.append(analyse(parsed.case))
        else:
            left_out += [str(p) for p in parsed.findings if p.level == "error"]
    return entries, left_out


def _share_of(entries: Sequence[Entry], left_out: Sequence[str]) -> _IndexedShare:
    return _IndexedShare(
        tuple(entry.slug for entry in entries),
        tuple(left_out),
        snapshot.from_entries(entries),
    )


def _update(
    generation: Path, plan: _Plan, previous: Generation, progress: Progress
) -> _IndexedShare:
    """Take out of Whoosh what is gone, and put in what is new or has changed."""
    contents = {file: data for file, data, _ in plan.changed}
    entries, left_out = _read((file, contents[file]) for file in progress(list(contents)))
    gone = {*plan.removed, *map(files.slug_of, contents)}
    with ExitStack() as stack:
        for number in range(previous.manifest.shards):
            # Each commits, or cancels on an error.
            writer = stack.enter_context(_writer(_open_shard(generation, number)))
            for slug in gone:
                writer.delete_by_term("slug", slug)
        for entry in entries:
            writer.add_document(**document(entry))
    return _share_of(entries, left_out)


def _write_shares(
    generation: Path, plan: _Plan, processes: int, progress: Progress
) -> list[_IndexedShare]:
    """Read all files and write them, in as many shards as processes are worth it."""
    contents = [(file, data) for file, data, _ in plan.changed]
    number = max(1, min(processes, len(contents) // WORTH_A_PROCESS))
    if number == 1:
        known = dict(contents)
        reading = ((file, known[file]) for file in progress(list(known)))
        return [_write_share(generation, 0, reading)]
    shares: list[_IndexedShare] = []
    done = _in_processes(generation, [contents[n::number] for n in range(number)], shares)
    for _ in progress([file for file, _ in contents]):
        next(done)
    for _ in done:
        pass
    return shares


def _write_share(
    generation: Path, number: int, contents: Iterable[tuple[Path, bytes]]
) -> _IndexedShare:
    """Read files and write a Whoosh index of them."""
    storage = FileStorage(str(generation))
    entries, left_out = _read(contents)
    with _writer(storage.create_index(schema(), f"{SHARD}{number}")) as writer:
        for entry in entries:
            writer.add_document(**document(entry))
    return _share_of(entries, left_out)


def _in_processes(
    generation: Path, contents: Sequence[Sequence[tuple[Path, bytes]]], shares: list[_IndexedShare]
) -> Iterator[None]:
    """Write each share in a process of its own; yields for each file that was read.

    The outcomes are appended to ``shares`` in the order of the shares. New processes are
    started from nothing: a copy of one with threads may hang.
    """
    context = multiprocessing.get_context("spawn")
    found: dict[int, _IndexedShare] = {}
    with ExitStack() as stack:
        waiting: dict[Connection, int] = {}
        for number, share in enumerate(contents):
            ours, theirs = context.Pipe(duplex=False)
            stack.enter_context(ours)
            process = context.Process(
                target=_work, args=(theirs, generation, number, share), daemon=True
            )
            process.start()
            stack.callback(process.join)
            stack.callback(process.terminate)
            theirs.close()
            waiting[ours] = number
        while waiting:
            for ready in wait(list(waiting)):
                connection = next(one for one in waiting if one is ready)
                try:
                    message = connection.recv()
                except EOFError:
                    raise OSError("proses pembuat indeks berhenti sebelum selesai") from None
                if isinstance(message, Exception):
                    raise message
                if isinstance(message, _IndexedShare):
                    found[waiting.pop(connection)] = message
                else:
                    yield
    shares += [found[number] for number in sorted(found)]


def _work(
    connection: Connection, generation: Path, number: int, share: Sequence[tuple[Path, bytes]]
) -> None:
    """The other process: writes a share and sends it, after a word for each file read."""

    def told() -> Iterator[tuple[Path, bytes]]:
        for file in share:
            yield file
            connection.send(None)

    gc.disable()  # the process ends with its share, and hardly anything in it is a cycle
    try:
        connection.send(_write_share(generation, number, told()))
    except Exception as exc:  # whatever it is, the process that asked has to know
        connection.send(exc)


def open_shards(generation: Generation) -> list[FileIndex]:
    """The Whoosh indexes of a generation.

    Raises:
        IndexUnusableError: they can't be read.
    """
    return [_open_shard(generation.path, number) for number in range(generation.manifest.shards)]


def _open_shard(generation: Path, number: int) -> FileIndex:
    try:
        return FileStorage(str(generation)).open_index(f"{SHARD}{number}")
    except Exception as exc:  # whatever a damaged file makes Whoosh raise
        raise IndexUnusableError(f"indeks rusak ({exc})") from exc


def _link_files(source: Path, target: Path, names: Iterable[str]) -> None:
    for name in names:
        try:
            (target / name).hardlink_to(source / name)
        except OSError:  # a file system without hard links
            shutil.copy2(source / name, target / name)


def _sweep(index: Path, current: Path) -> None:
    """Remove what nobody uses any more; called with the lock held.

    That is what dead builders left, and generations replaced more than ``GRACE`` ago.
    """
    finished = sorted(path for path in index.glob("gen-*") if (path / MANIFEST).exists())
    keep = {current}
    for generation, successor in pairwise(finished):
        if time.time() - (successor / MANIFEST).stat().st_mtime < GRACE:
            keep.add(generation)
    for path in index.iterdir():
        if path.is_dir() and path.name.startswith("gen-") and path not in keep:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f".{CURRENT}."):
            path.unlink(missing_ok=True)
