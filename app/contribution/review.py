"""From the inbox into the collection, and back: a curator accepts entries, or takes them back."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.collection import curation
from app.collection.case import Case
from app.collection.check import check_alone
from app.collection.files import divide
from app.collection.finding import Finding
from app.collection.strict_yaml import decode, load_yaml
from app.contribution.case_file import draft_of
from app.contribution.doubles import Names
from app.contribution.entry import TEXT, Entry, digest, write_entry
from app.contribution.inbox import Inbox, InboxError
from app.contribution.slugs import slug_for


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry.

    Attributes:
        entry: the entry as it is now.
        done: whether what was asked was done.
        message: what was done, or why not, in Indonesian, without a full stop.
        path: the case file that it is about, if any.
        findings: the errors that keep a case from being accepted.
    """

    entry: Entry
    done: bool
    message: str
    path: Path | None = None
    findings: tuple[Finding, ...] = ()


# What the name of a file ends in that is still being written.
_NEW = ".baru"


# --- accepting ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Collection:
    """A content folder that cases are accepted into.

    Attributes:
        folder: the content folder.
        cases: its cases by slug.
        names: their names and sources.
        taken: the slugs that no new case may have; grows with each case that is accepted.
    """

    folder: Path
    cases: Mapping[str, Case]
    names: Names
    taken: set[str]

    def path(self, slug: str) -> Path:
        """The file of a case."""
        return self.folder / "innovations" / f"{slug}.md"


def accept(
    inbox: Inbox, numbers: Sequence[int], content: Path, cases: Mapping[str, Case], today: dt.date
) -> list[Outcome]:
    """Move cases from the inbox into a content folder; a correction only counts as done.

    A case with errors stays in the inbox. A file of the collection is never replaced.

    Args:
        inbox: the inbox.
        numbers: the entries.
        content: the content folder.
        cases: the cases of the collection, by slug.
        today: the day that counts as today.

    Raises:
        InboxError: an entry isn't there or no longer waits; then none is accepted. Or a file
            can't be written; the entries before it are accepted then.
    """
    numbers = list(dict.fromkeys(numbers))
    for number in numbers:
        inbox.entry_waiting(number)
    collection = _Collection(content, cases, Names(cases.values()), _taken_slugs(content))
    outcomes = []
    for number in numbers:
        with inbox.locked():  # for each anew: a sender waits no longer than for one of them
            _clear_up(content)
            outcomes.append(_accept(inbox, inbox.entry_waiting(number), collection, today))
    return outcomes


def _taken_slugs(content: Path) -> set[str]:
    """The slugs of all files and of all withdrawn cases, which keep their address."""
    names = {path.name.lower() for path in (content / "innovations").iterdir()}
    slugs = {name.removesuffix(".md") for name in names if name.endswith(".md")}
    return slugs | curation.read_withdrawn(content)[0].keys()


def _accept(inbox: Inbox, entry: Entry, collection: _Collection, today: dt.date) -> Outcome:
    entry = replace(entry, decided=today)
    if entry.kind == "koreksi":
        return Outcome(inbox.move(entry, "masuk", "diterima"), True, "koreksi selesai")
    _, _, data = inbox.entry(entry.number)
    titles = [case.title for case in collection.cases.values()]
    text = inbox.place(entry.number) / TEXT
    found = check_alone(text, data, collection.cases, titles, today)
    errors = tuple(finding for finding in found if finding.level == "error")
    if errors:
        return Outcome(entry, False, "masih ada kesalahan", text, errors)
    if not _is_published(entry, collection, data):
        entry = replace(entry, slug=_slug(data, collection.taken), published=digest(data))
        _publish(inbox, entry, collection.path(entry.slug), data)
    collection.taken.add(entry.slug)
    doubles = collection.names.of(draft_of(data))
    alike = "".join(f"; mungkin sama dengan {one.slug}: {one.reason}" for one in doubles)
    moved = inbox.move(entry, "masuk", "diterima")
    return Outcome(moved, True, f"diterima{alike}", collection.path(entry.slug))


def _is_published(entry: Entry, collection: _Collection, data: bytes) -> bool:
    """Whether an entry was published already, and only its move was interrupted."""
    path = collection.path(entry.slug)
    return bool(entry.slug) and entry.published == digest(data) == _digest_of(path)


def _slug(data: bytes, taken: set[str]) -> str:
    values, _ = load_yaml(divide(decode(data))[0])
    place = str(values.get("government", "")).removeprefix("Pemerintah ")
    return slug_for(str(values["title"]), taken, place)


def _publish(inbox: Inbox, entry: Entry, path: Path, data: bytes) -> None:
    """Write the case file of an entry, as a whole or not at all.

    Raises:
        InboxError: it can't be written, or there is such a file already.
    """
    temporary = path.with_name(f".{path.name}{_NEW}")
    try:
        write_entry(inbox.place(entry.number), entry)  # see _is_published
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)  # unlike a rename, it never replaces a file
    except OSError as exc:
        raise InboxError(f"{path.name} tidak bisa ditulis ({exc.strerror}).") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _clear_up(content: Path) -> None:
    """Remove what an acceptance that was killed has left among the case files."""
    for left_over in (content / "innovations").glob(f".*.md{_NEW}"):
        with contextlib.suppress(OSError):
            left_over.unlink()


# --- taking back ----------------------------------------------------------------------


def undo(inbox: Inbox, number: int, content: Path) -> list[Outcome]:
    """Take what was accepted out of a content folder again, back to the inbox.

    A file that was changed since stays where it is.

    Args:
        inbox: the inbox.
        number: an import, or an entry that came singly.
        content: the content folder.

    Raises:
        InboxError: nothing of this number was accepted, or something can't be moved.
    """
    accepted = inbox.decided("diterima").entries
    entries = [entry for entry in accepted if number == (entry.import_number or entry.number)]
    if not entries:
        raise InboxError(f"Tidak ada yang sudah diterima dari impor atau entri {number}.")
    outcomes = []
    for entry in entries:
        with inbox.locked():
            _clear_up(content)
            outcomes.append(_take_back(inbox, entry, content))
    return outcomes


def _take_back(inbox: Inbox, entry: Entry, content: Path) -> Outcome:
    back = replace(entry, decided=None, slug="", published="")
    if entry.kind == "koreksi":
        return Outcome(inbox.move(back, "diterima", "masuk"), True, "menunggu lagi")
    path = content / "innovations" / f"{entry.slug}.md"
    there = _digest_of(path)
    if there not in {entry.published, None}:
        return Outcome(entry, False, "berkasnya sudah diubah, jadi dibiarkan", path)
    try:
        path.unlink(missing_ok=True)
    except OSError as exc:
        raise InboxError(f"{path.name} tidak bisa dihapus ({exc.strerror}).") from None
    message = "ditarik kembali" if there else "berkasnya sudah tidak ada"
    return Outcome(inbox.move(back, "diterima", "masuk"), True, message, path)


def _digest_of(path: Path) -> str | None:
    """The SHA-256 of a file; None if there is none."""
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        return ""
