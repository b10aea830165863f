"""Which regions have cases, and which cases are shown to regions without any."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.collection.coverage import coverage, proposed
from app.collection.geography import most_similar, nearest
from app.collection.regions import regions

BY_CODE = {region.code: region for region in regions().values()}


def test_every_region_is_listed_once():
    provinces = coverage({})
    codes = [
        entry.region.code
        for province in provinces.values()
        for entry in (province.government, *province.regions)
    ]
    assert sorted(codes) == sorted(BY_CODE)
    assert len(provinces) == 38


def test_a_province_separates_regions_with_cases_from_those_without():
    east_java = coverage({"35.07": ["putik-sari", "lain"], "35": ["x"]})["Jawa Timur"]
    assert [entry.region.name for entry in east_java.with_cases] == ["Kabupaten Malang"]
    assert east_java.with_cases[0].slugs == ("putik-sari", "lain")
    assert len(east_java.without_cases) == 37
    assert east_java.government.slugs == ("x",)


def test_examples_come_from_the_nearest_region_and_from_the_most_similar_one():
    slugs_by_code = {"33.12": ["a"], "35.73": ["b"], "33.74": ["c"], "35.21": ["d"], "31": ["e"]}
    examples = {
        entry.region.name: [(e.region.name, e.slug, e.near) for e in entry.examples]
        for province in coverage(slugs_by_code).values()
        for entry in (province.government, *province.regions)
    }
    assert examples["Kabupaten Pacitan"] == [
        ("Kabupaten Wonogiri", "a", True),  # next door, in another province
        ("Kabupaten Ngawi", "d", False),
    ]
    assert examples["Kota Batu"] == [("Kota Malang", "b", True), ("Kota Semarang", "c", False)]
    assert examples["Banten"] == [("DKI Jakarta", "e", True)]
    assert examples["Kabupaten Ngawi"] == []


@given(st.lists(st.sampled_from(sorted(BY_CODE)), max_size=80), st.sampled_from(sorted(BY_CODE)))
def test_provinces_are_proposed_to_provinces_and_kabupaten_and_kota_to_each_other(codes, code):
    region = BY_CODE[code]
    rank = [other for other in codes if len(other) == len(code) and other != code]
    found = proposed(region, codes)
    assert [near for near in found.values() if near] == [True][: len(rank)]
    for other, near in found.items():
        if near:
            assert other == nearest(code, rank)[0]
        else:
            assert other == most_similar(code, set(rank) - {next(iter(found))})[0]
