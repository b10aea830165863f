"""Dates as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.wording import long_date
from app.documents.office.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateMistake,
    DateParts,
    date_mistakes,
    read_date,
    read_month,
)

DATES = st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31))
# A part of a date is one word, or one of the texts that people put into the wrong field.
PART = st.one_of(st.from_regex(r"[0-9A-Za-z.,:-]{0,12}", fullmatch=True), st.just("1 2"))


@given(DATES)
def test_every_date_can_be_typed(date):
    assert read_date(date.isoformat()) == date
    for mark in "/-. ":
        assert read_date(f" {date.day}{mark}{date.month:02}{mark}{date.year} ") == date
    for language in ("id", "en"):
        assert read_date(long_date(date, language)) == date


@given(DATES)
def test_every_date_can_be_typed_in_three_fields(date):
    for text in (date.isoformat(), f"{date.day}/{date.month}/{date.year}", long_date(date)):
        parts = DateParts.of(text)
        assert read_date(parts.text()) == date
        assert DateParts.of(parts.text()) == parts


@given(st.builds(DateParts, PART, PART, PART))
def test_what_was_typed_in_three_fields_comes_back_in_them(parts):
    again = DateParts.of(parts.text())
    assert again == parts or read_date(parts.text()) or sum(map(bool, parts)) == 1


@given(st.builds(DateParts, st.text(), st.text(), st.text()))
def test_any_three_texts_are_a_date_or_have_a_mistake(parts):
    text = parts.text()
    assert (read_date(text) is None) == bool(date_mistakes(text)) or not text


@given(st.text())
def test_any_text_survives_its_fields(text):
    once = DateParts.of(text).text()
    assert DateParts.of(once).text() == once
    assert read_date(once) == read_date(text)


@pytest.mark.parametrize(
    "text", ["", "30/2/2027", "1/3/27", "2027/03/01", "1 M 2027", "31/12/1999", "1/1/2101"]
)
def test_other_texts_are_no_dates(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("31/2/2027", [("too late", "day")]),
        ("29/2/2028", []),
        ("32/13/27", [("unreadable", "day"), ("unreadable", "month"), ("unreadable", "year")]),
        ("27//2027", [("missing", "month")]),
        ("besok", [("unreadable", "day"), ("missing", "month"), ("missing", "year")]),
        ("1/3/1027", [("out of range", "year")]),
        ("٠١/٠٣/٢٠٢٧", [("unreadable", part) for part in ("day", "month", "year")]),
        ("   ", []),
    ],
)
def test_a_mistake_names_the_part(text, mistakes):
    assert date_mistakes(text) == tuple(DateMistake(*mistake) for mistake in mistakes)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *[("1", 1), ("09", 9), ("Mei", 5), ("may", 5), ("SEPT", 9), ("Agt.", 8), ("Pebruari", 2)],
        *[("0", None), ("13", None), ("ma", None), ("maretan", None), ("", None), ("٣", None)],
    ],
)
def test_a_month_may_be_a_number_or_a_name(text, month):
    assert read_month(text) == month
