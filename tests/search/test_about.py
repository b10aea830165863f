"""Which cases are about a query, and which only related: numbers, lists, counts, pages."""

from __future__ import annotations

import pytest

from app.search.engine import Engine
from app.search.query.query import SORTS, Query


@pytest.fixture(scope="module")
def engine(real_index, content) -> Engine:
    return Engine.open(real_index, content)


def slugs(engine: Engine, text: str, **query) -> list[str]:
    return [hit.card.slug for hit in engine.search(Query(text, **query)).hits]


@pytest.mark.parametrize(
    ("text", "most"), [("anak jalanan", 6), ("mal pelayanan publik", 8), ("stunting", 25)]
)
def test_a_term_is_not_any_of_its_words(engine, text, most):
    results = engine.search(Query(text))
    assert 0 < results.total <= most
    assert not results.with_related


def test_the_list_has_the_cases_about_the_query_alone_unless_the_related_are_asked_for(engine):
    query = Query("anak jalanan", per_page=500)
    about = engine.search(query)
    everything = engine.search(Query("anak jalanan", per_page=500, related=True))
    assert len(about.hits) == about.total == everything.total
    assert about.related == everything.related > 100
    assert len(everything.hits) == everything.total + everything.related
    assert everything.hits[: about.total] == about.hits or [
        hit.card for hit in everything.hits[: about.total]
    ] == [hit.card for hit in about.hits]
    assert [hit.about for hit in everything.hits] == (
        [True] * everything.total + [False] * everything.related
    )


@pytest.mark.parametrize("sort", SORTS)
def test_pages_run_through_both_in_every_order(engine, sort):
    query = {"sort": sort, "related": True}
    whole = slugs(engine, "gizi anak", per_page=500, **query)
    results = engine.search(Query("gizi anak", per_page=7, **query))
    assert results.pages == -(-len(whole) // 7)
    pages = [
        slug
        for page in range(1, results.pages + 1)
        for slug in slugs(engine, "gizi anak", per_page=7, page=page, **query)
    ]
    assert pages == whole
    assert set(whole[: results.total]) == set(slugs(engine, "gizi anak", per_page=500, sort=sort))


def test_counts_of_facets_are_those_of_the_list(engine):
    for related in (False, True):
        results = engine.search(Query("gizi anak", per_page=500, related=related))
        for value in results.facets["category"]:
            assert value.count == sum(hit.card.category == value.value for hit in results.hits)


def test_a_filter_changes_nothing_in_what_is_about_the_query(engine):
    about = {
        hit.card.slug
        for hit in engine.search(Query("gizi anak", per_page=500)).hits
        if hit.card.province == "Jawa Timur"
    }
    filters = {"province": ("Jawa Timur",)}
    filtered = engine.search(Query("gizi anak", filters=filters, per_page=500))
    assert {hit.card.slug for hit in filtered.hits} == about != set()


def test_where_no_case_is_about_the_query_the_related_are_listed(engine):
    results = engine.search(Query("1212"))
    assert (results.total, results.with_related) == (0, True)
    assert results.related == len(results.hits) == 1
    assert not results.hits[0].about


@pytest.mark.parametrize("text", ["", "-kematian", "😀"])
def test_without_words_every_case_counts(engine, text):
    results = engine.search(Query(text))
    assert (results.related, results.with_related) == (0, False)
    assert results.total > 100


def test_every_case_that_an_advanced_query_finds_is_about_it(engine):
    results = engine.search(Query("anak AND jalan*", mode="advanced"))
    assert results.total > 10
    assert results.related == 0


def test_a_case_that_is_called_by_name_is_about_the_query(engine):
    hit = engine.search(Query("putik sari")).hits[0]
    assert (hit.card.slug, hit.about) == ("putik-sari", True)


def test_of_equals_those_with_measured_results_come_first(engine):
    """Cases of the police all score the same for being of the police."""
    hits = engine.search(Query("inovasi dari kepolisian", per_page=500)).hits
    best = [hit for hit in hits if hit.score == hits[0].score]
    measured = [hit.card.evidence > 0 for hit in best]
    assert len(set(measured)) == 2
    assert measured == sorted(measured, reverse=True)


def test_a_hit_shows_the_problem_that_the_words_met(engine):
    text = "anak berhenti sekolah karena harus membantu orang tua bekerja"
    hits = engine.search(Query(text)).hits
    problems = [hit.problem for hit in hits if hit.problem]
    assert len(problems) > len(hits) / 3
    for hit in hits:
        if hit.problem:
            plain = hit.problem.replace("<mark>", "").replace("</mark>", "")
            assert "<mark>" in hit.problem
            assert plain.replace("&#x27;", "'") in hit.card.problems
    assert engine.search(Query("putik sari")).hits[0].problem is None
    assert engine.search(Query("")).hits[0].problem is None
