"""The checks of the catalogue against the cases, the regions and the list of awards."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path

from app.collection import awards, catalogue, files, regions
from app.collection.case import Case
from app.collection.catalogue import CatalogueEntry, Row, name_key
from app.collection.curation import Withdrawn
from app.collection.finding import Finding


def check_catalogue(
    paths: Iterable[Path],
    cases: Mapping[str, Case],
    slugs: Collection[str],
    withdrawn: Mapping[str, Withdrawn],
) -> Iterator[Finding]:
    """All findings about files of the catalogue.

    Args:
        paths: the file of the content folder, and drafts outside it; a missing one is empty.
        cases: the cases that can be shown, by slug.
        slugs: the slugs of all case files, also of those that can't be shown.
        withdrawn: the withdrawn cases by slug.
    """
    slugs_by_name = _slugs_by_name(cases)
    for path in paths:
        parsed = catalogue.read_catalogue(path)
        yield from parsed.findings
        lines: dict[str, int] = {}  # slug → the line that names it first
        for row in parsed.rows:
            yield from _check_case(path, row, slugs, withdrawn, slugs_by_name, lines)
            yield from _check_place(path, row)
            yield from _check_award(path, row)


def _slugs_by_name(cases: Mapping[str, Case]) -> Mapping[tuple[str, str], str]:
    """The cases by each of their names and by government, as names are compared."""
    return {
        (name_key(name), name_key(case.government)): slug
        for slug, case in cases.items()
        for name in (case.title, case.expansion)
        if name
    }


def _check_case(
    path: Path,
    row: Row,
    slugs: Collection[str],
    withdrawn: Mapping[str, Withdrawn],
    slugs_by_name: Mapping[tuple[str, str], str],
    lines: dict[str, int],
) -> Iterator[Finding]:
    """A case that isn't there, that two rows name, or that the row should name."""
    slug = row.entry.case
    if slug is None:
        found = slugs_by_name.get(row.entry.key)
        if found:
            message = f"“{row.entry.title}” sudah ada kasusnya, tetapi kolom case kosong"
            remedy = f"tulis “{found}” di kolom case bila memang inovasi yang sama"
            yield files.warning(path, row.line, message, remedy)
    elif slug in withdrawn:
        instead = withdrawn[slug].instead
        remedy = f"tulis penggantinya, “{instead}”" if instead else "kosongkan kolom case"
        yield files.error(path, row.line, f"“{slug}” sudah ditarik dari koleksi", remedy)
    elif slug not in slugs:
        message = f"“{slug}” menunjuk kasus yang tidak ada"
        remedy = "tulis slug kasus yang ada di koleksi, atau kosongkan kolom case"
        yield files.error(path, row.line, message, remedy)
    elif lines.setdefault(slug, row.line) != row.line:
        message = f"kasus “{slug}” sudah disebut di baris {lines[slug]}"
        remedy = "gabungkan keduanya bila satu inovasi; betulkan kolom case bila bukan"
        yield files.warning(path, row.line, message, remedy)


def _check_place(path: Path, row: Row) -> Iterator[Finding]:
    """A government that isn't in the reference lists, or contradicts level or province."""
    entry, region = row.entry, row.entry.region
    if region is None:
        if not _is_central(entry):
            remedy = f"maksudnya “{near}”?" if (near := _nearest(entry)) else _UNKNOWN_BODY
            message = f"“{entry.government}” tidak ada di daftar wilayah dan instansi pusat"
            yield files.warning(path, row.line, message, remedy)
        return
    expected = [("province", entry.province, region.province)]
    if entry.level in regions.REGIONAL_LEVELS:
        expected.append(("level", entry.level, region.level))
    for column, written, value in expected:
        if written != value:
            message = f"{column} “{written}” tidak sesuai dengan {entry.government}"
            remedy = f"periksa; menurut daftar wilayah “{value}”"
            yield files.warning(path, row.line, message, remedy)


_UNKNOWN_BODY = (
    "tulis “Pemerintah” lalu nama wilayahnya; instansi pusat yang belum ada ditambahkan ke "
    "app/collection/data/central-bodies.csv"
)


def _is_central(entry: CatalogueEntry) -> bool:
    return entry.level not in regions.REGIONAL_LEVELS and entry.government in central_bodies()


def _nearest(entry: CatalogueEntry) -> str | None:
    """The government with the most similar name, if any is similar."""
    if entry.level in regions.REGIONAL_LEVELS:
        return regions.nearest(entry.government)
    close = difflib.get_close_matches(entry.government, central_bodies(), n=1, cutoff=0.8)
    return close[0] if close else None


@cache
def central_bodies() -> frozenset[str]:
    """The ministries, agencies, companies and universities of ``data/central-bodies.csv``."""
    text = (package_files("app.collection") / "data" / "central-bodies.csv").read_text("utf-8")
    return frozenset(row["name"] for row in csv.DictReader(text.splitlines()))


def _check_award(path: Path, row: Row) -> Iterator[Finding]:
    """An award whose name isn't in the list of awards."""
    award = row.entry.award
    if awards.split(award) is None:
        message = f"penghargaan “{award}” tidak ada di daftar"
        remedy = (
            "awali dengan namanya di daftar (KIPP Top 99), atau tambahkan ke "
            "app/collection/data/awards.csv"
        )
        yield files.warning(path, row.line, message, remedy)
