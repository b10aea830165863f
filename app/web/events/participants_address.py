"""The address of the participants' page: the whole event, short enough for a QR code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _

from app.documents.event.agenda import Slot
from app.documents.event.model import Event
from app.documents.office.qr import fits_on_paper
from app.web.events import event_code
from app.web.events.details import texts_of
from app.web.events.event_code import CodedEvent

#: The parameter that holds the code of an event.
CODE = "k"

# The parts that an address leaves out to be short, in turn, with the details of each. First
# comes what participants see on the spot, or can do without. Never another agenda: either
# the host's or none.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "tema": ("tema",),
    "penyelenggara": ("penyelenggara",),
    "tempat": ("tempat",),
    "tamu": ("akademisi", "instansi_akademisi", "moderator", "instansi_moderator"),
    "agenda": (),
    "judul": ("judul",),
}


@dataclass(frozen=True)
class ParticipantsAddress:
    """The address of the participants' page of an event.

    Attributes:
        url: the whole address.
        left_out: the parts that aren't in it.
    """

    url: str
    left_out: tuple[str, ...]


def participants_address(
    event: Event, slugs: Sequence[str], slots: Sequence[Slot]
) -> ParticipantsAddress:
    """The address that has as much of an event as a phone can read from paper."""
    coded = CodedEvent(
        details=texts_of(event),
        cases=tuple(map(event_code.key_of, slugs)),
        slots=tuple(_with_key(slot) for slot in slots),
    )
    for number in range(len(_PARTS) + 1):
        left_out = tuple(_PARTS)[:number]
        code = event_code.encode(_without(coded, left_out))
        url = url_for("events.participants", **{CODE: code}, _external=True)
        if code and fits_on_paper(url):
            break
    return ParticipantsAddress(url, left_out)


def part_name(part: str) -> str:
    """The name of a part that an address may leave out, in the reader's language."""
    names = {
        "judul": _("judul"),
        "tema": _("tema"),
        "agenda": _("susunan acara"),
        "penyelenggara": _("penyelenggara"),
        "tamu": _("nama akademisi dan moderator"),
        "tempat": _("tempat"),
    }
    return names.get(part, part)


def _with_key(slot: Slot) -> Slot:
    return replace(slot, case=event_code.key_of(slot.case)) if slot.case else slot


def _without(coded: CodedEvent, left_out: tuple[str, ...]) -> CodedEvent:
    """An event without some of its parts."""
    fields = {name for part in left_out for name in _PARTS[part]}
    details = {name: text for name, text in coded.details.items() if name not in fields}
    slots = () if "agenda" in left_out else coded.slots
    return replace(coded, details=details, slots=slots, left_out=left_out)
