"""Cases like a given case, with the reasons."""

from __future__ import annotations

from app.search import language
from app.search.index import entries
from app.search.query import places


def test_similar_cases_share_the_subjects_and_facets_that_are_given_as_reasons(real_engine):
    similar_cases = real_engine.similar("jarik-ma-siti")
    assert {s.card.slug for s in similar_cases} >= {"nasi-tiga-beras", "simba-asia"}
    for similar in similar_cases:
        assert similar.subjects
        stems = entries.analyse(real_engine.case(similar.card.slug)).stems
        for subject in similar.subjects:
            assert set(language.stems_of(language.term(subject))) <= stems.keys()
        assert similar.same[0] == "category"


def test_subjects_are_tags_that_people_would_use_and_no_places(real_engine, real_cases):
    """Tags of one of the two cases; else single words that some case has as a tag."""
    tags = {tag for parsed in real_cases.values() for tag in parsed.case.tags}
    named = 0
    for slug in list(real_cases)[::7]:
        for similar in real_engine.similar(slug):
            assert set(similar.subjects) <= tags
            assert len(similar.subjects) == len(set(similar.subjects)) <= 3
            named += bool(similar.subjects)
            for subject in similar.subjects:
                found = places.find(language.term(subject), 0)
                assert found is None or found[0].level, subject
    assert named > 190


def test_no_case_is_similar_to_itself(real_engine, real_cases):
    for slug in list(real_cases)[::12]:
        slugs = [similar.card.slug for similar in real_engine.similar(slug, 5)]
        assert slug not in slugs
        assert len(set(slugs)) == 5


def test_a_case_that_does_not_exist_has_no_similar_cases(real_engine):
    assert real_engine.similar("tidak-ada") == ()
