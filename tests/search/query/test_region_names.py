"""Kabupaten and kota by the names that people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.regions import regions
from app.search.query.region_names import find, nearest

REGENCIES = [region for region in regions().values() if region.level != "provinsi"]


def names(found) -> list[str]:
    return [region.name for region in found]


@pytest.mark.parametrize("name_of", [lambda r: r.name, lambda r: r.code, lambda r: r.name.upper()])
def test_every_region_is_found_by_its_full_name_and_its_code(name_of):
    assert [r.name for r in REGENCIES if names(find(name_of(r))) != [r.name]] == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ngawi", ["Kabupaten Ngawi"]),
        ("kab. ngawi", ["Kabupaten Ngawi"]),
        ("pemkot surabaya", ["Kota Surabaya"]),
        ("malang", ["Kabupaten Malang", "Kota Malang"]),
        ("kota malang", ["Kota Malang"]),
        ("Yogyakarta", ["Kota Yogyakarta"]),
        ("pangkalpinang", ["Kota Pangkal Pinang"]),
        ("jaksel", ["Kota Administrasi Jakarta Selatan"]),
        ("Jawa Timur", []),
        ("", []),
    ],
)
def test_a_name_is_read_as_people_write_it(typed, found):
    assert names(find(typed)) == found


@pytest.mark.parametrize(
    ("typed", "near"),
    [("ngwi", "Kabupaten Ngawi"), ("bandung bart", "Kabupaten Bandung Barat")],
)
def test_a_slip_gets_the_nearest_names(typed, near):
    assert names(nearest(typed, 6))[0] == near
    assert len(nearest(typed, 2)) <= 2


@given(st.text(max_size=80))
def test_any_text_is_answered(typed):
    assert len(find(typed)) <= 10
    assert len(nearest(typed, 6)) <= 6
