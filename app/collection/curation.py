"""What curators say of the collection as a whole: withdrawn cases, known findings.

Both are small YAML files beside ``innovations/``; a missing one is an empty one. A file
that can't be understood counts as empty and is reported, so that it never takes the
site down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.collection.finding import Finding
from app.collection.strict_yaml import FormatError, LineMap, decode, load_yaml

WITHDRAWN = "withdrawn.yaml"
KNOWN_FINDINGS = "known-problems.yaml"


@dataclass(frozen=True)
class Entry:
    """One entry of a curators' file, with its place."""

    path: str
    line: int
    reason: str

    def finding(self, message: str, remedy: str, *, warn: bool = False) -> Finding:
        """A finding at this entry."""
        return Finding(self.path, self.line, "warning" if warn else "error", message, remedy)


@dataclass(frozen=True)
class Withdrawn(Entry):
    """A case that was taken out: why, and which case to read instead, if any."""

    instead: str | None


def read_withdrawn(content: Path) -> tuple[Mapping[str, Withdrawn], list[Finding]]:
    """The withdrawn cases by slug."""
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


def read_known_findings(content: Path) -> tuple[Mapping[tuple[str, str], Entry], list[Finding]]:
    """The errors that curators know of and why they stand, by (slug, message)."""
    path = content / KNOWN_FINDINGS
    values, lines, findings = read_mapping(path)
    known: dict[tuple[str, str], Entry] = {}
    for slug, entries in values.items():
        line = lines.at((slug,))
        if not isinstance(entries, dict) or not all(isinstance(r, str) for r in entries.values()):
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
        for message, reason in entries.items():
            entry = Entry(str(path), lines.at((slug, str(message))), str(reason))
            known[(str(slug), str(message))] = entry
    return known, findings


def read_mapping(path: Path) -> tuple[Mapping[str, Any], LineMap, list[Finding]]:
    """A curators' YAML file as a mapping; empty if it is missing, empty or broken."""
    data = read_curated(path)
    if isinstance(data, Finding):
        return {}, LineMap(), [data]
    return parse_mapping(path, data)


def read_curated(path: Path) -> bytes | Finding:
    """The content of a curators' file, or why it can't be had; a missing one is empty."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as exc:
        message = f"tidak terbaca ({exc.strerror})"
        return Finding(str(path), 1, "error", message, "periksa izinnya")


def parse_mapping(path: Path, data: bytes) -> tuple[Mapping[str, Any], LineMap, list[Finding]]:
    """The content of a curators' file as a mapping; empty if it is empty or broken."""
    try:
        text = decode(data)
        if all(line.lstrip().startswith("#") or not line.strip() for line in text.splitlines()):
            return {}, LineMap(), []
        values, lines = load_yaml(text)
    except FormatError as exc:
        return {}, LineMap(), [Finding(str(path), exc.line, "error", exc.message, exc.remedy)]
    return values, lines, []
