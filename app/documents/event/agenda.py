"""The agenda of a day: laid out from the time there is, checked after it was edited.

The times of prayer are kept free. Where exactly the sun stands depends on place and
season; the windows below hold the prayer anywhere in Indonesia by its zone's clock, as
offices there keep them: noon prayer and meal (ishoma) from 12.00 to 13.00, on Fridays
from 11.30, the afternoon prayer around 15.15.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeVar

from app.documents.event.model import Event, minutes_of

#: More slots than this are no agenda of one day.
MOST_SLOTS = 30

#: Shortest and longest slot, and the step of a slot's length, in minutes.
LEAST_MINUTES, MOST_MINUTES, STEP = 5, 480, 5

#: Longest title of a slot, in characters.
LONGEST_TITLE = 80

_MIDNIGHT = 24 * 60

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Kind:
    """A kind of slot.

    Attributes:
        name: what it is called on the agenda, unless the host calls it otherwise.
        least, most: its length in minutes where time is short, and where there is plenty.
        rest: whether people are free to eat or pray.
    """

    name: str
    least: int
    most: int
    rest: bool = False


KINDS: Mapping[str, Kind] = {
    "registrasi": Kind("Registrasi", 15, 30),
    "pembukaan": Kind("Pembukaan", 15, 30),
    "kasus": Kind("Paparan kasus", 15, 40),
    "diskusi": Kind("Diskusi kelompok", 30, 90),
    "klinik": Kind("Klinik replikasi", 30, 60),
    "komitmen": Kind("Penandatanganan komitmen", 15, 30),
    "penutupan": Kind("Penutupan", 10, 15),
    "rehat": Kind("Rehat", 15, 15, rest=True),
    "ishoma": Kind("Ishoma", 60, 90, rest=True),
    "asar": Kind("Salat Asar dan rehat", 15, 30, rest=True),
    "lain": Kind("Acara lain", 15, 60),
}

# What an event to copy innovations consists of, in order; the cases come after the opening.
_BEFORE, _AFTER = ("registrasi", "pembukaan"), ("diskusi", "klinik", "komitmen", "penutupan")

# What can be longer without anybody minding, the first first.
_ELASTIC = ("diskusi", "klinik", "komitmen", "pembukaan", "registrasi")

FRIDAY_PRAYER = "Salat Jumat dan makan siang"

# People sit no longer than this without a break, in minutes.
_LONG_SITTING = 150


@dataclass(frozen=True)
class Slot:
    """One entry of the agenda; ``case`` is the slug of the case that is shown."""

    kind: str
    minutes: int
    title: str = ""
    case: str = ""

    @property
    def name(self) -> str:
        """What stands on the agenda, but for the case's own title."""
        return self.title or KINDS[self.kind].name


@dataclass(frozen=True)
class TimedSlot:
    """A slot with its times, in minutes since the midnight before the event."""

    slot: Slot
    start: int
    end: int


@dataclass(frozen=True)
class Prayer:
    """A time to keep free.

    Attributes:
        kind: of the slot that keeps it free.
        start, end: when an agenda laid out here keeps it free.
        latest: until when people can wait, if the host moves it.
        need: how many minutes between ``start`` and ``latest`` they need at least.
        title: what the slot is called, if not as its kind.
    """

    kind: str
    start: int
    end: int
    latest: int
    need: int
    title: str = ""


def prayers(event: Event) -> tuple[Prayer, ...]:
    """The times of prayer that fall into an event, with work on both sides of them."""
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


# --- laying out -----------------------------------------------------------------------


def layout(event: Event, cases: Sequence[str]) -> tuple[Slot, ...]:
    """An agenda for cases in this order, as long as the event if it can be.

    Every part is as long as the time allows, between its least and its most; all cases
    get the same. If even the least is too much, the clinic is left out; if that doesn't
    help, the agenda is longer than the event, and :func:`check` says so.
    """
    blocks = _blocks(event)
    for parts in (_parts(cases), _parts(cases, "klinik")):
        for tenth in range(10, -1, -1):
            packed = _pack([_sized(part, tenth / 10) for part in parts], blocks)
            if packed is not None:
                return tuple(_join(packed, blocks))
    endless = [*blocks[:-1], replace(blocks[-1], end=blocks[-1].start + 100 * _MIDNIGHT)]
    packed = _pack([_sized(part, 0) for part in _parts(cases, "klinik")], endless)
    assert packed is not None  # noqa: S101 - the last block has no end
    return tuple(_join(packed, endless))


@dataclass(frozen=True)
class _Block:
    """Time between two prayers; ``until`` is the end of the rest that follows it."""

    start: int
    end: int
    rest: Prayer | None = None

    @property
    def room(self) -> int:
        return self.end - self.start - (KINDS["rehat"].least if self.long else 0)

    @property
    def long(self) -> bool:
        """Whether it needs a break inside."""
        return _LONG_SITTING <= self.end - self.start <= _MIDNIGHT


def _blocks(event: Event) -> list[_Block]:
    """The time there is to fill: the event without the prayers."""
    blocks = []
    start = minutes_of(event.start)
    for prayer in prayers(event):
        blocks.append(_Block(start, prayer.start, prayer))
        start = prayer.end
    return [*blocks, _Block(start, minutes_of(event.end))]


def _parts(cases: Sequence[str], *left_out: str) -> list[Slot]:
    kinds = [
        *(Slot(kind, 0) for kind in _BEFORE),
        *(Slot("kasus", 0, case=slug) for slug in cases),
        *(Slot(kind, 0) for kind in _AFTER),
    ]
    return [slot for slot in kinds if slot.kind not in left_out]


def _sized(slot: Slot, share: float) -> Slot:
    kind = KINDS[slot.kind]
    minutes = kind.least + share * (kind.most - kind.least)
    return replace(slot, minutes=int(minutes) // STEP * STEP)


def _pack(slots: Sequence[Slot], blocks: Sequence[_Block]) -> list[list[Slot]] | None:
    """The slots in order, each whole in one block; None if they don't all fit.

    Signing and closing stay together: nobody comes back from a prayer to be sent home.
    """
    packed: list[list[Slot]] = [[]]
    left = blocks[0].room
    for n, slot in enumerate(slots):
        glued = slots[n + 1].minutes if slot.kind == "komitmen" else 0
        while slot.minutes + glued > left:
            if len(packed) == len(blocks):
                return None
            packed.append([])
            left = blocks[len(packed) - 1].room
        packed[-1].append(slot)
        left -= slot.minutes
    packed += [[] for _ in blocks[len(packed) :]]
    return packed


def _join(packed: Sequence[Sequence[Slot]], blocks: Sequence[_Block]) -> Iterator[Slot]:
    """The blocks with their rests; what time is left goes to what can be longer."""
    for n, (slots, block) in enumerate(zip(packed, blocks, strict=True)):
        filled = _stretch(slots, block.room) if any(packed[n + 1 :]) else list(slots)
        if block.long and len(filled) > 1:
            filled = _with_break(filled, block)
        yield from filled
        used = sum(slot.minutes for slot in filled)
        if block.rest and any(packed[n + 1 :]):
            minutes = block.rest.end - block.start - used
            yield Slot(block.rest.kind, minutes, block.rest.title)


def _stretch(slots: Sequence[Slot], room: int) -> list[Slot]:
    """The slots, filling a block as far as their most allows; cases stay equal."""
    filled = list(slots)
    spare = (room - sum(slot.minutes for slot in filled)) // STEP * STEP
    for kind in _ELASTIC:
        for n, slot in enumerate(filled):
            if slot.kind == kind:
                more = min(spare, KINDS[kind].most - slot.minutes)
                filled[n] = replace(slot, minutes=slot.minutes + more)
                spare -= more
    return filled


def _with_break(slots: list[Slot], block: _Block) -> list[Slot]:
    """A break at the end of the slot that ends nearest to the middle of the block."""
    ends = [sum(slot.minutes for slot in slots[: n + 1]) for n in range(len(slots) - 1)]
    middle = sum(slot.minutes for slot in slots) / 2
    n = min(range(len(ends)), key=lambda n: abs(ends[n] - middle))
    return [*slots[: n + 1], Slot("rehat", KINDS["rehat"].least), *slots[n + 1 :]]


# --- reading it -----------------------------------------------------------------------


def timed(event: Event, slots: Iterable[Slot]) -> list[TimedSlot]:
    """The slots with their times, one after the other from the start of the event."""
    found = []
    start = minutes_of(event.start)
    for slot in slots:
        found.append(TimedSlot(slot, start, start + slot.minutes))
        start += slot.minutes
    return found


@dataclass(frozen=True)
class Check:
    """How an agenda stands to the time there is.

    Attributes:
        total: length of the agenda in minutes.
        available: length of the event.
        end: when the agenda ends, in minutes since midnight.
        prayers: times of prayer for which it leaves no room.
        missing: slugs of the cases that have no slot.
    """

    total: int
    available: int
    end: int
    prayers: tuple[Prayer, ...]
    missing: tuple[str, ...]

    @property
    def over(self) -> int:
        """By how many minutes it is too long."""
        return max(0, self.total - self.available)

    @property
    def fits_the_day(self) -> bool:
        """Whether it ends before midnight, so that a later end could hold it."""
        return self.end < _MIDNIGHT


def check(event: Event, slots: Sequence[Slot], cases: Sequence[str]) -> Check:
    """Compare an agenda with the event it is for."""
    times = timed(event, slots)
    total = sum(slot.minutes for slot in slots)
    start = minutes_of(event.start)
    shown = {slot.case for slot in slots}
    return Check(
        total=total,
        available=minutes_of(event.end) - start,
        end=start + total,
        prayers=tuple(
            prayer
            for prayer in prayers(event)
            if prayer.start < start + total and _free(times, prayer) < prayer.need
        ),
        missing=tuple(slug for slug in cases if slug not in shown),
    )


def _free(times: Iterable[TimedSlot], prayer: Prayer) -> int:
    """The minutes of a time of prayer in which people are free."""
    return sum(
        max(0, min(one.end, prayer.latest) - max(one.start, prayer.start))
        for one in times
        if KINDS[one.slot.kind].rest
    )


# --- editing it -----------------------------------------------------------------------


def moved(slots: Sequence[Entry], place: int, by: int) -> tuple[Entry, ...]:
    """The agenda with one slot further down (up if negative), as far as it goes.

    The entries may be slots, or the fields of slots in a form.
    """
    left = [slot for n, slot in enumerate(slots) if n != place]
    target = min(max(place + by, 0), len(left))
    return (*left[:target], slots[place], *left[target:])


def with_cases(slots: Sequence[Slot], cases: Sequence[str]) -> tuple[Slot, ...]:
    """The agenda with a slot for each case that has none, after the last case's.

    Slots of cases that aren't there any more are taken out.
    """
    kept = [slot for slot in slots if not slot.case or slot.case in cases]
    usual = next((slot.minutes for slot in kept if slot.case), 20)
    missing = [slug for slug in cases if slug not in {slot.case for slot in kept}]
    place = reduce(lambda last, n: n + 1 if kept[n].case else last, range(len(kept)), 0)
    new = [Slot("kasus", usual, case=slug) for slug in missing]
    return (*kept[:place], *new, *kept[place:])


# --- as text of an address ------------------------------------------------------------


def encode(slot: Slot) -> str:
    """A slot as a parameter has it: ``kasus-25-putik-sari``, ``lain-30-Sambutan Bupati``."""
    rest = slot.case or slot.title
    return f"{slot.kind}-{slot.minutes}" + (f"-{rest}" if rest else "")


def decode(text: str) -> Slot | None:
    """The slot that a parameter names; None for nonsense.

    >>> decode("kasus-25-putik-sari")
    Slot(kind='kasus', minutes=25, title='', case='putik-sari')
    """
    kind, _, rest = text.partition("-")
    number, _, rest = rest.partition("-")
    if kind not in KINDS or not (number.isascii() and number.isdecimal() and len(number) < 5):
        return None
    minutes = int(number)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        return None
    rest = rest.strip()[:LONGEST_TITLE]
    return Slot(kind, minutes, case=rest) if kind == "kasus" else Slot(kind, minutes, rest)
