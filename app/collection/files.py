"""Case files → cases and findings; how files of the collection are found, read and divided.

A file without errors becomes a case. Each failure to read or understand a file becomes a
:class:`~app.collection.finding.Finding`, so one bad file never stops the others. The
checks here decide whether a case can be shown; all further checks stand in
:mod:`app.collection.check`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import errno
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from frontmatter.default_handlers import YAMLHandler
from pydantic import BaseModel, ValidationError

from app.collection import regions
from app.collection.case import (
    SLUG,
    SLUG_MAX,
    Award,
    Case,
    Replication,
    Result,
    Source,
)
from app.collection.finding import Finding
from app.collection.strict_yaml import FormatError, LineMap, Location, decode, load_yaml
from app.collection.theme import Approach, Theme

#: The largest file read, in bytes. The longest real case has about 14,000.
MAX_BYTES = 100_000

# Keys of the front matter that hold a list → the model of its entries.
_ENTRY_MODELS: Mapping[str, type[BaseModel]] = {
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
    "approaches": Approach,
}

Entry = TypeVar("Entry", Case, Theme)


@dataclass(frozen=True)
class ParsedFile:
    """A case file after parsing.

    Attributes:
        case: the case, or None if the file has an error.
        findings: the errors and warnings of the file.
        lines: the line of each key, for the findings of later checks.
    """

    case: Case | None
    findings: tuple[Finding, ...]
    lines: LineMap


def slug_of(path: Path) -> str:
    """The slug of a case file: its name without ``.md``."""
    return path.name.removesuffix(".md")


def find(folder: Path) -> tuple[list[Path], list[Finding]]:
    """The case files of a folder by name, and an error for each whose name is no slug.

    Files without ``.md`` are ignored, and so are hidden files, which editors leave behind.

    Raises:
        FileNotFoundError: the folder isn't there.
    """
    paths: list[Path] = []
    findings: list[Finding] = []
    by_slug: dict[str, str] = {}
    path_of = {path.name: path for path in folder.iterdir()}
    # Lower-case names come first, so that the error is about Putik-Sari.md if there is a
    # putik-sari.md too.
    for name in sorted(path_of, key=lambda name: (name != name.lower(), name)):
        if not name.lower().endswith(".md") or name.startswith("."):
            continue
        path, slug = path_of[name], slug_of(path_of[name])
        twin = by_slug.setdefault(slug.casefold(), name)
        if twin != name:
            findings.append(
                error(path, 1, f"slug sama dengan {twin}, beda huruf besar", "hapus salah satunya")
            )
        elif not SLUG.fullmatch(slug) or len(slug) > SLUG_MAX:
            findings.append(
                error(
                    path,
                    1,
                    "nama berkas bukan slug",
                    "pakai huruf kecil a-z, angka, dan tanda hubung, misalnya putik-sari.md",
                )
            )
        else:
            paths.append(path)
    return sorted(paths, key=lambda path: path.name), findings


def read(path: Path) -> bytes | Finding:
    """The bytes of a case file, or the error that says why it can't be read.

    A symbolic link is followed only to a file of the same folder. A link that led out of
    it could publish any file of the machine.
    """
    try:
        target, status = path, path.lstat()
        if not stat.S_ISREG(status.st_mode):  # perhaps a link; a plain file needs no more checks
            target = path.resolve(strict=True)
            if target.parent != path.parent.resolve():
                return error(path, 1, "tautan menunjuk ke luar folder", "ganti dengan berkas biasa")
            status = target.stat()
        if stat.S_ISDIR(status.st_mode):
            return error(path, 1, "ini folder, bukan berkas", "ubah namanya atau pindahkan")
        if not stat.S_ISREG(status.st_mode):
            return error(path, 1, "bukan berkas biasa", "ganti dengan berkas teks")
        if status.st_size > MAX_BYTES:
            return error(
                path,
                1,
                f"terlalu besar: {status.st_size:,} byte".replace(",", "."),
                f"ringkas sampai paling banyak {MAX_BYTES // 1000} kB",
            )
        # Read no more than the limit even if the file grows meanwhile.
        with target.open("rb", buffering=0) as file:
            return file.read(MAX_BYTES)
    except FileNotFoundError:
        return error(path, 1, "berkas tidak ada (tautan putus)", "hapus atau betulkan tautannya")
    except (OSError, RuntimeError) as exc:
        # Python before 3.13 raises RuntimeError for a loop of links.
        if not isinstance(exc, OSError) or exc.errno == errno.ELOOP:
            return error(path, 1, "tautan melingkar", "hapus atau betulkan tautannya")
        return error(path, 1, f"tidak terbaca ({exc.strerror})", "periksa izin berkasnya")


def parse(path: Path, data: bytes, today: dt.date | None = None) -> ParsedFile:
    """The case in the bytes of a file, and what is wrong with the file.

    Dates after ``today`` (default: the system's date) are errors.
    """
    findings: list[Finding] = []
    try:
        front_matter, markdown, body_line = divide(decode(data))
        values, lines = load_yaml(front_matter)
    except FormatError as exc:
        return ParsedFile(None, (error(path, exc.line, exc.message, exc.remedy),), LineMap())

    sources = values.get("sources")
    # The workers of the site import this module, but read no files: they don't need Markdown.
    from app.collection.markup import read_body

    body = read_body(markdown, len(sources) if isinstance(sources, list) else 0)
    offset = body_line - 1
    findings += [error(path, n + offset, *texts) for n, *texts in body.mistakes]
    findings += [warning(path, n + offset, *texts) for n, *texts in body.warnings]

    if "sections" not in values:
        lines.add(("sections",), body_line)
    government = values.get("government")
    region = regions.resolve(government) if isinstance(government, str) else None
    computed = {
        "slug": slug_of(path),
        "sections": [vars(section) for section in body.sections],
        "region": region.code if region else None,
    }
    case, mistakes = validate(path, Case, values, computed, lines, today)
    findings += mistakes
    if any(finding.level == "error" for finding in findings):
        case = None
    return ParsedFile(case, tuple(findings), lines)


def read_case(path: Path, today: dt.date | None = None) -> ParsedFile:
    """The case in a file, and what is wrong with the file; see :func:`parse`."""
    data = read(path)
    if isinstance(data, Finding):
        return ParsedFile(None, (data,), LineMap())
    return parse(path, data, today)


# --- front matter and body ------------------------------------------------------------


class _Handler(YAMLHandler):
    """Front matter between two lines of exactly three hyphens, the first of them line 1."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)


def divide(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body starts.

    The front matter starts with the line end of the first ``---``, so that line numbers in
    it are those of the file.

    Raises:
        FormatError: the text has no whole front matter.
    """
    if not text.strip():
        raise FormatError(1, "berkas kosong", "isi menurut content/README.md, atau hapus")
    if not _Handler().detect(text):
        raise FormatError(
            1, "tidak ada front matter", "awali berkas dengan baris --- lalu kunci-kuncinya"
        )
    try:
        front_matter, body = _Handler().split(text)
    except ValueError:
        raise FormatError(
            1, "front matter tidak ditutup", "tambahkan baris --- sesudah kunci terakhir"
        ) from None
    return front_matter, body, text.count("\n", 0, len(text) - len(body)) + 1


def validate(
    path: Path,
    model: type[Entry],
    values: Mapping[str, Any],
    computed: Mapping[str, Any],
    lines: LineMap,
    today: dt.date | None,
) -> tuple[Entry | None, list[Finding]]:
    """The entry with these values, or None, and an error for each value that isn't allowed.

    Args:
        path: the file.
        model: the class of the entry.
        values: the front matter.
        computed: the other attributes of the entry, which no file may set.
        lines: the line of each value.
        today: the day that counts as today; None for the system's.
    """
    known = [key for key in model.model_fields if key not in computed]
    findings = [
        error(path, lines.at((key,)), *_unknown_key((key,), known))
        for key in values
        if key in computed
    ]
    try:
        entry = model.model_validate({**values, **computed}, context={"today": today})
    except ValidationError as exc:
        for mistake in exc.errors(include_url=False, include_input=False):
            location = tuple(mistake["loc"])
            if mistake["type"] == "extra_forbidden":
                texts = _unknown_key(location, known)
            else:
                texts = _explain(mistake["type"], location, mistake.get("ctx", {}), mistake["msg"])
            findings.append(error(path, lines.at(location), *texts))
        return None, findings
    return entry, findings


def _unknown_key(location: Location, known: Sequence[str]) -> tuple[str, str]:
    """(message, remedy) for a key that the format doesn't have.

    Args:
        location: the key.
        known: the keys of the front matter.
    """
    if len(location) > 1:
        model = _ENTRY_MODELS.get(str(location[0]))
        known = list(model.model_fields) if model else []
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    hint = f"maksudnya “{near[0]}”?" if near else f"yang ada: {', '.join(known)}"
    return f"kunci “{_location_name(location)}” tidak dikenal", hint


def _explain(
    kind: str, location: Location, details: Mapping[str, Any], fallback: str
) -> tuple[str, str]:
    """A validation error of pydantic in words for curators: (message, remedy).

    Args:
        kind: pydantic's name of the kind of error.
        location: the value that is wrong.
        details: the message and remedy, if :func:`app.collection.case.mistake` made the error.
        fallback: pydantic's own message.
    """
    where = _location_name(location)
    if kind == "missing":
        return f"kunci “{where}” tidak ada", "tambahkan; kunci ini wajib"
    message = str(details.get("message", fallback))
    remedy = str(details.get("remedy", "lihat content/README.md"))
    return (f"{where}: {message}" if where else message), remedy


def _location_name(location: Location) -> str:
    """A place in the front matter in words: ``sources 2 url`` for ("sources", 1, "url")."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in location)


def error(path: Path, line: int, message: str, remedy: str) -> Finding:
    """An error of a file."""
    return Finding(_printable(path), line, "error", message, remedy)


def warning(path: Path, line: int, message: str, remedy: str) -> Finding:
    """A warning about a file."""
    return Finding(_printable(path), line, "warning", message, remedy)


def _printable(path: Path) -> str:
    """A path as printable text; a file name may hold line ends or bytes that aren't UTF-8."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
