"""The meaning of a text: its concepts, names and corrections."""

from __future__ import annotations

import pytest

from app.search.index import generations
from app.search.index.snapshot import Snapshot
from app.search.query.concepts import Concept
from app.search.query.parse import NAME, NAME_INSIDE, QueryParser
from app.search.query.synonyms import Synonyms
from app.search.rank.matching import ArrayMatcher

SYNONYMS = Synonyms(
    terms={
        ("odgj",): (("orang", "dengan", "gangguan", "jiwa"), ("xyzzy",), ("sampah", "jiwa")),
        ("kendil",): (("sampah",),),
    },
    spellings={("antri",): ("antre",)},
)


@pytest.fixture(scope="module")
def snapshot(real_index) -> Snapshot:
    return generations.open_current(real_index).snapshot


@pytest.fixture(scope="module")
def parser(snapshot) -> QueryParser:
    return QueryParser(snapshot, ArrayMatcher(snapshot), SYNONYMS)


def test_a_text_becomes_words_phrases_exclusions_and_concepts(parser):
    parsed = parser.parse('antri sampah di pasar "jemput bola" -kematian')
    assert parsed.words == ("antre", "sampah", "di", "pasar")
    assert parsed.phrases == (("jemput", "bola"),)
    assert parsed.excluded == (("kematian",),)
    assert parsed.concepts == (Concept(("antre",)), Concept(("sampah",)), Concept(("pasar",)))
    assert parsed.interpretation.terms == ("antre", "sampah", "pasar")
    assert parsed.interpretation.spelled == {"antri": "antre"}


def test_alternatives_that_no_case_holds_are_left_out(parser):
    (concept,) = parser.parse("odgj").concepts
    assert concept.alternatives == (("orang", "dengan", "gangguan", "jiwa"),)
    assert parser.parse("odgj").interpretation.added == {"odgj": ("orang dengan gangguan jiwa",)}


def test_a_word_that_no_case_holds_is_unknown_unless_an_alternative_stands_for_it(parser):
    assert parser.parse("xyzzy").interpretation.unknown == ("xyzzy",)
    assert parser.parse("kendil").interpretation.unknown == ()
    assert parser.parse("sampah").interpretation.unknown == ()


def test_a_name_counts_most_as_the_whole_query_and_less_inside_it(parser, snapshot):
    doc = snapshot.number("putik-sari")
    assert parser.parse("Putik Sari").named == {doc: NAME}
    assert parser.parse("siapa yang menjalankan putik sari").named == {doc: NAME_INSIDE}
    assert parser.parse('"putik sari"').named == {doc: NAME_INSIDE}


def test_a_corrected_text_is_parsed_in_place_of_the_typed_one(parser):
    parsed = parser.parse("stuntng pasar")
    assert parsed.interpretation.corrected == "stunting pasar"
    assert parsed.concepts == parser.parse("stunting pasar").concepts
    literal = parser.parse("stuntng pasar", ("spelling",))
    assert literal.interpretation.corrected is None
    assert literal.words == ("stuntng", "pasar")


def test_a_commoner_text_is_suggested_only_if_hardly_any_case_was_found(parser):
    parsed = parser.parse("hutama")
    assert parser.suggest(parsed, total=3) == "utama"
    assert parser.suggest(parsed, total=4) is None
    assert parser.suggest(parser.parse("stuntng"), total=0) is None
