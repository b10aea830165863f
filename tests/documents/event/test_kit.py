"""The papers of an event agree with its cases and its agenda."""

from __future__ import annotations

import pytest

from app.documents.event.agenda import Slot
from app.documents.event.kit import MOST_ROWS, USUAL_ROWS, Kit
from app.documents.event.model import Event
from tests.documents.event.conftest import SLUGS


def test_a_row_of_the_agenda_names_the_case_and_its_speaker(kit):
    rows = {row.slot.case: row for row in kit.agenda if row.slot.case}
    assert list(rows) == list(SLUGS)
    row = rows["putik-sari"]
    assert row.text == "Putik Sari"
    assert row.speaker == "Kecamatan Wonosari, Kabupaten Malang, Jawa Timur"
    assert row.times == "09.15–09.45"


def test_other_rows_have_the_name_of_their_slot_and_no_speaker(kit):
    assert (kit.agenda[0].text, kit.agenda[0].speaker) == ("Registrasi", "")
    # An address may name a case that the kit does not hold.
    slots = (Slot("kasus", 30, case="tidak-ada"), Slot("lain", 30, "Sambutan"))
    rows = Kit(kit.event, kit.cases, slots, kit.urls, kit.url, kit.page).agenda
    assert [(row.text, row.speaker) for row in rows] == [("Paparan kasus", ""), ("Sambutan", "")]


def test_the_kit_lasts_from_the_first_row_to_the_last(kit):
    assert kit.times == "08.30–16.00 WIB"


def test_each_case_has_a_speaker_a_guide_and_a_handout(kit):
    for papers in (kit.speakers, kit.guides, kit.handouts):
        assert [paper.slug for paper in papers] == list(SLUGS)
    assert kit.speakers[0].place == "Kabupaten Malang, Jawa Timur"


@pytest.mark.parametrize(
    ("participants", "rows"), [(None, USUAL_ROWS), (24, 24), (5000, MOST_ROWS)]
)
def test_a_sheet_to_sign_has_a_row_for_each_participant(make_kit, participants, rows):
    assert make_kit(Event(participants=participants), SLUGS[:1]).rows == rows
