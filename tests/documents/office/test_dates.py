"""Dates as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.dates import FIRST_YEAR, LAST_YEAR, read_date


@given(st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)))
def test_every_date_can_be_typed(date):
    assert read_date(date.isoformat()) == date
    for mark in "/-.":
        assert read_date(f" {date.day}{mark}{date.month:02}{mark}{date.year} ") == date


@pytest.mark.parametrize(
    "text", ["", "30/2/2027", "1/3/27", "2027/03/01", "1 Maret 2027", "31/12/1999", "1/1/2101"]
)
def test_other_texts_are_no_dates(text):
    assert read_date(text) is None
