"""The feedback sheet fits a page, and its workbook sums up what came back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from app.collection.wording import place
from app.documents.event import feedback, feedback_summary
from app.documents.event.feedback import CHOICES, QUESTIONS, STATEMENTS
from app.documents.event.model import Event
from app.web.events.details import MOST_PARTICIPANTS
from tests.documents.conftest import text_of
from tests.documents.event.conftest import SLUGS

DAY = dt.date(2026, 11, 28)


def workbook(data: bytes) -> Any:
    """A workbook as openpyxl reads it; its stubs call too many cells merged."""
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_sheet_asks_about_each_case_the_plan_and_the_event(kit):
    text = text_of(feedback.to_word(kit, DAY))
    asked = [*feedback.case_names(kit), *QUESTIONS, *STATEMENTS, *CHOICES]
    assert all(f"\n{line}\n" in text for line in asked)
    assert "Putik Sari, Kabupaten Malang, Jawa Timur" in text
    assert "Nama tidak perlu ditulis" in text
    assert feedback.CONTACT in text and feedback.CONTACT_USE in text


# --- the workbook ---------------------------------------------------------------------


def test_the_workbook_has_a_column_for_each_question_and_a_row_for_each_participant(kit):
    sheet = workbook(feedback_summary.to_xlsx(kit))["Isian"]
    header = [cell.value for cell in sheet[1]]
    assert header == ["No.", *feedback.case_names(kit), *QUESTIONS, *STATEMENTS]
    assert sheet.max_row == 1 + 24


def test_answers_are_chosen_from_a_list(kit):
    sheet = workbook(feedback_summary.to_xlsx(kit))["Isian"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["B2:B25"].formula1 == '"Akan ditiru,Perlu tahu lebih,Tidak cocok"'
    assert rules["L2:L25"].formula1 == '"1,2,3,4"'
    assert rules["G2:G25"].type is None  # in words


@pytest.mark.parametrize(
    ("participants", "rows"), [(None, 100), (1, 1), (MOST_PARTICIPANTS, MOST_PARTICIPANTS)]
)
def test_the_rows_follow_the_number_of_participants(make_kit, participants, rows):
    kit = make_kit(Event(participants=participants), SLUGS[:1])
    assert workbook(feedback_summary.to_xlsx(kit))["Isian"].max_row == 1 + rows


def test_a_title_that_looks_like_a_formula_stays_a_text(make_kit):
    book = workbook(feedback_summary.to_xlsx(make_kit(Event(title="=1+1"))))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert not any(cell.value == "=1+1" for cell in row)
    assert "=1+1" in book["Ringkasan"]["A1"].value


# Rows of answers: for two of the cases, in words, and a mark.
RETURNED: Mapping[str, Mapping[str, object]] = {
    "two and a mark": {"B2": "Akan ditiru", "C2": "Tidak cocok", "L2": 4},
    "words alone": {"G4": "Kartu ibu hamil"},
    "one and a mark": {"B7": "Akan ditiru", "L7": 3},
    "the last row": {"B25": "Perlu tahu lebih"},
}


@pytest.mark.slow  # starts LibreOffice
@pytest.mark.parametrize("participants", [24, None])
def test_libreoffice_sums_up_what_came_back(make_kit, convert_in_office, participants):
    kit = make_kit(Event(participants=participants))
    book = workbook(feedback_summary.to_xlsx(kit))
    for answers in RETURNED.values():
        for cell, value in answers.items():
            book["Isian"][cell] = value
    filled = io.BytesIO()
    book.save(filled)
    folder = convert_in_office({"rekap.xlsx": filled.getvalue()}, "xlsx")
    computed: Any = openpyxl.load_workbook(folder / "rekap.xlsx", data_only=True)["Ringkasan"]
    rows = {row[0]: row[1:] for row in computed.iter_rows(values_only=True)}
    first, second, third, *_others = feedback.case_names(kit)
    assert rows["Lembar yang kembali"][0] == len(RETURNED)
    rate = rows["Tingkat pengembalian"][0]
    assert rate == (pytest.approx(4 / 24) if participants else "Isi jumlah peserta")
    assert rows[first] == (2, 1, 0, 3)
    assert rows[second] == (0, 0, 1, 1)
    assert rows[third] == (0, 0, 0, 0)
    assert rows[STATEMENTS[0]][:2] == (3.5, 2)
    assert rows[STATEMENTS[1]][:2] == ("Belum ada", 0)
    assert rows[QUESTIONS[0]][0] == 1


# --- on paper -------------------------------------------------------------------------


@pytest.mark.slow  # starts LibreOffice
def test_the_sheet_has_a_page_for_few_and_for_many_long_cases(make_kit, real_cases, to_pdf):
    def length(slug: str) -> int:
        case = real_cases[slug].case
        return len(f"{case.title}, {place(case)}")

    longest = tuple(sorted(real_cases, key=length, reverse=True)[:12])
    sheets = {
        f"{len(slugs)}.docx": feedback.to_word(make_kit(slugs=slugs), DAY)
        for slugs in (SLUGS[:1], SLUGS[:4], longest[:5], longest[:6], longest)
    }
    for name, pdf in to_pdf(sheets).items():
        assert len(pdf.pages) == 1, name
        assert "ikut direkap" in pdf.text
