"""Of the innovations that the ministry counts: those known by name, and those in full."""

from __future__ import annotations

import pytest

from app.collection import catalogue, national_count
from app.collection.case import Award
from app.collection.catalogue import CatalogueEntry
from tests.conftest import ENTRY


def entry(**changes):
    values = {key: value for key, value in {**ENTRY, **changes}.items() if value != ""}
    return CatalogueEntry.model_validate(values)


def count(*entries, winners=()):
    return national_count.count(entries, lambda entry: entry.case, winners)


def test_each_innovation_counts_once():
    entries = [entry(), entry(case="antar-obat"), entry(case="jemput-obat")]
    known = count(*entries, winners=["antar-obat", "kasus-lain"])
    assert (known.named, known.in_full) == (4, 3)


@pytest.mark.parametrize(
    "changes",
    [
        {"award": "KIPP Finalis"},
        {"award": "Kovablik Top 30"},
        {"year": ""},
        {"year": 2013},
        {"year": 2024},
    ],
)
def test_what_cannot_be_told_to_be_among_them_is_not_counted(changes):
    known = count(entry(**changes))
    assert (known.named, known.in_full, known.not_counted) == (0, 0, 1)


@pytest.mark.parametrize(
    ("rank", "year", "won"),
    [
        ("Top 99", 2023, True),
        ("top 15 kelompok replikasi", 2021, True),
        ("Finalis Top 15 Kelompok Khusus", 2021, False),
        ("Top 99", 2025, False),
    ],
)
def test_a_case_wins_by_its_rank_and_year(rank, year, won):
    assert national_count.has_won([Award(name="KIPP", rank=rank, year=year)]) is won
    assert not national_count.has_won([Award(name="Kovablik Jawa Timur", rank=rank, year=year)])


def test_the_numbers_of_the_real_collection_add_up(content, real_cases):
    entries = catalogue.read_catalogue(content / catalogue.FILE).entries
    cases = [parsed.case for parsed in real_cases.values() if parsed.case]
    winners = [case.slug for case in cases if national_count.has_won(case.awards)]
    known = count(*entries, winners=winners)
    assert len(winners) <= known.in_full < known.named < known.counted
    without_case = sum(entry.case is None for entry in entries)
    assert known.named - known.in_full + known.not_counted == without_case
