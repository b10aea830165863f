"""The government that a typed name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.regions import resolve
from app.contribution.fields import governments
from app.web.contribute.filled import Filled
from app.web.contribute.government import proposals, settle, settled


@pytest.mark.parametrize(
    ("typed", "government"),
    [
        ("kab. malang", "Pemerintah Kabupaten Malang"),
        ("Pemkab Malang", "Pemerintah Kabupaten Malang"),
        ("pemkot batu", "Pemerintah Kota Batu"),
        ("Jatim", "Pemerintah Provinsi Jawa Timur"),
        ("Provinsi Bali", "Pemerintah Provinsi Bali"),
        ("pemprov jabar", "Pemerintah Provinsi Jawa Barat"),
        ("Pemerintah Daerah Kabupaten Malang", "Pemerintah Kabupaten Malang"),
        ("Pemerintah Kota Baubau", "Pemerintah Kota Baubau"),
        ("Kementerian Sosial", "Kementerian Sosial"),
        ("Malang", "Malang"),
        ("", ""),
    ],
)
def test_a_clear_name_becomes_that_of_the_government(typed, government):
    assert settled(typed) == government


def test_every_government_of_the_list_is_understood():
    for government in governments():
        assert resolve(settled(government)) == resolve(government), government
        assert proposals(government) == [], government


def test_a_name_of_two_regions_is_asked_about():
    assert proposals("Malang") == ["Pemerintah Kabupaten Malang", "Pemerintah Kota Malang"]


def test_a_misspelt_name_gets_the_nearest():
    assert proposals("kabupaten ponrogo")[0] == "Pemerintah Kabupaten Ponorogo"


@pytest.mark.parametrize("typed", ["", "Kementerian Sosial", "PT PLN (Persero)", "Badan Narkotika"])
def test_a_central_body_gets_no_region(typed):
    assert proposals(typed) == []


def test_level_and_province_follow_the_government():
    filled = settle(Filled({"government": ("Kota Malang",), "level": ("kabupaten",)}))
    assert filled.text("government") == "Pemerintah Kota Malang"
    assert (filled.text("level"), filled.text("province")) == ("kota", "Jawa Timur")
    ministry = Filled({"government": ("Kementerian Sosial",), "level": ("kementerian",)})
    assert settle(ministry) == ministry


@given(st.text(max_size=300))
def test_any_text_can_be_typed(text):
    assert isinstance(settled(text), str)
    assert all(resolve(name) for name in proposals(text))
