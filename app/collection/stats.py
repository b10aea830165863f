"""The collection in numbers: what it holds, and what its files lack."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.collection import (
    catalogue,
    clock,
    evidence,
    files,
    national_count,
    regions,
    theme_files,
    vocabulary,
)
from app.collection.case import Case
from app.collection.theme import Theme
from app.collection.wording import WithStatus

#: Wraps the files that are being read, to show how far the reading has got.
Progress = Callable[[Iterable[Path]], Iterable[Path]]


@dataclass(frozen=True)
class StatusCount:
    """The cases of some status, by the age of what is known of it.

    Attributes:
        recent: those last known in ``evidence.recent_since()`` or later.
        older: those last known before, or on an unknown date.
    """

    recent: int = 0
    older: int = 0

    def __add__(self, other: StatusCount) -> StatusCount:
        return StatusCount(self.recent + other.recent, self.older + other.older)


def count_statuses(
    cases: Iterable[WithStatus], today: dt.date | None = None
) -> Mapping[str, StatusCount]:
    """Every status, in the vocabulary's order, with its cases.

    ``today`` is the day to count from (default: the system's).
    """
    today = today or clock.today()
    counts = Counter((case.status, evidence.is_old(case.status_as_of, today)) for case in cases)
    return {
        status: StatusCount(counts[status, False], counts[status, True])
        for status in vocabulary.STATUSES
    }


def count_running(statuses: Mapping[str, StatusCount]) -> StatusCount:
    """The cases of all innovations that still run, out of :func:`count_statuses`."""
    return sum((statuses[status] for status in evidence.RUNNING), StatusCount())


def collect(
    content: Path, progress: Progress = lambda paths: paths
) -> dict[str, int | dict[str, int]]:
    """The numbers of a content folder by their Indonesian names; groups are name → count."""
    cases, left_out = read_cases(content, progress)
    themes, themes_left_out = read_themes(content)
    named = {slug for theme in themes for slug in theme.cases}
    region_codes = {case.region for case in cases if case.region}
    statuses = count_statuses(cases)
    return {
        "Kasus": len(cases),
        "Berkas dilewati karena salah": left_out,
        "Tema": len(themes),
        "Berkas tema dilewati karena salah": themes_left_out,
        "Kasus tanpa tema": sum(case.slug not in named for case in cases),
        "Sumber": sum(len(case.sources) for case in cases),
        "Kasus dengan satu sumber saja": sum(len(case.sources) == 1 for case in cases),
        "Kasus tanpa problems": sum(not case.problems for case in cases),
        "Kasus tanpa summary_en": sum(case.summary_en is None for case in cases),
        "Wilayah yang punya kasus": len(region_codes),
        "Wilayah yang belum punya kasus": len(regions.regions()) - len(region_codes),
        **_count_catalogue(content, cases),
        "Sumber disebut baru sejak tahun": evidence.recent_since(),
        "Bidang": _count(cases, vocabulary.CATEGORIES, lambda case: case.category),
        "Tingkat pemerintahan": _count(cases, vocabulary.LEVELS, lambda case: case.level),
        "Status": _count(cases, vocabulary.STATUSES, lambda case: case.status),
        "Status menurut sumber baru": {
            vocabulary.STATUSES[status].id: count.recent for status, count in statuses.items()
        },
        "Status menurut sumber lama atau tanpa tanggal": {
            vocabulary.STATUSES[status].id: count.older for status, count in statuses.items()
        },
        "Provinsi": _count(cases, vocabulary.PROVINCES, lambda case: case.province),
        "Bukti": _count(cases, vocabulary.EVIDENCE, lambda case: str(evidence.assess(case).step)),
        "Kasus yang memuat": {
            label.id: sum(bool(value_of(case)) for case in cases)
            for label, value_of in evidence.DECIDING.values()
        },
    }


def _count_catalogue(content: Path, cases: list[Case]) -> dict[str, int]:
    """The numbers of the catalogue."""
    parsed = catalogue.read_catalogue(content / catalogue.FILE)
    slugs = {case.slug for case in cases}
    winners = [case.slug for case in cases if national_count.has_won(case.awards)]

    def case_of(entry: catalogue.CatalogueEntry) -> str | None:
        return entry.case if entry.case in slugs else None

    known = national_count.count(parsed.entries, case_of, winners)
    return {
        "Katalog": len(parsed.rows),
        "Baris katalog dilewati karena salah": len({f.line for f in parsed.findings}),
        "Baris katalog tanpa kasus": sum(case_of(entry) is None for entry in parsed.entries),
        "Inovasi KIPP 2014–2023 menurut kementerian": known.counted,
        "Diketahui namanya": known.named,
        "Ada kasusnya": known.in_full,
    }


@dataclass(frozen=True)
class MissingFacts:
    """The deciding facts that the file of a case lacks.

    Attributes:
        slug: the case.
        names: the Indonesian names of the facts.
    """

    slug: str
    names: tuple[str, ...]


def missing_facts(content: Path, progress: Progress = lambda paths: paths) -> list[MissingFacts]:
    """Every case with the deciding facts that its file lacks, most facts first."""
    missing = []
    for case in read_cases(content, progress)[0]:
        facts = evidence.completeness(case)
        missing.append(
            MissingFacts(case.slug, tuple(fact.label.id for fact in facts if not fact.known))
        )
    return sorted(missing, key=lambda case: (-len(case.names), case.slug))


def read_cases(content: Path, progress: Progress = lambda paths: paths) -> tuple[list[Case], int]:
    """The cases that can be shown, and the number of files that can't."""
    paths, findings = files.find(content / "innovations")
    parsed_files = [files.read_case(path) for path in progress(paths)]
    cases = [parsed.case for parsed in parsed_files if parsed.case]
    return cases, len(findings) + len(paths) - len(cases)


def read_themes(content: Path) -> tuple[list[Theme], int]:
    """The themes that can be shown, and the number of files that can't."""
    paths, findings = theme_files.find(content)
    themes = [theme for path in paths if (theme := theme_files.read_theme(path).theme)]
    return themes, len(findings) + len(paths) - len(themes)


def _count(
    cases: list[Case], values: vocabulary.Vocabulary, value_of: Callable[[Case], str]
) -> dict[str, int]:
    """The number of cases by the Indonesian label of a value, in the vocabulary's order."""
    counts = Counter(map(value_of, cases))
    return {values[value].id: counts[value] for value in values}
