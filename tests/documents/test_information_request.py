"""A request for public information asks the right officer for exactly what the case lacks."""

from __future__ import annotations

import datetime as dt

from app.collection import evidence
from app.documents import information_request
from app.documents.information_request import compose, open_questions
from tests.documents.conftest import text_of

DAY = dt.date(2026, 11, 28)


def test_the_request_follows_the_law(real_cases):
    text = text_of(compose("Permohonan", real_cases["putik-sari"].case, DAY, []))
    for words in (
        "Yth. Pejabat Pengelola Informasi dan Dokumentasi (PPID)\nPemerintah Kabupaten Malang\n",
        "Undang-Undang Nomor 14 Tahun 2008",
        "Peraturan Komisi Informasi Nomor 1 Tahun 2021",
        "10 (sepuluh) hari kerja",
        "7 (tujuh) hari kerja",
        "Tembusan: Pimpinan Kecamatan Wonosari",
    ):
        assert words in text


def test_what_the_law_asks_of_an_applicant_is_left_to_fill_in(real_cases):
    lines = text_of(compose("Permohonan", real_cases["putik-sari"].case, DAY, [])).split("\n")
    for name in ("Nama", "Alamat", "Tujuan penggunaan", "Cara memperoleh", "Pengiriman salinan"):
        assert "[isi: " in lines[lines.index(name) + 2]


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


def test_a_case_of_the_state_as_a_whole_is_asked_of_its_agency(real_cases):
    text = text_of(compose("Permohonan", real_cases["kiat-guru"].case, DAY, []))
    assert "(PPID)\nTNP2K dan Kementerian Pendidikan dan Kebudayaan\n" in text
    assert "Tembusan" not in text


def test_a_case_that_lacks_nothing_leaves_the_question_to_the_reader(real_cases, monkeypatch):
    monkeypatch.setattr(information_request, "open_questions", lambda _: [])
    text = text_of(compose("Permohonan", real_cases["putik-sari"].case, DAY, []))
    assert "[isi: informasi yang diminta]" in text
