"""A government is found in the list of regions by each name that it uses."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.collection.regions import (
    ALIASES,
    REGIONAL_LEVELS,
    government_name,
    nearest,
    regions,
    resolve,
)


def test_the_list_has_every_province_kabupaten_and_kota():
    levels = Counter(region.level for region in regions().values())
    assert levels == {"provinsi": 38, "kabupaten": 416, "kota": 98}
    assert levels.total() == 552
    assert set(levels) == REGIONAL_LEVELS


def test_codes_are_unique_and_begin_with_the_code_of_the_province():
    by_code = {region.code: region for region in regions().values()}
    assert len(by_code) == 552
    for code, region in by_code.items():
        province = by_code[code.split(".", maxsplit=1)[0]]
        assert (province.level, province.name) == ("provinsi", region.province)
        assert ("." in code) == (region.level != "provinsi")


def test_every_region_is_found_by_the_name_of_its_government():
    for region in regions().values():
        assert resolve(government_name(region)) is region


@pytest.mark.parametrize(
    ("government", "code"),
    [
        ("Pemerintah Kota Pangkalpinang", "19.71"),
        ("Pemerintah Kota Baubau", "74.72"),
        ("Pemerintah Kota Palangka Raya", "62.71"),
        ("Pemerintah Kabupaten Fakfak", "92.03"),
        ("Pemerintah Daerah Istimewa Yogyakarta", "34"),
        ("Pemerintah Daerah DI Yogyakarta", "34"),
        ("Pemerintah Provinsi DI Yogyakarta", "34"),
        ("Pemerintah Provinsi Daerah Istimewa Yogyakarta", "34"),
        ("Pemerintah Provinsi DKI Jakarta", "31"),
        ("Pemerintah Aceh", "11"),
    ],
)
def test_spellings_that_governments_use_are_known(government, code):
    region = resolve(government)
    assert region is not None
    assert region.code == code


def test_aliases_lead_to_regions_and_hide_none():
    assert set(ALIASES.values()) <= regions().keys()
    assert not ALIASES.keys() & regions().keys()


def test_kabupaten_and_kota_of_one_name_are_kept_apart():
    kabupaten, kota = resolve("Pemerintah Kabupaten Malang"), resolve("Pemerintah Kota Malang")
    assert kabupaten is not None and kota is not None
    assert (kabupaten.code, kota.code) == ("35.07", "35.73")
    assert (kabupaten.level, kota.level) == ("kabupaten", "kota")


@pytest.mark.parametrize(
    "government",
    ["Kementerian Kesehatan", "BPJS Kesehatan", "Kabupaten Malang", "Pemerintah Pusat", ""],
)
def test_only_a_local_government_runs_a_region(government):
    assert resolve(government) is None


def test_every_local_government_of_the_collection_is_found(real_cases):
    not_found = {
        parsed.case.government
        for parsed in real_cases.values()
        if parsed.case.level in REGIONAL_LEVELS and parsed.case.region is None
    }
    assert not_found == set()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Pemerintah Kabupaten Malng", "Pemerintah Kabupaten Malang"),
        ("Kabupaten Malang", "Pemerintah Kabupaten Malang"),
        ("Pemerintah Propinsi Jawa Timur", "Pemerintah Provinsi Jawa Timur"),
        ("Pemerintah Kota Pangkal pinang", "Pemerintah Kota Pangkal Pinang"),
    ],
)
def test_a_slip_of_the_pen_leads_to_the_nearest_government(written, meant):
    assert resolve(written) is None
    assert nearest(written) == meant


def test_nonsense_has_no_nearest_government():
    assert nearest("Zzzz 12345") is None


@settings(max_examples=15)
@given(st.text(max_size=40))
def test_any_text_has_no_nearest_government_or_a_real_one(text):
    resolve(text)
    suggestion = nearest(text)
    assert suggestion is None or resolve(suggestion) is not None
