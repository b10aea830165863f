"""Which regions have cases, and which cases are shown to regions without any."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.collection.coverage import EXAMPLES, coverage, most_similar
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


def test_examples_come_from_the_same_level_and_the_nearest_place():
    slugs_by_code = {"35.07": ["a"], "35.73": ["b"], "33.01": ["c"], "11.01": ["d"]}
    examples = {
        entry.region.name: [(example.region.name, example.slug) for example in entry.examples]
        for province in coverage(slugs_by_code).values()
        for entry in province.without_cases
    }
    assert examples["Kabupaten Blitar"] == [
        ("Kabupaten Malang", "a"),  # its own province
        ("Kabupaten Cilacap", "c"),  # its island
    ]
    assert examples["Kota Kediri"] == [("Kota Malang", "b")]


@given(st.sets(st.sampled_from(sorted(BY_CODE)), max_size=80), st.sampled_from(sorted(BY_CODE)))
def test_similar_regions_are_of_the_same_level_and_if_possible_of_the_same_province(codes, code):
    region, candidates = BY_CODE[code], [BY_CODE[code] for code in sorted(codes)]
    same_level = [r for r in candidates if r.level == region.level and r != region]
    similar = most_similar(region, candidates)
    assert len(similar) == min(EXAMPLES, len(same_level))
    assert all(other in same_level for other in similar)
    if any(other.province == region.province for other in same_level):
        assert similar[0].province == region.province
    assert similar == most_similar(region, candidates[::-1])  # their order makes no difference
