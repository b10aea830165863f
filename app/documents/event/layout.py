"""Laying out the agenda of a day so that it fills the time of the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.documents.event.agenda import COMMENT, DAY, KINDS, Prayer, Slot, prayers
from app.documents.event.model import Event, minutes_of

# The slots of an event at which agencies copy innovations, before and after its cases.
_BEFORE, _AFTER = ("registrasi", "pembukaan"), ("diskusi", "klinik", "komitmen", "penutupan")

# The kinds of slots that may grow to fill a block, in this order.
_ELASTIC = ("diskusi", "klinik", "komitmen", "pembukaan", "registrasi")

# People sit no longer than this without a break, in minutes.
_LONG_SITTING = 150

# The length of a slot is a multiple of this many minutes.
_STEP = 5


def layout(event: Event, cases: Sequence[str]) -> tuple[Slot, ...]:
    """An agenda for the cases with these slugs, in this order.

    Every slot is as long as the time allows, between the least and the most of its kind;
    all cases get the same time. If the least of every slot is too much for the event, the
    clinic is left out. If that is not enough, the agenda is longer than the event, and
    :func:`app.documents.event.agenda.check` reports it. Only a commentator whom the host names
    has a slot.
    """
    blocks = _blocks(event)
    all_slots = _all_slots(event, cases)
    fewer = [slot for slot in all_slots if slot.kind != "klinik"]
    for slots in (all_slots, fewer):
        for tenths in range(10, -1, -1):
            packed = _pack([_sized(slot, tenths / 10) for slot in slots], blocks)
            if packed is not None:
                return tuple(_join(packed, blocks))
    endless = [*blocks[:-1], replace(blocks[-1], end=blocks[-1].start + 100 * DAY)]
    packed = _pack([_sized(slot, 0) for slot in fewer], endless)
    assert packed is not None  # noqa: S101 - the last block has no end
    return tuple(_join(packed, endless))


@dataclass(frozen=True)
class _Block:
    """Working time without a prayer, and the prayer that follows it, if any.

    ``start`` and ``end`` are minutes since the midnight before the event.
    """

    start: int
    end: int
    prayer: Prayer | None = None

    @property
    def room(self) -> int:
        """The minutes for slots of work."""
        return self.end - self.start - (KINDS["rehat"].least if self.needs_break else 0)

    @property
    def needs_break(self) -> bool:
        """Whether people need a break inside; not in a block without an end."""
        return _LONG_SITTING <= self.end - self.start <= DAY


def _blocks(event: Event) -> list[_Block]:
    """The event, divided by its prayers."""
    blocks = []
    start = minutes_of(event.start)
    for prayer in prayers(event):
        blocks.append(_Block(start, prayer.start, prayer))
        start = prayer.end
    return [*blocks, _Block(start, minutes_of(event.end))]


def _all_slots(event: Event, cases: Sequence[str]) -> list[Slot]:
    """The slots of an event, before they get a length."""
    return [
        *(Slot(kind, 0) for kind in _BEFORE),
        *(Slot("kasus", 0, case=slug) for slug in cases),
        *([Slot(COMMENT, 0)] if event.has_commentator else []),
        *(Slot(kind, 0) for kind in _AFTER),
    ]


def _sized(slot: Slot, share: float) -> Slot:
    """The slot with a length; ``share`` goes from 0 for the least to 1 for the most."""
    kind = KINDS[slot.kind]
    minutes = kind.least + share * (kind.most - kind.least)
    return replace(slot, minutes=int(minutes) // _STEP * _STEP)


def _pack(slots: Sequence[Slot], blocks: Sequence[_Block]) -> list[list[Slot]] | None:
    """The slots of each block; None if they do not all fit.

    Slots stay in order, and each stays whole in one block. The signing of commitments and
    the closing share a block: people do not come back from a prayer only to be sent home.
    """
    packed: list[list[Slot]] = [[]]
    room = blocks[0].room
    for index, slot in enumerate(slots):
        following = slots[index + 1].minutes if slot.kind == "komitmen" else 0
        while slot.minutes + following > room:
            if len(packed) == len(blocks):
                return None
            packed.append([])
            room = blocks[len(packed) - 1].room
        packed[-1].append(slot)
        room -= slot.minutes
    packed += [[] for _ in blocks[len(packed) :]]
    return packed


def _join(packed: Sequence[Sequence[Slot]], blocks: Sequence[_Block]) -> Iterator[Slot]:
    """The slots of all blocks, with breaks and prayers.

    A block is filled up to the prayer behind it. The last block with slots ends early
    instead, and no prayer follows it.
    """
    for index, (slots, block) in enumerate(zip(packed, blocks, strict=True)):
        is_last = not any(packed[index + 1 :])
        filled = list(slots) if is_last else _stretch(slots, block.room)
        if block.needs_break and len(filled) > 1:
            filled = _with_break(filled)
        yield from filled
        if block.prayer and not is_last:
            used = sum(slot.minutes for slot in filled)
            minutes = block.prayer.end - block.start - used
            yield Slot(block.prayer.kind, minutes, block.prayer.title)


def _stretch(slots: Sequence[Slot], room: int) -> list[Slot]:
    """The slots, with the rest of the room given to elastic kinds, up to their most."""
    stretched = list(slots)
    spare = (room - sum(slot.minutes for slot in slots)) // _STEP * _STEP
    for kind in _ELASTIC:
        for index, slot in enumerate(stretched):
            if slot.kind == kind:
                more = min(spare, KINDS[kind].most - slot.minutes)
                stretched[index] = replace(slot, minutes=slot.minutes + more)
                spare -= more
    return stretched


def _with_break(slots: list[Slot]) -> list[Slot]:
    """The slots with a break between two of them, as near to the middle as can be."""
    ends = [sum(slot.minutes for slot in slots[: count + 1]) for count in range(len(slots) - 1)]
    middle = sum(slot.minutes for slot in slots) / 2
    nearest = min(range(len(ends)), key=lambda index: abs(ends[index] - middle))
    return [*slots[: nearest + 1], Slot("rehat", KINDS["rehat"].least), *slots[nearest + 1 :]]
