"""The themes of a generation: one JSON file beside the arrays of its snapshot.

A theme is shown as it is and isn't searched by its text, so it needs no arrays. The file
holds the themes as the collection reads them, with their HTML: a worker of the site needs
no Markdown for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from app.collection import files, theme_files
from app.collection.finding import Finding
from app.collection.theme import Theme
from app.search.index.generation_files import link_files

#: The name of the file.
THEMES = "themes.json"

_THEMES = TypeAdapter(dict[str, Theme])


@dataclass(frozen=True)
class ThemePlan:
    """What a build has to do about the themes.

    Attributes:
        unchanged: slug → SHA-256 of the files whose themes the present index has.
        read: slug → (SHA-256, theme) of the files that are new or have changed.
        findings: why other files gave no theme.
        is_empty: whether the present index has just these themes.
    """

    unchanged: Mapping[str, str]
    read: Mapping[str, tuple[str, Theme]]
    findings: tuple[Finding, ...]
    is_empty: bool

    @property
    def digests(self) -> dict[str, str]:
        """slug → SHA-256 of each file that gives a theme."""
        return dict(sorted({**self.unchanged, **{s: d for s, (d, _) in self.read.items()}}.items()))


def plan(content: Path, known: Mapping[str, str]) -> ThemePlan:
    """Compare the theme files of a content folder with the present index.

    Args:
        content: the content folder; it may have no themes.
        known: slug → SHA-256 of the files whose themes the present index has.
    """
    paths, findings = theme_files.find(content)
    unchanged, read = {}, {}
    for path in paths:
        data = files.read(path)
        if isinstance(data, Finding):
            findings.append(data)
            continue
        slug, digest = files.slug_of(path), hashlib.sha256(data).hexdigest()
        if known.get(slug) == digest:
            unchanged[slug] = digest
            continue
        parsed = theme_files.parse(path, data)
        if parsed.theme:
            read[slug] = digest, parsed.theme
        else:
            findings += [finding for finding in parsed.findings if finding.level == "error"]
    is_empty = not read and unchanged.keys() == known.keys()
    return ThemePlan(unchanged, read, tuple(findings), is_empty)


def write(folder: Path, plan: ThemePlan, previous: Path | None) -> None:
    """Write the themes of a new generation.

    Args:
        folder: the folder of the new snapshot.
        plan: what to write.
        previous: the folder of the present snapshot, which has the unchanged themes.
    """
    if previous and plan.is_empty:
        link_files(previous, folder, [THEMES])
        return
    themes = {slug: theme for slug, (_, theme) in plan.read.items()}
    if previous and plan.unchanged:
        present = read(previous)
        themes |= {slug: present[slug] for slug in plan.unchanged}
    (folder / THEMES).write_bytes(_THEMES.dump_json(dict(sorted(themes.items()))))


def read(folder: Path) -> dict[str, Theme]:
    """The themes of a snapshot, by slug, in the order of their slugs.

    Raises:
        OSError, ValueError: the file can't be read.
    """
    return _THEMES.validate_json((folder / THEMES).read_bytes())
