"""The agenda of a day: laid out, checked, edited, and written into an address."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.event.agenda import (
    FRIDAY_PRAYER,
    KINDS,
    LEAST_MINUTES,
    LONGEST_TITLE,
    MOST_MINUTES,
    Slot,
    check,
    decode,
    encode,
    layout,
    moved,
    prayers,
    timed,
    with_cases,
)
from app.documents.event.model import Event, clock, minutes_of

FRIDAY = dt.date(2027, 2, 19)


def cases(n: int) -> tuple[str, ...]:
    return tuple(f"kasus-{k}" for k in range(n))


def lines(event: Event, n: int) -> list[str]:
    return [f"{clock(one.start)} {one.slot.kind}" for one in timed(event, layout(event, cases(n)))]


def times_of_day(step: int = 5) -> st.SearchStrategy[dt.time]:
    return st.integers(0, 24 * 60 // step - 1).map(lambda k: dt.time(k * step // 60, k * step % 60))


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
    [noon] = [one for one in timed(event, layout(event, cases(5))) if one.slot.kind == "ishoma"]
    assert (clock(noon.start), clock(noon.end)) == ("11.30", "13.00")
    assert noon.slot.name == FRIDAY_PRAYER


def test_a_morning_needs_no_noon_prayer():
    morning = lines(Event(end=dt.time(12, 0)), 3)
    assert not any("ishoma" in line or "asar" in line for line in morning)
    assert morning[-1] == "11.50 penutupan"


@given(events(), st.integers(1, 12))
def test_every_case_gets_the_same_time_and_all_parts_are_in_order(event, n):
    slots = layout(event, cases(n))
    shown = [slot for slot in slots if slot.kind == "kasus"]
    assert [slot.case for slot in shown] == list(cases(n))
    assert len({slot.minutes for slot in shown}) == 1
    work = [slot.kind for slot in slots if not KINDS[slot.kind].rest]
    # An event may begin in the time of a prayer.
    assert work[0] == "registrasi"
    assert work[-2:] == ["komitmen", "penutupan"]
    assert all(slot.minutes >= LEAST_MINUTES for slot in slots)
    assert layout(event, cases(n)) == slots


@given(events(), st.integers(1, 12))
def test_an_agenda_that_can_fit_fits_and_leaves_prayers_free(event, n):
    slots = layout(event, cases(n))
    found = check(event, slots, cases(n))
    assert found.missing == ()
    least = sum(
        KINDS[kind].least
        for kind in ("registrasi", "pembukaan", *["kasus"] * n, "diskusi", "komitmen", "penutupan")
    )
    if found.over:
        # Too long only where even the least of every part, with the rests, isn't there.
        room = found.available - sum(p.end - p.start for p in prayers(event))
        # A part that would run into a prayer waits until after it.
        lost = 30 * len(prayers(event)) + KINDS["rehat"].least * (1 + len(prayers(event)))
        assert least > room - lost
    else:
        assert found.prayers == ()


def test_too_many_cases_for_an_hour_are_said_to_be_too_long():
    event = Event(start=dt.time(8), end=dt.time(9))
    found = check(event, layout(event, cases(5)), cases(5))
    assert (found.total, found.available, found.over) == (160, 60, 100)
    assert clock(found.end) == "10.40"


def test_talking_through_noon_is_noticed():
    event = Event(end=dt.time(14))
    through = [Slot("kasus", 240, case="a"), Slot("penutupan", 60)]
    assert [p.kind for p in check(event, through, ["a"]).prayers] == ["ishoma"]
    freed = [Slot("kasus", 210, case="a"), Slot("ishoma", 60), Slot("penutupan", 60)]
    assert check(event, freed, ["a"]).prayers == ()


def test_a_case_without_a_slot_is_missing_and_can_get_one():
    slots = layout(Event(), ["a", "b"])
    assert check(Event(), slots, ["a", "b", "c"]).missing == ("c",)
    mended = with_cases(slots, ["b", "c"])
    assert [slot.case for slot in mended if slot.case] == ["b", "c"]
    assert mended[-1].kind == "penutupan"


@given(st.integers(0, 9), st.integers(-12, 12))
def test_moving_a_slot_keeps_all_others_in_order(place, by):
    slots = tuple(Slot("lain", 15, str(n)) for n in range(10))
    found = moved(slots, place, by)
    assert found.index(slots[place]) == min(max(place + by, 0), 9)
    assert [s for s in found if s != slots[place]] == [s for s in slots if s != slots[place]]


def slots_of_any_kind() -> st.SearchStrategy[Slot]:
    titles = st.text(max_size=LONGEST_TITLE).map(str.strip)
    minutes = st.integers(LEAST_MINUTES, MOST_MINUTES)
    slugs = st.lists(st.sampled_from(["a", "7", "putik", "sari-2"]), min_size=1, max_size=9)
    return st.one_of(
        st.builds(Slot, st.sampled_from([k for k in KINDS if k != "kasus"]), minutes, titles),
        st.builds(lambda m, s: Slot("kasus", m, case="-".join(s)), minutes, slugs),
    )


@given(slots_of_any_kind())
def test_a_slot_survives_the_address(slot):
    assert decode(encode(slot)) == slot


@given(st.text(max_size=40))
def test_nonsense_is_no_slot(text):
    slot = decode(text)
    assert slot is None or (slot.kind in KINDS and LEAST_MINUTES <= slot.minutes <= MOST_MINUTES)


@pytest.mark.parametrize("text", ["", "kasus", "kasus-x-y", "rapat-30", "lain-0", "lain-9999"])
def test_slots_that_are_none(text):
    assert decode(text) is None


def test_times_are_those_of_the_event():
    event = Event(start=dt.time(13, 15))
    assert timed(event, [Slot("lain", 20)])[0].start == minutes_of(event.start)
