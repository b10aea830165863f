"""Which regions have cases, and what is proposed to those that have none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.collection.coverage import EXAMPLES, alike, coverage
from app.collection.regions import regions

BY_CODE = {region.code: region for region in regions().values()}


def test_every_region_is_there_once():
    found = coverage({})
    codes = [one.region.code for p in found.values() for one in (p.government, *p.regions)]
    assert sorted(codes) == sorted(BY_CODE)
    assert len(found) == 38


def test_a_province_tells_those_with_cases_from_those_without():
    east_java = coverage({"35.07": ["putik-sari", "lain"], "35": ["x"]})["Jawa Timur"]
    assert [one.region.name for one in east_java.held] == ["Kabupaten Malang"]
    assert east_java.held[0].slugs == ("putik-sari", "lain")
    assert len(east_java.lacking) == 37
    assert east_java.government.slugs == ("x",)


def test_examples_come_from_the_same_level_and_the_nearest_place():
    held = {"35.07": ["a"], "35.73": ["b"], "33.01": ["c"], "11.01": ["d"]}
    lacking = {
        one.region.name: one for p in coverage(held).values() for one in p.lacking if one.examples
    }
    regency = lacking["Kabupaten Blitar"]
    assert [(e.region.name, e.slug) for e in regency.examples] == [
        ("Kabupaten Malang", "a"),  # its own province
        ("Kabupaten Cilacap", "c"),  # its island
    ]
    assert [e.region.name for e in lacking["Kota Kediri"].examples] == ["Kota Malang"]


@given(st.sets(st.sampled_from(sorted(BY_CODE)), max_size=80), st.sampled_from(sorted(BY_CODE)))
def test_examples_keep_the_rule(codes, code):
    region, among = BY_CODE[code], [BY_CODE[one] for one in sorted(codes)]
    found = alike(region, among)
    assert len(found) == min(EXAMPLES, sum(r.level == region.level and r != region for r in among))
    assert all(other.level == region.level and other.code in codes for other in found)
    if any(
        r.province == region.province and r.level == region.level and r != region for r in among
    ):
        assert found[0].province == region.province
    assert found == alike(region, list(reversed(among)))  # whatever the order they come in
