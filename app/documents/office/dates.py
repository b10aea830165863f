"""Dates as Indonesian offices type them."""

from __future__ import annotations

import datetime as dt
import re

#: The years of a plan or an event; a date outside them is a typing error.
FIRST_YEAR, LAST_YEAR = 2000, 2100

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_OFFICE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def read_date(text: str) -> dt.date | None:
    """The date that a browser's date field sends or that people type; None if it is no date.

    >>> read_date("2027-03-01") == read_date("1/3/2027") == dt.date(2027, 3, 1)
    True
    >>> read_date("30/2/2027") is None
    True
    """
    text = text.strip()
    if parts := _ISO.fullmatch(text):
        year, month, day = map(int, parts.groups())
    elif parts := _OFFICE.fullmatch(text):
        day, month, year = map(int, parts.groups())
    else:
        return None
    try:
        return dt.date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def write_date(text: str) -> str:
    """A date as a form shows it, ``31-12-2026``; a text that is no date stays as it is.

    >>> write_date("2026-12-31"), write_date("besok")
    ('31-12-2026', 'besok')
    """
    date = read_date(text)
    return f"{date:%d-%m-%Y}" if date else text
