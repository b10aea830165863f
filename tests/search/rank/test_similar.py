"""Cases like a given case, with the reasons."""

from __future__ import annotations

from app.search import language
from app.search.index import entries


def test_similar_cases_share_the_words_and_facets_that_are_given_as_reasons(real_engine):
    similar_cases = real_engine.similar("jarik-ma-siti")
    assert {s.card.slug for s in similar_cases} >= {"nasi-tiga-beras", "simba-asia"}
    for similar in similar_cases:
        assert similar.words
        stems = entries.analyse(real_engine.case(similar.card.slug)).stems
        assert {language.stem(word) for word in similar.words} <= stems.keys()
        assert similar.same[0] == "category"


def test_no_case_is_similar_to_itself(real_engine, real_cases):
    for slug in list(real_cases)[::12]:
        slugs = [similar.card.slug for similar in real_engine.similar(slug, 5)]
        assert slug not in slugs
        assert len(set(slugs)) == 5


def test_a_case_that_does_not_exist_has_no_similar_cases(real_engine):
    assert real_engine.similar("tidak-ada") == ()
