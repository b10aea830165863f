"""The Word files of a kit hold all its papers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.event import papers
from app.documents.event.guide import GROUP_QUESTIONS
from app.documents.event.handout import handout
from app.documents.event.kit import OPEN_SPEAKER
from app.documents.event.model import Event
from tests.documents.conftest import text_of
from tests.documents.event.conftest import SLUGS

DAY = dt.date(2026, 11, 28)


def test_the_agenda_file_holds_agenda_speakers_guide_and_sheets(kit):
    text = text_of(papers.agenda_to_word(kit, DAY))
    for heading in (
        "Susunan acara",
        "Narasumber",
        "Panduan diskusi",
        "Lembar komitmen",
        "Daftar hadir",
    ):
        assert f"\n{heading}\n" in text
    assert "Kamis, 18 Februari 2027" in text
    assert "09.15–09.45" in text and "Kecamatan Wonosari, Kabupaten Malang, Jawa Timur" in text
    assert OPEN_SPEAKER in text
    assert all(question in text for question in GROUP_QUESTIONS)
    assert text.count("\n24\n") == 2  # a row for each participant, on both sheets


def test_invitations_go_to_each_agency_and_to_a_commentator(kit):
    text = text_of(papers.invitations_to_word(kit, DAY))
    assert text.count("Yth.") == len(SLUGS) + 1
    assert "Yth. Pimpinan SMP Negeri 10 Kota Malang" in text
    assert "09.45–10.15 WIB, termasuk tanya jawab" in text
    assert "[isi: pimpinan perguruan tinggi atau JIPP provinsi]" in text
    letter = text_of(papers.invitations_to_word(kit, DAY, "putik-sari"))
    assert letter.count("Yth.") == 1 and "Kecamatan Wonosari" in letter


def test_details_that_were_not_given_are_blanks(make_kit):
    text = text_of(papers.invitations_to_word(make_kit(Event()), DAY))
    for name in ("NAMA INSTANSI PENYELENGGARA", "hari dan tanggal", "tempat acara"):
        assert f"[isi: {name}]" in text


@settings(max_examples=6)  # a fifth of a second each
@given(st.text(max_size=150), st.text(max_size=150))
def test_any_typed_text_makes_a_file_that_opens(make_kit, title, host):
    kit = make_kit(Event(title=title, host=host), ("putik-sari",))
    assert "Putik Sari" in text_of(papers.invitations_to_word(kit, DAY))


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_opens_the_files_a_page_for_each_case_and_letter(
    kit, make_kit, real_cases, to_pdf
):
    def length(slug: str) -> int:
        return sum(len(text) for _heading, text in handout(real_cases[slug].case).sections)

    longest = sorted(real_cases, key=length, reverse=True)[:12]
    pdfs = to_pdf(
        {
            "acara.docx": papers.agenda_to_word(kit, DAY),
            "lembar.docx": papers.handouts_to_word(make_kit(slugs=tuple(longest)), DAY),
            "undangan.docx": papers.invitations_to_word(kit, DAY),
        }
    )
    handouts = pdfs["lembar.docx"].pages
    assert len(handouts) == 12
    assert all("Status:" in page and "Sumber" in page for page in handouts)
    letters = pdfs["undangan.docx"].pages
    assert len(letters) == 6
    assert all("Yth." in page and "NIP" in page for page in letters)
    assert "Susunan acara" in pdfs["acara.docx"].pages[0]
