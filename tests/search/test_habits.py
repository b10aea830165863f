"""What people type by habit, or paste, is understood, and the answer says how."""

from __future__ import annotations

import pytest

from app.search import language
from app.search.engine import Engine
from app.search.index.entries import analyse
from app.search.query.query import Query


@pytest.fixture(scope="module")
def engine(real_index, content) -> Engine:
    return Engine.open(real_index, content)


def found(engine: Engine, text: str) -> list[str]:
    hits = engine.search(Query(text, per_page=500, related=True)).hits
    return [hit.card.slug for hit in hits]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("covid19", "covid 19"),
        ("Covid-19", "covid 19"),
        ("ktpel", "ktp-el"),
        ("ektp", "e-ktp"),
        ("ekinerja", "e-kinerja"),
        ("psc119", "psc 119"),
        ("posyandu2", "posyandu"),
        ("sim2", "sim"),
        ("ibu2 hamil", "ibu hamil"),
        ("anak2nya", "anak"),
        ("1.212", "1212"),
        ("1,212", "1212"),
        ("pe\u00adla\u00adyanan", "pelayanan"),
        ("stun\u200bting", "stunting"),
        ("stun\u2060ting\ufeff", "stunting"),
        ("u.m.k.m", "umkm"),
        ("K.T.P.", "ktp"),
        ("stunt*", "stunting"),
        ("stunt%", "stunting"),
        ("puskes mas", "puskesmas"),
        ("rumahskit", "rumah sakit"),
        ("jemptbola", "jemput bola"),
        ("sistm informasi desa", "sistem informasi desa"),
    ],
)
def test_a_habit_finds_what_was_meant(engine, typed, meant):
    assert found(engine, typed) == found(engine, meant) != []


def test_a_figure_is_found_with_and_without_its_separators(engine):
    holding = set(found(engine, '"1.212"'))
    assert holding
    assert set(found(engine, "1212")) == holding


def test_a_word_typed_with_a_wildcard_can_be_searched_as_typed(engine):
    assert engine.search(Query("stunt*")).interpretation.spelled == {"stunt*": "stunting"}
    literal = engine.search(Query("stunt*", literal=("spelling",))).interpretation
    assert (literal.spelled, literal.terms) == ({}, ("stunt",))


@pytest.mark.parametrize("typed", ["stunting -anemia", "stunting –anemia", "stunting −anemia"])
def test_the_answer_says_what_was_excluded(engine, typed):
    reading = engine.search(Query(typed)).interpretation
    assert (reading.terms, reading.excluded, reading.nothing) == (("stunting",), ("anemia",), False)


def test_exclusions_alone_are_something_to_search_for(engine):
    reading = engine.search(Query('-kematian -"akta nikah"')).interpretation
    assert (reading.excluded, reading.nothing) == (("kematian", "akta nikah"), False)


@pytest.mark.parametrize("typed", ["😀", "yang dan di", "?!…", '""', "-"])
def test_the_answer_says_that_nothing_can_be_searched_for(engine, typed):
    results = engine.search(Query(typed))
    assert results.interpretation.nothing
    assert results.total == engine.cases


@pytest.mark.parametrize("typed", ["", "  ", "stunting", "-stunting", '"jemput bola"', "xyzzy"])
def test_it_does_not_say_so_of_other_texts(engine, typed):
    assert not engine.search(Query(typed)).interpretation.nothing


@pytest.mark.parametrize(
    ("typed", "other"),
    [("villages", "village"), ("communities", "community"), ("licensing", "license")],
)
def test_english_forms_find_each_other(engine, typed, other):
    assert set(found(engine, typed)) & set(found(engine, other))


def test_english_words_do_not_meet_indonesian_ones(real_cases):
    """ "Air" is water in Indonesian."""
    assert language.stem("en_communities") == language.stem("en_community")
    assert language.stem("en_air") != language.stem("air")
    marked = [stem for stem in analyse(real_cases["putik-sari"].case).stems if "_" in stem]
    assert len(marked) > 5 and all(stem.startswith("en_") for stem in marked)
