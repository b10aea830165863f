"""A request for public information asks the right officer for exactly what the case lacks."""

from __future__ import annotations

import datetime as dt

from app.documents import information_request
from app.documents.information_request import compose
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


def test_a_case_of_the_state_as_a_whole_is_asked_of_its_agency(real_cases):
    text = text_of(compose("Permohonan", real_cases["kiat-guru"].case, DAY, []))
    assert "(PPID)\nTNP2K dan Kementerian Pendidikan dan Kebudayaan\n" in text
    assert "Tembusan" not in text


def test_a_case_that_lacks_nothing_leaves_the_question_to_the_reader(real_cases, monkeypatch):
    monkeypatch.setattr(information_request, "open_questions", lambda _: [])
    text = text_of(compose("Permohonan", real_cases["putik-sari"].case, DAY, []))
    assert "[isi: informasi yang diminta]" in text
