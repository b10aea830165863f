"""Themes are offered for queries about their problem, and for no others."""

from __future__ import annotations

import pytest

from app.search.theme_finder import MOST_OFFERED, ThemeFinder, further_cases


@pytest.fixture(scope="module")
def finder(real_engine):
    return ThemeFinder(real_engine.themes)


def test_every_query_of_a_theme_meets_it(real_engine, finder):
    for slug, theme in real_engine.themes.items():
        for text in (*theme.queries, theme.title):
            assert slug in finder.find([text]), text


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("sampah", "mengelola-sampah"),
        ("pengelolaan sampah", "mengelola-sampah"),
        ("stunting", "menurunkan-stunting"),
        ("akta kelahiran", "adminduk-jemput-bola"),
        ("anak putus sekolah", "anak-tidak-sekolah"),
    ],
)
def test_a_plain_query_meets_its_theme(finder, query, theme):
    assert finder.find([query])[0] == theme


@pytest.mark.parametrize(
    "query", ["", "anak", "desa", "pelayanan", "Putik Sari", "tidak ada di sini", "!!!", "2019"]
)
def test_a_query_about_nothing_in_particular_meets_no_theme(finder, query):
    assert finder.find([query]) == ()


def test_few_themes_are_offered(finder):
    assert len(finder.find(["stunting sampah akta kelahiran antre pasien"])) <= MOST_OFFERED


def test_without_themes_none_is_found():
    assert ThemeFinder({}).find(["sampah"]) == ()


def test_further_cases_are_about_the_theme_and_not_named_in_it(real_engine):
    theme = real_engine.themes["mengelola-sampah"]
    hits = further_cases(theme, real_engine.search, 6)
    assert hits and all(hit.about for hit in hits)
    assert not {hit.card.slug for hit in hits} & set(theme.all_cases)
