"""The letters by way of HTTP: their cases, the reader's questions, and nonsense."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.letters import LETTERS, LONGEST_QUESTION, MOST_QUESTIONS
from tests.documents.conftest import text_of

CASE = "putik-sari"
WITH_QUESTIONS = ("kunjungan", "permohonan-informasi")


def letter(client, name, *questions):
    return client.get(f"/surat/{name}.docx", query_string={"s": CASE, "tanya": questions})


@pytest.mark.parametrize("name", LETTERS)
def test_letters_are_filled_from_the_case(client, name):
    answer = letter(client, name)
    assert answer.status_code == 200
    text = text_of(answer.data)
    assert "Yth. P" in text and "Kecamatan Wonosari" in text
    assert "Putik Sari" in text
    assert f"{name}-{CASE}.docx" in answer.headers["Content-Disposition"]


def test_an_unknown_letter_is_not_found(client):
    answer = client.get(f"/surat/cinta.docx?s={CASE}")
    assert answer.status_code == 404
    assert "kunjungan, izin, permohonan-informasi" in answer.text


def test_the_case_page_leads_to_plan_and_letters(get):
    links = get(f"/inovasi/{CASE}").links
    for address in ("/rencana?s=putik-sari", *(f"/surat/{n}.docx?s=putik-sari" for n in LETTERS)):
        assert address in links


@pytest.mark.parametrize("name", WITH_QUESTIONS)
def test_a_letter_asks_the_questions_of_the_reader(client, name):
    answer = letter(client, name, "Siapa  yang melatih kader?", "", "Siapa yang melatih kader?")
    assert text_of(answer.data).count("Siapa yang melatih kader?") == 1


@pytest.mark.parametrize("name", WITH_QUESTIONS)
def test_as_many_and_as_long_questions_as_allowed_are_taken(client, name):
    questions = [f"{n:02} {'x' * (LONGEST_QUESTION - 3)}" for n in range(MOST_QUESTIONS)]
    text = text_of(letter(client, name, *questions).data)
    assert all(question in text for question in questions)


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (["x" * (LONGEST_QUESTION + 1)], "Pertanyaan ke-1 melebihi 200 huruf"),
        (list(map(str, range(MOST_QUESTIONS + 1))), "paling banyak 20 pertanyaan"),
    ],
)
def test_too_many_or_too_long_questions_are_refused_with_what_to_do(client, name, questions, words):
    answer = letter(client, name, *questions)
    assert answer.status_code == 400
    assert words in answer.text and "Kembali" in answer.text


def test_markup_in_a_question_stays_text(client):
    nonsense = "<script>alert(1)</script>{{ 7*7 }}\x00\u202e"
    text = text_of(letter(client, "kunjungan", nonsense).data)
    assert "<script>alert(1)</script>{{ 7*7 }}" in text
    assert "\u202e" not in text
    too_long = letter(client, "kunjungan", nonsense * 10)
    assert too_long.status_code == 400 and "<script>alert" not in too_long.text


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=250), max_size=25))
def test_any_questions_give_a_letter_or_a_message(client, questions):
    assert letter(client, "permohonan-informasi", *questions).status_code in {200, 400}
