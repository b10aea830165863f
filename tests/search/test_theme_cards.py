"""The cards of themes count the cases that the collection has."""

from __future__ import annotations

from app.collection.theme_overview import overview
from app.search.theme_cards import by_category, theme_card


def test_a_card_has_the_numbers_of_the_page(real_engine):
    for slug, card in real_engine.theme_cards.items():
        whole = overview(real_engine.themes[slug], real_engine.case)
        assert card.cases == len(whole.cases)
        assert (card.measured, card.compared) == (whole.measured, whole.compared)
        assert card.category == whole.category


def test_a_case_that_the_collection_lacks_is_not_counted(real_engine):
    theme = real_engine.themes["mengelola-sampah"]
    assert theme_card(theme, lambda _slugs: {}).cases == 0


def test_every_theme_stands_in_one_category(real_engine):
    groups = by_category(real_engine.theme_cards.values())
    slugs = [card.slug for _category, cards in groups for card in cards]
    assert sorted(slugs) == sorted(real_engine.themes)
