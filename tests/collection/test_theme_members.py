"""The themes of a case: those in which it takes an approach, and those that cite it."""

from __future__ import annotations

import pytest

from app.collection import theme_files
from app.collection.theme import Theme
from app.collection.theme_members import memberships


@pytest.fixture(scope="module")
def themes(content) -> list[Theme]:
    parsed = map(theme_files.read_theme, theme_files.find(content)[0])
    return [file.theme for file in parsed if file.theme]


def test_a_case_knows_every_theme_that_names_it(themes):
    of = memberships(themes)
    for theme in themes:
        for slug in theme.all_cases:
            (membership,) = [entry for entry in of[slug] if entry.theme.slug == theme.slug]
            assert membership.approach == theme.approach_of(slug)


def test_themes_in_which_a_case_takes_an_approach_come_first(themes):
    for entries in memberships(themes).values():
        cited = [entry.approach is None for entry in entries]
        assert cited == sorted(cited)


def test_without_themes_no_case_is_in_one():
    assert memberships([]) == {}
