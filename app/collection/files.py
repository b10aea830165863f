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
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
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

#: The largest file read, in bytes. The longest real case has about 14,000.
MAX_BYTES = 100_000

# The largest whole number read; Python refuses to print one of 5,000 digits.
MAX_NUMBER = 10**18

# How deep front matter may nest; the format needs three levels.
MAX_DEPTH = 8

_PARTS: Mapping[str, type[BaseModel]] = {
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
}

# What a case knows of itself but its file doesn't say.
_NOT_IN_FILES = Case.model_fields.keys() - FrontMatter.model_fields.keys()

# A path into the front matter: ("sources", 2, "url").
Location = tuple[str | int, ...]


class LineMap:
    """Which line each key and entry of a YAML text stands on."""

    def __init__(self) -> None:
        self._lines: dict[Location, int] = {(): 1}

    def add(self, location: Location, line: int) -> None:
        """Record a line, counted from 1."""
        self._lines[location] = line

    def at(self, location: Location) -> int:
        """The line of a location, or of the nearest thing around it that has one."""
        while location not in self._lines:
            location = location[:-1]
        return self._lines[location]


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


class FormatError(Exception):
    """A text that can't be taken apart; ``line`` counts from 1 in the file."""

    def __init__(self, line: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.remedy = remedy


def decode(data: bytes) -> str:
    """UTF-8 with any line ends, with or without a byte order mark, as text with ``\\n``.

    Raises:
        FormatError: it is something else, or holds control or private characters.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        before = exc.object[: exc.start]  # without a byte order mark, unlike data
        line = len(before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        raise FormatError(
            line, "bukan teks UTF-8", "simpan ulang sebagai UTF-8 di penyunting teks"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufffe\uffff]", text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise FormatError(
            line,
            f"ada karakter kendali U+{ord(strange[0]):04X}",
            "hapus karakter itu, lalu simpan lagi",
        )
    return text


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


_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# The kinds of values a case needs; !!set, !!python/name and all other tags are refused.
_TAG = "tag:yaml.org,2002:"
_TEXT = f"{_TAG}str"
_SCALAR_TAGS = {_TEXT, *(f"{_TAG}{kind}" for kind in ("int", "float", "bool", "null", "timestamp"))}
_LIST_TAGS = {None, "!", f"{_TAG}seq"}
_MAPPING_TAGS = {None, "!", f"{_TAG}map"}

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def load_yaml(text: str) -> tuple[dict[str, Any], LineMap]:
    """Load a YAML mapping of plain values, with the line of every key and entry.

    Stricter than YAML: no aliases (they can expand without bound), no duplicate keys
    (the last would silently win), no keys but texts, no tags, no deep nesting.

    Raises:
        FormatError: the text isn't such a mapping.
    """
    tab = re.search(r"^ *\t", text, re.MULTILINE)
    if tab:
        line = text.count("\n", 0, tab.start()) + 1
        raise FormatError(line, "ada tab di awal baris", "ganti tab dengan spasi")
    try:
        return _Mapping(text).read()
    except yaml.YAMLError as exc:
        line, what = 1, str(exc)
        if isinstance(exc, yaml.MarkedYAMLError):
            mark = exc.problem_mark or exc.context_mark
            line, what = (mark.line if mark else 0) + 1, str(exc.problem)
        raise FormatError(
            line, f"YAML tidak terbaca ({what})", "periksa titik dua, kutip, dan kurungnya"
        ) from None


class _Mapping:
    """Builds values while the text is parsed, and refuses what a case doesn't need.

    PyYAML's own way makes a tree of nodes first and follows aliases and any depth there:
    some 10,000 brackets would end the process.
    """

    def __init__(self, text: str) -> None:
        self._loader = _Loader(text)
        self._lines = LineMap()

    def read(self) -> tuple[dict[str, Any], LineMap]:
        """The mapping that the text is, and its lines."""
        try:
            self._next()  # the start of the stream
            if isinstance(self._next(), yaml.StreamEndEvent):
                raise FormatError(1, "tidak berisi apa-apa", "isi kunci-kuncinya")
            start = self._next()
            if not isinstance(start, yaml.MappingStartEvent):
                raise FormatError(
                    _line(start),
                    "isinya bukan pasangan kunci dan nilai",
                    "tulis satu “kunci: nilai” per baris",
                )
            self._lines.add((), _line(start))
            values: dict[str, Any] = self._value(start, ())
            self._next()  # the end of the document
            after = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                raise FormatError(
                    _line(after), "berisi lebih dari satu dokumen YAML", "hapus baris --- itu"
                )
        finally:
            self._loader.dispose()
        return values, self._lines

    def _next(self) -> yaml.Event:
        event: yaml.Event = self._loader.get_event()  # type: ignore[no-untyped-call]  # PyYAML's
        if isinstance(event, yaml.AliasEvent):
            raise FormatError(
                _line(event), "memakai alias YAML (& dan *)", "tulis nilainya langsung"
            )
        return event

    def _value(self, event: yaml.Event, at: Location) -> Any:
        """What begins with an event, as plain values."""
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(at) >= MAX_DEPTH:
            raise FormatError(
                _line(event), "bersarang terlalu dalam", "tulis seperti contoh di content/README.md"
            )
        if isinstance(event, yaml.SequenceStartEvent):
            _check_tag(event, event.tag, _LIST_TAGS)
            return self._sequence(at)
        assert isinstance(event, yaml.MappingStartEvent)  # noqa: S101 - nothing else begins a value
        _check_tag(event, event.tag, _MAPPING_TAGS)
        return self._mapping(at)

    def _sequence(self, at: Location) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            here = (*at, len(values))
            self._lines.add(here, _line(event))
            values.append(self._value(event, here))
        return values

    def _mapping(self, at: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            start = self._next()
            key, line = self._key(event), _line(event)
            if key in values:
                raise FormatError(line, f"kunci “{key}” tertulis dua kali", "hapus salah satunya")
            here = (*at, key)
            self._lines.add(here, line)
            values[key] = self._value(start, here)
        return values

    def _key(self, event: yaml.Event) -> str:
        """A key; refused are those that are no texts, also ``<<``, which would merge."""
        if not isinstance(event, yaml.ScalarEvent) or _CONTROL.search(event.value):
            raise FormatError(_line(event), "kunci bukan teks biasa", "tulis “kunci: nilai”")
        if self._tag(event) != _TEXT:
            raise FormatError(
                _line(event), f"kunci “{event.value}” bukan teks", "tulis di antara tanda kutip"
            )
        return str(event.value)

    def _tag(self, event: yaml.ScalarEvent) -> str:
        """The kind of a scalar: what its tag says, else what it looks like."""
        if event.tag not in {None, "!"}:
            return str(event.tag)
        # Most texts are quoted, or begin as neither number, date nor truth value does.
        if not event.implicit[0] or event.value[:1] not in self._loader.yaml_implicit_resolvers:
            return _TEXT
        resolve = self._loader.resolve
        return str(resolve(yaml.ScalarNode, event.value, event.implicit))  # type: ignore[no-untyped-call]  # PyYAML's

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        """The value of a scalar; what looks like a number or a date must be one."""
        tag = self._tag(event)
        if tag == _TEXT:
            return event.value
        _check_tag(event, tag, _SCALAR_TAGS)
        try:
            value = self._loader.construct_object(yaml.ScalarNode(tag, event.value))
            if isinstance(value, int) and abs(value) > MAX_NUMBER:
                raise OverflowError
        except Exception:  # whatever the constructor raises for 2024-02-30 or !!int x
            raise FormatError(
                _line(event),
                f"nilai {event.value[:40]!a} tidak terbaca",
                "betulkan, atau tulis di antara tanda kutip",
            ) from None
        return value


def _line(event: yaml.Event) -> int:
    return (event.start_mark.line if event.start_mark else 0) + 1


def _check_tag(event: yaml.Event, tag: str | None, known: Set[str | None]) -> None:
    if tag not in known:
        raise FormatError(_line(event), f"memakai tag YAML ({tag!a})", "tulis nilainya tanpa tag")


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
