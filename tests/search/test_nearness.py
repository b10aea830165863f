"""The nearer cases come first among those that fit equally well; nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.collection.geography import distance_km, geography, neighbours
from app.collection.regions import by_code, resolve
from app.search import nearness
from app.search.engine import Engine
from app.search.nearness import TIERS, around
from app.search.query.query import Query
from app.search.rank.rules import NEAR_BAND

TEXTS = ["sampah", "stunting", "perpustakaan", "anak jalanan", "akta kelahiran anak", ""]
CODES = st.sampled_from(sorted(by_code()))


@pytest.fixture(scope="module")
def engine(real_index, content) -> Engine:
    return Engine.open(real_index, content)


def search(engine: Engine, text: str, **more):
    return engine.search(Query(text, per_page=100, **more))


def order_of(hit, code: str) -> tuple[int, int]:
    """The tier of a hit and, in the far ones, its kilometres, from its card alone."""
    region = resolve(hit.card.government)
    return around((code,)).order(region.code if region else "", hit.card.province)


def test_tiers_follow_from_borders_provinces_and_islands():
    ngawi = around(("35.21",))
    assert ngawi.tier("35.21", "Jawa Timur") == "own"
    assert ngawi.tier("33.14", "Jawa Tengah") == "neighbour"  # Sragen, in another province
    assert ngawi.tier("35.78", "Jawa Timur") == "province"
    assert ngawi.tier("35", "Jawa Timur") == "province"  # the government of the province
    assert ngawi.tier("", "Jawa Timur") == "province"  # a central body there
    assert ngawi.tier("32.73", "Jawa Barat") == "island"
    assert ngawi.tier("51.71", "Bali") == "elsewhere"
    assert ngawi.tier("", "Nasional") == "elsewhere"


def test_a_province_is_near_with_all_that_is_inside():
    bali = around(("51",))
    assert bali.tier("51.08", "Bali") == "own"
    assert bali.tier("35.10", "Jawa Timur") == "neighbour"
    assert bali.tier("", "Bali") == "province"


@pytest.mark.parametrize("code", sorted(by_code()))
def test_every_region_has_itself_and_its_neighbours(code):
    place = around((code,))
    assert place.regions[code] == "own"
    assert all(place.regions[other] == "neighbour" for other in neighbours(code))
    assert nearness.own_and_neighbours((code,))[0] == code


@given(CODES, CODES, CODES)
def test_within_a_far_tier_the_nearer_region_stands_first(code, one, other):
    place = around((code,))
    tiers = place.tier_of_region(one), place.tier_of_region(other)
    order = place.order(one, ""), place.order(other, "")
    if tiers[0] != tiers[1]:
        assert (order[0] < order[1]) == (TIERS.index(tiers[0]) < TIERS.index(tiers[1]))
    elif tiers[0] in {"own", "neighbour"}:
        assert order[0] == order[1]
    else:
        km = round(distance_km(code, one)), round(distance_km(code, other))
        assert (order[0] < order[1]) == (km[0] < km[1])


def test_a_central_body_is_as_far_as_its_province_and_the_whole_country_farther_than_all():
    ngawi = around(("35.21",))
    assert ngawi.order("", "Bali") == ngawi.order("51", "Bali")
    assert ngawi.order("", "Bali") < ngawi.order("51.07", "Bali")  # Karangasem, in the east
    assert ngawi.order("", "Nasional") > max(ngawi.order(code, "") for code in by_code())


def test_of_two_regions_of_one_name_the_nearer_counts():
    malang = around(("35.07", "35.73"))
    assert malang.km("35.79") == min(round(distance_km(code, "35.79")) for code in malang.codes)


@given(CODES, st.lists(CODES, max_size=30))
def test_the_nearest_are_neighbours_by_land_and_then_those_at_the_least_distance(code, others):
    found = nearness.nearest((code,), set(others), 5)
    land = geography()[code].land
    order = [(other not in land, km) for other, km in found]
    assert order == sorted(order)
    assert code not in dict(found)


@given(st.sampled_from(TEXTS), CODES, st.booleans())
@settings(max_examples=40)
def test_the_same_cases_are_found_and_only_their_order_differs(engine, text, code, related):
    without = search(engine, text, related=related)
    found = search(engine, text, related=related, near=code)
    assert (found.total, found.related) == (without.total, without.related)
    assert found.facets == without.facets
    if found.listed <= 100:
        assert {hit.card.slug for hit in found.hits} == {hit.card.slug for hit in without.hits}


@given(st.sampled_from(TEXTS), CODES)
@settings(max_examples=40)
def test_no_case_passes_another_that_fits_better_by_a_band(engine, text, code):
    hits = search(engine, text, near=code, related=True).hits
    best = max(hit.score for hit in hits)
    order = [
        (not hit.about, hit.score < NEAR_BAND * best, *order_of(hit, code), -hit.score)
        for hit in hits
    ]
    assert order == sorted(order)


def test_a_case_that_is_called_by_its_name_comes_first(engine):
    assert search(engine, "Putik Sari", near="11.01").hits[0].card.slug == "putik-sari"


def test_a_place_without_a_case_on_the_subject_is_read_as_near(engine):
    results = search(engine, "sampah Ponorogo")
    assert results.near
    assert results.near.codes == ("35.02",)
    assert results.near.lacking
    assert results.subject == "sampah"
    assert results.total == search(engine, "sampah").total
    assert [code for code, _ in results.nearest][:2] == ["35.79", "35.07"]
    assert [hit.tier for hit in results.hits[:3]] == ["province"] * 3
    distances = [hit.km for hit in results.hits if hit.tier == "province"]
    assert distances[0] == results.nearest[0][1]
    best = max(hit.score for hit in results.hits)
    fitting = [hit for hit in results.hits if hit.score >= NEAR_BAND * best]
    for tier in ("province", "island", "elsewhere"):
        km = [hit.km for hit in fitting if hit.tier == tier and hit.km is not None]
        assert km == sorted(km)


def test_so_is_a_place_whose_cases_are_on_other_subjects(engine):
    """Ngawi has cases, but none on waste: they came first before."""
    assert search(engine, "sampah di Ngawi").near.label == "Kabupaten Ngawi"
    assert search(engine, "terapi anak Ngawi").near is None


def test_a_place_alone_without_any_case_shows_its_neighbours(engine):
    results = search(engine, "Ponorogo")
    assert results.near.lacking
    assert results.hits[0].tier == "neighbour"


@pytest.mark.parametrize(
    "text",
    [
        "kabupaten Ngawi",  # has cases
        "sampah Surabaya",
        "stunting Jawa Timur",
        "sampah Papua",  # several provinces
        "Bayar PBB dengan Sampah Kota Batu",  # a name
        "mal pelayanan publik kota padang",
    ],
)
def test_other_places_are_read_as_before(engine, text):
    assert search(engine, text).near is None


def test_a_reader_can_refuse_that_a_place_is_near(engine):
    for text in ("sampah dekat Ngawi", "sampah Ponorogo"):
        assert search(engine, text, literal=("places",)).near is None


def test_a_chosen_region_goes_before_one_in_the_text(engine):
    results = search(engine, "sampah dekat Ngawi", near="51.01")
    assert results.near.codes == ("51.01",)
    assert results.subject == "sampah"


def test_a_slip_in_the_name_is_mended(engine):
    assert search(engine, "sampah dekat ponorgo").near.codes == ("35.02",)


def test_nothing_far_is_called_nearest_where_something_is_on_the_island(engine):
    """Police stations run no region; the nearest region with a case on them is far away."""
    results = search(engine, "polres ngawi")
    assert results.near
    assert results.nearest == ()


def test_filters_and_orders_work_as_ever(engine):
    results = search(engine, "sampah", near="35.21", filters={"known": ("result",)})
    assert 0 < results.total < search(engine, "sampah").total
    by_evidence = search(engine, "sampah", near="35.21", sort="evidence")
    assert [h.card.slug for h in by_evidence.hits] == [
        h.card.slug for h in search(engine, "sampah", sort="evidence").hits
    ]
