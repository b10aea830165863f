"""The agenda of a day: checked, edited, and written into an address."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.event.agenda import (
    KINDS,
    LEAST_MINUTES,
    LONGEST_TITLE,
    MOST_MINUTES,
    Slot,
    check,
    decode,
    encode,
    moved,
    timed,
    with_cases,
)
from app.documents.event.layout import layout
from app.documents.event.model import Event, minutes_of


def test_an_agenda_without_the_noon_prayer_is_reported():
    event = Event(end=dt.time(14))
    through = [Slot("kasus", 240, case="a"), Slot("penutupan", 60)]
    assert [prayer.kind for prayer in check(event, through, ["a"]).prayers] == ["ishoma"]
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
    slots = tuple(Slot("lain", 15, str(number)) for number in range(10))
    after = moved(slots, place, by)
    assert after.index(slots[place]) == min(max(place + by, 0), 9)
    others = [slot for slot in slots if slot != slots[place]]
    assert [slot for slot in after if slot != slots[place]] == others


def slots_of_any_kind() -> st.SearchStrategy[Slot]:
    titles = st.text(max_size=LONGEST_TITLE).map(str.strip)
    minutes = st.integers(LEAST_MINUTES, MOST_MINUTES)
    words = st.lists(st.sampled_from(["a", "7", "putik", "sari-2"]), min_size=1, max_size=9)
    return st.one_of(
        st.builds(Slot, st.sampled_from(sorted(KINDS.keys() - {"kasus"})), minutes, titles),
        st.builds(
            lambda length, words: Slot("kasus", length, case="-".join(words)), minutes, words
        ),
    )


@given(slots_of_any_kind())
def test_a_slot_survives_the_address(slot):
    assert decode(encode(slot)) == slot


@given(st.text(max_size=40))
def test_any_text_is_a_usable_slot_or_none(text):
    slot = decode(text)
    assert slot is None or (slot.kind in KINDS and LEAST_MINUTES <= slot.minutes <= MOST_MINUTES)


@pytest.mark.parametrize("text", ["", "kasus", "kasus-x-y", "rapat-30", "lain-0", "lain-9999"])
def test_values_that_describe_no_slot(text):
    assert decode(text) is None


def test_times_are_those_of_the_event():
    event = Event(start=dt.time(13, 15))
    assert timed(event, [Slot("lain", 20)])[0].start == minutes_of(event.start)
