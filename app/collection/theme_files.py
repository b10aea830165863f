"""Theme files → themes and findings.

Like :mod:`app.collection.files` for cases: a file without errors becomes a theme, and one
bad file never stops the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.collection import files, vocabulary
from app.collection.case import SLUG, SLUG_MAX
from app.collection.finding import Finding
from app.collection.strict_yaml import LineMap
from app.collection.theme import Theme

#: The folder of themes within a content folder; a collection may have none.
FOLDER = "themes"


@dataclass(frozen=True)
class ParsedTheme:
    """A theme file after parsing.

    Attributes:
        theme: the theme, or None if the file has an error.
        findings: the errors and warnings of the file.
        lines: the line of each key; ``("cited", SLUG)`` is the first citation of a case.
    """

    theme: Theme | None
    findings: tuple[Finding, ...]
    lines: LineMap


def find(content: Path) -> tuple[list[Path], list[Finding]]:
    """The theme files of a content folder by name, and an error for each wrong name."""
    try:
        return files.find(content / FOLDER)
    except FileNotFoundError:
        return [], []


def read_theme(path: Path, today: dt.date | None = None) -> ParsedTheme:
    """The theme in a file, and what is wrong with the file; see :func:`parse`."""
    data = files.read(path)
    if isinstance(data, Finding):
        return ParsedTheme(None, (data,), LineMap())
    return parse(path, data, today)


def parse(path: Path, data: bytes, today: dt.date | None = None) -> ParsedTheme:
    """The theme in the bytes of a file, and what is wrong with the file.

    Dates after ``today`` (default: the system's date) are errors.
    """
    # The workers of the site import this module, but read no files: they don't need Markdown.
    from app.collection.markup import BodyFormat, read_body

    front_matter = files.read_front_matter(path, data)
    if not isinstance(front_matter, files.FrontMatter):
        return ParsedTheme(None, tuple(front_matter), LineMap())
    lines = front_matter.lines
    numbered = _number_citations(front_matter.body, front_matter.body_line)
    for slug, line in numbered.lines.items():
        lines.add(("cited", slug), line)
    body = read_body(
        numbered.markdown,
        len(numbered.lines),
        BodyFormat(
            vocabulary.THEME_SECTIONS,
            vocabulary.CITED_THEME_SECTIONS,
            items_cite=True,
            citation="[^slug-kasus]",
            cited="Kasus",
        ),
    )
    offset = front_matter.body_line - 1
    findings = [
        *front_matter.findings,
        *(files.error(path, *mistake) for mistake in numbered.mistakes),
        *(files.error(path, n + offset, *texts) for n, *texts in body.mistakes),
        *(files.warning(path, n + offset, *texts) for n, *texts in body.warnings),
    ]
    computed = {
        "slug": files.slug_of(path),
        "sections": [vars(section) for section in body.sections],
        "cited": list(numbered.lines),
    }
    theme, mistakes = files.validate(path, Theme, front_matter, computed, today)
    findings += mistakes
    if any(finding.level == "error" for finding in findings):
        theme = None
    return ParsedTheme(theme, tuple(findings), lines)


@dataclass(frozen=True)
class _Numbered:
    """A body whose citations are numbers.

    Attributes:
        markdown: the body.
        lines: slug → line of its first citation, in the order of the text.
        mistakes: (line, message, remedy) for each citation that can't be a slug.
    """

    markdown: str
    lines: dict[str, int]
    mistakes: Sequence[tuple[int, str, str]]


def _number_citations(markdown: str, first: int) -> _Numbered:
    """Give each cited case the number of its first citation; ``first`` is the first line."""
    from app.collection.markup import CITATION

    lines: dict[str, int] = {}
    mistakes = []
    numbered = []
    for number, line in enumerate(markdown.splitlines(), first):
        for slug in CITATION.findall(line):
            if SLUG.fullmatch(slug) and len(slug) <= SLUG_MAX:
                lines.setdefault(slug, number)
            else:
                mistakes.append(
                    (
                        number,
                        f"[^{slug}] bukan rujukan ke kasus",
                        "tulis nama berkas kasusnya tanpa .md, misalnya [^putik-sari]",
                    )
                )
        places = {slug: place for place, slug in enumerate(lines, 1)}
        numbered.append(CITATION.sub(lambda cite: f"[^{places.get(cite[1], 1)}]", line))  # noqa: B023
    return _Numbered("\n".join(numbered), lines, mistakes)
