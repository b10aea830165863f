"""Which region a typed name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.regions import by_code, regions
from app.web.regions.names import NAME_MAX, OFFERED, find


def names(found):
    return [region.name for region in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Kabupaten Ponorogo", ["Kabupaten Ponorogo"]),
        ("  ponorogo ", ["Kabupaten Ponorogo"]),
        ("pemkab ngawi", ["Kabupaten Ngawi"]),
        ("35.02", ["Kabupaten Ponorogo"]),
        ("jatim", ["Jawa Timur"]),
        ("kukar", ["Kabupaten Kutai Kartanegara"]),
        ("malang", ["Kabupaten Malang", "Kota Malang"]),
        ("batu", ["Kota Batu"]),
        ("maluku", ["Maluku", "Maluku Utara"]),
    ],
)
def test_a_name_or_a_code_finds_its_regions(typed, expected):
    assert names(find(typed).exact) == expected


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("ponorgo", "Kabupaten Ponorogo"),
        ("halmahera", "Kabupaten Halmahera Utara"),
        ("kota surabya", "Kota Surabaya"),
    ],
)
def test_a_misspelt_name_or_a_part_of_one_offers_names_like_it(typed, near):
    found = find(typed)
    assert not found.exact
    assert near in names(found.near) and len(found.near) <= OFFERED


@pytest.mark.parametrize("typed", ["", "🙂", "kabupaten", "xyzqwxyzqw", "x" * 5000])
def test_a_text_that_is_no_name_finds_nothing(typed):
    assert not find(typed).exact


def test_every_region_is_found_by_its_own_name_and_code():
    for name, region in regions().items():
        assert region in find(name).exact
        assert find(region.code).exact == (by_code()[region.code],)


@given(st.text(max_size=NAME_MAX * 2))
def test_any_text_gives_an_answer(typed):
    found = find(typed)
    assert not (found.exact and found.near)
    assert len(found.near) <= OFFERED
