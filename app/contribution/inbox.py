"""The inbox: what others handed in, waiting for a curator.

A folder with three folders of entries (:mod:`app.contribution.entry`): ``masuk`` waits,
``diterima`` was accepted, ``ditolak`` was rejected with a reason. The website, ``./pustaka
import`` and curators write to it at the same time, so each change holds a lock of the
kernel. The folder is bounded in entries and bytes, its file names are of our making, no link
in it is followed, and nothing in it is ever served.

``.daftar.json`` is a copy of all headers of ``masuk``, so that a list of 5,000 entries needs
one file. It is compared with the folder each time it is read, and may be deleted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import re
import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from app.contribution.entry import (
    MOST_BYTES,
    TEXT,
    Entry,
    EntryError,
    Kind,
    describe,
    digest,
    folder_name,
    read_entry,
    read_text,
    replace_file,
    write_entry,
)

#: The most entries that wait, and the most of them that came singly, as from the website. A
#: flood of these leaves room for curators' imports.
MOST_ENTRIES = 10_000
MOST_SINGLE = 2_000
#: The most bytes of all texts that wait.
MOST_BYTES_WAITING = 200_000_000
#: The most entries that are kept of those accepted, and of those rejected; the oldest go.
MOST_DECIDED = 20_000
#: The most cases in one import.
MOST_IN_IMPORT = 2_000
#: The most characters of a reason.
MOST_WHY = 1_000

State = Literal["masuk", "diterima", "ditolak"]
STATES: tuple[State, ...] = ("masuk", "diterima", "ditolak")

_LIST, _LOCK = ".daftar.json", ".kunci"
_NEW = ".baru-"
# While it is there, all entries of an import are whole, and are being renamed into their places.
_WHOLE = ".utuh"
_NUMBER = re.compile(r"\d{6,9}", re.ASCII)


class InboxError(Exception):
    """What was asked can't be done; the message says why, in an Indonesian sentence."""


class InboxFullError(InboxError):
    """The inbox takes no more entries for now."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Something in the inbox that is no entry.

    Attributes:
        name: the name of the file or folder, as printable text.
        reason: what is wrong with it, in Indonesian, without a full stop.
    """

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a folder by number, and what else is there."""

    entries: tuple[Entry, ...]
    damaged: tuple[Damaged, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the list: an entry, and the time of change and size of its text."""

    changed: int
    size: int
    entry: Entry


_ROWS = TypeAdapter(list[_Row])


class Inbox:
    """The inbox in a folder, which is made when something is put in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # --- putting in -------------------------------------------------------------------

    def put(
        self,
        kind: Kind,
        text: str,
        today: dt.date,
        *,
        about: str = "",
        doubles: Sequence[str] = (),
    ) -> int:
        """Keep a text for the curators, and return the number that its sender may name.

        Args:
            kind: a case file, or a correction in plain words.
            text: the text.
            today: the day that counts as today.
            about: the slug of the case that a correction is about.
            doubles: the slugs of cases that the text may tell again.

        Raises:
            InboxFullError: no more is taken for now.
            InboxError: the text is too large, or the folder can't be written.
        """
        entry = describe(kind, _encoded(text), today, about=about, doubles=doubles)
        return self._add([(entry, text)], MOST_SINGLE)[0]

    def put_import(
        self, texts: Sequence[tuple[str, Sequence[str]]], today: dt.date
    ) -> tuple[int, list[int]]:
        """Keep many case files as one import, all or none.

        Args:
            texts: each case file with the slugs of the cases that it may tell again.
            today: the day that counts as today.

        Returns:
            The number of the import, which is that of its first entry, and those of its entries.

        Raises:
            InboxFullError: not all of them can be taken for now.
            InboxError: there are none or too many, one is too large, or the folder can't be
                written.
        """
        if not 0 < len(texts) <= MOST_IN_IMPORT:
            raise InboxError(
                f"Satu impor memuat 1 sampai {MOST_IN_IMPORT} kasus, bukan {len(texts)}."
            )
        described = [
            (describe("kasus", _encoded(text), today, doubles=doubles), text)
            for text, doubles in texts
        ]
        numbers = self._add(described, MOST_ENTRIES, as_import=True)
        return numbers[0], numbers

    def _add(
        self, described: Sequence[tuple[Entry, str]], most: int, *, as_import: bool = False
    ) -> list[int]:
        """Write new entries, and return their numbers; ``most`` are taken of such ones."""
        with self.locked():
            rows, damaged = self._rows(self._list())
            single = [row for row in rows if row.entry.import_number is None]
            size = sum(row.size for row in rows)
            size += sum(len(_encoded(text)) for _, text in described)
            alike = len(rows if as_import else single) + len(described)
            if (
                alike > most
                or len(rows) + len(damaged) + len(described) > MOST_ENTRIES
                or size > MOST_BYTES_WAITING
            ):
                raise InboxFullError(
                    "Kotak usulan sedang penuh. Simpan berkas Anda, lalu kirim lagi nanti "
                    "atau serahkan langsung kepada kurator."
                )
            first = self._next_number()
            numbered = [
                (replace(entry, number=n, import_number=first if as_import else None), text)
                for n, (entry, text) in enumerate(described, first)
            ]
            self._write_new(numbered)
            self._write_list(self._rows(rows)[0])
        return [entry.number for entry, _ in numbered]

    def _write_new(self, numbered: Iterable[tuple[Entry, str]]) -> None:
        """Write entries beside their places, then rename each into its place.

        Raises:
            InboxError: they can't be written.
        """
        waiting = self.folder / "masuk"
        try:
            for entry, text in numbered:
                folder = waiting / f"{_NEW}{entry.file_name}"
                folder.mkdir()
                replace_file(folder / TEXT, _encoded(text))
                write_entry(folder, entry)
            (waiting / _WHOLE).touch()
            self._finish()
        except OSError as exc:
            raise InboxError(f"Kotak usulan tidak bisa ditulis ({exc.strerror}).") from None

    def _finish(self) -> None:
        """Rename new entries into their places if all are whole, else remove them.

        The entries may be those of a writer that was killed. The caller holds the lock.
        """
        waiting = self.folder / "masuk"
        is_whole = (waiting / _WHOLE).exists()
        for folder in sorted(waiting.glob(f"{_NEW}*")):
            if is_whole:
                folder.rename(waiting / folder.name.removeprefix(_NEW))
            else:
                shutil.rmtree(folder)
        (waiting / _WHOLE).unlink(missing_ok=True)

    def _next_number(self) -> int:
        """The number after the highest one that any entry has or had."""
        names = [item.name for state in STATES for item in self._items(state)]
        return max((int(name) for name in names if _NUMBER.fullmatch(name)), default=0) + 1

    # --- looking ----------------------------------------------------------------------

    def waiting(self) -> Listing:
        """The entries that wait; those that were mended since have their mistakes counted anew."""
        known = self._list()
        rows, damaged = self._rows(known)
        if (self.folder / "masuk" / _WHOLE).exists():  # an import is half in its places
            with contextlib.suppress(InboxError), self.locked():
                rows, damaged = self._rows(known)
        if rows != known:
            with contextlib.suppress(InboxError), self.locked():
                self._write_list(rows)
        return Listing(tuple(row.entry for row in rows), tuple(damaged))

    def decided(self, state: State) -> Listing:
        """The entries that were accepted or rejected."""
        entries, damaged = [], []
        for item in self._items(state):
            try:
                entries.append(read_entry(_folder(item)))
            except EntryError as exc:
                damaged.append(Damaged(_printable(item.name), str(exc)))
        return Listing(tuple(entries), tuple(damaged))

    def entry(self, number: int) -> tuple[Entry, State, bytes]:
        """An entry, whether it waits or was decided, and its text as it stands now.

        Raises:
            InboxError: there is no such entry, or it is damaged.
        """
        for state in STATES:
            folder = self.place(number, state)
            if os.path.lexists(folder):
                try:
                    if folder.is_symlink():
                        raise EntryError("tautan, bukan folder entri")
                    return read_entry(folder), state, read_text(folder)
                except EntryError as exc:
                    raise InboxError(f"Entri {number} rusak: {exc}.") from None
        raise InboxError(f"Tidak ada entri bernomor {number}.")

    def place(self, number: int, state: State = "masuk") -> Path:
        """The folder of an entry."""
        return self.folder / state / folder_name(number)

    # --- deciding ---------------------------------------------------------------------

    def reject(self, number: int, why: str, today: dt.date) -> Entry:
        """Put an entry aside, with the reason.

        Raises:
            InboxError: there is no reason, or no such entry that waits, or it can't be moved.
        """
        why = " ".join(why.split())
        if not 0 < len(why) <= MOST_WHY:
            raise InboxError(f"Tulis alasannya dalam 1 sampai {MOST_WHY} huruf.")
        with self.locked():
            entry = self.entry_waiting(number)
            return self.move(replace(entry, decided=today, why=why), "masuk", "ditolak")

    def entry_waiting(self, number: int) -> Entry:
        """An entry that waits.

        Raises:
            InboxError: there is none with this number.
        """
        entry, state, _ = self.entry(number)
        if state != "masuk":
            raise InboxError(f"Entri {number} sudah {state}.")
        return entry

    def move(self, entry: Entry, source: State, target: State) -> Entry:
        """Write the header of an entry and move the entry; the caller holds the lock.

        Raises:
            InboxError: it can't be moved.
        """
        try:
            write_entry(self.place(entry.number, source), entry)
            self.place(entry.number, target).parent.mkdir(exist_ok=True)
            self.place(entry.number, source).rename(self.place(entry.number, target))
            if target != "masuk":
                for item in self._items(target)[:-MOST_DECIDED]:
                    shutil.rmtree(item.path)
        except OSError as exc:
            raise InboxError(
                f"Entri {entry.number} tidak bisa dipindahkan ({exc.strerror})."
            ) from None
        return entry

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Let in one writer at a time; the kernel releases the lock when a process dies.

        What a writer that died had begun is finished or cleared up.

        Raises:
            InboxError: the folder can't be written, or one of its folders is a link.
        """
        try:
            (self.folder / "masuk").mkdir(parents=True, exist_ok=True)
            for state in STATES:
                if (self.folder / state).is_symlink():
                    raise InboxError(f"Folder “{state}” di kotak usulan adalah tautan.")
            lock = os.open(self.folder / _LOCK, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        except OSError as exc:
            raise InboxError(f"Kotak usulan tidak bisa ditulis ({exc.strerror}).") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                self._finish()
            except OSError as exc:
                raise InboxError(f"Kotak usulan tidak bisa ditulis ({exc.strerror}).") from None
            yield
        finally:
            os.close(lock)

    # --- the list ---------------------------------------------------------------------

    def _rows(self, known: Iterable[_Row]) -> tuple[list[_Row], list[Damaged]]:
        """The rows of all entries that wait, by number, and what else lies among them.

        Args:
            known: rows that are taken over if the text has not changed since.
        """
        by_name = {row.entry.file_name: row for row in known}
        rows, damaged = [], []
        for item in self._items("masuk"):
            try:
                folder = _folder(item)
                # Plain strings: with 5,000 entries, paths as objects take as long as all else.
                status = os.lstat(f"{item.path}/{TEXT}")
                row = by_name.get(item.name)
                if row is None or (row.changed, row.size) != (status.st_mtime_ns, status.st_size):
                    entry = _counted_anew(folder, read_entry(folder))
                    row = _Row(status.st_mtime_ns, status.st_size, entry)
                rows.append(row)
            except EntryError as exc:
                damaged.append(Damaged(_printable(item.name), str(exc)))
            except OSError as exc:
                reason = f"{TEXT} tidak terbaca ({exc.strerror})"
                damaged.append(Damaged(_printable(item.name), reason))
        return rows, damaged

    def _list(self) -> list[_Row]:
        """The rows as they were written last; none if the list is damaged."""
        try:
            return _ROWS.validate_json((self.folder / _LIST).read_bytes())
        except (OSError, ValidationError):
            return []

    def _write_list(self, rows: Sequence[_Row]) -> None:
        with contextlib.suppress(OSError):  # the list only saves time
            replace_file(self.folder / _LIST, _ROWS.dump_json(list(rows)))

    def _items(self, state: State) -> list[os.DirEntry[str]]:
        """What lies in one of the folders, by number; without what writers are making."""
        try:
            with os.scandir(self.folder / state) as found:
                items = [item for item in found if not item.name.startswith(".")]
        except OSError:
            return []
        return sorted(items, key=lambda item: (len(item.name), item.name))


def _folder(item: os.DirEntry[str]) -> Path:
    """The folder of an entry.

    Raises:
        EntryError: it is a link or a file.
    """
    if not item.is_dir(follow_symlinks=False):
        raise EntryError("tautan atau berkas, bukan folder entri")
    return Path(item.path)


def _counted_anew(folder: Path, entry: Entry) -> Entry:
    """The entry, described by its text if somebody has mended that."""
    data = read_text(folder)
    if digest(data) == entry.digest:
        return entry
    described = describe(entry.kind, data, entry.received, about=entry.about, doubles=entry.doubles)
    return replace(
        entry,
        title=described.title,
        owner=described.owner,
        summary=described.summary,
        errors=described.errors,
        warnings=described.warnings,
    )


def _encoded(text: str) -> bytes:
    """The bytes of a text.

    Raises:
        InboxError: it is empty or too large.
    """
    data = text.encode("utf-8", "replace")
    if not data.strip():
        raise InboxError("Usulan itu kosong.")
    if len(data) > MOST_BYTES:
        raise InboxError(f"Usulan itu terlalu besar; paling banyak {MOST_BYTES // 1000} kB.")
    return data


def _printable(name: str) -> str:
    """A file name as printable text; it may hold line ends or bytes that aren't UTF-8."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


# --- finding in the list --------------------------------------------------------------


def matching(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries in whose number, title, owner, summary or case all words of a text stand."""
    words = _folded(text).split()
    return [entry for entry in entries if all(word in _searched(entry) for word in words)]


def _searched(entry: Entry) -> str:
    return _folded(
        f"{entry.number} {entry.title} {entry.owner} {entry.summary} {entry.about} {entry.slug}"
    )


def of_same_name(entries: Iterable[Entry]) -> Mapping[int, Sequence[int]]:
    """Number of a case that waits → the numbers of all with its title, if there are several."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "kasus":
            by_name["".join(filter(str.isalnum, _folded(entry.title)))].append(entry.number)
    return {
        number: numbers for numbers in by_name.values() if len(numbers) > 1 for number in numbers
    }


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()
