"""All papers of an event, worked out from its details, its cases and its agenda."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.collection.case import Case
from app.collection.contacts import Channel, nearest_site
from app.collection.regions import GOVERNMENT_PREFIX, Region
from app.collection.wording import agency_and_place, long_date, place
from app.documents.event.agenda import COMMENT, Slot, TimedSlot, timed
from app.documents.event.guests import Guest, guests, session_starts
from app.documents.event.guide import CaseGuide, case_guide
from app.documents.event.handout import Handout, handout
from app.documents.event.model import Event, clock, day_name, minutes_of

#: Rows of a sheet to sign where the number of participants is not known.
USUAL_ROWS = 20

#: The most rows of a sheet to sign.
MOST_ROWS = 300

#: The most governments that an event invites to take part.
MOST_INVITED = 30

#: The title of an event that has none yet.
USUAL_TITLE = "Berbagi Praktik Baik Inovasi Pelayanan Publik"


@dataclass(frozen=True)
class Speaker:
    """An agency to invite, never a person.

    Attributes:
        agency: the agency.
        place: where it is.
        title: the title of its case.
        slug: its case.
        site: its website, else that of its government; None where neither is known.
    """

    agency: str
    place: str
    title: str
    slug: str
    site: Channel | None


@dataclass(frozen=True)
class Participant:
    """A regional government that is invited to take part.

    Attributes:
        region: the region that it runs.
        has_case: whether the collection has a case that it runs itself.
    """

    region: Region
    has_case: bool

    @property
    def government(self) -> str:
        """Its name: ``Pemerintah Kabupaten Ponorogo``."""
        province = "Provinsi " if self.region.level == "provinsi" else ""
        return f"{GOVERNMENT_PREFIX}{province}{self.region.name}"

    @property
    def head(self) -> str:
        """The office of its head, to whom a letter goes: ``Bupati Ponorogo``."""
        if self.region.level == "provinsi":
            return f"Gubernur {self.region.name}"
        kind, name = self.region.name.split(" ", 1)
        return f"{'Bupati' if kind == 'Kabupaten' else 'Wali Kota'} {name}"


@dataclass(frozen=True)
class AgendaRow:
    """An entry of the agenda as the papers show it.

    Attributes:
        slot: the entry before its times were worked out.
        start, end: minutes since the midnight before the event.
        text: the title of the case that is presented, or the name of the slot.
        speaker: the agency that presents a case, and its place, or the commentator; where a
            session begins, its moderator too. Empty for other slots.
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
    """The papers of an event.

    Attributes:
        event: the details of the event.
        cases: its cases, in order.
        slots: its agenda.
        urls: slug of a case → address of its page.
        url: address of the kit, for the host.
        page: address of the page for participants.
        participants: the governments that are invited to take part.
    """

    event: Event
    cases: tuple[Case, ...]
    slots: tuple[Slot, ...]
    urls: Mapping[str, str]
    url: str
    page: str
    participants: tuple[Participant, ...] = ()

    @cached_property
    def agenda(self) -> tuple[AgendaRow, ...]:
        """The entries of the agenda, in order."""
        cases = {case.slug: case for case in self.cases}
        rows = []
        for entry, begins in zip(self._timed, session_starts(self._timed), strict=True):
            case = cases.get(entry.slot.case)
            text = case.title if case else entry.slot.name
            speaker = "; ".join(self._speaking(entry.slot, case, begins_session=begins))
            rows.append(AgendaRow(entry.slot, entry.start, entry.end, text, speaker))
        return tuple(rows)

    @cached_property
    def _timed(self) -> Sequence[TimedSlot]:
        return timed(self.event, self.slots)

    def _speaking(self, slot: Slot, case: Case | None, *, begins_session: bool) -> Iterator[str]:
        """Who speaks in a slot, and who moderates the session that begins with it."""
        if case:
            yield agency_and_place(case)
        for guest in self.guests:
            if guest.role == "moderator" and begins_session:
                yield f"moderator: {guest.named}"
            elif guest.role == "penanggap" and slot.kind == COMMENT:
                yield guest.shown

    @cached_property
    def guests(self) -> tuple[Guest, ...]:
        """The commentator, named or still to be found, and the moderator if there is one."""
        return guests(self.event, self._timed)

    @property
    def day_and_date(self) -> str:
        """``Kamis, 18 Februari 2027``; empty if the event has no date yet."""
        date = self.event.date
        return f"{day_name(date)}, {long_date(date)}" if date else ""

    @property
    def times(self) -> str:
        """From when to when the event lasts: ``08.30–16.00 WIB``.

        An event with an agenda lasts as long as its agenda.
        """
        start, end = minutes_of(self.event.start), minutes_of(self.event.end)
        if self.agenda:
            start, end = self.agenda[0].start, self.agenda[-1].end
        return f"{clock(start)}–{clock(end)} {self.event.zone}"

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        """The agency of each case, in the order of the cases."""
        return tuple(
            Speaker(case.agency, place(case), case.title, case.slug, nearest_site(case))
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
        """The rows of each sheet to sign: as many as participants, up to a limit."""
        return min(self.event.participants or USUAL_ROWS, MOST_ROWS)

    @property
    def title(self) -> str:
        """The title of the event; a general title if it has none yet."""
        return self.event.title or USUAL_TITLE
