"""What a case leaves open: a question for each fact that it lacks."""

from __future__ import annotations

from app.collection import evidence
from app.collection.open_questions import open_questions


def test_exactly_the_facts_that_the_case_lacks_are_asked_for(real_cases):
    for parsed in real_cases.values():
        assert parsed.case
        missing = [fact for fact in evidence.completeness(parsed.case) if not fact.known]
        has_before = any(result.before for result in parsed.case.results)
        asks_for_before = bool(parsed.case.results) and not has_before
        assert len(open_questions(parsed.case)) == len(missing) + asks_for_before


def test_every_deciding_fact_has_a_question_that_an_officer_can_answer(real_cases):
    case = real_cases["putik-sari"].case
    bare = case.model_copy(
        update=dict.fromkeys(("cost", "staff", "duration", "copy_terms", "started", "website"))
        | {"legal_basis": (), "results": (), "replicated_by": (), "sections": ()}
    )
    questions = open_questions(bare)
    assert len(questions) == len(evidence.DECIDING)
    assert all("?" in question for question in questions)


def test_a_known_result_without_a_before_is_asked_for_it(real_cases):
    case = real_cases["basno-ntb"].case
    assert any(
        question.startswith("Berapa angkanya sebelum inovasi, untuk hasil berikut: Jamban keluarga")
        for question in open_questions(case)
    )
