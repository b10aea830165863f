"""An academic and a moderator reach the agenda, the letters and the calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.documents.event import agenda, invitations, papers
from app.documents.event.calendar import to_ics
from app.documents.event.guests import OPEN_COMMENTATOR
from app.documents.event.kit import Kit
from tests.documents.conftest import text_of
from tests.documents.event.conftest import EVENT, SLUGS

DAY = dt.date(2026, 11, 28)

WITH_GUESTS = replace(
    EVENT,
    commentator="Dr. Sari, M.Si.",
    commentator_from="Universitas Contoh",
    moderator="Budi",
    moderator_from="Bappeda Malang",
)


@pytest.fixture(scope="module")
def with_guests(make_kit) -> Kit:
    return make_kit(WITH_GUESTS)


def test_comments_follow_the_cases_and_the_slot_names_the_academic(with_guests):
    kinds = [row.slot.kind for row in with_guests.agenda]
    last_case = max(place for place, kind in enumerate(kinds) if kind == "kasus")
    between = set(kinds[last_case + 1 : kinds.index("tanggapan")])
    assert between <= {"rehat", "ishoma", "asar"}
    row = with_guests.agenda[kinds.index("tanggapan")]
    assert row.speaker.startswith("Dr. Sari, M.Si., Universitas Contoh")


def test_the_moderator_is_named_once_a_session(with_guests):
    rows = with_guests.agenda
    named = [place for place, row in enumerate(rows) if "moderator: Budi" in row.speaker]
    led = {"kasus", "tanggapan", "diskusi"}
    assert named
    for place in named:
        assert rows[place].slot.kind in led and rows[place - 1].slot.kind not in led


def test_nobody_is_named_whom_the_host_did_not_name(kit):
    assert [guest.shown for guest in kit.guests] == [OPEN_COMMENTATOR]
    assert all(row.slot.kind != "tanggapan" for row in kit.agenda)
    assert not any("moderator" in row.speaker for row in kit.agenda)


def test_each_guest_gets_a_letter_with_the_time(with_guests):
    academic = text_of(invitations.to_speakers(with_guests, DAY, "penanggap"))
    assert "Yth. Dr. Sari, M.Si." in academic and "Universitas Contoh" in academic
    turn = next(guest.times for guest in with_guests.guests)
    assert f"{turn} WIB" in academic and "menjadi penanggap" in academic
    moderator = text_of(invitations.to_speakers(with_guests, DAY, "moderator"))
    assert moderator.count("Yth.") == 1 and "menjadi moderator" in moderator
    everybody = text_of(invitations.to_speakers(with_guests, DAY))
    assert everybody.count("Yth.") == len(SLUGS) + 2


def test_an_institution_alone_is_addressed_by_its_head(make_kit):
    kit = make_kit(replace(EVENT, commentator_from="JIPP Jawa Timur"))
    letter = text_of(invitations.to_speakers(kit, DAY, "penanggap"))
    assert "Yth. Pimpinan JIPP Jawa Timur" in letter


def test_word_and_calendar_name_the_guests(with_guests):
    word = text_of(papers.agenda_to_word(with_guests, DAY))
    calendar = to_ics(with_guests, dt.datetime(2026, 11, 28, tzinfo=dt.UTC)).decode()
    calendar = calendar.replace("\r\n ", "")
    for text in (word, calendar.replace("\\,", ",")):
        assert "Dr. Sari, M.Si., Universitas Contoh" in text
        assert "moderator: Budi, Bappeda Malang" in text


def test_an_agenda_of_the_host_can_get_a_slot_for_comments(kit):
    assert agenda.check(WITH_GUESTS, kit.slots, SLUGS).lacks_comment
    slots = agenda.with_comment(kit.slots)
    assert not agenda.check(WITH_GUESTS, slots, SLUGS).lacks_comment
    assert agenda.with_comment(slots) == slots
