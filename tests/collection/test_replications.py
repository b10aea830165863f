"""Who copied whom: each pair once, with place, kind and sources; filters, orders, counts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.case import Case
from app.collection.family import Families
from app.collection.files import ParsedFile
from app.collection.replications import (
    FILTERS,
    KINDS,
    SIDES,
    SORTS,
    Pair,
    PairQuery,
    all_pairs,
    by_region,
    find,
    most_copied,
    sources_of,
)
from app.search.index.entries import card_of


@pytest.fixture(scope="module")
def cases(real_cases: Mapping[str, ParsedFile]) -> dict[str, Case]:
    return {slug: parsed.case for slug, parsed in real_cases.items() if parsed.case}


@pytest.fixture(scope="module")
def pairs(cases: Mapping[str, Case]) -> tuple[Pair, ...]:
    cards = [card_of(case) for case in cases.values()]
    return all_pairs(Families(lambda: cards))


def pair_of(pairs: tuple[Pair, ...], original: str, by: str) -> Pair:
    (pair,) = (p for p in pairs if p.original.slug == original and by in p.copy.by)
    return pair


def test_a_pair_that_both_files_tell_is_there_once(pairs):
    simba = [p for p in pairs if p.copy.case and p.copy.case.slug == "simba-asia"]
    assert [(p.original.slug, p.copy.year, p.kind) for p in simba] == [
        ("jarik-ma-siti", 2023, "dipakai")
    ]


def test_every_entry_and_every_adapted_case_is_in_a_pair(pairs, cases):
    told = sum(len(case.replicated_by) for case in cases.values())
    assert len(pairs) >= told
    adapted = {case.slug for case in cases.values() if case.adapted_from in cases}
    assert adapted <= {pair.copy.case.slug for pair in pairs if pair.copy.case}


@pytest.mark.parametrize(
    ("original", "by", "region", "province"),
    [
        ("gkb-brebes", "Kabupaten Tegal", "Kabupaten Tegal", "Jawa Tengah"),
        ("sio-papua-saik", "Kabupaten Fakfak", "Kabupaten Fak Fak", "Papua Barat"),
        ("momi", "Nusa Tenggara Barat", "Nusa Tenggara Barat", "Nusa Tenggara Barat"),
        ("jarik-ma-siti", "SMP Negeri 13", "Kota Malang", "Jawa Timur"),
        # the cases of these provinces don't say that the province itself copied
        ("open-data-jabar", "21 kabupaten/kota", None, "Jawa Barat"),
        ("putik-sari", "Kecamatan se-Jawa Timur", None, "Jawa Timur"),
        # a place in brackets says who tells of it or whom it follows
        ("opop-jatim", "Beberapa provinsi", None, None),
        ("e-kinerja-banda-aceh", "BPKS Sabang", None, None),
    ],
)
def test_the_place_of_a_copier_is_the_one_that_its_entry_names(
    pairs, original, by, region, province
):
    pair = pair_of(pairs, original, by)
    assert (pair.copier_region.name if pair.copier_region else None) == region
    assert pair.copier_province == province


def test_the_place_is_shown_only_as_far_as_the_name_leaves_it_out(pairs):
    assert pair_of(pairs, "gkb-brebes", "Kabupaten Tegal").copier_place == "Jawa Tengah"
    assert pair_of(pairs, "putik-sari", "Kecamatan se-Jawa Timur").copier_place == ""


@pytest.mark.parametrize(
    ("original", "by", "numbers"),
    [
        ("jarik-ma-siti", "SMP Negeri 13", [13, 14]),  # by the name of the copy
        ("sio-papua-saik", "Kabupaten Kaimana", [2, 3, 4]),  # without “Kabupaten”
        ("bird-cpap-rsud-ulin", "RS Tanjung", [1]),
        ("padi-hazton", "24 provinsi", [4, 5]),  # named by no statement: all that are cited
    ],
)
def test_sources_are_those_cited_where_the_copier_is_named(pairs, cases, original, by, numbers):
    sources = sources_of(pair_of(pairs, original, by), cases[original], None)
    assert [cases[original].sources.index(source) + 1 for source in sources] == numbers


def test_a_copy_that_its_original_does_not_tell_of_has_the_sources_of_its_own_case(pairs, cases):
    for original, copy in (
        ("sipelandukilat", "jempol-pelanduk"),
        ("dongkel-makassar", "dongkelor"),
    ):
        (pair,) = (p for p in pairs if p.copy.case and p.copy.case.slug == copy)
        sources = sources_of(pair, cases[original], cases[copy])
        assert sources and set(sources) <= set(cases[copy].sources)


def test_every_pair_has_a_source(pairs, cases):
    for pair in pairs:
        copy = cases[pair.copy.case.slug] if pair.copy.case else None
        assert sources_of(pair, cases[pair.original.slug], copy), pair.copy.by


def test_filters_ask_the_original_the_copier_or_either(pairs):
    def originals(side: str | None, **filters: str) -> set[str]:
        query = PairQuery(filters=filters, side=side)  # type: ignore[arg-type]
        return {pair.original.slug for pair in find(pairs, query).pairs}

    assert "e-kinerja-banda-aceh" in originals("peniru", province="Jawa Timur")
    assert "e-kinerja-banda-aceh" not in originals("asal", province="Jawa Timur")
    assert originals("asal", case="simba-asia") == set()
    assert originals("peniru", case="simba-asia") == {"jarik-ma-siti"}
    assert originals(None, region="35.73") >= {"jarik-ma-siti"}


def test_promises_are_counted_apart(pairs):
    found = find(pairs, PairQuery())
    assert sum(found.kinds.values()) == found.total == len(pairs)
    promised = find(pairs, PairQuery(filters={"kind": "dijanjikan"}))
    assert promised.total == found.kinds["dijanjikan"] > 0
    assert all("komitmen" in p.copy.by or "rencana" in p.copy.by for p in promised.pairs)


queries = st.builds(
    PairQuery,
    filters=st.fixed_dictionaries(
        {},
        optional={
            "category": st.sampled_from(["kesehatan", "tata-kelola", "x"]),
            "kind": st.sampled_from(list(KINDS)),
            "province": st.sampled_from(["Jawa Timur", "Aceh", "Nasional"]),
            "region": st.sampled_from(["35.73", "11.71"]),
        },
    ),
    side=st.sampled_from([None, *SIDES]),
    sort=st.sampled_from(list(SORTS)),
    page=st.integers(1, 4),
    per_page=st.integers(1, 30),
)


@given(query=queries)
def test_a_count_is_the_number_of_pairs_that_its_value_gives(pairs, query):
    found = find(pairs, query)
    for name in FILTERS:
        for value, count in list(found.counts[name].items())[:3]:
            narrower = PairQuery({**query.filters, name: value}, query.side)
            assert find(pairs, narrower).total == count


@given(query=queries)
def test_pages_hold_every_pair_once_in_every_order(pairs, query):
    found = find(pairs, query)
    on_pages = [
        pair
        for page in range(1, found.pages + 1)
        for pair in find(
            pairs,
            PairQuery(query.filters, query.side, query.sort, page, query.per_page),
        ).on_page
    ]
    assert on_pages == list(found.pairs)
    assert {id(pair) for pair in found.pairs} == {id(p) for p in pairs if query.keeps(p)}


def test_orders(pairs):
    titles = [p.original.title.casefold() for p in find(pairs, PairQuery()).pairs]
    assert titles == sorted(titles)
    copiers = [p.copy.by.casefold() for p in find(pairs, PairQuery(sort="peniru")).pairs]
    assert copiers == sorted(copiers)
    years = [p.copy.year or 0 for p in find(pairs, PairQuery(sort="tahun")).pairs]
    assert years == sorted(years, reverse=True)
    places = [p.copier_province for p in find(pairs, PairQuery(sort="daerah")).pairs]
    known = [place for place in places if place]
    assert known == sorted(known) and not any(places[len(known) :])


def test_the_most_copied_have_the_most_copies_in_use(pairs):
    (first, count), *rest = most_copied(pairs, 3)
    assert (first.slug, count) == ("e-kinerja-banda-aceh", 6)
    assert [n for _, n in rest] == sorted((n for _, n in rest), reverse=True)
    assert "putik-sari" not in {case.slug for case, _ in most_copied(pairs, 99)}


def test_pairs_by_the_region_at_either_end(pairs):
    copiers, originals = by_region(pairs, "peniru"), by_region(pairs, "asal")
    assert {pair.original.slug for pair in copiers["53.21"]} == {"2h2-center", "asa-ntt"}
    assert {pair.original.slug for pair in originals["11.71"]} == {"e-kinerja-banda-aceh"}
    # a ministry is no region
    assert sum(map(len, originals.values())) < len(pairs)
