"""Ranges of years as values of a filter: ``2018-2020``, ``2024-`` (from), ``-2014`` (until)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.collection.vocabulary import Label

_RANGE = re.compile(r"(\d{4})?-(\d{4})?", re.ASCII)


@dataclass(frozen=True)
class YearRange:
    """Years in a row.

    Attributes:
        first, last: the first and the last year, both included; None for an open end. At
            least one is given, and ``first`` isn't after ``last``.
    """

    first: int | None
    last: int | None

    def __str__(self) -> str:
        return f"{self.first or ''}-{self.last or ''}"

    def has(self, value: str) -> bool:
        """Whether a value of a facet of years lies in the range."""
        if not value.isdecimal():
            return False
        year = int(value)
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )

    @property
    def label(self) -> Label:
        """The range in words: ``2018–2020``, ``Sejak 2024``, ``Sebelum 2015``."""
        if self.first is None:
            return Label(f"Sebelum {(self.last or 0) + 1}", f"Before {(self.last or 0) + 1}")
        if self.last is None:
            return Label(f"Sejak {self.first}", f"Since {self.first}")
        return Label(f"{self.first}–{self.last}", f"{self.first}–{self.last}")


def read(value: str) -> YearRange | None:
    """The range that a value says; None if it says none, or one that ends before it begins.

    >>> read("2018-2020"), read("2019")
    (YearRange(first=2018, last=2020), None)
    """
    match = _RANGE.fullmatch(value)
    if match is None or not any(match.groups()):
        return None
    first, last = (int(year) if year else None for year in match.groups())
    if first is not None and last is not None and first > last:
        return None
    return YearRange(first, last)
