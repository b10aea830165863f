"""A proposed case on paper, for the head of an office to sign."""

from __future__ import annotations

import datetime as dt

import pytest

from app.documents.case_proposal import proposal_to_word
from tests.documents.conftest import text_of

DAY = dt.date(2026, 11, 28)


def test_facts_text_and_sources_are_told_and_gaps_named(real_cases):
    case = real_cases["gebrak-pakumis"].case
    text = text_of(proposal_to_word(case, DAY))
    for part in (
        "USULAN KASUS INOVASI",
        "Gebrak Pakumis (Gerakan Bersama Rakyat Atasi Kawasan Padat Kumuh Miskin)",
        "Disusun 28 November 2026",
        case.summary,
        case.agency,
        case.cost,
        "6.694 unit",
        "sanitasinya buruk, baik di pesisir, pertanian, maupun kota. [4]",
        case.sources[6].url,
    ):
        assert part in text, part
    assert case.duration is None
    assert "Waktu penerapanbelum ada data" in "".join(text.split("\n"))


def test_there_are_places_to_sign(real_cases):
    text = text_of(proposal_to_word(real_cases["putik-sari"].case, DAY))
    for part in ("Pengusul,", "Mengetahui,", "[isi: jabatan pimpinan instansi]", "CC BY 4.0"):
        assert part in text


@pytest.mark.slow  # starts LibreOffice
def test_a_case_of_normal_length_takes_few_pages_and_the_signatures_stay_together(
    real_cases, to_pdf
):
    case = real_cases["gebrak-pakumis"].case
    pdf = to_pdf({"usulan.docx": proposal_to_word(case, DAY)})["usulan.docx"]
    assert len(pdf.pages) <= 3
    last = pdf.pages[-1]
    assert "Pengusul," in last and "Mengetahui," in last and "NIP" in last
