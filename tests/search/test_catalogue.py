"""Entries of the catalogue are found by their words and filters, and never change what is found
of the cases.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.catalogue import name_key
from app.search.catalogue import COLUMNS, FILTERS, CatalogueQuery
from app.search.engine import Engine
from app.search.index import builder
from app.search.query.query import Query
from tests.conftest import ContentFolder

WITHOUT_CASE = {"has_case": ("tidak",)}


@pytest.fixture
def engine_of(tmp_path, content_folder):
    """``engine_of(row, …)``: the engine of two cases and a catalogue with these rows."""
    for slug in ("antar-obat", "jemput-obat"):
        content_folder.write(slug)

    def build(*rows):
        content_folder.write_catalogue(*rows)
        builder.build(content_folder.path, tmp_path / "index")
        return Engine.open(tmp_path / "index", content_folder.path)

    return build


def found(engine, text="", **filters):
    query = CatalogueQuery(text, {name: (value,) for name, value in filters.items()})
    return [listed.entry.title for listed in engine.catalogue.find(query).first()]


def beside(engine, text, **filters):
    results = engine.search(Query(text, filters=filters))
    return [listed.entry.title for listed in results.catalogue.on_page] if results.catalogue else []


# --- by words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("fidusia online", "Fidusia Online"),
        ("FIDUSIAONLINE", "Fidusia Online"),
        ("rathunter", "Rat Hunter"),
        ("kampung media", "Kampung Media"),
        ("tambak udang", "Tambak Udang"),
        ("mengelola sampah kota malang", "Pengelolaan Sampah Kota Malang"),
    ],
)
def test_a_name_is_found_as_people_type_it(real_engine, text, title):
    assert found(real_engine, text)[0] == title


def test_every_entry_is_found_by_its_name(real_engine):
    for entry in real_engine.catalogue:
        assert entry.title in found(real_engine, entry.title)[:3], entry.title


def test_a_place_finds_the_entries_of_its_government(real_engine):
    titles = found(real_engine, "banyuwangi")
    assert len(titles) >= 10
    assert "Banyuwangi Festival" in titles


def test_a_question_is_not_answered_by_a_side_issue(real_engine):
    assert beside(real_engine, "pasien lama menunggu obat di rumah sakit") == []
    assert beside(real_engine, "sertifikat tanah") == []


@pytest.mark.parametrize("text", ["???", "untuk dan dari", "xyzzy", "\x00"])
def test_a_text_that_names_nothing_finds_nothing(real_engine, text):
    assert found(real_engine, text) == []


# --- by filters -----------------------------------------------------------------------


def test_filters_are_joined_by_and(real_engine):
    entries = list(real_engine.catalogue)
    expected = {
        entry.title
        for entry in entries
        if entry.year == 2019 and entry.province == "Jawa Timur" and entry.award == "KIPP Top 45"
    }
    titles = found(real_engine, year="2019", province="Jawa Timur", award="KIPP Top 45")
    assert titles
    assert set(titles) == expected


def test_values_of_a_filter_are_joined_by_or(real_engine):
    either = CatalogueQuery(filters={"year": ("2014", "2015")})
    both = len(found(real_engine, year="2014")) + len(found(real_engine, year="2015"))
    assert real_engine.catalogue.find(either).total == both > 0


def test_a_region_is_a_government_alone(real_engine):
    assert set(found(real_engine, region="35.73")) < set(found(real_engine, province="Jawa Timur"))
    of_kota = found(real_engine, government="Pemerintah Kota Malang")
    assert found(real_engine, region="35.73") == of_kota


@pytest.mark.parametrize("query", [CatalogueQuery(), CatalogueQuery("sampah", WITHOUT_CASE)])
def test_counts_are_what_choosing_a_value_gives(real_engine, query):
    for name, counts in real_engine.catalogue.find(query).counts.items():
        for value, count in counts.items():
            chosen = CatalogueQuery(query.text, {**query.filters, name: (value,)})
            assert real_engine.catalogue.find(chosen).total == count, (name, value)


TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(["sampah", "online", "rumah sakit"]))


@given(TEXTS, st.dictionaries(st.sampled_from(FILTERS), st.tuples(st.text(max_size=5)), max_size=3))
def test_any_question_is_answered(real_engine, text, filters):
    answer = real_engine.catalogue.find(CatalogueQuery(text, filters, page=2, per_page=5))
    assert 0 <= len(answer.on_page) <= 5
    assert answer.total <= len(real_engine.catalogue)
    assert len(set(answer.docs)) == answer.total


# --- the case about an entry ----------------------------------------------------------


def test_the_case_about_an_entry_is_linked(real_engine):
    (listed,) = [
        listed
        for listed in real_engine.catalogue.find(CatalogueQuery("grms surabaya")).first()
        if listed.case
    ]
    assert (listed.case, listed.title) == ("grms-surabaya", real_engine.case("grms-surabaya").title)


def test_the_replacement_of_a_withdrawn_case_takes_its_place(engine_of, content_folder):
    (content_folder.path / "withdrawn.yaml").write_text(
        "lama: {reason: ganda, instead: antar-obat}\nhilang: {reason: keliru}", "utf-8"
    )
    names = {"A": "lama", "B": "hilang", "C": "tidak-ada", "D": "jemput-obat", "E": ""}
    engine = engine_of(*({"title": title, "case": case} for title, case in names.items()))
    cases = {
        listed.entry.title: listed.case
        for listed in engine.catalogue.find(CatalogueQuery()).first()
    }
    assert cases == {"A": "antar-obat", "B": None, "C": None, "D": "jemput-obat", "E": None}
    assert set(found(engine, has_case="tidak")) == {"B", "C", "E"}


# --- beside the cases -----------------------------------------------------------------


def test_a_search_offers_what_is_known_without_a_case(real_engine):
    assert beside(real_engine, "fidusia") == ["Fidusia Online"]
    results = real_engine.search(Query("sampah"))
    assert results.total > 10
    assert all(listed.case is None for listed in results.catalogue.on_page)
    assert len(real_engine.search(Query("kesehatan")).catalogue.on_page) == 5


def test_an_entry_with_a_case_is_not_offered_beside_it(real_engine):
    assert "GRMS Surabaya" not in beside(real_engine, "grms surabaya")


def test_a_name_that_the_cases_lack_is_not_lost_to_a_correction(engine_of):
    """“antir” is corrected to a word of the cases, but the catalogue has it."""
    assert beside(engine_of({"title": "Antir Cepat"}), "antir") == ["Antir Cepat"]


def test_abbreviated_places_are_read_in_full(real_engine):
    assert beside(real_engine, "kampung media ntb") == ["Kampung Media"]


def test_filters_that_the_catalogue_knows_hold_for_it(real_engine):
    assert beside(real_engine, "sampah", province=("Jawa Timur",))
    assert beside(real_engine, "sampah", province=("Bali",)) == []
    assert beside(real_engine, "sampah", category=("lingkungan",)) == []
    assert {"province", "level", "region"} <= set(COLUMNS)


@pytest.mark.parametrize(
    "query",
    [
        Query(""),
        Query("sampah", page=2),
        Query("sampah", mode="advanced"),
        Query("sampah -malang"),
        Query("-sampah"),
    ],
)
def test_where_no_entries_are_offered(real_engine, query):
    assert real_engine.search(query).catalogue is None


def test_the_cases_are_the_same_with_and_without_a_catalogue(tmp_path, real_engine, content):
    """An index of the same cases with an empty catalogue ranks alike."""
    folder = ContentFolder(tmp_path / "content")
    for path in sorted((content / "innovations").glob("*.md"))[:60]:
        folder.copy(path.stem)
    for name in ("synonyms.yaml", "attributes.yaml"):
        (folder.path / name).write_bytes((content / name).read_bytes())
    engines = []
    for listed in (False, True):
        if listed:
            (folder.path / "catalogue.csv").write_bytes((content / "catalogue.csv").read_bytes())
        builder.build(folder.path, tmp_path / f"index-{listed}")
        engines.append(Engine.open(tmp_path / f"index-{listed}", folder.path))
    without, with_ = engines
    assert (len(without.catalogue), len(with_.catalogue)) == (0, 234)
    for text in ("sampah", "antrean rumah sakit", "fidusia", "stunting di jawa", ""):
        first, second = (
            [(hit.card.slug, hit.score) for hit in engine.search(Query(text)).hits]
            for engine in (without, with_)
        )
        assert first == second, text


# --- completions ----------------------------------------------------------------------


def test_names_without_a_case_complete_last(real_engine):
    (offered,) = real_engine.suggest("fidus")
    assert (offered.kind, offered.text, offered.count) == ("catalogue", "Fidusia Online", 0)
    for typed in ("sam", "kampung", "rumah", "banyu"):
        kinds = [offered.kind for offered in real_engine.suggest(typed)]
        assert kinds == sorted(kinds, key=lambda kind: kind == "catalogue")


def test_completions_of_cases_make_no_room_for_the_catalogue(real_engine):
    for typed in ("a", "sampah", "ke", "kota m", "banyuwangi f"):
        offered = real_engine.suggest(typed)
        of_cases = tuple(offer for offer in offered if offer.kind != "catalogue")
        assert of_cases == real_engine._suggester.suggest(typed)


def test_a_name_that_a_case_has_is_offered_as_the_case_alone(real_engine):
    names = [name_key(offer.text) for offer in real_engine.suggest("grms surabaya")]
    assert names.count("grmssurabaya") == 1


# --- scale ----------------------------------------------------------------------------


def test_a_search_of_the_catalogue_takes_no_time_that_a_reader_notices(real_engine):
    query = CatalogueQuery("pengelolaan sampah kota malang", WITHOUT_CASE, per_page=5)
    real_engine.catalogue.find(query)
    started = time.perf_counter()
    for _ in range(20):
        assert real_engine.catalogue.find(query).on_page
    assert (time.perf_counter() - started) / 20 < 0.01  # 0.1 ms on an idle machine
