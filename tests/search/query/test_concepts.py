"""The words of a query are taken for concepts."""

from __future__ import annotations

import pytest

from app.search.query.concepts import (
    Concept,
    ReadingRules,
    read_concepts,
    standard_spelling,
)
from app.search.query.places import Place
from app.search.query.query import Reading
from app.search.query.synonyms import Synonyms

SYNONYMS = Synonyms(
    terms={
        ("adminduk",): (("administrasi", "kependudukan"),),
        ("administrasi", "kependudukan"): (("adminduk",),),
        ("orang", "gila"): (("odgj",),),
        ("orang",): (("warga",),),
    },
    english={("waste",): (("sampah",),)},
    spellings={("ijin",): ("izin",), ("apotik",): ("apotek",)},
)


def read(text: str, *literal: Reading) -> tuple[Concept, ...]:
    return read_concepts(tuple(text.split()), ReadingRules(SYNONYMS, literal=literal))


def place_of(concept: Concept) -> Place:
    assert isinstance(concept.attribute, Place)
    return concept.attribute


def test_the_longest_known_term_is_taken():
    assert read("orang gila") == (Concept(("orang", "gila"), (("odgj",),)),)
    assert read("orang tua")[0] == Concept(("orang",), (("warga",),))


def test_terms_of_several_words_stand_on_both_sides():
    assert read("adminduk")[0].alternatives == (("administrasi", "kependudukan"),)
    assert read("administrasi kependudukan")[0].alternatives == (("adminduk",),)


def test_an_english_word_brings_its_indonesian_term():
    assert read("waste for villages")[0] == Concept(("waste",), (("sampah",),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("contoh inovasi tentang stunting", [("stunting",)]),
        ("inovasi", [("inovasi",)]),
        ("banjir di kota", [("banjir",), ("kota",)]),
        ("how to reduce the waste", [("reduce",), ("waste",)]),
        ("anak anak", [("anak",)]),
    ],
    ids=["request", "nothing but a request", "grammar", "english grammar", "a word twice"],
)
def test_words_of_requests_and_of_grammar_are_ignored(text, words):
    assert [concept.words for concept in read(text)] == words


def test_a_place_is_a_place_unless_taken_literally():
    _, concept = read("sampah jawa timur")
    assert place_of(concept).provinces == ("Jawa Timur",)
    assert [c.attribute for c in read("sampah jawa timur", "places")] == [None, None, None]


def test_a_kind_of_government_is_a_place_unless_a_name_follows():
    kind, place = read("kabupaten papua")
    assert place_of(kind).filter == ("level", ("kabupaten",))
    assert len(place_of(place).provinces) == 6
    (named,) = read("kabupaten malang")
    assert place_of(named).codes == ("35.07",)


def test_synonyms_can_be_refused():
    assert read("adminduk", "synonyms") == (Concept(("adminduk",)),)


def test_old_spellings_are_read_as_the_standard_ones():
    assert standard_spelling(("ijin", "usaha"), SYNONYMS) == ("izin", "usaha")


def test_the_name_of_a_place_inside_a_longer_term_belongs_to_the_term():
    known = Synonyms(terms={("kartu", "jakarta", "sehat"): (("kjs",),), ("jakarta",): (("dki",),)})
    words = ("kartu", "jakarta", "sehat", "jakarta")
    term, place = read_concepts(words, ReadingRules(known))
    assert (term.words, term.attribute) == (("kartu", "jakarta", "sehat"), None)
    assert place_of(place).provinces == ("DKI Jakarta",)


def test_a_standard_spelling_of_several_words_replaces_a_single_word():
    known = Synonyms(spellings={("rumahsakit",): ("rumah", "sakit")})
    assert standard_spelling(("rumahsakit", "umum"), known) == ("rumah", "sakit", "umum")
