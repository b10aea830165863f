"""The calendar file, read back by the library that calendars use."""

from __future__ import annotations

import datetime as dt
import re

import icalendar
import pytest

from app.documents.event.calendar import to_ics
from app.documents.event.kit import Kit
from app.documents.event.model import Event
from tests.documents.event.conftest import SLUGS

DAY = dt.date(2026, 11, 28)
STAMP = dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC)


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


def test_a_later_version_replaces_the_earlier_version(kit, make_kit):
    def identifier(version: Kit) -> bytes:
        [uid] = re.findall(rb"UID:(\S+)", to_ics(version, STAMP))
        return uid

    assert identifier(kit) == identifier(make_kit(slugs=SLUGS[:2]))
    assert identifier(kit) != identifier(make_kit(Event(title="Lain", date=DAY)))


def test_an_event_without_a_date_makes_no_appointment(make_kit):
    with pytest.raises(ValueError, match="date"):
        to_ics(make_kit(Event()), STAMP)
