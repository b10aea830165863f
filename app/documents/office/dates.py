"""Dates as people type them: in three fields, or as one text in one of several notations."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.collection.wording import MONTHS

#: The years of a plan or an event; a date outside them is a typing error.
FIRST_YEAR, LAST_YEAR = 2000, 2100

PartName = Literal["day", "month", "year"]

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BETWEEN = r"(?: ?[/.-] ?| )"
_OFFICE = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}|[A-Za-z]+){_BETWEEN}(\d{{1,4}})", re.ASCII)

_SHORTEST_MONTH = 3  # “mar” is March; two letters could be two months

# Spellings of months in use besides those of the dictionary.
_OTHER_SPELLINGS = {"pebruari": 2, "agt": 8, "nop": 11, "nopember": 11}


class DateParts(NamedTuple):
    """The texts in the three fields of a date; an empty field is an empty text."""

    day: str
    month: str
    year: str

    @classmethod
    def of(cls, text: str) -> DateParts:
        """The fields that show a text; a text that has no three parts stands in the first.

        >>> DateParts.of("2027-03-01"), DateParts.of("1 Maret 2027")
        (DateParts(day='1', month='3', year='2027'), DateParts(day='1', month='Maret', year='2027'))
        """
        text = " ".join(text.split())
        if parts := _ISO.fullmatch(text):
            year, month, day = parts.groups()
            return cls(day.lstrip("0") or day, month.lstrip("0") or month, year)
        if parts := _OFFICE.fullmatch(text):
            return cls(*parts.groups())
        pieces = [piece.strip() for piece in text.rsplit("/", 2)]
        return cls(*pieces) if len(pieces) == len(cls._fields) else cls(text, "", "")

    def text(self) -> str:
        """The fields as one text, from which :meth:`of` makes them again.

        A whole date that was typed into one of the fields is the date.

        >>> DateParts("31", "2", "2027").text(), DateParts("", "1/3/2027", "").text()
        ('31/2/2027', '1/3/2027')
        """
        parts = [" ".join(part.split()) for part in self]
        filled = list(filter(None, parts))
        if not filled:
            return ""
        whole_date = len(filled) == 1 and all(DateParts.of(filled[0]))
        return filled[0] if whole_date else "/".join(parts)


@dataclass(frozen=True)
class DateMistake:
    """What is wrong with a part of a date.

    Attributes:
        kind: ``missing`` for an empty part, ``unreadable`` for a part that is no day, month
            or year of four digits, ``out of range`` for a year beyond the limits, ``too late``
            for a day that its month does not have.
        part: the part.
    """

    kind: Literal["missing", "unreadable", "out of range", "too late"]
    part: PartName


def read_date(
    text: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
) -> dt.date | None:
    """The date that a text names; None if it names none.

    >>> read_date("2027-03-01") == read_date("1/3/2027") == read_date("1 Mar 2027")
    True
    >>> read_date("30/2/2027") is None
    True
    """
    parts = DateParts.of(text)
    day, month, year = _day(parts.day), read_month(parts.month), _year(parts.year)
    if day is None or month is None or year is None or not first_year <= year <= last_year:
        return None
    return dt.date(year, month, day) if day <= last_day(month, year) else None


def date_mistakes(text: str) -> tuple[DateMistake, ...]:
    """What is wrong with a text that is no date, part by part; empty for a date or no text."""
    return tuple(_mistakes(DateParts.of(text))) if text.strip() else ()


def _mistakes(parts: DateParts) -> Iterator[DateMistake]:
    day, month, year = _day(parts.day), read_month(parts.month), _year(parts.year)
    values: dict[PartName, tuple[str, int | None]] = {
        "day": (parts.day, day),
        "month": (parts.month, month),
        "year": (parts.year, year),
    }
    for name, (typed, value) in values.items():
        if value is None:
            yield DateMistake("unreadable" if typed else "missing", name)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        yield DateMistake("out of range", "year")
    elif day and month and year and day > last_day(month, year):
        yield DateMistake("too late", "day")


def last_day(month: int, year: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year, month)[1]


def read_month(text: str) -> int | None:
    """The number of a month that is typed as a number or by its name, also cut short.

    >>> read_month("03"), read_month("maret"), read_month("Agu"), read_month("13")
    (3, 3, 8, None)
    """
    if number := _number(text, 2):
        return number if number <= len(MONTHS) else None
    name = text.rstrip(".").casefold()
    if len(name) < _SHORTEST_MONTH:
        return None
    for month, label in enumerate(MONTHS, 1):
        if label.id.casefold().startswith(name) or label.en.casefold().startswith(name):
            return month
    return _OTHER_SPELLINGS.get(name)


def _day(text: str) -> int | None:
    number = _number(text, 2)
    return number if number and number <= 31 else None


def _year(text: str) -> int | None:
    return _number(text, 4) if len(text) == 4 else None


def _number(text: str, most_digits: int) -> int | None:
    """A number from 1, in digits of ASCII; None for any other text."""
    if not (text.isascii() and text.isdecimal() and len(text) <= most_digits):
        return None
    return int(text) or None
