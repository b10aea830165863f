"""What is known of an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

#: Indonesia's time zones: the parameter's value → name in the IANA database. None has
#: summer time.
ZONES: Mapping[str, str] = {
    "WIB": "Asia/Jakarta",
    "WITA": "Asia/Makassar",
    "WIT": "Asia/Jayapura",
}

FRIDAY = 4

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True)
class Event:
    """The facts of a day, as far as the host has given them; empty where not.

    Attributes:
        title: what the day is called.
        theme: what it is about.
        date: its day.
        start: when it begins.
        end: when it must be over, later on the same day.
        zone: a key of :data:`ZONES`.
        place: hall and town.
        host: the agency that invites.
        participants: how many are expected.
    """

    title: str = ""
    theme: str = ""
    date: dt.date | None = None
    start: dt.time = dt.time(8, 30)
    end: dt.time = dt.time(16, 0)
    zone: str = "WIB"
    place: str = ""
    host: str = ""
    participants: int | None = None

    @property
    def friday(self) -> bool:
        """Whether the day has the Friday prayer."""
        return self.date is not None and self.date.weekday() == FRIDAY


def day_name(date: dt.date) -> str:
    """The day of the week in Indonesian."""
    return _DAYS[date.weekday()]


def minutes_of(time: dt.time) -> int:
    """Minutes since midnight."""
    return time.hour * 60 + time.minute


def clock(minutes: int) -> str:
    """Minutes since midnight as a time of day, with the full stop of Indonesian.

    >>> clock(8 * 60 + 30)
    '08.30'
    """
    return f"{minutes // 60 % 24:02}.{minutes % 60:02}"
