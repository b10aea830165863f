"""Slips are corrected in words that no case holds, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.search import language
from app.search.engine import Engine
from app.search.index import generations
from app.search.query.query import Query
from app.search.query.spelling import Speller, allowed_slips, nearest

ROOT = Path(__file__).parents[3]


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
def test_a_misspelt_text_is_corrected_and_the_answer_says_so(engine, typed, meant):
    results = engine.search(Query(typed))
    assert results.interpretation.corrected == meant
    same = engine.search(Query(meant, literal=("spelling",)))
    assert [hit.card.slug for hit in results.hits] == [hit.card.slug for hit in same.hits]


@pytest.mark.parametrize(
    "typed",
    [
        *("tikus sawah", "stroke", "sampah"),
        *("early warning for location", "how to sort garbage in the market"),
        "cats with a passport",
    ],
)
def test_real_words_are_never_corrected(engine, typed):
    """Words of the collection, of the dictionary, or of another language."""
    assert engine.search(Query(typed)).interpretation.corrected is None


@pytest.mark.parametrize("typed", ["penasaran", "pagar", "bekantan", "sonar"])
def test_a_plain_word_is_not_taken_for_a_name(engine, typed):
    """Pelataran, Pugar, Sikantan and Sinar are cases a slip or two away."""
    reading = engine.search(Query(typed)).interpretation
    assert (reading.corrected, reading.unknown) == (None, (typed,))


def test_no_word_of_the_collection_is_corrected(engine, real_index):
    words = sorted(generations.open_current(real_index).snapshot.words)
    corrected = [w for w in words[::60] if engine.search(Query(w)).interpretation.corrected]
    assert corrected == []


def test_a_correction_can_be_refused(engine):
    results = engine.search(Query("stuntng", literal=("spelling",)))
    assert results.interpretation.corrected is None
    assert results.interpretation.unknown == ("stuntng",)


def test_a_word_of_hardly_any_case_gets_a_suggestion(engine):
    """The typed word is searched all the same."""
    results = engine.search(Query("hutama"))
    assert 0 < results.total + results.related <= 3
    assert (results.interpretation.suggestion, results.interpretation.corrected) == ("utama", None)


@pytest.mark.parametrize("typed", ["lembata", "dairi", "hutama kota", "merantau", "basodara"])
def test_a_rare_but_right_word_gets_no_suggestion(engine, typed):
    """A place (not lembaga), a query that finds much, a form of a plain root, a case's name."""
    assert engine.search(Query(typed)).interpretation.suggestion is None


@pytest.mark.parametrize(
    ("old", "standard"), [("antrian", "antrean"), ("mesjid", "masjid"), ("akte", "akta")]
)
def test_an_old_spelling_finds_the_cases_of_both_spellings(engine, old, standard):
    """Cases hold both of these spellings."""

    def found(word: str) -> set[str]:
        return {
            hit.card.slug for hit in engine.search(Query(word, per_page=100, related=True)).hits
        }

    assert engine.search(Query(old)).interpretation.spelled == {old: standard}
    literal = engine.search(Query(old, literal=("spelling",), per_page=100, related=True))
    assert literal.interpretation.spelled == {}
    as_typed = {hit.card.slug for hit in literal.hits}
    assert as_typed
    assert as_typed <= found(old) == found(standard)


def test_misspelt_names_find_their_case(engine):
    topics = json.loads((ROOT / "tests/relevance/names-dev.json").read_text("utf-8"))
    typos = [topic for topic in topics if topic["kind"] == "name-typo"]
    first = [engine.search(Query(topic["query"], per_page=1)).hits for topic in typos]
    right = [
        bool(hits) and hits[0].card.slug == topic["relevant"]
        for topic, hits in zip(typos, first, strict=True)
    ]
    assert sum(right) / len(right) >= 0.97


WORDS = {"sampah": 40, "sampan": 1, "sekolah": 50, "putus": 20, "bank": 9}
SPELLER = Speller(WORDS, ["putiksari"])


def test_the_commoner_of_equally_near_words_is_meant():
    assert SPELLER.correct_word("sampaj") == ("sampah",)


def test_the_word_that_occurs_with_the_rest_of_the_query_is_meant():
    assert SPELLER.correct_word("sampaj", lambda word: 3 * (word == "sampan")) == ("sampan",)


def test_a_name_is_known_through_one_slip():
    assert SPELLER.name(("putk", "sari")) == "putiksari"


def test_short_words_are_left_alone():
    assert allowed_slips(3) == 0
    assert SPELLER.correct_word("bnk") is None


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_a_correction_is_of_the_collection(word):
    corrected = SPELLER.correct_word(word)
    assert corrected is None or set(corrected) <= WORDS.keys()
    if word in language.roots():
        assert corrected is None


@given(st.sampled_from(sorted(WORDS)), st.integers(0, 6), st.sampled_from("xqz"))
def test_a_single_slip_in_a_word_is_corrected(word, at, letter):
    slip = word[:at] + letter + word[at:]
    if len(slip) > 4:
        assert SPELLER.correct_word(slip) == (word,)


@pytest.mark.parametrize("word", ["sampah", "tarakan", "sampan", "dan"])
def test_a_right_word_is_never_corrected(word):
    counts = {"sampah": 4, "sampan": 1, "tabrakan": 9, "danau": 9}
    assert Speller(counts, []).correct_word(word) is None


@given(
    st.lists(st.text("abcé9-", min_size=1, max_size=7), unique=True, max_size=30),
    st.text("abcé9-", max_size=7),
    st.integers(0, 2),
)
def test_the_words_with_the_fewest_slips_are_the_nearest(words, word, most):
    slips = {other: OSA.distance(word, other) for other in words}
    fewest = min(slips.values(), default=0)
    expected = [other for other in words if slips[other] == fewest <= most]
    assert nearest(word, words, most) == expected
