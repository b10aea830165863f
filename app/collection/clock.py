"""The day from which ages are counted: today, or for an offline copy the day that it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_DAY: ContextVar[dt.date | None] = ContextVar("day", default=None)


def today() -> dt.date:
    """The day on which pages are made; the system's, except inside :func:`on_day`."""
    return _DAY.get() or dt.date.today()


@contextmanager
def on_day(day: dt.date) -> Iterator[None]:
    """Within this context, pages are made as on another day.

    >>> with on_day(dt.date(2026, 11, 30)):
    ...     today()
    datetime.date(2026, 11, 30)
    """
    before = _DAY.set(day)
    try:
        yield
    finally:
        _DAY.reset(before)
