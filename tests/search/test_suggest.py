"""Completions of an unfinished text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import language
from app.search.suggest import Suggester, Suggestion

SUGGESTER = Suggester(
    [
        Suggestion("Putik Sari", "case", "putik-sari", "Kabupaten Malang"),
        Suggestion("Kampung Tematik Wonosari Berseri", "case", "putik-sari"),
        Suggestion("stunting", "tag", count=20),
        Suggestion("Kejar Stunting", "case", "kejar-stunting"),
        Suggestion("Kabupaten Malang", "place", count=5),
    ]
)


def texts(typed: str) -> list[str]:
    return [suggestion.text for suggestion in SUGGESTER.suggest(typed)]


@pytest.mark.parametrize("typed", ["putik", "Putik S", "PUTIKS", "sari", "putk"])
def test_a_name_is_offered_from_any_of_its_words_and_through_a_slip(typed):
    assert "Putik Sari" in texts(typed)


def test_texts_that_begin_with_the_typed_text_come_before_texts_that_contain_it():
    assert texts("stunt") == ["stunting", "Kejar Stunting"]


def test_a_place_is_offered_through_a_slip():
    assert "Kabupaten Malang" in texts("malng")


@pytest.mark.parametrize("typed", ["", " ", "p", "!!!", "zzzzzz", "'"])
def test_nothing_is_offered_for_a_letter_or_for_signs(typed):
    assert texts(typed) == []


def test_the_best_of_thousands_is_offered_first():
    tags = [Suggestion(f"pelayanan {number}", "tag", count=number) for number in range(5000)]
    offered = Suggester(tags).suggest("pe", 2)
    assert [suggestion.count for suggestion in offered] == [4999, 4998]


@given(st.text())
def test_any_text_may_be_typed(typed):
    assert len(SUGGESTER.suggest(typed)) <= 8


def test_ten_thousand_characters_are_cut():
    assert texts("stunting " * 1200) == []


def test_the_collection_offers_names_tags_agencies_and_places(real_engine, content: Path):
    kinds = {suggestion.kind for suggestion in real_engine.suggest("malang", 60)}
    assert kinds >= {"case", "agency", "place"}
    assert real_engine.suggest("stunting")[0].kind == "tag"
    assert real_engine.suggest("jarik masiti")[0].slug == "jarik-ma-siti"


def test_every_name_of_the_collection_is_offered_however_it_is_begun(real_engine, real_cases):
    """By its first two words, and by the whole name written as a single word."""
    missed = []
    for slug, parsed in real_cases.items():
        title = parsed.case.title
        begun = " ".join(title.split()[:2])
        joined = language.name_key(title)
        for typed in (begun, joined[:20]):
            offered = {suggestion.slug for suggestion in real_engine.suggest(typed, 20)}
            if len(typed) > 3 and slug not in offered:
                missed.append((slug, typed))
    assert missed == []


def test_nothing_is_offered_twice(real_engine):
    for typed in ("kes", "desa", "malang", "stuntng", "pelayanan"):
        offered = real_engine.suggest(typed, 30)
        assert len(set(offered)) == len(offered)
