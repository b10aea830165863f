"""Files → cases and findings.

A file becomes a case only when it has no error of its own; what else it may have done
wrong is a warning. One bad file never stops the others: every failure to read or
understand a file ends here as a :class:`~app.collection.finding.Finding`. What is wrong
with a file that can be shown all the same is the business of :mod:`app.collection.check`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import errno
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontmatter.default_handlers import YAMLHandler
from pydantic import BaseModel, ValidationError

from app.collection import regions
from app.collection.case import (
    SLUG,
    SLUG_MAX,
    Award,
    Case,
    FrontMatter,
    Replication,
    Result,
    Source,
)
from app.collection.finding import Finding
from app.collection.strict_yaml import FormatError, LineMap, Location, decode, load_yaml

#: The largest file read, in bytes. The longest real case has about 14,000.
MAX_BYTES = 100_000

_PARTS: Mapping[str, type[BaseModel]] = {
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
}

# What a case knows of itself but its file doesn't say.
_NOT_IN_FILES = Case.model_fields.keys() - FrontMatter.model_fields.keys()


@dataclass(frozen=True)
class Parsed:
    """What one file gave: a case, or None and the errors that say why; warnings either way.

    ``lines`` tells where each key stands, for checks that come later.
    """

    case: Case | None
    findings: tuple[Finding, ...]
    lines: LineMap


def slug_of(path: Path) -> str:
    """The identity of the case in a file: the file's name without ``.md``."""
    return path.name.removesuffix(".md")


def find(folder: Path) -> tuple[list[Path], list[Finding]]:
    """The case files of a folder by name, and what in it can't be one.

    Raises:
        FileNotFoundError: the folder isn't there.
    """
    paths: list[Path] = []
    findings: list[Finding] = []
    by_slug: dict[str, str] = {}
    named = {path.name: path for path in folder.iterdir()}
    # Lower-case names first, so that of two spellings the proper one is kept.
    for name in sorted(named, key=lambda name: (name != name.lower(), name)):
        if not name.lower().endswith(".md") or name.startswith("."):  # ".": an editor's own
            continue
        path, slug = named[name], slug_of(named[name])
        twin = by_slug.setdefault(slug.casefold(), name)
        if twin != name:
            findings.append(
                _error(path, 1, f"slug sama dengan {twin}, beda huruf besar", "hapus salah satunya")
            )
        elif not SLUG.fullmatch(slug) or len(slug) > SLUG_MAX:
            findings.append(
                _error(
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
    """The content of a case file, or why it can't be had.

    Only plain files inside the folder are read: a link that leads out of it would let
    content name any file of the machine.
    """
    try:
        target, status = path, path.lstat()
        if not stat.S_ISREG(status.st_mode):  # else it is what its name says
            target = path.resolve(strict=True)
            if target.parent != path.parent.resolve():
                return _error(
                    path, 1, "tautan menunjuk ke luar folder", "ganti dengan berkas biasa"
                )
            status = target.stat()
        if stat.S_ISDIR(status.st_mode):
            return _error(path, 1, "ini folder, bukan berkas", "ubah namanya atau pindahkan")
        if not stat.S_ISREG(status.st_mode):
            return _error(path, 1, "bukan berkas biasa", "ganti dengan berkas teks")
        if status.st_size > MAX_BYTES:
            return _error(
                path,
                1,
                f"terlalu besar: {status.st_size:,} byte".replace(",", "."),
                f"ringkas sampai paling banyak {MAX_BYTES // 1000} kB",
            )
        # Read no more than the limit even if the file grows meanwhile.
        with target.open("rb", buffering=0) as file:
            return file.read(MAX_BYTES)
    except FileNotFoundError:
        return _error(path, 1, "berkas tidak ada (tautan putus)", "hapus atau betulkan tautannya")
    except (OSError, RuntimeError) as exc:
        # Python before 3.13 raises RuntimeError for a loop of links.
        if not isinstance(exc, OSError) or exc.errno == errno.ELOOP:
            return _error(path, 1, "tautan melingkar", "hapus atau betulkan tautannya")
        return _error(path, 1, f"tidak terbaca ({exc.strerror})", "periksa izin berkasnya")


def parse(path: Path, data: bytes, today: dt.date | None = None) -> Parsed:
    """Understand one case file.

    ``today`` is the day that dates are judged on (default: the system's).
    """
    found: list[Finding] = []
    try:
        head, body, body_line = _divide(decode(data))
        values, lines = load_yaml(head)
    except FormatError as exc:
        return Parsed(None, (_error(path, exc.line, exc.message, exc.remedy),), LineMap())

    for key in set(values) & _NOT_IN_FILES:
        found.append(_error(path, lines.at((key,)), *_explain("extra_forbidden", (key,), {}, "")))
    sources = values.get("sources")
    # Markdown and nh3 are for those who read files: a worker that shows pages reads none.
    from app.collection.markup import read_body

    content = read_body(body, len(sources) if isinstance(sources, list) else 0)
    offset = body_line - 1
    found += [_error(path, n + offset, m, r) for n, m, r in content.mistakes]
    found += [_warning(path, n + offset, m, r) for n, m, r in content.warnings]

    lines.add(("sections",), body_line)
    government = values.get("government")
    region = regions.resolve(government) if isinstance(government, str) else None
    identity = {
        "slug": slug_of(path),
        "sections": tuple(content.sections),
        "region": region.code if region else None,
    }
    case = _validate(path, {**values, **identity}, lines, today, found)
    if any(finding.level == "error" for finding in found):
        case = None
    return Parsed(case, tuple(found), lines)


def read_case(path: Path, today: dt.date | None = None) -> Parsed:
    """Read and understand one case file."""
    data = read(path)
    if isinstance(data, Finding):
        return Parsed(None, (data,), LineMap())
    return parse(path, data, today)


# --- text and front matter ----------------------------------------------------------


class _Handler(YAMLHandler):
    """Front matter between two lines of exactly three hyphens, the first of them line 1."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)


def _divide(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line the body starts on."""
    if not text.strip():
        raise FormatError(1, "berkas kosong", "isi menurut content/README.md, atau hapus")
    if not _Handler().detect(text):
        raise FormatError(
            1, "tidak ada front matter", "awali berkas dengan baris --- lalu kunci-kuncinya"
        )
    try:
        head, body = _Handler().split(text)
    except ValueError:
        raise FormatError(
            1, "front matter tidak ditutup", "tambahkan baris --- sesudah kunci terakhir"
        ) from None
    return head, body, text.count("\n", 0, len(text) - len(body)) + 1


def _validate(
    path: Path,
    values: Mapping[str, Any],
    lines: LineMap,
    today: dt.date | None,
    found: list[Finding],
) -> Case | None:
    """Build the case, or add to ``found`` what is wrong with its values."""
    try:
        return Case.model_validate(values, context={"today": today})
    except ValidationError as exc:
        for error in exc.errors(include_url=False, include_input=False):
            location = tuple(error["loc"])
            message, remedy = _explain(error["type"], location, error.get("ctx", {}), error["msg"])
            found.append(_error(path, lines.at(location), message, remedy))
        return None


def _explain(
    kind: str, location: Location, details: Mapping[str, Any], fallback: str
) -> tuple[str, str]:
    """A pydantic error in a curator's words: (message, remedy)."""
    where = _name(location)
    if kind == "missing":
        return f"kunci “{where}” tidak ada", "tambahkan; kunci ini wajib"
    if kind == "extra_forbidden":
        part = _PARTS.get(str(location[0])) if len(location) > 1 else FrontMatter
        known = list(part.model_fields) if part else []
        near = difflib.get_close_matches(str(location[-1]), known, n=1)
        hint = f"maksudnya “{near[0]}”?" if near else f"yang ada: {', '.join(known)}"
        return f"kunci “{where}” tidak dikenal", hint
    message = str(details.get("message", fallback))
    remedy = str(details.get("remedy", "lihat content/README.md"))
    return (f"{where}: {message}" if where else message), remedy


def _name(location: Location) -> str:
    """How a curator would name a place in the front matter: ``sources 2 url``."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in location)


def _error(path: Path, line: int, message: str, remedy: str) -> Finding:
    return Finding(_printable(path), line, "error", message, remedy)


def _warning(path: Path, line: int, message: str, remedy: str) -> Finding:
    return Finding(_printable(path), line, "warning", message, remedy)


def _printable(path: Path) -> str:
    """A path as text; a file's name may hold any bytes, also line ends and broken UTF-8."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
