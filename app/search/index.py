"""The Whoosh index: schema, build, update, swap, open.

An index folder holds *generations*, each a complete Whoosh index in a folder of its own
that never changes once it is finished, and ``CURRENT``, a file that names the one in
use. A build writes a new generation beside the others and then replaces ``CURRENT`` by
one rename, so a reader finds a whole index at every moment and a builder may die at any.
An update starts from hard links to the files of the current generation: Whoosh never
writes into a finished segment, so only what changed is written.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import importlib.metadata
import json
import logging
import os
import re
import shutil
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import IndexWriter

from app.cases import curation, evidence, files
from app.cases.model import Case
from app.cases.problem import Problem
from app.search import language
from app.search.facets import FACETS
from app.search.fields import PARTS

log = logging.getLogger(__name__)

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
LOCK = "lock"

# Words of different lines stand this far apart, so that no phrase crosses a line.
LINE_GAP = 10

# How long a replaced generation stays for readers that still use it, in seconds.
GRACE = 60.0

# Memory of a Whoosh writer before it spills to disk, in MB.
WRITER_MB = 128


class IndexUnusableError(Exception):
    """There is no index here that can be read; the message says why."""


class IndexOutdatedError(IndexUnusableError):
    """The index was made by other code: another version, perhaps one that still runs."""


# --- schema ---------------------------------------------------------------------------


class StemAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh's class is untyped
    """Lines of ``weight TAB text`` → stems without stop words, each with its line's weight.

    >>> [(t.text, t.boost) for t in StemAnalyzer()("6.0\\tPutik Sari")]
    [('putik', 6.0), ('sari', 6.0)]
    """

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Token]:
        token = Token()
        for line in value.split("\n"):
            weight, _, text = line.partition("\t")
            token.boost = float(weight)
            for stem in language.stems(text):
                token.text = stem
                yield token


class WordAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh's class is untyped
    """Text → words as written (folded), all of them, with positions for phrases."""

    def __call__(self, value: str, positions: bool = False, **kwargs: Any) -> Iterator[Token]:
        token = Token(positions, boost=1.0)
        position = 0
        for line in value.split("\n"):
            for word in language.words(line):
                token.text = word.text
                token.pos = position
                position += 1
                yield token
            position += LINE_GAP


def schema() -> fields.Schema:
    """The fields of the index.

    ``text`` holds the stems of every part of a case with the part's weight, ``exact``
    the words of all of them with positions, ``name`` the ways a case is called, each as
    one word; facets hold their values.
    """
    return fields.Schema(
        slug=fields.ID(unique=True, stored=True),
        name=fields.KEYWORD(),
        text=fields.TEXT(analyzer=StemAnalyzer(), phrase=False),
        exact=fields.TEXT(analyzer=WordAnalyzer(), phrase=True),
        region=fields.ID(),
        tag=fields.KEYWORD(),
        agency=fields.KEYWORD(),
        newest=fields.ID(sortable=True),
        name_order=fields.ID(sortable=True),
        card=fields.STORED(),
        case=fields.STORED(),
        **{facet.key: fields.KEYWORD() for facet in FACETS},
    )


@cache
def fingerprint() -> str:
    """Identifies what an index depends on besides the content: our code and libraries.

    An index with another fingerprint is rebuilt, never read. Taken from the source
    files themselves, since a number to be raised by hand would be forgotten.
    """
    package = Path(__file__).parent.parent
    sources = sorted((package / "cases").rglob("*.py")) + sorted((package / "cases").rglob("*.csv"))
    sources += [package / "search" / name for name in ("language.py", "fields.py", "facets.py")]
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for source in sources:
        digest.update(source.read_bytes())
    for library in ("whoosh3", "whoosh", "markdown", "nh3", "pystemmer", "sastrawi"):
        digest.update(f"{library} {_version(library)}".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""


@dataclass(frozen=True)
class Card:
    """What a list of results shows of a case, and the sentences its snippet is taken from."""

    slug: str
    title: str
    expansion: str | None
    summary: str
    agency: str
    government: str
    level: str
    province: str
    category: str
    status: str
    #: ISO date or year of the last word on the status; None if no source is dated.
    status_as_of: str | None
    #: Whether a curator checked the status then; else the date is the newest source's.
    status_checked: bool
    started: int | None
    #: measure, before, after of the first result, if any.
    result: tuple[str, str | None, str] | None
    replications: int
    #: Slug of the case that this one copied, if its file names it.
    adapted_from: str | None
    #: by, year, slug of the copy's case of each entry of ``replicated_by``.
    copies: tuple[tuple[str, int | None, str | None], ...]
    #: Step of the evidence ladder, 0 to 4.
    evidence: int
    updated: str
    #: (section key, sentence) in the order of the text.
    sentences: tuple[tuple[str, str], ...]


def card_of(case: Case) -> Card:
    """The card of a case."""
    best = next((r for r in case.results if r.before), next(iter(case.results), None))
    as_of = case.status_as_of
    return Card(
        slug=case.slug,
        title=case.title,
        expansion=case.expansion,
        summary=case.summary,
        agency=case.agency,
        government=case.government,
        level=case.level,
        province=case.province,
        category=case.category,
        status=case.status,
        status_as_of=None if as_of is None else str(as_of),
        status_checked=case.status_checked is not None,
        started=case.started,
        result=(best.measure, best.before, best.after) if best else None,
        replications=len(case.replicated_by),
        adapted_from=case.adapted_from,
        copies=tuple((copy.by, copy.year, copy.case) for copy in case.replicated_by),
        evidence=evidence.assess(case).step,
        updated=case.updated.isoformat(),
        sentences=tuple(
            (section.key, sentence) for section in case.sections for sentence in section.sentences
        ),
    )


def names_of(case: Case) -> list[str]:
    """Every way the case is called, each without spaces (see ``language.name_key``).

    A title with an addition in brackets, "PASTI (Pelayanan Cepat)", is also called by
    either part alone.
    """
    texts = [case.title, case.expansion or ""]
    for text in tuple(texts):
        if "(" in text:
            texts += [part.strip(" )") for part in text.split("(")]
    return sorted({key for text in texts if (key := language.name_key(text))})


def newest_key(case: Case) -> str:
    """What "newest first" sorts by: living cases before the others, then the newest text.

    Also orders cases of the same score.
    """
    life = evidence.life_order(case.status)
    return f"{life} {case.updated.isoformat()} {case.started or 0:04d}"


def document(case: Case) -> dict[str, Any]:
    """The Whoosh document of a case."""
    lines = [
        (part.weight, line) for part in PARTS for line in part.text_of(case).split("\n") if line
    ]
    return {
        "slug": case.slug,
        "name": names_of(case),
        "text": "\n".join(f"{weight}\t{line}" for weight, line in lines),
        "exact": "\n".join(line for _, line in lines),
        "region": case.region or "",
        "tag": list(case.tags),
        "agency": [case.agency],
        "name_order": language.fold(case.title),
        "newest": newest_key(case),
        "card": json.dumps(asdict(card_of(case)), ensure_ascii=False),
        "case": case.model_dump_json(exclude_none=True),
        **{facet.key: list(facet.values_of(case)) for facet in FACETS},
    }


# --- what an index says of itself -----------------------------------------------------


@dataclass(frozen=True)
class Manifest:
    """What an index was made of. Written last: a generation without one isn't finished."""

    fingerprint: str
    built_at: str
    cases: int
    #: SHA-256 of each file that gave a case, by slug.
    digests: Mapping[str, str]
    #: Problems that kept files out, as ``str(problem)``.
    left_out: tuple[str, ...]
    #: slug → {"reason", "instead"} of withdrawn cases.
    withdrawn: Mapping[str, Mapping[str, str | None]]
    #: name → (size, CRC-32) of each file of the generation.
    checksums: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def files_left_out(self) -> int:
        """How many files were left out (one file may have several problems)."""
        return len({re.split(r":[0-9]+: ", problem, maxsplit=1)[0] for problem in self.left_out})


def _read_manifest(generation: Path) -> Manifest:
    try:
        values = json.loads((generation / MANIFEST).read_text(encoding="utf-8"))
        if values.pop("seal") != _seal(values):
            raise ValueError("isinya berubah")
        values["left_out"] = tuple(values["left_out"])
        values["checksums"] = {name: tuple(pair) for name, pair in values["checksums"].items()}
        return Manifest(**values)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
        raise IndexUnusableError(f"keterangan indeks rusak ({exc})") from exc


def _write_manifest(generation: Path, manifest: Manifest) -> None:
    values = asdict(manifest)
    sealed = {**values, "seal": _seal(values)}
    _write_durably(generation / MANIFEST, json.dumps(sealed, ensure_ascii=False))


def _seal(values: Mapping[str, Any]) -> int:
    """The CRC-32 of a manifest's values, which tells when its file was damaged."""
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())


def _checksum(path: Path) -> tuple[int, int]:
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


def open_current(index: Path) -> tuple[Path, Manifest, FileIndex]:
    """Open the generation in use, after checking that it is whole and ours.

    Raises:
        IndexUnusableError: there is no index, or it is damaged, or made by other code.
    """
    generation = current_generation(index)
    manifest = _read_manifest(generation)
    if manifest.fingerprint != fingerprint():
        raise IndexOutdatedError("indeks dibuat oleh versi lain")
    for name, expected in manifest.checksums.items():
        try:
            actual = _checksum(generation / name)
        except (OSError, ValueError) as exc:
            raise IndexUnusableError(f"indeks rusak: {name} hilang") from exc
        if actual != expected:
            raise IndexUnusableError(f"indeks rusak: {name} berubah")
    try:
        return generation, manifest, FileStorage(str(generation)).open_index()
    except Exception as exc:  # whatever a damaged file makes Whoosh raise
        raise IndexUnusableError(f"indeks rusak ({exc})") from exc


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
    progress: Progress = lambda paths: paths,
    on_wait: Callable[[], None] = lambda: None,
) -> Report:
    """Bring the index up to date with the content, and swap it in.

    Only new, changed and deleted files are touched, unless ``full`` or the present
    index can't be used. Where nothing changed, nothing is written.

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
        plan = _plan(content, previous[1] if previous else None)
        if previous and plan.is_empty(previous[1]):
            generation, manifest = previous[0], previous[1]
            written = removed = 0
        else:
            generation, manifest, written, removed = _write(index, plan, previous, progress)
        _sweep(index, generation)
    return Report(
        generation=generation,
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
        manifest = open_current(index)[1]
    except IndexUnusableError:
        return False
    return _plan(content, manifest).is_empty(manifest)


@dataclass(frozen=True)
class _Plan:
    """What a build has to do: files to read anew, slugs to take out, the rest unchanged."""

    changed: tuple[tuple[Path, bytes, str], ...]
    removed: tuple[str, ...]
    unchanged: Mapping[str, str]
    problems: tuple[Problem, ...]
    withdrawn: Mapping[str, Mapping[str, str | None]]

    def is_empty(self, manifest: Manifest) -> bool:
        # Files that gave no case have no digest: they count as changed each time, and
        # that changes nothing as long as they are left out for the same reasons.
        still_out = [problem for path, data, _ in self.changed for problem in _errors(path, data)]
        return (
            len({p.path for p in still_out}) == len(self.changed)
            and not self.removed
            and self.withdrawn == manifest.withdrawn
            and sorted(map(str, (*self.problems, *still_out))) == sorted(manifest.left_out)
        )


def _errors(path: Path, data: bytes) -> list[Problem]:
    return [problem for problem in files.parse(path, data).problems if problem.level == "error"]


def _plan(content: Path, manifest: Manifest | None) -> _Plan:
    known = manifest.digests if manifest else {}
    withdrawn, _ = curation.read_withdrawn(content)
    paths, problems = files.find(content / "innovations")
    changed, unchanged = [], {}
    for path in paths:
        slug = files.slug_of(path)
        data = files.read(path)
        if isinstance(data, Problem):
            problems.append(data)
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
        problems=tuple(problems),
        withdrawn={
            slug: {"reason": entry.reason, "instead": entry.instead}
            for slug, entry in withdrawn.items()
        },
    )


def _write(
    index: Path,
    plan: _Plan,
    previous: tuple[Path, Manifest, FileIndex] | None,
    progress: Progress,
) -> tuple[Path, Manifest, int, int]:
    """Write a new generation and make it the current one."""
    now = dt.datetime.now(dt.UTC)
    generation = index / f"gen-{now:%Y%m%dT%H%M%S%f}-{os.getpid()}"
    generation.mkdir()
    storage = FileStorage(str(generation))
    if previous:
        _link_files(previous[0], generation, previous[1].checksums)
        whoosh_index = storage.open_index()
    else:
        whoosh_index = storage.create_index(schema())

    digests = dict(plan.unchanged)
    left_out = [str(problem) for problem in plan.problems]
    contents = {path: (data, digest) for path, data, digest in plan.changed}
    written = 0
    writer: IndexWriter
    with whoosh_index.writer(limitmb=WRITER_MB) as writer:  # commits, or cancels on an error
        for slug in plan.removed:
            writer.delete_by_term("slug", slug)
        for path in progress(list(contents)):
            data, digest = contents[path]
            parsed = files.parse(path, data)
            slug = files.slug_of(path)
            if previous:
                writer.delete_by_term("slug", slug)
            if parsed.case:
                writer.add_document(**document(parsed.case))
                digests[slug] = digest
                written += 1
            else:
                left_out += [str(p) for p in parsed.problems if p.level == "error"]

    manifest = Manifest(
        fingerprint=fingerprint(),
        built_at=now.isoformat(timespec="seconds"),
        cases=len(digests),
        digests=digests,
        left_out=tuple(left_out),
        withdrawn=plan.withdrawn,
        checksums={
            path.name: _checksum(path)
            for path in sorted(generation.iterdir())
            if path.suffix in {".seg", ".toc"} or path.name.startswith("MAIN_")
        },
    )
    _write_manifest(generation, manifest)
    _write_durably(index / CURRENT, generation.name)
    return generation, manifest, written, len(plan.removed)


def _link_files(source: Path, target: Path, names: Iterable[str]) -> None:
    for name in names:
        try:
            (target / name).hardlink_to(source / name)
        except OSError:  # a file system without hard links
            shutil.copy2(source / name, target / name)


def _write_durably(path: Path, text: str) -> None:
    """Replace a file by one rename, after its content has reached the disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


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
