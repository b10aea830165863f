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
    """One appointment for the whole day, the agenda in its description.

    A slot each would fill people's calendars with a dozen entries. The identifier is made
    from title, day and host, so that a later version replaces the one before.

    Args:
        stamp: when the file was made, in UTC.

    Raises:
        ValueError: the event has no date.
    """
    import icalendar  # here, since it is seldom needed and takes 3 MB

    event, date = kit.event, kit.event.date
    if date is None:
        raise ValueError("an appointment needs a date")
    zone = ZoneInfo(ZONES[event.zone])
    first, last = kit.agenda[0], kit.agenda[-1]
    midnight = dt.datetime.combine(date, dt.time(), zone)
    entry = icalendar.Event()
    entry.add("uid", _identifier(kit, date))
    entry.add("dtstamp", stamp)
    entry.add("summary", clean(kit.title))
    entry.add("dtstart", midnight + dt.timedelta(minutes=first.start))
    entry.add("dtend", midnight + dt.timedelta(minutes=last.end))
    if event.place:
        entry.add("location", clean(event.place))
    entry.add("url", kit.url)
    entry.add("description", clean(_description(kit)))
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    ics: bytes = calendar.to_ical()
    return ics


def _identifier(kit: Kit, date: dt.date) -> str:
    text = "\n".join((kit.title, date.isoformat(), kit.event.host))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:24]}@pustaka-inovasi"


def _description(kit: Kit) -> str:
    lines = [
        f"{clock(row.start)} {row.text}" + (f" ({row.speaker})" if row.speaker else "")
        for row in kit.agenda
    ]
    head = [f"Penyelenggara: {kit.event.host}"] if kit.event.host else []
    return "\n".join([*head, *lines, "", kit.url])
