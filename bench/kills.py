"""``python -m bench.kills``: SIGKILL in the midst of builds, updates and imports, again and again.

Each round changes some case files, or hands cases in, accepts them and takes them back; a child
does the work on the index or the inbox and is killed at a random moment. Meanwhile a reader keeps
asking the index. Its answers must be those of the whole index before or after the change, as a
folder that nobody disturbs gives them, and never a mix; so must those right after the kill. The
work is then done again, and nothing of the killed one may be left.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import itertools
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from app.collection.case import Case
from app.collection.stats import read_cases
from app.contribution.inbox import Inbox
from app.contribution.review import accept, undo
from app.search.engine import Engine
from app.search.index import builder, generations, tidying
from app.search.index.generations import IndexUnusableError
from app.search.query.query import Query
from app.settings import ROOT

#: The cases of the collection at the start, and those that edits and imports draw from.
CASES, SPARE = 30, 30

#: How often the build of the same change is killed before it may end.
ATTEMPTS = 4

KINDS = ("update", "full", "import", "accept", "undo")

_QUERIES = ("", "sampah", "kesehatan ibu", "desa wisata", "layanan izin", "air bersih")

TODAY = dt.date(2026, 11, 30)

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir"}


@dataclass
class Findings:
    """What a run found: kills that hit, by kind, and faults in words."""

    kills: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


# --- children that die ------------------------------------------------------------------


def _fork(work: Callable[[], object]) -> int:
    """The number of a child that does some work; it ends with 0, or with 1 if that failed."""
    gc.freeze()  # else the child's collector copies all that this process has in memory
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # whatever it was, the child must not go on as its parent
            os._exit(1)
        os._exit(0)
    gc.unfreeze()
    return child


def _end(child: int) -> int:
    """Wait for a child; the signal that ended it, or 0 if it was done before.

    Raises:
        RuntimeError: the work failed.
    """
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"the work failed with code {code}")
    return -code


def die_at_change(moment: int, work: Callable[[], object], *folders: Path) -> int:
    """Work in a child that kills itself right before its n-th change of a folder.

    Between two changes lies nothing but computing.

    Returns:
        The signal that ended the child, or 0 if it was done before.
    """
    left = itertools.count(moment, -1)
    below = tuple(map(str, folders))

    def die_in_time(event: str, args: tuple[object, ...]) -> None:
        changes = event in _CHANGES
        if event == "open":
            changes = isinstance(args[2], int) and bool(args[2] & _WRITES)
        if changes and str(args[0]).startswith(below) and next(left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched() -> None:
        sys.addaudithook(die_in_time)
        work()

    return _end(_fork(watched))


def die_after(seconds: float, work: Callable[[], object]) -> int:
    """Work in a child that is killed after so many seconds; as :func:`die_at_change`."""
    child = _fork(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return _end(child)


# --- answers ----------------------------------------------------------------------------


def answers(engine: Engine) -> str:
    """A digest of what an index answers: all cases, and some searches with their counts."""
    digest = hashlib.sha256()
    for card in sorted(engine.cards(), key=lambda card: card.slug):
        digest.update(repr((card.slug, card.title, engine.case(card.slug))).encode())
    for text in _QUERIES:
        results = engine.search(Query(text=text))
        hits = [hit.card.slug for hit in results.hits]
        digest.update(repr((text, results.total, hits, results.facets)).encode())
    return digest.hexdigest()[:16]


@contextmanager
def reader(index: Path) -> Iterator[Callable[[], list[str]]]:
    """A process that keeps asking an index; the function returns the new kinds of answers.

    It asks the engine that it has, and a new one where there is another generation, and at times.
    """
    receiver, sender = os.pipe()
    os.set_blocking(receiver, False)

    def keep_asking() -> None:
        engine, first, seen = None, "", ""
        for turn in itertools.count():
            current = _current(index)
            try:
                if engine and answers(engine) != first:
                    said = "an open engine answers otherwise than before"
                elif current != seen or turn % 10 == 0:
                    engine = Engine.open(index)
                    said = first = answers(engine)
                    seen = current
            except IndexUnusableError as exc:
                if _current(index) != current:
                    continue  # it was replaced just then: the site looks again, too
                said = f"no index: {exc}"
            except Exception as exc:
                said = f"failed: {exc!r}"
            os.write(sender, f"{said}\n".encode())
            time.sleep(0.05)

    child = _fork(keep_asking)
    os.close(sender)

    def heard() -> list[str]:
        data = b""
        try:
            while chunk := os.read(receiver, 65_536):
                data += chunk
        except BlockingIOError:
            pass
        return data.decode().splitlines()

    try:
        yield heard
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(receiver)


def _current(index: Path) -> str:
    try:
        return (index / generations.CURRENT).read_text(encoding="utf-8")
    except OSError:
        return ""


# --- the folders ------------------------------------------------------------------------


def _size(path: Path) -> tuple[int, str]:
    return path.stat().st_size, path.name


class Folders:
    """A small collection, its index, its inbox, and an index that nobody disturbs."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Fill a folder with some short real cases; the same seed chooses the same ones."""
        self.random = random.Random(seed)  # noqa: S311 - chooses tests, guards nothing
        self.content, self.index = folder / "content", folder / "index"
        self._undisturbed = folder / "undisturbed"
        self.inbox = Inbox(folder / "inbox")
        self.innovations = self.content / "innovations"
        self.innovations.mkdir(parents=True)
        real = sorted((ROOT / "content" / "innovations").glob("*.md"), key=_size)
        chosen = self.random.sample(real[: 2 * (CASES + SPARE)], CASES + SPARE)
        self._spare = chosen[CASES:]
        for path in chosen[:CASES]:
            shutil.copy(path, self.innovations)
        self._edits = 0
        builder.build(self.content, self.index)

    def edit(self) -> None:
        """Change, add or remove up to three case files."""
        for _ in range(self.random.randint(1, 3)):
            paths = sorted(self.innovations.glob("*.md"))
            self._edits += 1
            what = self.random.choice(("change", "change", "add", "remove"))
            if what == "add" or len(paths) < CASES // 2:
                shutil.copy(self.random.choice(self._spare), self.innovations)
            elif what == "remove" or len(paths) > CASES + SPARE // 2:
                self.random.choice(paths).unlink()
            else:
                path = self.random.choice(paths)
                text = path.read_text(encoding="utf-8")
                path.write_text(f"{text}\nPerubahan ke-{self._edits}.\n", encoding="utf-8")

    def true_answers(self) -> str:
        """What an index of the present files answers, if nobody disturbs its build."""
        builder.build(self.content, self._undisturbed)
        return answers(Engine.open(self._undisturbed))

    def texts(self) -> list[str]:
        """Case files that nobody has handed in yet, for an import."""
        there = {path.name for path in self.innovations.iterdir()}
        free = [path for path in self._spare if path.name not in there]
        chosen = self.random.sample(free, min(len(free), self.random.randint(2, 5)))
        return [path.read_text(encoding="utf-8") for path in chosen]

    def cases(self) -> dict[str, Case]:
        """The cases of the collection, by slug."""
        return {case.slug: case for case in read_cases(self.content, lambda paths: paths)[0]}

    def left_overs(self) -> list[str]:
        """What lies in the folders that no finished work leaves there."""
        found = [path for path in self.index.glob("gen-*") if not (path / "manifest.json").exists()]
        found += self.index.glob(".*")
        found += self.index.glob("gen-*/**/.*")
        found += self.index.glob("prepared/*")
        found += [path for path in self.innovations.iterdir() if path.suffix != ".md"]
        found += self.innovations.glob(".*")
        found += self.inbox.folder.glob("**/.*.baru")
        found += self.inbox.folder.glob("*/.baru-*")
        if len(list(self.index.glob("gen-*"))) > tidying.MOST_REPLACED + 2:
            found.append(self.index)
        return sorted({str(path.relative_to(self.content.parent)) for path in found})


# --- the rounds ---------------------------------------------------------------------------


class Rounds:
    """Kills builds and imports in folders, and takes note of what went wrong."""

    def __init__(self, folders: Folders, heard: Callable[[], list[str]]) -> None:
        self._folders = folders
        self._heard = heard
        self._random = folders.random
        self._seconds: dict[str, float] = {}
        self._changes: dict[str, int] = {}
        # What is true of the files, from the first round on, and how far the reader has come.
        self._true = [folders.true_answers()]
        self._reached = 0
        self.findings = Findings()

    def run(self, times: int, *, kinds: tuple[str, ...] = KINDS) -> None:
        """Go on until so many kills have hit work that was not finished."""
        for kind in itertools.cycle(kinds):
            if self.findings.kills.total() >= times:
                return
            if kind in {"update", "full"}:
                self._build(kind)
            else:
                self._decide(kind)

    def _die(self, kind: str, work: Callable[[], object], *folders: Path) -> None:
        """Kill some work at a random moment: by the clock, or before a change of its folders.

        How long the work takes is learnt from earlier kills: those that came too late halve it.
        """
        if self._random.random() < 0.5:
            limit = self._seconds.setdefault(kind, 1.0)
            hit = die_after(self._random.uniform(0, limit), work)
            self._seconds[kind] = limit * (1.1 if hit else 0.7)
        else:
            most = self._changes.setdefault(kind, 60)
            hit = die_at_change(self._random.randint(1, most), work, *folders)
            self._changes[kind] = max(4, round(most * (1.1 if hit else 0.7)))
        if hit:
            self.findings.kills[kind] += 1
        else:
            self.findings.missed += 1

    def _note(self, said: str, right: set[str], when: str) -> None:
        self.findings.answers += 1
        if said not in right:
            self.findings.wrong.append(f"{when}: {said}")

    def _note_heard(self, kind: str) -> None:
        """What the reader says must be true of some state of the files, and never go back."""
        for said in self._heard():
            self.findings.answers += 1
            if said in self._true[self._reached :]:
                self._reached = self._true.index(said, self._reached)
            else:
                self.findings.wrong.append(f"the reader, {kind}: {said}")

    def _build(self, kind: str) -> None:
        folders = self._folders
        before = self._true[-1]
        folders.edit()
        after = folders.true_answers()
        self._true.append(after)

        def work() -> None:
            builder.build(folders.content, folders.index, full=kind == "full")

        for _ in range(ATTEMPTS):
            self._die(kind, work, folders.index)
            self._note(_answers_now(folders.index), {before, after}, f"after {kind}")
        builder.build(folders.content, folders.index)
        self._note(_answers_now(folders.index), {after}, f"after the next build ({kind})")
        self._note_heard(kind)
        self._note_left(kind)

    def _decide(self, kind: str) -> None:
        """An import, its acceptance, or its undoing: killed, looked at, done again."""
        folders, inbox = self._folders, self._folders.inbox
        if kind == "import":
            self._import(folders.texts())
        elif kind == "accept":
            waiting = [entry.number for entry in inbox.waiting().entries]
            cases = folders.cases()
            known = {path.name: path.read_bytes() for path in folders.innovations.iterdir()}
            texts = {inbox.entry(number)[2] for number in waiting}
            places = (inbox.folder, folders.innovations)
            self._die(kind, lambda: accept(inbox, waiting, folders.content, cases, TODAY), *places)
            for path in folders.innovations.glob("[!.]*"):
                if path.read_bytes() not in {known.get(path.name), *texts}:
                    self.findings.wrong.append(f"{path.name} is written in part")
            waiting = [entry.number for entry in inbox.waiting().entries]
            accept(inbox, waiting, folders.content, folders.cases(), TODAY)
            published = {path.read_bytes() for path in folders.innovations.iterdir()}
            still = {inbox.entry(entry.number)[2] for entry in inbox.waiting().entries}
            if lost := texts - published - still:
                self.findings.wrong.append(f"{len(lost)} accepted cases are lost")
        else:
            self._undo()
        self._note_left(kind)

    def _import(self, texts: list[str]) -> None:
        inbox = self._folders.inbox
        before = len(inbox.waiting().entries)
        described: list[tuple[str, tuple[str, ...]]] = [(text, ()) for text in texts]
        if not described:
            return
        self._die("import", lambda: inbox.put_import(described, TODAY), inbox.folder)
        there = len(inbox.waiting().entries) - before
        if there not in {0, len(texts)}:
            self.findings.wrong.append(f"{there} of {len(texts)} cases of an import are there")
        if there != len(texts):
            inbox.put_import(described, TODAY)

    def _undo(self) -> None:
        folders, inbox = self._folders, self._folders.inbox
        accepted = inbox.decided("diterima").entries
        numbers = {entry.import_number or entry.number for entry in accepted}
        if not numbers:
            return
        number = self._random.choice(sorted(numbers))
        total = len(accepted) + len(inbox.waiting().entries)
        places = (inbox.folder, folders.innovations)
        self._die("undo", lambda: undo(inbox, number, folders.content), *places)
        if number in {e.import_number or e.number for e in inbox.decided("diterima").entries}:
            undo(inbox, number, folders.content)
        waiting = inbox.waiting()
        if (
            waiting.damaged
            or len(waiting.entries) + len(inbox.decided("diterima").entries) != total
        ):
            self.findings.wrong.append("undo lost or damaged an entry")
        for entry in waiting.entries:  # so that the next import finds cases that nobody has sent
            inbox.reject(entry.number, "Diganti.", TODAY)

    def _note_left(self, kind: str) -> None:
        self.findings.left += [f"after {kind}: {path}" for path in self._folders.left_overs()]


def _answers_now(index: Path) -> str:
    try:
        return answers(Engine.open(index))
    except IndexUnusableError as exc:
        return f"no index: {exc}"


def run(folder: Path, times: int, seed: int, *, kinds: tuple[str, ...] = KINDS) -> Findings:
    """Kill so many builds and imports in a folder, which must be empty."""
    folders = Folders(folder, seed)
    with reader(folders.index) as heard:
        rounds = Rounds(folders, heard)
        rounds.run(times, kinds=kinds)
    return rounds.findings


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--times", default=1000, show_default=True, help="How many kills have to hit.")
@click.option("--seed", default=1, show_default=True, help="Chooses the edits and the moments.")
def main(times: int, seed: int) -> None:
    """Kill builds, updates and imports; exit code 1 if an answer was wrong or something is left."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pustaka-kills-") as folder:
        findings = run(Path(folder), times, seed)
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(findings.kills.items()))
    click.echo(f"{findings.kills.total()} kills ({kinds}); {findings.missed} came too late")
    click.echo(f"{findings.answers} answers, {len(findings.wrong)} faults")
    for fault in [*findings.wrong[:20], *findings.left[:20]]:
        click.echo(f"  {fault}")
    click.echo(f"{len(findings.left)} left-overs; {time.monotonic() - started:.0f} s")
    sys.exit(1 if findings.wrong or findings.left else 0)


if __name__ == "__main__":
    main()
