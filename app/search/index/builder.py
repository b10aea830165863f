"""Builds the index of a content folder, and brings it up to date.

A build writes a new generation (:mod:`~.generations`) beside the others and then replaces
``CURRENT`` by one rename. So a reader finds a whole index at every moment, and a builder
may die at any moment.

A full build shares the files out among processes, which write snapshots of a few hundred
cases each. These are merged into the snapshot of the generation, from which the processes
write the shards (a Whoosh index of their part of the cases). So no process holds more than a
few hundred cases, or more than a few arrays. An update starts from hard links to the shards
of the generation in use, writes only changes to them, and merges its few cases into the
snapshot in use.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gc
import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.collection import files
from app.collection.finding import Finding
from app.search.index import (
    arrays,
    assemble,
    catalogue_store,
    generations,
    history,
    merging,
    prepared,
    records,
    signatures,
    statuses,
    theme_store,
    tidying,
    whoosh_writer,
)
from app.search.index.arrays import Arrays, Folder
from app.search.index.entries import Entry, analyse
from app.search.index.generation_files import checksums, link_files
from app.search.index.generations import (
    CURRENT,
    SNAPSHOT,
    Generation,
    IndexUnusableError,
    Manifest,
    Rejected,
    open_current,
    write_durably,
    write_manifest,
)
from app.search.index.plans import Plan, errors_of, plan_of
from app.search.index.processes import run_tasks
from app.search.index.signatures import Signatures

log = logging.getLogger(__name__)

LOCK = "lock"

# Fewer files than this are read in the time that another process takes to start.
WORTH_A_PROCESS = 100

#: Shows the progress of a build: takes the files to read, and yields them one by one.
Progress = Callable[[Iterable[Path]], Iterable[Path]]

# So many files are read before their snapshot is written and they are forgotten.
BATCH = 500

# The folder within a generation, while it is written, for the snapshots of its parts.
_PARTS = "parts"


@dataclass(frozen=True)
class Report:
    """What a build did.

    Attributes:
        generation: the folder of the generation that is in use now.
        cases: the number of cases in the index.
        written: how many of them were analysed by this build.
        removed: how many cases this build took out, because their files are gone.
        left_out: why files gave no case, a text for each reason.
        files_left_out: the number of those files.
        full: whether every file was read anew.
    """

    generation: Path
    cases: int
    written: int
    removed: int
    left_out: tuple[str, ...]
    files_left_out: int
    full: bool
    seconds: float
    #: Those of ``left_out`` that the index before didn't have.
    newly_left_out: tuple[str, ...] = ()


def build(
    content: Path,
    index: Path,
    *,
    full: bool = False,
    trust_statuses: bool = True,
    processes: int = 1,
    progress: Progress = lambda paths: paths,
    on_wait: Callable[[], None] = lambda: None,
) -> Report:
    """Bring the index up to date with the content, in a new generation if anything changed.

    Only new, changed and deleted files count, unless ``full`` or the present index is unusable.
    Files whose status hasn't changed are not even read (:mod:`~.signatures`), unless ``full``.

    Args:
        full: whether to read every file and write everything anew.
        trust_statuses: whether files of the index whose status is the noted one count as whole
            (:mod:`~.statuses`).
        processes: the most processes that a full build shares the files out among.
        on_wait: is called if another build has to finish first.

    Raises:
        FileNotFoundError: there is no content folder.
        OSError: the index can't be written.
    """
    started = time.perf_counter()
    with _lock(index, on_wait), _uncollected():
        tidying.sweep(index)  # first: on a small disk, a build needs the room of the left-overs
        prepared.take_up(index)
        previous = None if full else _previous(index, trust_statuses)
        seen = _signatures(content, None if full else index)
        plan = plan_of(content, previous, seen)
        if previous and plan.is_empty(previous.manifest):
            generation, written = previous, 0
        else:
            try:
                generation, read = _write(index, plan, previous, processes, progress)
            except Exception:  # whatever a damaged file may cause
                if not previous or not (damage := _damage(previous)):
                    raise
                log.warning("index: %s; rebuilding", damage)
                previous, plan = None, plan_of(content, None, seen)
                generation, read = _write(index, plan, None, processes, progress)
            written = len(read.digests)
            for slug, digest in read.digests.items():
                seen.note(f"{slug}.md", digest)
            for slug, file in read.rejected.items():
                if file.digest:
                    seen.note(f"{slug}.md", file.digest)
        seen.write(index)
        tidying.sweep(index)
    return Report(
        generation=generation.path,
        cases=generation.manifest.cases,
        written=written,
        removed=len(plan.removed),
        left_out=generation.manifest.left_out,
        files_left_out=generation.manifest.files_left_out,
        full=previous is None,
        seconds=time.perf_counter() - started,
        newly_left_out=_without(generation.manifest.left_out, previous),
    )


def _without(left_out: Sequence[str], previous: Generation | None) -> tuple[str, ...]:
    known = frozenset(previous.manifest.left_out if previous else ())
    return tuple(finding for finding in left_out if finding not in known)


def is_current(content: Path, index: Path) -> bool:
    """Whether the index can be used and is up to date with the content."""
    try:
        generation = open_current(index)
        plan = plan_of(content, generation, _signatures(content, index))
    except IndexUnusableError:
        return False
    return plan.is_empty(generation.manifest)


def _signatures(content: Path, index: Path | None) -> Signatures:
    return signatures.take(content / "innovations", index, time.time_ns())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off.

    A build makes some hundred thousand objects, hardly any of them part of a cycle, and the
    collector would look through all of them again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _lock(index: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Let in one builder at a time; the kernel releases the lock when a process dies."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _previous(index: Path, trust_statuses: bool) -> Generation | None:
    """The generation in use, or None if none can be used."""
    opened = time.time_ns()
    try:
        generation = open_current(index, trust_statuses=trust_statuses)
    except IndexUnusableError as exc:
        if (index / CURRENT).exists():
            log.warning("index: %s; rebuilding", exc)
        return None
    if generation.statuses != statuses.read(generation.path):
        # It was copied, or the system has started again: it need not be read once more.
        statuses.write(generation.path, generation.statuses, opened - signatures.REST)
    return generation


def _damage(generation: Generation) -> IndexUnusableError | None:
    """What is wrong with the files of a generation, whatever their status says."""
    try:
        generation.check(generation.manifest.checksums)
    except IndexUnusableError as exc:
        return exc
    return None


# --- writing a generation -------------------------------------------------------------


@dataclass(frozen=True)
class _Read:
    """The outcome of reading and analysing files.

    Attributes:
        digests: slug → SHA-256 of the files that gave a case.
        rejected: slug → the other files.
        parts: the snapshots of the cases.
    """

    digests: Mapping[str, str]
    rejected: Mapping[str, Rejected]
    parts: tuple[Arrays, ...] = ()


def _write(
    index: Path,
    plan: Plan,
    previous: Generation | None,
    processes: int,
    progress: Progress,
) -> tuple[Generation, _Read]:
    """Write a new generation and make it the current one; returns also what it read."""
    now = dt.datetime.now(dt.UTC)
    with tidying.new_generation(index, now) as path:
        manifest, read = _fill(path, plan, previous, processes, progress, now)
        write_manifest(path, manifest)
        _note_statuses(path, manifest, previous)
        write_durably(index / CURRENT, path.name)
    return Generation(path, manifest), read


def _note_statuses(path: Path, manifest: Manifest, previous: Generation | None) -> None:
    """Note the statuses of the files of a new generation."""
    present = statuses.take(path, manifest.checksums)
    # A file that is linked must still be the one that was found whole when the build began.
    known = {status.inode: status for status in previous.statuses.values()} if previous else {}
    linked = {name: status for name, status in present.items() if status.inode in known}
    changed = [name for name, status in linked.items() if not known[status.inode].is_linked(status)]
    statuses.write(path, {n: status for n, status in present.items() if n not in changed})


def _fill(
    path: Path,
    plan: Plan,
    previous: Generation | None,
    processes: int,
    progress: Progress,
    now: dt.datetime,
) -> tuple[Manifest, _Read]:
    """Write the files of a generation; returns its manifest and what it read."""
    if previous:
        read = _update(path, plan, previous, progress)
        shards = previous.manifest.shards
    else:
        read, shards = _build_all(path, plan.changed, processes, progress)
    present = previous.path / SNAPSHOT if previous else None
    theme_store.write(path / SNAPSHOT, plan.themes, present)
    catalogue_store.write(path / SNAPSHOT, plan.catalogue, present)

    digests = {**plan.unchanged, **dict(sorted(read.digests.items()))}
    rejected = {**plan.rejected, **read.rejected}
    noted = previous.history if previous else generations.noted_history(path.parent)
    # The notes have the precision of `built_at`, so that nothing is noted after it.
    noticed = history.carried_on(noted, digests, now.replace(microsecond=0))
    history.write(path / SNAPSHOT, noticed)
    manifest = Manifest(
        fingerprint=generations.fingerprint(),
        built_at=now.isoformat(timespec="seconds"),
        cases=len(digests),
        left_out=(
            *map(str, plan.findings),
            *sorted(finding for file in rejected.values() for finding in file.findings),
        ),
        rejected=rejected,
        day=plan.day,
        withdrawn=plan.withdrawn,
        themes=plan.themes.digests,
        catalogue=plan.catalogue.digest,
        shards=shards,
        checksums=checksums(path, previous),
    )
    return manifest, read


def _update(path: Path, plan: Plan, previous: Generation, progress: Progress) -> _Read:
    """Write shards and snapshot without deleted cases, and with changed cases as they are now.

    Raises:
        IndexUnusableError: a file of the previous generation is damaged.
    """
    link_files(previous.path, path, previous.manifest.whoosh_files)
    entries, read = _analyse(progress(plan.changed))
    new = assemble.from_entries(entries)
    whoosh_writer.update_shards(path, previous.manifest.shards, new, plan.outdated)
    before = arrays.read(previous.path / SNAPSHOT)
    # What is written anew gets a new checksum. So a fault of the disk, which doesn't show in the
    # status of a file, must be found now. It takes 0.1 s of another processor for 36,742 cases.
    names = previous.manifest.snapshot_files
    may_be_linked = [f"{SNAPSHOT}/{name}{arrays.SUFFIX}" for name in records.RECORDS]
    with ThreadPoolExecutor(1) as pool:
        checked = pool.submit(previous.check, [n for n in names if n not in may_be_linked])
        try:
            snapshots = [(before, plan.outdated), (new, frozenset[str]())]
            merging.merge(snapshots, Folder(path / SNAPSHOT), previous.path / SNAPSHOT)
        finally:
            checked.result()
    previous.check([n for n in may_be_linked if not (path / n).samefile(previous.path / n)])
    return read


def _build_all(
    path: Path, paths: Sequence[Path], processes: int, progress: Progress
) -> tuple[_Read, int]:
    """Write shards and snapshot from all files; returns also the number of shards.

    The work is shared out among processes if there are enough files for that.
    """
    number = max(1, min(processes, len(paths) // WORTH_A_PROCESS))
    tasks = [_ReadTask(paths[n::number], path / _PARTS / str(n)) for n in range(number)]
    shares = run_tasks(tasks, lambda: progress(paths))
    parts = [part for share in shares for part in share.parts]
    merged = merging.merge([(part, frozenset()) for part in parts], Folder(path / SNAPSHOT))
    shutil.rmtree(path / _PARTS)

    cases = len(merged["length"])
    bounds = [cases * n // number for n in range(number + 1)]
    run_tasks([_ShardTask(path, n, *bounds[n : n + 2]) for n in range(number)])
    digests = {slug: digest for share in shares for slug, digest in share.digests.items()}
    rejected = {slug: file for share in shares for slug, file in share.rejected.items()}
    return _Read(digests, rejected), number


def _analyse(paths: Iterable[Path]) -> tuple[list[Entry], _Read]:
    """Read and analyse files."""
    entries: list[Entry] = []
    digests: dict[str, str] = {}
    rejected: dict[str, Rejected] = {}
    for path in paths:
        slug = files.slug_of(path)
        data = files.read(path)
        if isinstance(data, Finding):
            rejected[slug] = Rejected("", (str(data),))
            continue
        digest = hashlib.sha256(data).hexdigest()
        parsed = files.parse(path, data)
        if parsed.case:
            entries.append(analyse(parsed.case))
            digests[slug] = digest
        else:
            rejected[slug] = Rejected(digest, tuple(map(str, errors_of(parsed))))
    return entries, _Read(digests, rejected)


# --- tasks ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _ReadTask:
    """Read and analyse some files, and write snapshots of their cases."""

    paths: Sequence[Path]
    folder: Path

    def run(self) -> Generator[None, None, _Read]:
        """Yields for each file."""
        digests: dict[str, str] = {}
        rejected: dict[str, Rejected] = {}
        parts: list[Arrays] = []
        for first in range(0, max(1, len(self.paths)), BATCH):  # one for no files, too
            entries: list[Entry] = []
            for path in self.paths[first : first + BATCH]:
                of_file, read = _analyse([path])
                entries += of_file
                digests |= read.digests
                rejected |= read.rejected
                yield
            part = Folder(self.folder / str(first))
            part.update(assemble.from_entries(entries))
            parts.append(part)
        return _Read(digests, rejected, tuple(parts))


@dataclass(frozen=True)
class _ShardTask:
    """Write the shard of a part of the cases of a snapshot; see ``whoosh_writer.write_shard``."""

    generation: Path
    number: int
    first: int
    end: int

    def run(self) -> Generator[None, None, None]:
        """Yields nothing."""
        snapshot = arrays.read(self.generation / SNAPSHOT)
        whoosh_writer.write_shard(self.generation, self.number, snapshot, self.first, self.end)
        yield from ()
