"""The Word files of a kit hold all its papers."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest

from app.documents.event import papers
from app.documents.event.guests import OPEN_COMMENTATOR
from app.documents.event.guide import GROUP_QUESTIONS
from app.documents.event.handout import handout
from tests.documents.conftest import text_of

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
    assert OPEN_COMMENTATOR in text
    assert all(question in text for question in GROUP_QUESTIONS)
    assert text.count("\n24\n") == 2  # a row for each participant, on both sheets


def test_rows_to_sign_have_room_for_a_signature(kit):
    tables = docx.Document(io.BytesIO(papers.agenda_to_word(kit, DAY))).tables[-2:]
    for table in tables:
        heights = [row.height.cm if row.height else 0 for row in list(table.rows)[1:]]
        assert len(heights) == 24 and min(heights) > 0.8


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_opens_the_files_a_page_for_each_case(kit, make_kit, real_cases, to_pdf):
    def length(slug: str) -> int:
        sheet = handout(real_cases[slug].case)
        return len(str((sheet.sections, sheet.facts, sheet.results, sheet.sources)))

    longest = sorted(real_cases, key=length, reverse=True)[:12]
    pdfs = to_pdf(
        {
            "acara.docx": papers.agenda_to_word(kit, DAY),
            "lembar.docx": papers.handouts_to_word(make_kit(slugs=tuple(longest)), DAY),
        }
    )
    handouts = pdfs["lembar.docx"].pages
    assert len(handouts) == 12
    assert all("Status:" in page and "Sumber" in page for page in handouts)
    assert "Susunan acara" in pdfs["acara.docx"].pages[0]
