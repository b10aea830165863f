"""Where regions lie, what borders on them, and which are alike."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.geography import (
    difference,
    distance_km,
    geography,
    island_size,
    likeness,
    most_similar,
    nearest,
    neighbours,
    people,
    province_code,
    regions_in,
)
from app.collection.regions import by_code, regions

CODE = {name: region.code for name, region in regions().items()}
CODES = sorted(by_code())


def names(codes):
    return {by_code()[code].name for code in codes}


def test_every_region_has_its_place_and_size():
    assert geography().keys() == by_code().keys()
    for place in geography().values():
        assert -11.5 < place.lat < 6.5 and 94 < place.lon < 142
        assert place.population > 10_000
        assert place.area_km2 is None or place.area_km2 > 10


def test_neighbours_are_regions_of_the_same_rank_and_borders_have_two_sides():
    for code, place in geography().items():
        others = neighbours(code)
        assert code not in others and len(set(others)) == len(others)
        assert all(len(other) == len(code) for other in others)
        assert all(code in geography()[other].land for other in place.land)
        # A region with fewer than two neighbours by land has others named.
        assert bool(place.nearby) == (len(place.land) < 2)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        # Across the border of two provinces.
        (
            "Kabupaten Ngawi",
            "Sragen Blora Magetan Madiun Bojonegoro Karanganyar Grobogan",
        ),
        ("Kabupaten Ponorogo", "Wonogiri Pacitan Trenggalek Tulungagung Nganjuk Madiun Magetan"),
        ("Kabupaten Klungkung", "Gianyar Bangli Karangasem"),
    ],
)
def test_known_borders_of_kabupaten(name, others):
    expected = {f"Kabupaten {other}" for other in others.split()}
    assert names(geography()[CODE[name]].land) == expected


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Kota Madiun", {"Kabupaten Madiun", "Kabupaten Magetan"}),
        ("Kota Surabaya", {"Kabupaten Sidoarjo", "Kabupaten Gresik"}),
        ("Kota Malang", {"Kabupaten Malang"}),
        ("Kabupaten Simeulue", set()),
        ("Kabupaten Wakatobi", set()),
        ("Kota Ternate", set()),
        ("DI Yogyakarta", {"Jawa Tengah"}),
        ("Banten", {"DKI Jakarta", "Jawa Barat"}),
        ("Bali", set()),
    ],
)
def test_known_borders_of_kota_islands_and_provinces(name, others):
    assert names(geography()[CODE[name]].land) == others


def test_an_island_has_its_nearest_regions_across_the_sea():
    assert names(geography()[CODE["Kota Sabang"]].nearby) >= {"Kabupaten Aceh Besar"}
    assert names(geography()[CODE["Bali"]].nearby) >= {"Nusa Tenggara Barat", "Jawa Timur"}


def test_land_masses_are_told_apart_by_how_many_regions_share_them():
    assert island_size(CODE["Kabupaten Simeulue"]) == 0
    assert island_size(CODE["Kabupaten Belitung"]) == island_size(CODE["Kota Denpasar"]) == 1
    assert island_size(CODE["Kabupaten Ngawi"]) == island_size(CODE["Kabupaten Merauke"]) == 2


@given(*[st.sampled_from(CODES)] * 3)
def test_distances_are_those_of_a_plain_metric(a, b, c):
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert distance_km(a, a) == 0
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6


def test_known_distances():
    surabaya = CODE["Kota Surabaya"]
    assert distance_km(CODE["Kota Administrasi Jakarta Pusat"], surabaya) == pytest.approx(
        665, abs=20
    )
    assert distance_km(CODE["Kota Banda Aceh"], CODE["Kabupaten Merauke"]) > 5000


@given(st.sampled_from(CODES), st.sets(st.sampled_from(CODES), max_size=30))
def test_the_nearest_come_first_and_neighbours_before_all(code, codes):
    order = nearest(code, codes)
    assert set(order) == codes - {code}
    land = [other in geography()[code].land for other in order]
    assert land == sorted(land, reverse=True)
    behind = [distance_km(code, other) for other, near in zip(order, land, strict=True) if not near]
    assert behind == sorted(behind)


@given(st.sampled_from(CODES), st.sets(st.sampled_from(CODES), max_size=30))
def test_the_most_similar_are_of_the_same_level_and_differ_least(code, codes):
    level = by_code()[code].level
    order = most_similar(code, codes)
    assert set(order) == {o for o in codes if by_code()[o].level == level and o != code}
    differences = [difference(code, other) for other in order]
    assert differences == sorted(differences)


def test_twice_the_population_counts_one():
    madiun, batu = CODE["Kota Madiun"], CODE["Kota Batu"]
    assert difference(madiun, madiun) == 0
    assert difference(madiun, batu) == pytest.approx(difference(batu, madiun))
    a, b = geography()[madiun], geography()[batu]
    assert a.density and b.density
    expected = abs(math.log2(a.population / b.population))
    expected += abs(math.log2(a.density / b.density)) / 2
    assert difference(madiun, batu) == pytest.approx(expected)


def test_likeness_is_said_in_figures_of_both():
    assert likeness(CODE["Kota Madiun"], CODE["Kota Pasuruan"]) == (
        "sama-sama kota; penduduk 202 ribu dan 213 ribu; kepadatan 5.584 dan 5.458 jiwa/km²"
    )
    assert likeness(CODE["Kabupaten Alor"], CODE["Kabupaten Lembata"]) == (
        "sama-sama kabupaten; penduduk 230 ribu dan 150 ribu; keduanya tanpa batas darat"
    )
    assert likeness(CODE["Bali"], CODE["DI Yogyakarta"], "en").startswith("both province")


@pytest.mark.parametrize(
    ("number", "expected"), [(27_965, "28 ribu"), (999_600, "1,0 juta"), (5_809_790, "5,8 juta")]
)
def test_people_are_rounded(number, expected):
    assert people(number) == expected


def test_the_regions_of_a_province_follow_its_code():
    assert {region.province for region in regions_in("35")} == {"Jawa Timur"}
    assert sum(len(regions_in(code)) for code in CODES if len(code) == 2) == 514
    assert province_code("35.07") == province_code("35") == "35"
