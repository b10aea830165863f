"""Widths and heights with which a sheet can be read on paper."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.sheet_layout import (
    MOST_DIGITS,
    column_widths,
    line_count,
    row_height,
)
from tests.documents.office.conftest import make_table


def test_columns_are_as_wide_as_their_texts_up_to_the_width_of_a_page():
    short, number, date = column_widths(make_table(("abcdefghij", 2019, dt.date(2026, 9, 29))))
    assert (short, number) == (12, 8) and date >= len("29 September 2026")
    widths = column_widths(make_table(("x" * 500, 1, "y" * 400)))
    assert sum(widths) <= MOST_DIGITS and widths[0] == widths[2] > widths[1]


def test_a_table_may_set_its_widths():
    assert column_widths(make_table(("x", 1, "y"), widths=(9, 8, 7))) == (9, 8, 7)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("satu", 1),
        ("satu\ndua", 2),
        ("Dinas Lingkungan Hidup", 2),
        ("Penanggulangan kemiskinan", 2),
        ("https://contoh.go.id/inovasi/bank-sampah", 4),
        ("m" * 30, 4),
    ],
)
def test_lines_are_counted_as_arial_wraps_them(text, lines):
    assert line_count(text, 16) == lines


@given(st.text(max_size=200), st.integers(6, 60))
def test_any_text_has_lines_and_more_of_them_in_a_narrow_column(text, width):
    assert 1 <= line_count(text, width + 20) <= line_count(text, width)


def test_a_row_is_no_higher_than_excel_takes():
    assert row_height(["x\n" * 1000, 1], [10, 10]) == 409
    assert row_height([], []) == row_height([2019], [10]) == 12.75
