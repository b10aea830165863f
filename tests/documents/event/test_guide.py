"""The questions about a case come from the facts and the gaps of its file."""

from __future__ import annotations

from app.documents.event.guide import case_guide


def test_questions_come_from_the_facts_and_gaps_of_the_file(real_cases):
    questions = case_guide(real_cases["jarik-ma-siti"].case).questions
    assert questions[0].startswith("Tantangan di asalnya: “Rasio GPK dan siswa istimewa timpang")
    assert any(text.startswith("Sudah ditiru: SMP Negeri 13 Kota Malang") for text in questions)
    assert "Apa yang belum diketahui: biaya, tenaga" in questions[-1]
    assert "SMP Negeri 10 Kota Malang" in questions[-1]
    questions = case_guide(real_cases["putik-sari"].case).questions
    assert any("menjadi 8 (2023). Apa lagi yang ikut menyebabkannya?" in text for text in questions)
    assert any(text.startswith("Ada komitmen meniru: ") for text in questions)


def test_the_first_question_about_a_stopped_case_is_why_it_stopped(real_cases):
    stopped = [
        parsed.case
        for parsed in real_cases.values()
        if parsed.case and parsed.case.status == "berhenti"
    ]
    assert stopped
    for case in stopped:
        assert "tercatat berhenti" in case_guide(case).questions[0]


def test_every_case_has_questions_that_can_be_read_aloud(real_cases):
    for parsed in real_cases.values():
        questions = case_guide(parsed.case).questions
        assert 2 <= len(questions) <= 7
        assert all(text.endswith("?") and len(text) < 900 for text in questions), parsed.case.slug
