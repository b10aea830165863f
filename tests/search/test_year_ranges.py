"""Ranges of years as values of a filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.vocabulary import Label
from app.search.year_ranges import YearRange, read

YEARS = st.integers(1000, 9999)


@given(st.none() | YEARS, st.none() | YEARS, YEARS)
def test_a_range_says_which_years_it_has(first, last, year):
    text = f"{first or ''}-{last or ''}"
    found = read(text)
    if (first is None and last is None) or (first and last and first > last):
        assert found is None
        return
    assert found == YearRange(first, last) and str(found) == text
    assert found.has(str(year)) == ((first or 0) <= year <= (last or 9999))
    assert not found.has("belum-ada")


@pytest.mark.parametrize(
    "text",
    ["", "-", "2019", "2020-2018", "18-20", "2018--2020", "2018-2020-", "٢٠١٨-٢٠٢٠", " 2018-"],
)
def test_anything_else_is_no_range(text):
    assert read(text) is None


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    found = read(text)
    assert found is None or str(found) == text


def test_a_range_is_named_as_people_say_it():
    assert YearRange(2018, 2020).label == Label("2018–2020", "2018–2020")
    assert YearRange(None, 2014).label == Label("Sebelum 2015", "Before 2015")
    assert YearRange(2024, None).label == Label("Sejak 2024", "Since 2024")
