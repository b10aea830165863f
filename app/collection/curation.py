"""The curators' lists about the whole collection: withdrawn cases, accepted findings.

Both are small YAML files beside ``innovations/``. A missing file counts as empty. So does
a file that can't be understood, which is reported: a slip in a list never takes the site
down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.collection import files, text_check
from app.collection.finding import Finding
from app.collection.strict_yaml import FormatError, LineMap, decode, load_yaml

#: The largest list that is read, in bytes; the synonyms have some 70,000.
MAX_BYTES = 1_000_000

WITHDRAWN = "withdrawn.yaml"

#: Findings of ``check`` that curators accept for now, each with the reason.
KNOWN_FINDINGS = "known-problems.yaml"


@dataclass(frozen=True)
class ListEntry:
    """One entry of a curators' list.

    Attributes:
        path: the list's file.
        line: the line of the entry.
        reason: why the entry is there.
    """

    path: str
    line: int
    reason: str

    def finding(self, message: str, remedy: str, *, warn: bool = False) -> Finding:
        """A finding about this entry: an error, or a warning if ``warn``."""
        return Finding(self.path, self.line, "warning" if warn else "error", message, remedy)


@dataclass(frozen=True)
class Withdrawn(ListEntry):
    """A case that was taken back; ``instead`` is the case to read in its place, if any."""

    instead: str | None


def read_withdrawn(content: Path) -> tuple[Mapping[str, Withdrawn], list[Finding]]:
    """The withdrawn cases of a content folder by slug, and what is wrong with the list."""
    path = content / WITHDRAWN
    values, lines, findings = read_mapping(path)
    withdrawn: dict[str, Withdrawn] = {}
    for slug, entry in values.items():
        line = lines.at((slug,))
        reason = entry.get("reason") if isinstance(entry, dict) else None
        instead = entry.get("instead") if isinstance(entry, dict) else None
        if isinstance(reason, str) and reason.strip() and isinstance(instead, str | None):
            withdrawn[str(slug)] = Withdrawn(str(path), line, reason.strip(), instead)
        else:
            findings.append(
                Finding(
                    str(path),
                    line,
                    "error",
                    f"“{slug}” ditarik tanpa alasan",
                    'tulis {reason: "sebabnya"}, boleh ditambah instead: slug-pengganti',
                )
            )
    return withdrawn, findings


def read_known_findings(
    content: Path,
) -> tuple[Mapping[tuple[str, str], ListEntry], list[Finding]]:
    """The accepted findings by (slug, message), and what is wrong with the list."""
    path = content / KNOWN_FINDINGS
    values, lines, findings = read_mapping(path)
    known: dict[tuple[str, str], ListEntry] = {}
    for slug, reasons in values.items():
        line = lines.at((slug,))
        if not isinstance(reasons, dict) or not all(isinstance(r, str) for r in reasons.values()):
            findings.append(
                Finding(
                    str(path),
                    line,
                    "error",
                    f"isi “{slug}” bukan pasangan pesan dan alasan",
                    'tulis "pesan dari check": "alasannya"',
                )
            )
            continue
        for message, reason in reasons.items():
            entry = ListEntry(str(path), lines.at((slug, str(message))), str(reason))
            known[(str(slug), str(message))] = entry
    return known, findings


def read_mapping(path: Path) -> tuple[Mapping[str, Any], LineMap, list[Finding]]:
    """The mapping in a curators' list, its lines, and what is wrong with the file.

    The mapping is empty if the file is missing, empty or can't be understood.
    """
    data = read_list(path)
    if isinstance(data, Finding):
        return {}, LineMap(), [data]
    return parse_mapping(path, data)


def read_list(path: Path) -> bytes | Finding:
    """The bytes of a curators' list (none if the file is missing), or why it can't be read."""
    return files.read_if_present(path, MAX_BYTES)


def parse_mapping(path: Path, data: bytes) -> tuple[Mapping[str, Any], LineMap, list[Finding]]:
    """Like :func:`read_mapping`, for bytes that were read before; ``path`` names the file."""
    findings: list[Finding] = []
    try:
        text = decode(data)
        for mistake in text_check.merge_markers(text):
            return {}, LineMap(), [Finding(str(path), mistake[0], "error", *mistake[1:])]
        if all(line.lstrip().startswith("#") or not line.strip() for line in text.splitlines()):
            return {}, LineMap(), []
        values, lines = load_yaml(text)
    except FormatError as exc:
        return {}, LineMap(), [Finding(str(path), exc.line, "error", exc.message, exc.remedy)]
    for mistake in text_check.forbidden_characters(text):
        findings.append(Finding(str(path), mistake[0], "error", *mistake[1:]))
    for cut in lines.cut:
        line, *words = cut.words()
        findings.append(Finding(str(path), line, "warning", *words))
    return values, lines, findings
