"""The event as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

from app.documents.event.kit import Kit
from app.documents.event.model import ZONES, clock
from app.documents.office.content import clean

PRODUCER = "-//Pustaka Inovasi//Acara//ID"


def to_ics(kit: Kit, stamp: dt.datetime) -> bytes:
    """The event as one appointment, with the agenda in its description.

    An appointment for each slot would fill people's calendars with a dozen entries. The
    identifier is made from title, day and host, so that a later version of the file
    replaces an earlier version in the calendar.

    Args:
        kit: The kit of the event.
        stamp: The time at which the file is made, in UTC.

    Raises:
        ValueError: The event has no date.
    """
    import icalendar  # here, since few requests need it and it takes 3 MB

    event, date = kit.event, kit.event.date
    if date is None:
        raise ValueError("an appointment needs a date")
    zone = ZoneInfo(ZONES[event.zone])
    first, last = kit.agenda[0], kit.agenda[-1]
    midnight = dt.datetime.combine(date, dt.time(), zone)
    appointment = icalendar.Event()
    appointment.add("uid", _identifier(kit, date))
    appointment.add("dtstamp", stamp)
    appointment.add("summary", clean(kit.title))
    appointment.add("dtstart", midnight + dt.timedelta(minutes=first.start))
    appointment.add("dtend", midnight + dt.timedelta(minutes=last.end))
    if event.place:
        appointment.add("location", clean(event.place))
    appointment.add("url", kit.page)
    appointment.add("description", clean(_description(kit)))
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(appointment)
    calendar.add_missing_timezones()
    ics: bytes = calendar.to_ical()
    return ics


def _identifier(kit: Kit, date: dt.date) -> str:
    text = "\n".join((kit.title, date.isoformat(), kit.event.host))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:24]}@pustaka-inovasi"


def _description(kit: Kit) -> str:
    entries = [
        f"{clock(row.start)} {row.text}" + (f" ({row.speaker})" if row.speaker else "")
        for row in kit.agenda
    ]
    host = [f"Penyelenggara: {kit.event.host}"] if kit.event.host else []
    return "\n".join([*host, *entries, "", kit.page])
