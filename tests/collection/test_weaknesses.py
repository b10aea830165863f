"""What weakens a figure stands beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from app.collection.weaknesses import weaknesses, year_of

TODAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("slug", "place", "texts"),
    [
        ("putik-sari", 0, []),
        ("2h2-center", 0, ["angka lama (2013)"]),
        ("putik-sari", 2, ["tanpa angka awal"]),
        ("uptpk-sragen", 0, ["angka seluruh wilayah", "angka lama (2015)"]),
        ("bumi-kraksaan", 0, ["angka seluruh wilayah"]),
        ("balakar", 0, ["tanpa angka awal", "dari satu sumber", "hanya menurut pemiliknya"]),
        ("sekolah-peternakan-rakyat-ipb", 0, ["hanya menurut pemiliknya"]),
        ("kiat-guru", 1, []),  # set against comparison schools
    ],
)
def test_a_figure_says_what_weakens_it(real_cases, slug, place, texts):
    case = real_cases[slug].case
    found = [weakness.text() for weakness in weaknesses(case, case.results[place], TODAY)]
    assert [text for text in found if not text.startswith("angka lama") or text in texts] == texts


def test_a_figure_grows_old_with_the_years(real_cases):
    case = real_cases["putik-sari"].case
    result = case.results[0]
    assert year_of(result) == 2023
    (old,) = weaknesses(case, result, dt.date(2029, 1, 1))
    assert old.text() == "angka lama (2023)" and old.text("en") == "old figure (2023)"
    assert weaknesses(case, result, dt.date(2028, 12, 31)) == ()


def test_amounts_are_no_years(real_cases):
    """“Rp1.200.000” and “2.187” hold digits that look like years or near them."""
    result = real_cases["ntb-care"].case.results[0]
    assert year_of(result) == 2022
