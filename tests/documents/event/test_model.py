"""Days and times of an event."""

from __future__ import annotations

import datetime as dt

import pytest

from app.documents.event.model import Event, clock, day_name, minutes_of


def test_only_a_friday_has_the_friday_prayer():
    assert Event(date=dt.date(2027, 2, 19)).friday
    assert not Event(date=dt.date(2027, 2, 18)).friday
    assert not Event().friday


@pytest.mark.parametrize(("day", "name"), [(15, "Senin"), (19, "Jumat"), (21, "Minggu")])
def test_days_have_indonesian_names(day, name):
    assert day_name(dt.date(2027, 2, day)) == name


def test_a_clock_goes_on_after_midnight():
    assert clock(minutes_of(dt.time(23, 50)) + 15) == "00.05"
