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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from frontmatter.default_handlers import YAMLHandler
from pydantic import BaseModel, ValidationError

from app.collection import file_names, regions, text_check
from app.collection.broken_yaml import Salvaged, salvage
from app.collection.case import (
    EMPTY,
    NO_TEXT,
    SLUG,
    SLUG_MAX,
    Award,
    Case,
    Replication,
    Result,
    Source,
)
from app.collection.finding import Finding
from app.collection.strict_yaml import (
    FormatError,
    LineMap,
    Location,
    decode,
    load_yaml,
    name_of,
)
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
        values: the keys as far as they could be read, also of a file with an error.
    """

    case: Case | None
    findings: tuple[Finding, ...]
    lines: LineMap
    values: Mapping[str, Any] = field(default_factory=dict)


def slug_of(path: Path) -> str:
    """The slug of a case file: its name without ``.md``."""
    return path.name.removesuffix(".md")


def find(folder: Path) -> tuple[list[Path], list[Finding]]:
    """The case files of a folder; see :func:`find_names`."""
    names, findings = find_names(folder)
    return [folder / name for name in names], findings


def find_names(folder: Path, known: Iterable[str] = ()) -> tuple[list[str], list[Finding]]:
    """The names of the case files of a folder, sorted, and an error for each unusable one.

    Files without ``.md`` are ignored, and so are hidden files, which editors leave behind.

    Args:
        folder: the folder.
        known: names that were found before; they need not be looked at again.

    Raises:
        FileNotFoundError: the folder isn't there.
    """
    with os.scandir(folder) as entries:
        names = {entry.name for entry in entries}
    # Nearly all names, each looked at once: a collection may have 40,000.
    usable = [name for name in known if name in names]
    others = {name for name in names.difference(usable) if not name.startswith(".")}
    new = {name for name in others if name.endswith(".md") and _is_usable(name[:-3])}
    usable = sorted([*usable, *new])
    others = {name for name in others - new if file_names.is_almost_md(name)}
    findings: list[Finding] = []
    by_slug = {name[:-3]: name for name in usable} if others else {}
    # Of the other names, lower-case ones come first, so that the error is about PUTIK-Sari.md if
    # there is a putik-sari.md too.
    for name in sorted(others, key=lambda name: (name != name.lower(), name)):
        path = folder / name
        slug = slug_of(path)
        twin = by_slug.setdefault(slug.casefold(), name)
        if twin != name:
            findings.append(
                error(path, 1, f"slug sama dengan {twin}, beda huruf besar", "hapus salah satunya")
            )
        elif slug not in file_names.RESERVED:
            findings.append(
                error(
                    path,
                    1,
                    "nama berkas bukan slug",
                    "pakai huruf kecil a-z, angka, dan tanda hubung, misalnya putik-sari.md",
                )
            )
        else:
            findings.append(
                error(
                    path,
                    1,
                    f"Windows tidak bisa menyimpan berkas bernama {slug}",
                    f"tambahkan kata pada namanya, misalnya {slug}-inovasi.md",
                )
            )
    return usable, findings


def _is_usable(slug: str) -> bool:
    return bool(SLUG.fullmatch(slug) and len(slug) <= SLUG_MAX and slug not in file_names.RESERVED)


def read(path: Path, most: int = MAX_BYTES) -> bytes | Finding:
    """The bytes of a content file, or the error that says why it can't be read.

    A file of more than ``most`` bytes is refused.

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
        # Read no more than the limit even if the file grows meanwhile.
        with target.open("rb", buffering=0) as file:
            data = file.read(most)
        if words := file_names.no_text(path, data):
            return error(path, 1, *words)
        return too_large(path, status.st_size, most) or data
    except FileNotFoundError:
        return error(path, 1, "berkas tidak ada (tautan putus)", "hapus atau betulkan tautannya")
    except (OSError, RuntimeError) as exc:
        # Python before 3.13 raises RuntimeError for a loop of links.
        if not isinstance(exc, OSError) or exc.errno == errno.ELOOP:
            return error(path, 1, "tautan melingkar", "hapus atau betulkan tautannya")
        return error(path, 1, f"tidak terbaca ({exc.strerror})", "periksa izin berkasnya")


def read_if_present(path: Path, most: int = MAX_BYTES) -> bytes | Finding:
    """Like :func:`read`, for a file that may be missing: it counts as empty then."""
    if not path.exists() and not path.is_symlink():
        return b""
    return read(path, most)


def too_large(path: Path, size: int, most: int = MAX_BYTES) -> Finding | None:
    """The error about a file of this size, if it is larger than ``most`` bytes."""
    if size <= most:
        return None
    return error(
        path,
        1,
        f"terlalu besar: {size:,} byte".replace(",", "."),
        f"ringkas sampai paling banyak {most // 1000:,} kB".replace(",", "."),
    )


def parse(path: Path, data: bytes, today: dt.date | None = None) -> ParsedFile:
    """The case in the bytes of a file, and what is wrong with the file.

    Dates after ``today`` (default: the system's date) are errors.
    """
    front_matter = read_front_matter(path, data)
    if not isinstance(front_matter, FrontMatter):
        return ParsedFile(None, tuple(front_matter), LineMap())
    values, lines = front_matter.values, front_matter.lines
    findings = list(front_matter.findings)

    sources = values.get("sources")
    # The workers of the site import this module, but read no files: they don't need Markdown.
    from app.collection.markup import read_body

    count = len(sources) if isinstance(sources, list) else 0
    # Which sources there are isn't known if their list can't be read.
    known = not front_matter.is_broken(("sources",))
    body = read_body(front_matter.body, count if known else None)
    offset = front_matter.body_line - 1
    findings += [error(path, n + offset, *texts) for n, *texts in body.mistakes]
    findings += [warning(path, n + offset, *texts) for n, *texts in body.warnings]

    government = values.get("government")
    region = regions.resolve(government) if isinstance(government, str) else None
    computed = {
        "slug": slug_of(path),
        "sections": [vars(section) for section in body.sections],
        "region": region.code if region else None,
    }
    case, mistakes = validate(path, Case, front_matter, computed, today)
    findings += mistakes
    if any(finding.level == "error" for finding in findings):
        case = None
    return ParsedFile(case, tuple(findings), lines, values)


def read_case(path: Path, today: dt.date | None = None) -> ParsedFile:
    """The case in a file, and what is wrong with the file; see :func:`parse`."""
    data = read(path)
    if isinstance(data, Finding):
        return ParsedFile(None, (data,), LineMap())
    return parse(path, data, today)


# --- front matter and body ------------------------------------------------------------


@dataclass(frozen=True)
class FrontMatter:
    """A file divided into its front matter, which is read, and its body, which isn't yet.

    Attributes:
        values: the keys; those that can't be read are missing, or None in a list.
        lines: the line of each value.
        findings: what is wrong with the text of the file and with the YAML.
        body: the Markdown below the front matter.
        body_line: the line on which it starts.
        is_broken: whether a location lies in a value that can't be read.
    """

    values: Mapping[str, Any]
    lines: LineMap
    findings: Sequence[Finding]
    body: str
    body_line: int
    is_broken: Callable[[Location], bool]


def read_front_matter(path: Path, data: bytes) -> FrontMatter | Sequence[Finding]:
    """The front matter and body of a file, or the errors for which nothing more can be read.

    A mistake in the YAML of a key is told, and the other keys are read all the same.
    """
    try:
        text = decode(data)
        merging = [error(path, *mistake) for mistake in text_check.merge_markers(text)]
        if merging:
            return merging
        yaml_text, body, body_line = divide(text)
    except FormatError as exc:
        return [error(path, exc.line, exc.message, exc.remedy)]
    findings = [error(path, *mistake) for mistake in text_check.forbidden_characters(text)]
    findings += [error(path, *mistake) for mistake in text_check.blanks(text)]
    findings += [warning(path, *mistake) for mistake in text_check.strange_characters(text)]
    salvaged = Salvaged()
    try:
        salvaged.values, salvaged.lines = load_yaml(yaml_text)
    except FormatError as exc:
        salvaged = salvage(yaml_text, exc)
        findings += [error(path, m.line, m.message, m.remedy) for m in salvaged.mistakes]
        if not salvaged.values:
            return findings
    findings += [warning(path, *cut.words()) for cut in salvaged.lines.cut]
    if "sections" not in salvaged.values:
        salvaged.lines.add(("sections",), body_line)
    return FrontMatter(
        salvaged.values, salvaged.lines, findings, body, body_line, salvaged.is_broken
    )


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
    front_matter: FrontMatter,
    computed: Mapping[str, Any],
    today: dt.date | None,
) -> tuple[Entry | None, list[Finding]]:
    """The entry with these values, or None, and an error for each value that isn't allowed.

    Args:
        path: the file.
        model: the class of the entry.
        front_matter: the front matter of the file.
        computed: the other attributes of the entry, which no file may set.
        today: the day that counts as today; None for the system's.
    """
    values, lines = front_matter.values, front_matter.lines
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
            if front_matter.is_broken(location):
                continue
            if mistake["type"] == "extra_forbidden":
                texts = _unknown_key(location, known)
            else:
                texts = _explain(model, mistake, lines.written.get(location))
            findings.append(error(path, lines.at(location), *texts))
        entry = None
    # 010 is 8 in YAML, 20:19 is 1219: nobody means that.
    for location, value in lines.changed.items():
        if lines.at(location) not in {finding.line for finding in findings}:
            findings.append(
                error(
                    path,
                    lines.at(location),
                    f"{name_of(location)}: “{lines.written[location]}” terbaca sebagai {value}",
                    "tulis bilangan biasa, atau apit dengan tanda kutip bila itu teks",
                )
            )
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
    return f"kunci “{name_of(location)}” tidak dikenal", hint


def _explain(
    model: type[BaseModel], mistake: Mapping[str, Any], written: str | None
) -> tuple[str, str]:
    """A validation error of pydantic in words for curators: (message, remedy).

    Args:
        model: the class of the entry.
        mistake: the error; :func:`app.collection.case.mistake` may have made it.
        written: the value as the file has it, if YAML doesn't read it as a text.
    """
    location: Location = tuple(mistake["loc"])
    where = name_of(location)
    if mistake["type"] == "missing":
        return f"kunci “{where}” tidak ada", "tambahkan; kunci ini wajib"
    details = mistake.get("ctx", {})
    message = str(details.get("message", mistake["msg"]))
    remedy = str(details.get("remedy", "lihat content/README.md"))
    if mistake["type"] == NO_TEXT and written is not None:
        # As the file has it: 2.000, where Python would print 2.0.
        remedy = f'tulis di antara tanda kutip: "{written}"'
    elif mistake["type"] == EMPTY and _is_required(model, location):
        remedy = "isi; kunci ini wajib"
    return (f"{where}: {message}" if where else message), remedy


def _is_required(model: type[BaseModel], location: Location) -> bool:
    """Whether the format requires the key at a location."""
    if len(location) == 1:
        field = model.model_fields.get(str(location[0]))
    else:
        entry = _ENTRY_MODELS.get(str(location[0]))
        field = entry.model_fields.get(str(location[-1])) if entry else None
    return field is not None and field.is_required()


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
