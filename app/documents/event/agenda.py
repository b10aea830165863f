"""The agenda of a day: its slots, their times, the times of prayer, and how it is edited.

:mod:`app.documents.event.layout` lays an agenda out. An agenda keeps the times of prayer
free. The exact times follow the sun and so depend on place and season. The windows below,
in local time, are those at which offices pause, and they include the prayer anywhere in
Indonesia: noon prayer and meal (ishoma) from 12.00 to 13.00, on Fridays from 11.30, and
the afternoon prayer (Asar) around 15.15.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.documents.event.model import Event, minutes_of

#: The most slots of an agenda: more do not fit into a day.
MOST_SLOTS = 30

#: The shortest and the longest slot, in minutes.
LEAST_MINUTES, MOST_MINUTES = 5, 480

#: The longest title of a slot, in characters.
LONGEST_TITLE = 80

#: The kind of slot in which the commentator speaks.
COMMENT = "tanggapan"

#: Minutes of a day.
DAY = 24 * 60

Item = TypeVar("Item")


@dataclass(frozen=True)
class SlotKind:
    """A kind of slot.

    Attributes:
        name: its name on the agenda, unless the host gives the slot another title.
        least: its length in minutes where time is short.
        most: its length in minutes where there is plenty of time.
        rest: whether people are free to eat or pray.
    """

    name: str
    least: int
    most: int
    rest: bool = False


#: Value in an address → the kind of slot.
KINDS: Mapping[str, SlotKind] = {
    "registrasi": SlotKind("Registrasi", 15, 30),
    "pembukaan": SlotKind("Pembukaan", 15, 30),
    "kasus": SlotKind("Paparan kasus", 15, 40),
    COMMENT: SlotKind("Tanggapan akademisi atau JIPP", 15, 30),
    "diskusi": SlotKind("Diskusi kelompok", 30, 90),
    "klinik": SlotKind("Klinik replikasi", 30, 60),
    "komitmen": SlotKind("Penandatanganan komitmen", 15, 30),
    "penutupan": SlotKind("Penutupan", 10, 15),
    "rehat": SlotKind("Rehat", 15, 15, rest=True),
    "ishoma": SlotKind("Ishoma", 60, 90, rest=True),
    "asar": SlotKind("Salat Asar dan rehat", 15, 30, rest=True),
    "lain": SlotKind("Acara lain", 15, 60),
}

#: The title of the slot at noon on a Friday.
FRIDAY_PRAYER = "Salat Jumat dan makan siang"


@dataclass(frozen=True)
class Slot:
    """An entry of the agenda before its times are worked out.

    Attributes:
        kind: a key of :data:`KINDS`.
        minutes: its length.
        title: its title, if it differs from the name of its kind.
        case: the slug of the case that is presented; empty for other kinds.
    """

    kind: str
    minutes: int
    title: str = ""
    case: str = ""

    @property
    def name(self) -> str:
        """The title, or the name of the kind."""
        return self.title or KINDS[self.kind].name


@dataclass(frozen=True)
class TimedSlot:
    """A slot with its times, in minutes since the midnight before the event."""

    slot: Slot
    start: int
    end: int


@dataclass(frozen=True)
class Prayer:
    """A time of prayer. All times are minutes since the midnight before the event.

    Attributes:
        kind: the kind of the slot that keeps the time free.
        start, end: the time that a new agenda keeps free.
        latest: until when people can pray if the host moves the slot.
        need: how many minutes people need between ``start`` and ``latest``.
        title: the title of the slot, if it differs from the name of its kind.
    """

    kind: str
    start: int
    end: int
    latest: int
    need: int
    title: str = ""


def prayers(event: Event) -> tuple[Prayer, ...]:
    """The times of prayer within an event, which starts before each and goes on after it."""
    noon = Prayer("ishoma", 12 * 60, 13 * 60, latest=13 * 60 + 30, need=30)
    if event.friday:
        noon = Prayer("ishoma", 11 * 60 + 30, 13 * 60, latest=13 * 60, need=60, title=FRIDAY_PRAYER)
    afternoon = Prayer("asar", 15 * 60 + 15, 15 * 60 + 30, latest=16 * 60 + 30, need=10)
    start, end = minutes_of(event.start), minutes_of(event.end)
    return tuple(
        prayer
        for prayer in (noon, afternoon)
        if start < prayer.start and end >= prayer.end + LEAST_MINUTES
    )


# --- times and checks -----------------------------------------------------------------


def timed(event: Event, slots: Iterable[Slot]) -> list[TimedSlot]:
    """The slots with their times, one after another from the start of the event."""
    timed_slots = []
    start = minutes_of(event.start)
    for slot in slots:
        timed_slots.append(TimedSlot(slot, start, start + slot.minutes))
        start += slot.minutes
    return timed_slots


@dataclass(frozen=True)
class AgendaCheck:
    """A comparison of an agenda with the event that it is for.

    Attributes:
        total: the length of the agenda, in minutes.
        available: the length of the event, in minutes.
        end: when the agenda ends, in minutes since midnight.
        prayers: the times of prayer for which the agenda leaves no room.
        missing: slugs of the cases that have no slot.
        lacks_comment: whether the host names a commentator, who has no slot.
    """

    total: int
    available: int
    end: int
    prayers: tuple[Prayer, ...]
    missing: tuple[str, ...]
    lacks_comment: bool = False

    @property
    def over(self) -> int:
        """By how many minutes the agenda is longer than the event."""
        return max(0, self.total - self.available)

    @property
    def fits_the_day(self) -> bool:
        """Whether the agenda ends before midnight, so that a longer event could hold it."""
        return self.end < DAY


def check(event: Event, slots: Sequence[Slot], cases: Sequence[str]) -> AgendaCheck:
    """Compare an agenda with its event and the slugs of its cases."""
    timed_slots = timed(event, slots)
    total = sum(slot.minutes for slot in slots)
    start = minutes_of(event.start)
    presented = {slot.case for slot in slots}
    return AgendaCheck(
        total=total,
        available=minutes_of(event.end) - start,
        end=start + total,
        prayers=tuple(
            prayer
            for prayer in prayers(event)
            if prayer.start < start + total and _free_minutes(timed_slots, prayer) < prayer.need
        ),
        missing=tuple(slug for slug in cases if slug not in presented),
        lacks_comment=event.has_commentator and all(slot.kind != COMMENT for slot in slots),
    )


def _free_minutes(timed_slots: Iterable[TimedSlot], prayer: Prayer) -> int:
    """The minutes of a time of prayer in which people are free."""
    return sum(
        max(0, min(entry.end, prayer.latest) - max(entry.start, prayer.start))
        for entry in timed_slots
        if KINDS[entry.slot.kind].rest
    )


# --- edits ----------------------------------------------------------------------------


def moved(items: Sequence[Item], place: int, by: int) -> tuple[Item, ...]:
    """The agenda with the item at ``place`` moved down, or up if ``by`` is negative.

    An item stops at the end of the agenda. The items may be slots, or the fields of slots
    in a form.
    """
    others = [item for index, item in enumerate(items) if index != place]
    target = min(max(place + by, 0), len(others))
    return (*others[:target], items[place], *others[target:])


def with_cases(slots: Sequence[Slot], cases: Sequence[str]) -> tuple[Slot, ...]:
    """The agenda with a slot for each case; new slots are as long as that of the first case.

    New slots follow the last case in the agenda. Slots of cases that the event no longer
    has are left out, and new slots take their place.
    """
    minutes = next((slot.minutes for slot in slots if slot.case), 20)
    presented = {slot.case for slot in slots}
    new = [Slot("kasus", minutes, case=slug) for slug in cases if slug not in presented]
    after_cases = [index + 1 for index, slot in enumerate(slots) if slot.case]
    place = after_cases[-1] if after_cases else 0
    all_slots = (*slots[:place], *new, *slots[place:])
    return tuple(slot for slot in all_slots if not slot.case or slot.case in cases)


def with_comment(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The agenda with a slot for the commentator, behind the last case."""
    if any(slot.kind == COMMENT for slot in slots):
        return tuple(slots)
    after_cases = [index + 1 for index, slot in enumerate(slots) if slot.case]
    place = after_cases[-1] if after_cases else len(slots)
    return (*slots[:place], Slot(COMMENT, KINDS[COMMENT].least), *slots[place:])


# --- slots in an address --------------------------------------------------------------


def encode(slot: Slot) -> str:
    """The value of a parameter: ``kasus-25-putik-sari``, ``lain-30-Sambutan Bupati``."""
    text = slot.case or slot.title
    return f"{slot.kind}-{slot.minutes}" + (f"-{text}" if text else "")


def decode(value: str) -> Slot | None:
    """The slot in the value of a parameter; None if the value describes no slot.

    >>> decode("kasus-25-putik-sari")
    Slot(kind='kasus', minutes=25, title='', case='putik-sari')
    """
    kind, _, rest = value.partition("-")
    number, _, text = rest.partition("-")
    if kind not in KINDS or not (number.isascii() and number.isdecimal() and len(number) < 5):
        return None
    minutes = int(number)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        return None
    text = text.strip()[:LONGEST_TITLE]
    return Slot(kind, minutes, case=text) if kind == "kasus" else Slot(kind, minutes, text)
