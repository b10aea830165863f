"""Agendas that are laid out: whole days, mornings, Fridays, and any other event."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from app.documents.event.agenda import (
    FRIDAY_PRAYER,
    KINDS,
    LEAST_MINUTES,
    check,
    prayers,
    timed,
)
from app.documents.event.layout import layout
from app.documents.event.model import Event, clock

FRIDAY = dt.date(2027, 2, 19)


def case_slugs(count: int) -> tuple[str, ...]:
    return tuple(f"kasus-{number}" for number in range(count))


def lines(event: Event, count: int) -> list[str]:
    """Start and kind of each slot in an agenda of ``count`` cases."""
    entries = timed(event, layout(event, case_slugs(count)))
    return [f"{clock(entry.start)} {entry.slot.kind}" for entry in entries]


def times_of_day() -> st.SearchStrategy[dt.time]:
    """Times in steps of five minutes."""
    steps = st.integers(0, 24 * 60 // 5 - 1)
    return steps.map(lambda step: dt.time(step * 5 // 60, step * 5 % 60))


@st.composite
def events(draw) -> Event:
    start, end = sorted(draw(st.lists(times_of_day(), min_size=2, max_size=2, unique=True)))
    return Event(start=start, end=end, date=draw(st.sampled_from([None, FRIDAY])))


def test_a_whole_day_keeps_noon_and_afternoon_prayer_free():
    assert lines(Event(), 5) == [
        "08.30 registrasi",
        "08.50 pembukaan",
        "09.15 kasus",
        "09.45 kasus",
        "10.15 rehat",
        "10.30 kasus",
        "11.00 kasus",
        "11.30 kasus",
        "12.00 ishoma",
        "13.00 diskusi",
        "14.30 klinik",
        "15.15 asar",
        "15.30 komitmen",
        "15.50 penutupan",
    ]


def test_friday_is_free_from_half_past_eleven():
    event = Event(date=FRIDAY)
    entries = timed(event, layout(event, case_slugs(5)))
    [noon] = [entry for entry in entries if entry.slot.kind == "ishoma"]
    assert (clock(noon.start), clock(noon.end)) == ("11.30", "13.00")
    assert noon.slot.name == FRIDAY_PRAYER


def test_a_morning_needs_no_noon_prayer():
    morning = lines(Event(end=dt.time(12, 0)), 3)
    assert not any("ishoma" in line or "asar" in line for line in morning)
    assert morning[-1] == "11.50 penutupan"


@given(events(), st.integers(1, 12))
def test_every_case_gets_the_same_time_and_all_slots_are_in_order(event, count):
    slots = layout(event, case_slugs(count))
    presented = [slot for slot in slots if slot.kind == "kasus"]
    assert [slot.case for slot in presented] == list(case_slugs(count))
    assert len({slot.minutes for slot in presented}) == 1
    work = [slot.kind for slot in slots if not KINDS[slot.kind].rest]
    # An event may begin in the time of a prayer.
    assert work[0] == "registrasi"
    assert work[-2:] == ["komitmen", "penutupan"]
    assert all(slot.minutes >= LEAST_MINUTES for slot in slots)
    assert layout(event, case_slugs(count)) == slots


@given(events(), st.integers(1, 12))
def test_an_agenda_that_can_fit_fits_and_leaves_prayers_free(event, count):
    slots = layout(event, case_slugs(count))
    result = check(event, slots, case_slugs(count))
    assert result.missing == ()
    least = sum(
        KINDS[kind].least
        for kind in (
            "registrasi",
            "pembukaan",
            *["kasus"] * count,
            "diskusi",
            "komitmen",
            "penutupan",
        )
    )
    if result.over:
        # The least of all slots must be longer than the event without its prayers,
        room = result.available - sum(prayer.end - prayer.start for prayer in prayers(event))
        # its breaks, and the time before a prayer that is too short for the next slot.
        lost = 30 * len(prayers(event)) + KINDS["rehat"].least * (1 + len(prayers(event)))
        assert least > room - lost
    else:
        assert result.prayers == ()


def test_too_many_cases_for_an_hour_make_a_long_agenda():
    event = Event(start=dt.time(8), end=dt.time(9))
    result = check(event, layout(event, case_slugs(5)), case_slugs(5))
    assert (result.total, result.available, result.over) == (160, 60, 100)
    assert clock(result.end) == "10.40"
