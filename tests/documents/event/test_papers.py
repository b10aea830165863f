"""What is handed out: guide, handouts, Word files, calendar."""

from __future__ import annotations

import datetime as dt
import io
import re

import docx
import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.event import papers
from app.documents.event.calendar import to_ics
from app.documents.event.guide import GROUP_QUESTIONS, case_guide, shortened
from app.documents.event.handout import handout
from app.documents.event.kit import OPEN_SPEAKER
from app.documents.event.model import Event
from tests.documents.event.conftest import SLUGS

DAY = dt.date(2026, 11, 28)
STAMP = dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC)


def text_of(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    lines = (
        "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
        for paragraph in body.iter("{*}p")
    )
    return "\n".join(lines)


# --- guide and handout ----------------------------------------------------------------


def test_questions_come_from_what_the_file_says_and_lacks(real_cases):
    questions = case_guide(real_cases["jarik-ma-siti"].case).questions
    assert questions[0].startswith("Tantangan di asalnya: “Rasio GPK dan siswa istimewa timpang")
    assert any(q.startswith("Sudah ditiru: SMP Negeri 13 Kota Malang") for q in questions)
    assert "Apa yang belum diketahui: biaya, tenaga" in questions[-1]
    assert "SMP Negeri 10 Kota Malang" in questions[-1]
    before = case_guide(real_cases["putik-sari"].case).questions
    assert any("menjadi 8 (2023). Apa lagi yang ikut menyebabkannya?" in q for q in before)
    assert any(q.startswith("Ada komitmen meniru: ") for q in before)


def test_a_stopped_case_is_asked_why(real_cases):
    stopped = [p.case for p in real_cases.values() if p.case and p.case.status == "berhenti"]
    assert stopped
    for case in stopped:
        assert "tercatat berhenti" in case_guide(case).questions[0]


def test_every_case_has_questions_that_can_be_read_aloud(real_cases):
    for parsed in real_cases.values():
        questions = case_guide(parsed.case).questions
        assert 2 <= len(questions) <= 7
        assert all(q.endswith("?") and len(q) < 900 for q in questions), parsed.case.slug


def test_a_handout_says_gaps_and_before_values(real_cases):
    sheet = handout(real_cases["putik-sari"].case)
    assert ("Biaya", None) in sheet.facts
    assert sheet.results[0][1:] == ("0 (7 Maju, 1 Berkembang; 2021)", "8 (2023)")
    assert dict(sheet.parts)["Tantangan"] == ""
    assert sheet.evidence == "2. Sebelum dan sesudah"
    assert len(sheet.sources) + sheet.more_sources == 9


def test_a_handout_quotes_the_file(real_cases):
    """Nothing is put together anew: every sentence stands in the file, or is cut with “…”."""
    for parsed in real_cases.values():
        told = " ".join(s for section in parsed.case.sections for s in section.sentences)
        for _heading, text in handout(parsed.case).parts:
            assert text.removesuffix("…") in told


@given(st.text(), st.integers(5, 300))
def test_shortened_is_short(text, limit):
    assert len(shortened(text, limit)) <= max(limit, len(text) if len(text) <= limit else 0)


# --- Word -----------------------------------------------------------------------------


def test_the_agenda_file_holds_agenda_speakers_guide_and_sheets(kit):
    text = text_of(papers.agenda_to_word(kit, DAY))
    for part in (
        "Susunan acara",
        "Narasumber",
        "Panduan diskusi",
        "Lembar komitmen",
        "Daftar hadir",
    ):
        assert f"\n{part}\n" in text
    assert "Kamis, 18 Februari 2027" in text
    assert "09.15–09.45" in text and "Kecamatan Wonosari, Kabupaten Malang, Jawa Timur" in text
    assert OPEN_SPEAKER in text
    assert all(question in text for question in GROUP_QUESTIONS)
    assert text.count("\n24\n") == 2  # a row for each participant, on both sheets


def test_invitations_go_to_each_agency_and_one_is_open(kit):
    text = text_of(papers.invitations_to_word(kit, DAY))
    assert text.count("Yth.") == len(SLUGS) + 1
    assert "Yth. Pimpinan SMP Negeri 10 Kota Malang" in text
    assert "09.45–10.15 WIB, termasuk tanya jawab" in text
    assert "[isi: pimpinan perguruan tinggi atau JIPP provinsi]" in text
    one = text_of(papers.invitations_to_word(kit, DAY, "putik-sari"))
    assert one.count("Yth.") == 1 and "Kecamatan Wonosari" in one


def test_what_was_not_given_is_a_marked_place(make_kit):
    text = text_of(papers.invitations_to_word(make_kit(Event()), DAY))
    for what in ("NAMA INSTANSI PENYELENGGARA", "hari dan tanggal", "tempat acara"):
        assert f"[isi: {what}]" in text


@settings(max_examples=6)  # a fifth of a second each
@given(st.text(max_size=150), st.text(max_size=150))
def test_whatever_is_typed_makes_a_file_that_opens(make_kit, title, host):
    kit = make_kit(Event(title=title, host=host), ("putik-sari",))
    assert "Putik Sari" in text_of(papers.invitations_to_word(kit, DAY))


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_opens_the_files_a_page_for_each_case_and_letter(
    kit, make_kit, real_cases, to_pdf
):
    longest = sorted(
        real_cases, key=lambda slug: -sum(len(t) for _h, t in handout(real_cases[slug].case).parts)
    )[:12]
    found = to_pdf(
        {
            "acara.docx": papers.agenda_to_word(kit, DAY),
            "lembar.docx": papers.handouts_to_word(make_kit(slugs=tuple(longest)), DAY),
            "undangan.docx": papers.invitations_to_word(kit, DAY),
        }
    )
    handouts = found["lembar.docx"].pages
    assert len(handouts) == 12
    assert all("Status:" in page and "Sumber" in page for page in handouts)
    letters = found["undangan.docx"].pages
    assert len(letters) == 6
    assert all("Yth." in page and "NIP" in page for page in letters)
    assert "Susunan acara" in found["acara.docx"].pages[0]


# --- calendar -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "offset"), [("WIB", 7), ("WITA", 8), ("WIT", 9)], ids=["WIB", "WITA", "WIT"]
)
def test_the_calendar_has_the_day_in_its_time_zone(make_kit, zone, offset):
    event = Event(title="Acara; dengan, tanda", date=dt.date(2027, 2, 18), zone=zone, place="Aula")
    calendar = icalendar.Calendar.from_ical(to_ics(make_kit(event), STAMP))
    [entry] = calendar.walk("VEVENT")
    assert entry.decoded("dtstart").utcoffset() == dt.timedelta(hours=offset)
    assert entry.decoded("dtstart").replace(tzinfo=None) == dt.datetime(2027, 2, 18, 8, 30)
    assert entry.decoded("dtend").replace(tzinfo=None) == dt.datetime(2027, 2, 18, 16, 0)
    assert str(entry["summary"]) == "Acara; dengan, tanda"
    assert "09.15 Putik Sari" in str(entry["description"])
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_a_later_version_replaces_the_one_before(kit, make_kit):
    def uid(of):
        [found] = re.findall(rb"UID:(\S+)", to_ics(of, STAMP))
        return found

    assert uid(kit) == uid(make_kit(slugs=SLUGS[:2]))
    assert uid(kit) != uid(make_kit(Event(title="Lain", date=DAY)))


def test_no_date_no_appointment(make_kit):
    with pytest.raises(ValueError, match="date"):
        to_ics(make_kit(Event()), STAMP)
