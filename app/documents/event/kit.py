"""All that is handed out at an event, from the event and its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.collection.case import Case
from app.documents.event.agenda import Slot, timed
from app.documents.event.guide import CaseGuide, case_guide
from app.documents.event.handout import Handout, agency_and_place, handout, place_of
from app.documents.event.model import Event, clock

#: Rows of the sheets to sign where the number of participants isn't known, and the most.
USUAL_ROWS, MOST_ROWS = 20, 300

#: Whom the host still has to find: somebody from outside who comments.
OPEN_SPEAKER = "Akademisi atau JIPP (diisi penyelenggara)"


@dataclass(frozen=True)
class Speaker:
    """An agency to invite; never a person. ``website`` is None where no source has one."""

    agency: str
    place: str
    title: str
    slug: str
    website: str | None


@dataclass(frozen=True)
class AgendaRow:
    """An entry of the agenda as the papers show it.

    Attributes:
        slot: the entry before its times were worked out.
        start, end: minutes since the midnight before the event.
        text: the title of the case that is presented, or the name of the slot.
        speaker: the agency that presents a case, and its place; empty for other slots.
    """

    slot: Slot
    start: int
    end: int
    text: str
    speaker: str

    @property
    def times(self) -> str:
        """From when to when the entry lasts: ``09.15–09.45``."""
        return f"{clock(self.start)}–{clock(self.end)}"


@dataclass(frozen=True)
class Kit:
    """An event, its cases in order, its agenda, and where both stand on the web.

    Attributes:
        urls: slug → address of the case.
        url: address of the kit.
    """

    event: Event
    cases: tuple[Case, ...]
    slots: tuple[Slot, ...]
    urls: Mapping[str, str]
    url: str

    @cached_property
    def agenda(self) -> tuple[AgendaRow, ...]:
        """The entries of the agenda, in order."""
        cases = {case.slug: case for case in self.cases}
        rows = []
        for entry in timed(self.event, self.slots):
            case = cases.get(entry.slot.case)
            text = case.title if case else entry.slot.name
            speaker = agency_and_place(case) if case else ""
            rows.append(AgendaRow(entry.slot, entry.start, entry.end, text, speaker))
        return tuple(rows)

    @property
    def times(self) -> str:
        """From when to when the agenda goes: ``08.30–16.00 WIB``."""
        first, last = self.agenda[0], self.agenda[-1]
        return f"{clock(first.start)}–{clock(last.end)} {self.event.zone}"

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        """The agencies of the cases, each case in its order."""
        return tuple(
            Speaker(case.agency, place_of(case), case.title, case.slug, case.website)
            for case in self.cases
        )

    @cached_property
    def guides(self) -> tuple[CaseGuide, ...]:
        """The questions about each case."""
        return tuple(map(case_guide, self.cases))

    @cached_property
    def handouts(self) -> tuple[Handout, ...]:
        """A sheet for each case."""
        return tuple(map(handout, self.cases))

    @property
    def rows(self) -> int:
        """Rows of the sheets to sign: one for each participant, within reason."""
        return min(self.event.participants or USUAL_ROWS, MOST_ROWS)

    @property
    def title(self) -> str:
        """The title of the event, or what it is."""
        return self.event.title or "Berbagi Praktik Baik Inovasi Pelayanan Publik"
