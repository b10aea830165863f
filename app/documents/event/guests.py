"""The people whom the host names for an event: a commentator and a moderator.

The collection never names a person. These names are what the host typed, and they stand in
the address of the event alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.documents.event.agenda import COMMENT, TimedSlot
from app.documents.event.model import Event, clock

#: A commentator whom the host still has to find.
OPEN_COMMENTATOR = "Akademisi atau JIPP (diisi penyelenggara)"

#: The role of a guest, by its value in an address → its name.
ROLES: Mapping[str, str] = {"penanggap": "Penanggap", "moderator": "Moderator"}

# The kinds of slots that a moderator leads.
_MODERATED = frozenset({"kasus", COMMENT, "diskusi"})


@dataclass(frozen=True)
class Guest:
    """A person whom the host names, or still has to find.

    Attributes:
        role: a key of :data:`ROLES`.
        name, institution: the person; both are empty if the host has named nobody yet.
        times: from when to when the person is needed: ``13.00–13.30``; empty if the agenda
            has no such time.
    """

    role: str
    name: str
    institution: str
    times: str = ""

    @property
    def named(self) -> str:
        """The name and the institution; empty if neither is known."""
        return ", ".join(filter(None, (self.name, self.institution)))

    @property
    def shown(self) -> str:
        """The same, or what stands for a guest who still has to be found."""
        return self.named or OPEN_COMMENTATOR


def guests(event: Event, timed: Sequence[TimedSlot]) -> tuple[Guest, ...]:
    """The commentator, whom every event should have, and the moderator if the host names one."""
    commentator = Guest(
        "penanggap", event.commentator, event.commentator_from, _times(timed, {COMMENT})
    )
    moderator = Guest("moderator", event.moderator, event.moderator_from, _times(timed, _MODERATED))
    return (commentator, moderator) if moderator.named else (commentator,)


def _times(timed: Sequence[TimedSlot], kinds: set[str] | frozenset[str]) -> str:
    """From the start of the first slot of some kinds to the end of the last."""
    entries = [entry for entry in timed if entry.slot.kind in kinds]
    return f"{clock(entries[0].start)}–{clock(entries[-1].end)}" if entries else ""


def session_starts(timed: Sequence[TimedSlot]) -> Iterator[bool]:
    """Whether each slot begins a session, so that the agenda names its moderator there.

    A session is a row of slots that a moderator leads, without a break between them.
    """
    led = [False, *(entry.slot.kind in _MODERATED for entry in timed)]
    return (now and not before for before, now in pairwise(led))
