"""Dates as Indonesian offices write them."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)

#: Years that a plan made with this can speak of.
FIRST_YEAR, LAST_YEAR = 2000, 2100

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_OFFICE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def long_date(date: dt.date) -> str:
    """
    >>> long_date(dt.date(2027, 3, 1))
    '1 Maret 2027'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def read_date(text: str) -> dt.date | None:
    """A date as a browser's date field sends it or as people type it; None if it is none.

    >>> read_date("2027-03-01") == read_date("1/3/2027") == dt.date(2027, 3, 1)
    True
    >>> read_date("30/2/2027") is None
    True
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _OFFICE.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return dt.date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
