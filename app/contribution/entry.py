"""An entry of the inbox: what somebody handed in, as a folder with a text and a header.

``usulan.md`` holds the text: a case file, or a correction in plain words. A curator may mend it
in an editor. ``entri.json`` holds what the inbox knows about it. An entry comes into being by
one rename of its folder, so it is there as a whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from app.collection.case import SLUG
from app.collection.check import check_alone
from app.collection.files import divide
from app.collection.strict_yaml import FormatError, decode, load_yaml
from app.collection.wording import shortened
from app.contribution.plain_text import one_line

Kind = Literal["kasus", "koreksi"]

#: The largest text of an entry, and the largest header, in bytes.
MOST_BYTES = 200_000
MOST_HEADER_BYTES = 20_000

TEXT, HEADER = "usulan.md", "entri.json"

# The most characters of a title and of a summary in a header.
_TITLE, _SUMMARY = 150, 300


class EntryError(Exception):
    """An entry that can't be read; the message says why, in Indonesian, without a full stop."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the inbox knows about an entry.

    Attributes:
        number: its number, which its sender knows too.
        kind: a case, or a correction.
        received: the day on which it came.
        title: the title of the case, or the first line of the correction.
        owner: who runs the innovation, as far as the case says so.
        summary: the summary of the case, or the start of the correction.
        about: the slug of the case that a correction is about; may be empty.
        errors: the errors of the case.
        warnings: its warnings.
        doubles: the slugs of cases that it may tell again, when it came.
        import_number: the number of the import that it came with, if any.
        digest: the SHA-256 of its text, when it came.
        decided: the day on which a curator accepted or rejected it.
        slug: the slug that it was accepted under.
        published: the SHA-256 of the case file that it became.
        why: why it was rejected.
    """

    number: int
    kind: Kind
    received: dt.date
    title: str
    owner: str = ""
    summary: str = ""
    about: str = ""
    errors: int = 0
    warnings: int = 0
    doubles: tuple[str, ...] = ()
    import_number: int | None = None
    digest: str = ""
    decided: dt.date | None = None
    slug: str = ""
    published: str = ""
    why: str = ""

    @property
    def file_name(self) -> str:
        """The name of its folder."""
        return folder_name(self.number)


_ADAPTER = TypeAdapter(Entry)


def folder_name(number: int) -> str:
    """The name of the folder of an entry: ``000012``."""
    return f"{number:06}"


def digest(data: bytes) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(data).hexdigest()


def describe(
    kind: Kind, data: bytes, received: dt.date, *, about: str = "", doubles: Sequence[str] = ()
) -> Entry:
    """The entry of a text, without its number.

    Args:
        kind: what the text is.
        data: the text.
        received: the day that counts as today.
        about: the slug of the case that a correction is about.
        doubles: the slugs of cases that the text may tell again.
    """
    if kind == "koreksi":
        lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
        title, owner, summary = (lines or ["(kosong)"])[0], "", " ".join(lines[1:])
        errors = warnings = 0
    else:
        title, owner, summary = _of_case(data)
        findings = check_alone(Path(TEXT), data, None, today=received)
        errors = sum(finding.level == "error" for finding in findings)
        warnings = len(findings) - errors
    return Entry(
        number=0,
        kind=kind,
        received=received,
        title=shortened(one_line(title), _TITLE) or "(tanpa judul)",
        owner=shortened(one_line(owner), _TITLE),
        summary=shortened(one_line(summary), _SUMMARY),
        about=about if SLUG.fullmatch(about) else "",
        errors=errors,
        warnings=warnings,
        doubles=tuple(doubles),
        digest=digest(data),
    )


def _of_case(data: bytes) -> tuple[str, str, str]:
    """(title, owner, summary) of a case file, as far as it can be read."""
    try:
        values, _ = load_yaml(divide(decode(data))[0])
    except FormatError:
        match = re.search(r"^title:(.*)$", data.decode("utf-8", "replace"), re.MULTILINE)
        return (match[1].strip(" \"'") if match else ""), "", ""
    names = [values.get(key) for key in ("agency", "government")]
    owner = ", ".join(dict.fromkeys(str(name) for name in names if name))
    return str(values.get("title") or ""), owner, str(values.get("summary") or "")


# --- folders --------------------------------------------------------------------------


def read_text(folder: Path) -> bytes:
    """The text of the entry in a folder.

    Raises:
        EntryError: it can't be read.
    """
    return _read(folder / TEXT, MOST_BYTES)


def read_entry(folder: Path) -> Entry:
    """The entry in a folder.

    Raises:
        EntryError: it is damaged.
    """
    try:
        entry = _ADAPTER.validate_json(_read(folder / HEADER, MOST_HEADER_BYTES))
    except ValidationError:
        raise EntryError(f"{HEADER} rusak") from None
    if folder_name(entry.number) != folder.name:
        raise EntryError(f"nomornya di {HEADER} lain: {entry.number}")
    return entry


def write_entry(folder: Path, entry: Entry) -> None:
    """Write the header of an entry, as a whole or not at all.

    Raises:
        OSError: it can't be written.
    """
    replace_file(folder / HEADER, _ADAPTER.dump_json(entry, indent=1))


def replace_file(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all.

    Raises:
        OSError: it can't be written.
    """
    temporary = path.with_name(f".{path.name}.baru")
    temporary.unlink(missing_ok=True)
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _read(path: Path, most: int) -> bytes:
    """The bytes of a plain file; no link is followed, and nothing but a file is waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as exc:
        raise EntryError(f"{path.name} tidak terbaca ({exc.strerror})") from None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise EntryError(f"{path.name} bukan berkas biasa")
        data = file.read(most + 1)
    if len(data) > most:
        raise EntryError(f"{path.name} terlalu besar")
    return data
