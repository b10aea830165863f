"""What the collection holds and what it lacks, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from app.collection import evidence, files, regions, vocabulary
from app.collection.case import Case

Progress = Callable[[Iterable[Path]], Iterable[Path]]


def collect(
    content: Path, progress: Progress = lambda paths: paths
) -> dict[str, int | dict[str, int]]:
    """The numbers, each under its Indonesian name; groups are name → count."""
    cases, left_out = _read(content, progress)
    held = {case.region for case in cases if case.region}
    return {
        "Kasus": len(cases),
        "Berkas dilewati karena salah": left_out,
        "Sumber": sum(len(case.sources) for case in cases),
        "Kasus dengan satu sumber saja": sum(len(case.sources) == 1 for case in cases),
        "Wilayah yang punya kasus": len(held),
        "Wilayah yang belum punya kasus": len(regions.regions()) - len(held),
        "Bidang": _count(cases, vocabulary.CATEGORIES, lambda case: case.category),
        "Tingkat pemerintahan": _count(cases, vocabulary.LEVELS, lambda case: case.level),
        "Status": _count(cases, vocabulary.STATUSES, lambda case: case.status),
        "Provinsi": _count(cases, vocabulary.PROVINCES, lambda case: case.province),
        "Bukti": _count(cases, vocabulary.EVIDENCE, lambda case: str(evidence.assess(case).step)),
        "Kasus yang memuat": {
            label.id: sum(bool(holds(case)) for case in cases)
            for label, holds in evidence.DECIDING.values()
        },
    }


@dataclass(frozen=True)
class Gaps:
    """A case and the names of the deciding facts that its file doesn't hold."""

    slug: str
    missing: tuple[str, ...]


def gaps(content: Path, progress: Progress = lambda paths: paths) -> list[Gaps]:
    """The cases of a collection, those that lack the most facts first."""
    found = [
        Gaps(
            case.slug, tuple(fact.label.id for fact in evidence.completeness(case) if not fact.held)
        )
        for case in _read(content, progress)[0]
    ]
    return sorted(found, key=lambda one: (-len(one.missing), one.slug))


def _read(content: Path, progress: Progress) -> tuple[list[Case], int]:
    """The cases that can be shown, and how many files can't."""
    paths, findings = files.find(content / "innovations")
    parsed = [files.read_case(path) for path in progress(paths)]
    cases = [one.case for one in parsed if one.case]
    return cases, len(findings) + len(paths) - len(cases)


def _count(
    cases: list[Case], values: vocabulary.Vocabulary, value_of: Callable[[Case], str]
) -> dict[str, int]:
    counts = Counter(map(value_of, cases))
    return {values[value].id: counts[value] for value in values}
