"""The details of an event, and times of day as offices write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

#: Indonesia's time zones: value of the parameter → name in the IANA database. No zone has
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
    """The details of a day of knowledge sharing; empty where the host has given none.

    Attributes:
        title: the title of the day.
        theme: the subject of the day.
        date: the day.
        start: the time at which it begins.
        end: the time at which it must be over, later on the same day.
        zone: the time zone, a key of :data:`ZONES`.
        place: hall and town.
        host: the agency that invites.
        participants: the number of people expected.
        commentator, commentator_from: the academic or the expert of a hub (JIPP) who comments
            on the cases, and the institution of that person.
        moderator, moderator_from: who moderates, and the institution of that person.
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
    commentator: str = ""
    commentator_from: str = ""
    moderator: str = ""
    moderator_from: str = ""

    @property
    def has_commentator(self) -> bool:
        """Whether the host says who comments on the cases."""
        return bool(self.commentator or self.commentator_from)

    @property
    def friday(self) -> bool:
        """Whether the event falls on a Friday, with its longer prayer at noon."""
        return self.date is not None and self.date.weekday() == FRIDAY


def day_name(date: dt.date) -> str:
    """The day of the week in Indonesian."""
    return _DAYS[date.weekday()]


def minutes_of(time: dt.time) -> int:
    """Minutes since midnight."""
    return time.hour * 60 + time.minute


def clock(minutes: int) -> str:
    """Minutes since midnight as a time of day, with a full stop as Indonesian writes it.

    >>> clock(8 * 60 + 30)
    '08.30'
    """
    return f"{minutes // 60 % 24:02}.{minutes % 60:02}"
