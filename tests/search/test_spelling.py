"""Slips: mended where nothing of the collection was typed, and never elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import language
from app.search.engine import Engine
from app.search.query import Query
from app.search.spelling import Speller, slips

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def engine(real_index: Path) -> Engine:
    """The engine as the site opens it: with the curators' synonyms."""
    return Engine.open(real_index, ROOT / "content")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stuntng", "stunting"),
        ("kebakarn hutan", "kebakaran hutan"),
        ("putussekolah", "putus sekolah"),
        ("puskes mas keliling", "puskesmas keliling"),
        ("pengadun masyarakat", "pengaduan masyarakat"),
        ("petani milenail", "petani milenial"),
        ("bsaodara", "basodara"),
    ],
)
def test_what_was_meant_is_searched_and_said(engine, typed, meant):
    results = engine.search(Query(typed))
    assert results.interpretation.corrected == meant
    same = engine.search(Query(meant, literal=("spelling",)))
    assert [hit.card.slug for hit in results.hits] == [hit.card.slug for hit in same.hits]


@pytest.mark.parametrize("typed", ["tikus sawah", "stroke", "sampah", "early warning for location"])
def test_real_words_are_never_corrected(engine, typed):
    """Words of the collection, of the dictionary, or of another language."""
    assert engine.search(Query(typed)).interpretation.corrected is None


def test_no_word_of_the_collection_is_corrected(engine):
    changed = [
        word
        for word in sorted(engine._speller.words)[::40]
        if engine._holds(word) and engine.search(Query(word)).interpretation.corrected
    ]
    assert changed == []


def test_a_correction_can_be_refused(engine):
    results = engine.search(Query("stuntng", literal=("spelling",)))
    assert results.interpretation.corrected is None
    assert results.interpretation.unknown == ("stuntng",)


def test_misspelt_names_find_their_case(engine):
    asked = json.loads((ROOT / "tests/relevance/names-dev.json").read_text("utf-8"))
    typos = [one for one in asked if one["kind"] == "name-typo"]
    first = [engine.search(Query(one["query"], per_page=1)).hits for one in typos]
    right = [
        bool(hits) and hits[0].card.slug == one["relevant"]
        for one, hits in zip(typos, first, strict=True)
    ]
    assert sum(right) / len(right) >= 0.97


SPELLER = Speller({"sampah": 40, "sampan": 1, "sekolah": 50, "putus": 20, "bank": 9}, ["putiksari"])


def test_the_commoner_of_equally_near_words_is_meant():
    assert SPELLER.correct("sampaj") == ("sampah",)


def test_the_word_that_goes_with_the_rest_is_meant():
    assert SPELLER.correct("sampaj", lambda word: 3 * (word == "sampan")) == ("sampan",)


def test_a_name_is_known_through_one_slip():
    assert SPELLER.name(("putk", "sari")) == "putiksari"


def test_short_words_are_left_alone():
    assert slips(3) == 0
    assert SPELLER.correct("bnk") is None


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_a_correction_is_of_the_collection(word):
    found = SPELLER.correct(word)
    assert found is None or set(found) <= SPELLER.words.keys()
    if word in language.roots():
        assert found is None
