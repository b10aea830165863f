"""What the page of a theme works out from its cases."""

from __future__ import annotations

import pytest

from app.collection import theme_files, vocabulary
from app.collection.case import Result
from app.collection.theme_overview import (
    FIGURE_KINDS,
    ORDERS,
    figure_kind,
    main_category,
    ordered,
    overview,
    year_of,
)


@pytest.fixture(scope="module")
def themes(content):
    """Every theme of the collection, by slug."""
    paths, _ = theme_files.find(content)
    return {path.stem: theme_files.read_theme(path).theme for path in paths}


@pytest.fixture(scope="module")
def case_of(real_cases):
    """``case_of(slug)``: a case of the collection, or None."""
    return lambda slug: parsed.case if (parsed := real_cases.get(slug)) else None


def test_every_case_of_every_theme_is_counted_once(themes, case_of):
    for theme in themes.values():
        whole = overview(theme, case_of)
        assert len(whole.cases) == len(theme.cases)
        assert sum(whole.by_step.values()) == len(whole.cases)
        assert sum(map(len, whole.provinces.values())) == len(whole.cases)
        assert whole.compared <= whole.measured <= len(whole.cases)
        assert len(whole.cited) == len(theme.cited)


def test_the_map_has_a_cell_for_each_approach_and_step(themes, case_of):
    whole = overview(themes["mengelola-sampah"], case_of)
    for approach in whole.approaches:
        assert list(approach.by_step) == [int(step) for step in vocabulary.EVIDENCE]
        assert sum(approach.by_step.values()) == len(approach.cases)


def test_the_best_proven_case_comes_first(themes, case_of):
    whole = overview(themes["mengelola-sampah"], case_of)
    for approach in whole.approaches:
        steps = [entry.step for entry in approach.cases]
        assert steps == sorted(steps, reverse=True)
        assert all((entry.best is None) == (entry.step == 0) for entry in approach.cases)


def test_a_missing_case_is_left_out(themes, case_of):
    theme = themes["mengelola-sampah"]
    gone = theme.cited[0]
    whole = overview(theme, lambda slug: None if slug == gone else case_of(slug))
    assert 1 not in whole.cited and 2 in whole.cited
    assert gone not in {entry.case.slug for entry in whole.cases}
    assert overview(theme, lambda slug: None).cases == ()


def test_all_results_of_the_cases_are_in_the_table(themes, case_of):
    whole = overview(themes["menurunkan-stunting"], case_of)
    assert len(whole.results) == sum(len(entry.results) for entry in whole.cases)
    for order in ORDERS:
        assert sorted(map(id, ordered(whole.results, order))) == sorted(map(id, whole.results))
    years = [row.year or 0 for row in ordered(whole.results, "tahun")]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize(
    ("measure", "before", "after", "kind"),
    [
        ("Cakupan akta", "56%", "88,81%", "share"),
        ("Pendapatan kelompok", None, "Rp45 juta per tahun", "money"),
        ("Waktu tunggu", "3 hari", "15 menit", "time"),
        ("Lama urus izin", None, "7–14 hari", "time"),
        ("Desa mandiri", "0 (2021)", "8 (2023)", "count"),
        ("Warga terlayani selama 2 tahun", None, "1.212 orang", "count"),
    ],
)
def test_a_figure_has_a_kind(measure, before, after, kind):
    assert figure_kind(Result(measure=measure, before=before, after=after)) == kind
    assert kind in FIGURE_KINDS


@pytest.mark.parametrize(
    ("measure", "after", "year"),
    [
        ("Desa mandiri", "8 (2023)", 2023),
        ("Bank sampah binaan (2021 ke 2025)", "425", 2025),
        ("Sampah daur ulang", "6.403 kg dari 30 depo", None),
        ("Warga", "2.019 orang", None),
        ("Warga", "12019 orang", None),
    ],
)
def test_a_result_tells_its_year_if_it_names_one(measure, after, year):
    assert year_of(Result(measure=measure, after=after)) == year


def test_of_equal_categories_the_first_of_the_vocabulary_counts():
    assert main_category(["lingkungan", "kesehatan", "lingkungan"]) == "lingkungan"
    assert main_category(["lingkungan", "kesehatan"]) == "kesehatan"
