"""The page for the participants of an event: to read, with nothing to edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.documents.event import feedback
from app.documents.event.agenda import Slot
from app.documents.event.guests import OPEN_COMMENTATOR
from app.documents.event.kit import Kit
from app.documents.event.model import Event
from app.search.engine import Engine
from app.web.events import event_code
from app.web.events.blueprint import blueprint
from app.web.events.context import template_names
from app.web.events.details import read_details
from app.web.events.event_code import CodedEvent
from app.web.events.participants_address import CODE
from app.web.site import shortlist
from app.web.site.engine import current_engine
from app.web.site.errors import answer

#: What participants tell the host, as on the feedback sheet: lines of a text to complete.
FEEDBACK_LINES = ("Instansi (boleh dikosongkan):", *feedback.QUESTIONS)

# The title of a slot whose case the collection no longer has.
_GONE = "Kasus yang tidak ada lagi di koleksi"


@dataclass(frozen=True)
class PresentCases:
    """The cases of an event that the collection still has.

    Attributes:
        slugs: key of a case in the code → its slug now, or that of its replacement.
        notices: what happened to withdrawn cases, in the reader's language.
        gone: the number of keys of which the collection knows nothing.
    """

    slugs: Mapping[str, str]
    notices: tuple[str, ...] = ()
    gone: int = 0


@blueprint.get("/acara/peserta")
def participants() -> str:
    """What participants read: programme, cases, questions, and how to give feedback."""
    engine = current_engine()
    coded = event_code.decode(request.args.get(CODE, ""))
    details = read_details(MultiDict(coded.details if coded else {}))
    if coded is None or details.errors:
        title = _("Kode acara ini tidak terbaca")
        detail = _(
            "Mungkin alamatnya terpotong. Pindai lagi kode QR di poster, atau minta tautannya "
            "kepada panitia."
        )
        abort(answer(400, title, detail))
    present = present_cases(coded.cases, engine)
    kit = _kit(details.event, coded, present, engine)
    return render_template(
        "events/participants.html",
        kit=kit,
        cards=engine.cards_of(present.slugs.values()),
        present=present,
        left_out=coded.left_out,
        open_commentator=OPEN_COMMENTATOR,
        feedback_lines=FEEDBACK_LINES,
        feedback_subject=_feedback_subject(kit),
        canonical="",
        **template_names(),
    )


def present_cases(keys: Iterable[str], engine: Engine) -> PresentCases:
    """The cases that keys of a code stand for, with what became of those withdrawn."""
    known = _slugs_by_key(engine)
    slugs: dict[str, str] = {}
    notices: list[str] = []
    gone = 0
    for key in keys:
        picked = shortlist.read([known[key]], engine) if key in known else None
        notices += picked.notices if picked else ()
        if picked and picked.shortlist.slugs:
            slugs[key] = picked.shortlist.slugs[0]
        elif not (picked and picked.notices):
            gone += 1
    return PresentCases(slugs, tuple(notices), gone)


@lru_cache(maxsize=1)
def _slugs_by_key(engine: Engine) -> Mapping[str, str]:
    """Key → slug of each case, those withdrawn included; worked out once for each engine."""
    withdrawn = {event_code.key_of(slug): slug for slug in engine.manifest.withdrawn}
    return withdrawn | {event_code.key_of(card.slug): card.slug for card in engine.cards()}


def _kit(event: Event, coded: CodedEvent, present: PresentCases, engine: Engine) -> Kit:
    """The kit of a code, without what only its host needs."""
    slugs = tuple(dict.fromkeys(present.slugs.values()))
    cases = tuple(case for slug in slugs if (case := engine.case(slug)))
    page = url_for("events.participants", **{CODE: request.args[CODE]}, _external=True)
    return Kit(event, cases, _slots(coded.slots, present.slugs), {}, "", page)


def _feedback_subject(kit: Kit) -> str:
    """What a participant's answers are about, for the host: Indonesian on every page."""
    day = f", {kit.day_and_date}" if kit.event.date else ""
    return f"Umpan balik: {kit.title}{day}"


def _slots(slots: Sequence[Slot], slugs: Mapping[str, str]) -> tuple[Slot, ...]:
    """The agenda with the slugs of its cases; a case that is gone keeps its time."""
    return tuple(
        replace(slot, case=slugs.get(slot.case, ""), title="" if slot.case in slugs else _GONE)
        if slot.case
        else slot
        for slot in slots
    )
