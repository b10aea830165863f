"""Builds the index of a content folder, and brings it up to date.

A build writes a new generation (:mod:`~.generations`) beside the others and then replaces
``CURRENT`` by one rename. So a reader finds a whole index at every moment, and a builder
may die at any moment.

A full build shares the files out among processes, each of which writes a shard (a Whoosh
index of its share) and a snapshot of its share. An update starts from hard links to the
shards of the generation in use, and writes only changes to them. In either case the
arrays of the new snapshot are merged from smaller snapshots.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gc
import hashlib
import logging
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection, wait
from pathlib import Path

from app.collection import curation, files
from app.collection.finding import Finding, summed_up
from app.search.index import (
    arrays,
    assemble,
    catalogue_store,
    generations,
    history,
    prepared,
    signatures,
    theme_store,
    tidying,
    whoosh_writer,
)
from app.search.index.arrays import Arrays
from app.search.index.catalogue_store import CataloguePlan
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
from app.search.index.interrupts import held_back
from app.search.index.signatures import Signatures
from app.search.index.theme_store import ThemePlan

log = logging.getLogger(__name__)

LOCK = "lock"

# Fewer files than this are read in the time that another process takes to start.
WORTH_A_PROCESS = 100

#: Shows the progress of a build: takes the files to read, and yields them one by one.
Progress = Callable[[Iterable[Path]], Iterable[Path]]

# A case file as it was read: its path and its bytes.
_File = tuple[Path, bytes]


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
    processes: int = 1,
    progress: Progress = lambda paths: paths,
    on_wait: Callable[[], None] = lambda: None,
) -> Report:
    """Bring the index up to date with the content, in a new generation if anything changed.

    Only new, changed and deleted files count, unless ``full`` or the present index is unusable.
    Files whose status hasn't changed are not even read (:mod:`~.signatures`), unless ``full``.

    Args:
        processes: the most processes that a full build shares the files out among.
        on_wait: is called if another build has to finish first.

    Raises:
        FileNotFoundError: there is no content folder.
        OSError: the index can't be written.
    """
    started = time.perf_counter()
    with _lock(index, on_wait):
        tidying.sweep(index)  # first: on a small disk, a build needs the room of the left-overs
        prepared.take_up(index)
        previous = None if full else _previous(index)
        seen = _signatures(content, None if full else index)
        plan = _plan(content, previous.manifest if previous else None, seen)
        seen.write(index)
        if previous and plan.is_empty(previous.manifest):
            generation, written = previous, 0
        else:
            generation, written = _write(index, plan, previous, processes, progress)
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
        manifest = open_current(index).manifest
    except IndexUnusableError:
        return False
    return _plan(content, manifest, _signatures(content, index)).is_empty(manifest)


def _signatures(content: Path, index: Path | None) -> Signatures:
    return signatures.take(content / "innovations", index, time.time_ns())


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


def _previous(index: Path) -> Generation | None:
    """The generation in use, or None if none can be used."""
    try:
        return open_current(index)
    except IndexUnusableError as exc:
        if (index / CURRENT).exists():
            log.warning("index: %s; rebuilding", exc)
        return None


# --- the plan -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """What a build has to do.

    Attributes:
        changed: the files to read anew: path, bytes, SHA-256.
        removed: the slugs of cases whose files are gone.
        unchanged: slug → SHA-256 of files that the index already has in this state.
        rejected: slug → the files that gave no case before, and haven't changed since.
        findings: why files can't even be read.
        day: the day of the build, in ISO format.
        withdrawn: the curators' list of withdrawn cases, as the manifest stores it.
        themes, catalogue: what has to be done about the themes, and about the catalogue.
    """

    changed: tuple[tuple[Path, bytes, str], ...]
    removed: tuple[str, ...]
    unchanged: Mapping[str, str]
    rejected: Mapping[str, Rejected]
    findings: tuple[Finding, ...]
    day: str
    withdrawn: Mapping[str, Mapping[str, str | None]]
    themes: ThemePlan
    catalogue: CataloguePlan

    @property
    def files(self) -> list[_File]:
        """The files to read anew."""
        return [(path, data) for path, data, _ in self.changed]

    @property
    def outdated(self) -> frozenset[str]:
        """The slugs whose cases in the index, if any, must go."""
        return frozenset({*self.removed, *(files.slug_of(path) for path, _, _ in self.changed)})

    def is_empty(self, manifest: Manifest) -> bool:
        """Whether the index is already up to date with the content."""
        return (
            not self.removed
            and self.withdrawn == manifest.withdrawn
            and self.themes.digests == manifest.themes
            and self.catalogue.digest == manifest.catalogue
            and self._leaves_out_the_same(manifest)
        )

    def _leaves_out_the_same(self, manifest: Manifest) -> bool:
        """Whether the changed files give no case either, for the reasons that are known."""
        reasons = [*map(str, self.findings)]
        reasons += chain.from_iterable(rejected.findings for rejected in self.rejected.values())
        for path, data, _ in self.changed:
            errors = _errors(files.parse(path, data))
            if not errors:
                return False
            reasons += map(str, errors)
        return sorted(reasons) == sorted(manifest.left_out)


def _errors(parsed: files.ParsedFile) -> list[Finding]:
    return list(summed_up(finding for finding in parsed.findings if finding.level == "error"))


def _plan(content: Path, manifest: Manifest | None, seen: Signatures) -> _Plan:
    known = manifest.digests if manifest else {}
    # Whether a date lies in the future is another matter on another day.
    day = dt.date.today().isoformat()
    rejected_before = manifest.rejected if manifest and manifest.day == day else {}
    paths, findings = files.find(content / "innovations")
    withdrawn, mistakes = _withdrawn(content, manifest)
    themes = theme_store.plan(content, manifest.themes if manifest else {})
    listed = catalogue_store.plan(
        content, manifest.catalogue if manifest else None, manifest.left_out if manifest else ()
    )
    findings += (*mistakes, *themes.findings, *listed.findings)
    changed, unchanged, rejected = [], {}, {}
    for path in paths:
        slug = files.slug_of(path)
        before = rejected_before.get(slug)
        wanted = before.digest if before else known.get(slug)
        digest = seen.digest(path.name)
        if digest is None or digest != wanted:
            data = files.read(path)
            if isinstance(data, Finding):
                findings.append(data)
                continue
            digest = hashlib.sha256(data).hexdigest()
            seen.note(path.name, digest)
            if digest != wanted:
                changed.append((path, data, digest))
                continue
        if before:
            rejected[slug] = before
        else:
            unchanged[slug] = digest
    present = {files.slug_of(path) for path, _, _ in changed} | unchanged.keys()
    return _Plan(
        changed=tuple(changed),
        removed=tuple(sorted(known.keys() - present)),
        unchanged=unchanged,
        rejected=rejected,
        findings=tuple(summed_up(findings)),
        day=day,
        withdrawn=withdrawn,
        themes=themes,
        catalogue=listed,
    )


def _withdrawn(
    content: Path, manifest: Manifest | None
) -> tuple[Mapping[str, Mapping[str, str | None]], list[Finding]]:
    """The withdrawn cases, and what is wrong with their list.

    While the list has a mistake, the withdrawn cases of the present index stay: otherwise the
    page of a withdrawn case would lose its reason, and its readers the replacement.
    """
    entries, findings = curation.read_withdrawn(content)
    withdrawn: dict[str, Mapping[str, str | None]] = {
        slug: {"reason": entry.reason, "instead": entry.instead} for slug, entry in entries.items()
    }
    if findings and manifest:
        withdrawn = {**manifest.withdrawn, **withdrawn}
    return withdrawn, findings


# --- writing a generation -------------------------------------------------------------


@dataclass(frozen=True)
class _IndexedShare:
    """The outcome of indexing a share of the files.

    Attributes:
        slugs: the cases that the files gave.
        left_out: slug → why the other files gave none.
        arrays: the snapshot of the cases.
    """

    slugs: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]]
    arrays: Arrays


def _write(
    index: Path,
    plan: _Plan,
    previous: Generation | None,
    processes: int,
    progress: Progress,
) -> tuple[Generation, int]:
    """Write a new generation and make it the current one; returns how many cases it wrote."""
    now = dt.datetime.now(dt.UTC)
    with tidying.new_generation(index, now) as path:
        manifest, written = _fill(path, plan, previous, processes, progress, now)
        write_manifest(path, manifest)
        write_durably(index / CURRENT, path.name)
    return Generation(path, manifest), written


def _fill(
    path: Path,
    plan: _Plan,
    previous: Generation | None,
    processes: int,
    progress: Progress,
    now: dt.datetime,
) -> tuple[Manifest, int]:
    """Write the files of a generation; returns its manifest and how many cases it wrote."""
    if previous:
        shares = [_update(path, plan, previous, progress)]
        shards = previous.manifest.shards
        before = arrays.read(previous.path / SNAPSHOT)
        merged = assemble.merge([(before, plan.outdated), (shares[0].arrays, frozenset())])
    else:
        shares = _index_all(path, plan.files, processes, progress)
        shards = len(shares)
        merged = assemble.merge([(share.arrays, frozenset()) for share in shares])
    arrays.write(merged, path / SNAPSHOT)
    present = previous.path / SNAPSHOT if previous else None
    theme_store.write(path / SNAPSHOT, plan.themes, present)
    catalogue_store.write(path / SNAPSHOT, plan.catalogue, present)

    written = {slug for share in shares for slug in share.slugs}
    read = {files.slug_of(file): digest for file, _, digest in plan.changed}
    digests = {**plan.unchanged, **{slug: read[slug] for slug in sorted(written)}}
    rejected = dict(plan.rejected)
    for share in shares:
        for slug, findings in share.left_out.items():
            rejected[slug] = Rejected(read[slug], findings)
    noted = generations.noted_history(path.parent)
    # The notes have the precision of `built_at`, so that nothing is noted after it.
    noticed = history.carried_on(noted, digests, now.replace(microsecond=0))
    history.write(path / SNAPSHOT, noticed)
    manifest = Manifest(
        fingerprint=generations.fingerprint(),
        built_at=now.isoformat(timespec="seconds"),
        cases=len(plan.unchanged) + len(written),
        digests=digests,
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
    return manifest, len(written)


def _update(
    generation: Path, plan: _Plan, previous: Generation, progress: Progress
) -> _IndexedShare:
    """Remove deleted and changed cases from the shards, and add new and changed cases."""
    link_files(previous.path, generation, previous.manifest.whoosh_files)
    contents = dict(plan.files)
    entries, left_out = _analyse((file, contents[file]) for file in progress(list(contents)))
    whoosh_writer.update_shards(generation, previous.manifest.shards, entries, plan.outdated)
    return _indexed(entries, left_out)


def _index_all(
    generation: Path, contents: Sequence[_File], processes: int, progress: Progress
) -> list[_IndexedShare]:
    """Index all files, shared out among processes if there are enough files for that."""
    number = max(1, min(processes, len(contents) // WORTH_A_PROCESS))
    if number == 1:
        known = dict(contents)
        reading = ((file, known[file]) for file in progress(list(known)))
        return [_index_share(generation, 0, reading)]
    indexed: dict[int, _IndexedShare] = {}
    shares = [contents[n::number] for n in range(number)]
    steps = _in_processes(generation, shares, indexed)
    for _ in progress([file for file, _ in contents]):
        next(steps)
    for _ in steps:
        pass
    return [indexed[n] for n in range(number)]


def _index_share(generation: Path, number: int, contents: Iterable[_File]) -> _IndexedShare:
    """Analyse files and write a Whoosh index of their cases."""
    entries, left_out = _analyse(contents)
    whoosh_writer.write_shard(generation, number, entries)
    return _indexed(entries, left_out)


def _analyse(contents: Iterable[_File]) -> tuple[list[Entry], dict[str, tuple[str, ...]]]:
    """Analyse files; returns the cases, and for files that gave none the reasons."""
    entries: list[Entry] = []
    left_out: dict[str, tuple[str, ...]] = {}
    for path, data in contents:
        parsed = files.parse(path, data)
        if parsed.case:
            entries.append(analyse(parsed.case))
        else:
            left_out[files.slug_of(path)] = tuple(map(str, _errors(parsed)))
    return entries, left_out


def _indexed(entries: Sequence[Entry], left_out: Mapping[str, tuple[str, ...]]) -> _IndexedShare:
    slugs = tuple(entry.slug for entry in entries)
    return _IndexedShare(slugs, left_out, assemble.from_entries(entries))


# --- processes ------------------------------------------------------------------------


def _in_processes(
    generation: Path, shares: Sequence[Sequence[_File]], indexed: dict[int, _IndexedShare]
) -> Iterator[None]:
    """Index each share in a process of its own; yields for each file that was read.

    The outcomes are put into ``indexed``, by the number of the share. Each process starts
    a new interpreter ("spawn"): a forked copy of a process with threads may hang.
    """
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        working: dict[Connection, int] = {}
        for number in range(len(shares)):
            ours, theirs = context.Pipe()
            stack.enter_context(ours)
            process = context.Process(target=_work, args=(theirs, generation, number), daemon=True)
            with held_back():
                process.start()
            stack.callback(process.join)
            stack.callback(process.terminate)
            theirs.close()
            working[ours] = number
        # The share is sent afterwards, not given as an argument: if a process dies before
        # it has read its arguments, start() waits for ever, since it has the other end of
        # their pipe open itself.
        for connection, number in working.items():
            _send(connection, shares[number])
        while working:
            ready = wait(list(working))
            for connection in [connection for connection in working if connection in ready]:
                message = _receive(connection)
                if isinstance(message, _IndexedShare):
                    indexed[working.pop(connection)] = message
                else:
                    yield


_DIED = "proses pembuat indeks berhenti sebelum selesai"


def _send(connection: Connection, share: Sequence[_File]) -> None:
    try:
        connection.send(share)
    except OSError:
        raise OSError(_DIED) from None


def _receive(connection: Connection) -> _IndexedShare | None:
    """The next message of a process: None for a file that was read, or the final outcome."""
    try:
        message = connection.recv()
    except (EOFError, ConnectionError):
        raise OSError(_DIED) from None
    if isinstance(message, Exception):
        raise message
    return message  # type: ignore[no-any-return]  # what _work sends


def _work(connection: Connection, generation: Path, number: int) -> None:
    """The whole work of a process: index the share that it receives, and send the outcome."""

    def reported(share: Sequence[_File]) -> Iterator[_File]:
        for file in share:
            yield file
            connection.send(None)

    gc.disable()  # the process ends with its share, and hardly anything in it is a cycle
    try:
        connection.send(_index_share(generation, number, reported(connection.recv())))
    except Exception as exc:  # the builder reports whatever happened
        connection.send(exc)
