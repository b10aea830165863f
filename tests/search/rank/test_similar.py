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


def test_cases_that_editors_set_side_by_side_are_similar(real_engine):
    """The summary of GAMAK has dialect words, so that its words alone found loans and a doctor."""
    similar_cases = real_engine.similar("gamak-lombok-barat")
    assert len(similar_cases) == 3
    for similar in similar_cases:
        assert similar.subjects == ("perkawinan anak",)
        assert similar.together.approach
        assert similar.card.slug in similar.together.approach.cases


def test_an_approach_that_both_take_tells_more_than_their_theme(real_engine, real_cases):
    def approaches(slug):
        memberships = filter(lambda membership: membership.number, real_engine.themes_of(slug))
        return {(membership.theme.slug, membership.number) for membership in memberships}

    named = 0
    for slug in list(real_cases)[::7]:
        own = approaches(slug)
        for similar in real_engine.similar(slug):
            others = approaches(similar.card.slug)
            together = similar.together
            assert bool(together) == bool({theme for theme, _ in own} & {t for t, _ in others})
            assert bool(together and together.approach) == bool(own & others)
            named += bool(together)
    assert named > 150


def test_a_subject_of_many_cases_is_no_reason_unless_both_have_it_as_a_tag(real_engine, real_cases):
    for slug in list(real_cases)[::7]:
        own = set(real_engine.case(slug).tags)
        for similar in real_engine.similar(slug):
            both = own & set(real_engine.case(similar.card.slug).tags)
            assert not {"desa", "aplikasi", "anak", "kerja", "data"} & set(similar.subjects) - both


def test_no_case_is_similar_to_itself(real_engine, real_cases):
    for slug in list(real_cases)[::12]:
        slugs = [similar.card.slug for similar in real_engine.similar(slug, 5)]
        assert slug not in slugs
        assert len(set(slugs)) == 5


def test_a_case_that_does_not_exist_has_no_similar_cases(real_engine):
    assert real_engine.similar("tidak-ada") == ()
