"""What the collection holds and what it lacks, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from app.cases import files, regions, vocabulary
from app.cases.model import Case

# A fact that a reader decides by → whether a case holds it.
FACTS: Mapping[str, Callable[[Case], object]] = {
    "tahun mulai": lambda case: case.started,
    "hasil terukur": lambda case: case.results,
    "hasil sebelum dan sesudah": lambda case: any(result.before for result in case.results),
    "biaya": lambda case: case.cost,
    "tenaga": lambda case: case.staff,
    "lama penerapan": lambda case: case.duration,
    "dasar hukum": lambda case: case.legal_basis,
    "syarat meniru": lambda case: case.copy_terms,
    "penghargaan": lambda case: case.awards,
    "catatan peniruan": lambda case: case.replicated_by,
}


def collect(
    content: Path, progress: Callable[[Iterable[Path]], Iterable[Path]] = lambda paths: paths
) -> dict[str, int | dict[str, int]]:
    """The numbers, each under its Indonesian name; groups are name → count."""
    paths, problems = files.find(content / "innovations")
    parsed = [files.read_case(path) for path in progress(paths)]
    cases = [one.case for one in parsed if one.case]
    held = {case.region for case in cases if case.region}
    return {
        "Kasus": len(cases),
        "Berkas dilewati karena salah": len(problems) + len(paths) - len(cases),
        "Sumber": sum(len(case.sources) for case in cases),
        "Kasus dengan satu sumber saja": sum(len(case.sources) == 1 for case in cases),
        "Wilayah yang punya kasus": len(held),
        "Wilayah yang belum punya kasus": len(regions.regions()) - len(held),
        "Bidang": _count(cases, vocabulary.CATEGORIES, lambda case: case.category),
        "Tingkat pemerintahan": _count(cases, vocabulary.LEVELS, lambda case: case.level),
        "Status": _count(cases, vocabulary.STATUSES, lambda case: case.status),
        "Provinsi": _count(cases, vocabulary.PROVINCES, lambda case: case.province),
        "Kasus yang memuat": {
            name: sum(bool(holds(case)) for case in cases) for name, holds in FACTS.items()
        },
    }


def _count(
    cases: list[Case], values: vocabulary.Vocabulary, value_of: Callable[[Case], str]
) -> dict[str, int]:
    counts = Counter(map(value_of, cases))
    return {values[value].id: counts[value] for value in values}
