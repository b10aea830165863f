"""Texts of people as values of the case format."""

from __future__ import annotations

import datetime as dt

import pytest

from app.contribution.conversion import value_of


@pytest.mark.parametrize(
    ("keys", "text", "value"),
    [
        (("started",), " 2019 ", 2019),
        (("started",), "sekitar 2019", "sekitar 2019"),
        (("status_checked",), "2024-08-01", dt.date(2024, 8, 1)),
        (("status_checked",), "1/8/2024", dt.date(2024, 8, 1)),
        (("status_checked",), "1 Agustus 2024", dt.date(2024, 8, 1)),
        (("status_checked",), "30/2/2024", "30/2/2024"),
        (("status_checked",), "1 Brumaire 2024", "1 Brumaire 2024"),
        (("sources", "date"), "2019", 2019),
        (("sources", "date"), "2019-1-2", dt.date(2019, 1, 2)),
        (("level",), "Kabupaten", "kabupaten"),
        (("level",), "Kab.", "Kab."),
        (("category",), "Tata kelola", "tata-kelola"),
        (("status",), "Belum diketahui", "belum-diketahui"),
        (("province",), "jawa timur", "Jawa Timur"),
        (("sdgs",), "3", 3),
        (("results", "adverse"), "Ya", True),
        (("results", "examined_by"), "2", 2),
        (("results", "after"), "1.200", "1.200"),
        (("results", "after"), "2019", "2019"),
        (("cost",), "  Rp45 juta\n per tahun ", "Rp45 juta per tahun"),
    ],
)
def test_a_text_becomes_a_value_where_it_can_be_read_as_one(keys, text, value):
    converted = value_of(text, *keys)
    assert converted == value
    assert type(converted) is type(value)
