"""The checks of themes against the cases that they name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from app.collection import theme_files
from app.collection.case import Case
from app.collection.finding import Finding
from app.collection.strict_yaml import LineMap, Location
from app.collection.theme import Theme

#: A theme may be this much older than the newest of its cases.
MAY_BE_OLDER = dt.timedelta(days=365)


def check_themes(
    content: Path,
    drafts: Iterable[Path],
    cases: Mapping[str, Case],
    slugs: Collection[str],
    withdrawn: Collection[str],
) -> Iterator[Finding]:
    """All findings about the themes of a content folder.

    Args:
        content: the content folder.
        drafts: theme files outside the folder.
        cases: the cases that can be shown, by slug.
        slugs: the slugs of all case files, also of those that can't be shown.
        withdrawn: the slugs of withdrawn cases.
    """
    paths, findings = theme_files.find(content)
    yield from findings
    for path in (*paths, *drafts):
        parsed = theme_files.read_theme(path)
        yield from parsed.findings
        if parsed.theme:
            file = _CheckedTheme(path, parsed.theme, parsed.lines)
            yield from _check_slugs(file, slugs, withdrawn)
            yield from _check_age(file, cases)


class _CheckedTheme:
    """A theme file that can be shown, with the lines that findings point to."""

    def __init__(self, path: Path, theme: Theme, lines: LineMap) -> None:
        self.path, self.theme, self.lines = path, theme, lines

    def finding(
        self, location: Location, message: str, remedy: str, *, warn: bool = False
    ) -> Finding:
        line = self.lines.at(location)
        return Finding(str(self.path), line, "warning" if warn else "error", message, remedy)

    def named(self) -> Iterator[tuple[Location, str]]:
        """The place and slug of each case that the theme names."""
        for n, approach in enumerate(self.theme.approaches):
            for m, slug in enumerate(approach.cases):
                yield ("approaches", n, "cases", m), slug
        for slug in self.theme.cited:
            yield ("cited", slug), slug


def _check_slugs(
    file: _CheckedTheme, slugs: Collection[str], withdrawn: Collection[str]
) -> Iterator[Finding]:
    """Cases that aren't in the collection, or were withdrawn."""
    for location, slug in file.named():
        if slug in withdrawn:
            yield file.finding(
                location,
                f"“{slug}” sudah ditarik dari koleksi",
                "hapus kasus itu dari tema, atau pakai penggantinya",
            )
        elif slug not in slugs:
            yield file.finding(
                location,
                f"“{slug}” menunjuk kasus yang tidak ada",
                "tulis slug kasus yang ada di koleksi",
            )


def newest_beyond(theme: Theme, cases: Mapping[str, Case]) -> Case | None:
    """The newest case that a theme names, if the theme is :data:`MAY_BE_OLDER` than it."""
    named = [cases[slug] for slug in theme.all_cases if slug in cases]
    newest = max(named, key=lambda case: case.updated, default=None)
    return newest if newest and newest.updated - theme.updated > MAY_BE_OLDER else None


def _check_age(file: _CheckedTheme, cases: Mapping[str, Case]) -> Iterator[Finding]:
    """A theme that was last worked on long before a case that it names."""
    newest = newest_beyond(file.theme, cases)
    if newest:
        yield file.finding(
            ("updated",),
            f"tema terakhir diubah {file.theme.updated}, "
            f"lebih dari setahun sebelum kasus “{newest.slug}” ({newest.updated})",
            "baca lagi kasusnya, sesuaikan temanya, lalu ubah tanggalnya",
            warn=True,
        )
