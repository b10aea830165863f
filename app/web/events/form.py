"""The form of an event: read from an address, changed by its buttons, made into a kit.

:func:`parse` reads an address of ``/acara``, :func:`act` does what the button asks that
was pressed, :func:`make_kit` makes the papers.

The address is the only place where an event is stored, so it can be sent on. It has two
forms. The short address is the one that people see: the details that were given, and
``agenda`` only if somebody changed it. The long address is what the form sends: a number
behind the name of each slot's fields, and the button in ``aksi``; the page answers it
with a redirect to the short address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.documents.event import agenda
from app.documents.event.agenda import KINDS, Slot
from app.documents.event.kit import Kit
from app.documents.event.layout import layout
from app.documents.event.model import Event
from app.search.engine import Engine
from app.web.events.details import as_field, one_line, read_details
from app.web.events.pasted import read_pasted
from app.web.site import shortlist
from app.web.site.shortlist import Picked, Shortlist

#: The parameter that describes one slot of an agenda that was changed; repeatable.
AGENDA = "agenda"

#: Parameters of the long address: the fields of a slot (with a number behind the name),
#: the digest of the agenda that the form was made with, the button, and a pasted list.
NUMBERED = ("jenis", "menit", "isi")
UNCHANGED, ACTION, PASTED = "otomatis", "aksi", "tempel"

# An address longer than this makes a QR code too fine to be read across a room.
_LONGEST_CODE = 300

# Characters of a line that no case was found for, and the most such lines, in a message.
_LINE_SHOWN, _LINES_SHOWN = 60, 5


@dataclass(frozen=True)
class SlotField:
    """The fields of one slot of the agenda, as the form shows them.

    Attributes:
        slot: the slot that they describe; where they are wrong, one that can be shown.
        minutes, text: what stands in the fields.
        error: what is wrong with them, in the reader's language; empty if nothing is.
    """

    slot: Slot
    minutes: str
    text: str
    error: str = ""

    @classmethod
    def of(cls, slot: Slot) -> SlotField:
        """The fields of a slot that has no mistake."""
        return cls(slot, str(slot.minutes), slot.case or slot.name)


@dataclass(frozen=True)
class EventForm:
    """An event as the form shows it.

    Attributes:
        typed: the text of every detail, by parameter; empty if it was not given.
        event: the details that can be used.
        mistakes: what can't be used of the address, the agenda's own fields aside, by
            parameter.
        picked: the cases.
        agenda: the agenda, laid out for the event unless somebody changed it.
        changed: whether somebody changed the agenda.
        sent: whether this is a long address, to be answered with the short one.
        anchor: the place of the page where the button was pressed.
        pasted: the lines of a pasted list that name no case.
    """

    typed: Mapping[str, str]
    event: Event
    mistakes: Mapping[str, str]
    picked: Picked
    agenda: tuple[SlotField, ...] = ()
    changed: bool = False
    sent: bool = False
    anchor: str = ""
    pasted: str = ""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The cases, in order."""
        return self.picked.shortlist.slugs

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of the agenda, in order."""
        return tuple(field.slot for field in self.agenda)

    @property
    def errors(self) -> Mapping[str, str]:
        """What to correct, by the name of the field; empty if a kit can be made."""
        numbered = enumerate(self.agenda, 1)
        return {
            **self.mistakes,
            **{f"menit{number}": field.error for number, field in numbered if field.error},
        }

    @property
    def unchanged(self) -> str:
        """The digest by which the next request knows that nobody touched the agenda.

        Empty if somebody has changed it already.
        """
        return "" if self.changed else _digest(self.slots)


# --- reading an address ---------------------------------------------------------------


def parse(args: MultiDict[str, str], engine: Engine) -> EventForm:
    """Read an address of the kit, short or long.

    The agenda is the one in the address, empty if there is none: a button means a row of
    the agenda that the visitor saw. :func:`act` does what it asks and completes the form.
    """
    details = read_details(args)
    pasted, unknown = read_pasted(args.get(PASTED, ""), engine)
    picked = shortlist.read(args.getlist(shortlist.PARAMETER), engine)
    if pasted:
        picked = shortlist.read([*picked.shortlist.slugs, *pasted], engine)
    fields = tuple(_numbered_fields(args))
    is_long, unreadable = bool(fields), False
    if is_long:
        changed = _is_changed(fields, args.get(UNCHANGED, ""))
    else:
        slots, unreadable = _decoded(args.getlist(AGENDA))
        fields = tuple(map(SlotField.of, slots))
        changed = bool(slots) and slots != layout(details.event, picked.shortlist.slugs)
    form = EventForm(
        typed=details.texts,
        event=details.event,
        mistakes={**details.errors, **_mistakes(unknown, unreadable=unreadable)},
        picked=picked,
        agenda=fields,
        changed=changed,
        sent=is_long or any(name in args for name in (ACTION, PASTED, UNCHANGED)),
        anchor="kasus" if pasted else "",
        pasted="\n".join(unknown),
    )
    return _with_all_cases(form) if pasted and changed else form


def _mistakes(unknown: Sequence[str], *, unreadable: bool) -> dict[str, str]:
    """What is wrong with a pasted list, and with the agenda in a short address."""
    mistakes = {}
    if unknown:
        mistakes[PASTED] = _(
            "Tidak ditemukan: %(lines)s. Tulis nama inovasinya seperti di koleksi, atau "
            "tempel alamatnya.",
            lines=", ".join(f"“{line[:_LINE_SHOWN]}”" for line in unknown[:_LINES_SHOWN]),
        )
    if unreadable:
        mistakes[AGENDA] = _(
            "Sebagian agenda di alamat ini tidak bisa dibaca dan dilewati; paling banyak "
            "%(n)s acara.",
            n=agenda.MOST_SLOTS,
        )
    return mistakes


def _numbered_fields(args: MultiDict[str, str]) -> Iterator[SlotField]:
    """The agenda of a long address; slots of an unknown kind are left out."""
    for number in range(1, agenda.MOST_SLOTS + 1):
        kind, minutes, text = (one_line(args.get(f"{name}{number}", "")) for name in NUMBERED)
        if kind in KINDS:
            yield _slot_field(kind, minutes[:10], text)


def _slot_field(kind: str, minutes: str, text: str) -> SlotField:
    """The fields of a slot as they were typed."""
    least, most = agenda.LEAST_MINUTES, agenda.MOST_MINUTES
    error = ""
    if len(text) > agenda.LONGEST_TITLE:
        error = _("Judul paling banyak %(n)s huruf.", n=agenda.LONGEST_TITLE)
    elif not (minutes.isascii() and minutes.isdecimal() and least <= int(minutes) <= most):
        error = _("Tulis %(least)s sampai %(most)s menit.", least=least, most=most)
    length = KINDS[kind].least if error else int(minutes)
    if kind == "kasus":
        slot = Slot(kind, length, case=text)
    else:
        title = "" if text == KINDS[kind].name else text[: agenda.LONGEST_TITLE]
        slot = Slot(kind, length, title)
    return SlotField(slot, minutes, text, error) if error else SlotField.of(slot)


def _decoded(texts: Sequence[str]) -> tuple[tuple[Slot, ...], bool]:
    """The slots in a short address, and whether some of them could not be read."""
    slots = [agenda.decode(one_line(text)) for text in texts[: agenda.MOST_SLOTS]]
    readable = tuple(slot for slot in slots if slot)
    return readable, len(readable) < len(texts)


def _is_changed(fields: Sequence[SlotField], unchanged: str) -> bool:
    """Whether the fields differ from the agenda whose digest the form was made with."""
    if any(field.error for field in fields):
        return True
    return _digest(field.slot for field in fields) != unchanged


def _digest(slots: Iterable[Slot]) -> str:
    text = "\n".join(map(agenda.encode, slots))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# --- buttons --------------------------------------------------------------------------

_CASE_BUTTONS: Mapping[str, Callable[[Shortlist, str], Shortlist]] = {
    "buang": lambda cases, slug: cases.without(slug),
    "dahulukan": lambda cases, slug: cases.moved(slug, -1),
    "kemudiankan": lambda cases, slug: cases.moved(slug, 1),
}


def act(form: EventForm, button: str) -> EventForm:
    """The form after a button was pressed, complete: with an agenda that fits its cases.

    Args:
        form: the form as :func:`parse` read it.
        button: ``buang``, ``dahulukan`` or ``kemudiankan``, ``-`` and a slug, for a case;
            ``naik``, ``turun`` or ``hapus``, ``-`` and a number from 1, for a slot of the
            agenda; ``tambah``, ``lengkapi`` or ``susun`` for the whole agenda. Any other
            text presses no button.
    """
    action, _dash, target = button.partition("-")
    if action in _CASE_BUTTONS and target in form.picked.shortlist:
        cases = _CASE_BUTTONS[action](form.picked.shortlist, target)
        picked = replace(form.picked, shortlist=cases)
        return _arranged(replace(form, picked=picked, anchor="kasus"))
    form = replace(form, agenda=_of_its_cases(form))
    fields = _edited(form, button)
    if fields is None:
        return _arranged(form)
    return _arranged(replace(form, agenda=fields, changed=True, anchor="agenda"))


def _arranged(form: EventForm) -> EventForm:
    """The form with an agenda that fits its cases.

    Slots of cases that are no longer there are dropped. An agenda that nobody changed, or
    of which nothing is left, is laid out anew.
    """
    fields = _of_its_cases(form)
    if form.changed and fields:
        return replace(form, agenda=fields)
    slots = layout(form.event, form.slugs) if form.slugs else ()
    return replace(form, agenda=tuple(map(SlotField.of, slots)), changed=False)


def _with_all_cases(form: EventForm) -> EventForm:
    """The form with a slot for each case that has none, behind the last slot of a case."""
    fields = _of_its_cases(form)
    before = [field.slot for field in fields]
    after = agenda.with_cases(before, form.slugs)
    added = [slot for slot in after if slot not in before]
    start = after.index(added[0]) if added else 0
    return replace(form, agenda=(*fields[:start], *map(SlotField.of, added), *fields[start:]))


def _of_its_cases(form: EventForm) -> tuple[SlotField, ...]:
    """The agenda without the slots of cases that the event no longer has."""
    return tuple(field for field in form.agenda if field.slot.case in {"", *form.slugs})


def _edited(form: EventForm, button: str) -> tuple[SlotField, ...] | None:
    """The agenda after a button was pressed; None if the button is none of the agenda's.

    It is empty if it must be laid out anew.
    """
    fields = form.agenda
    action, _dash, number = button.partition("-")
    if button == "susun":
        return ()
    if button == "lengkapi":
        return _with_all_cases(form).agenda
    if button == "tambah" and len(fields) < agenda.MOST_SLOTS:
        added = SlotField.of(Slot("lain", KINDS["lain"].least))
        before_closing = bool(fields) and fields[-1].slot.kind == "penutupan"
        return (*fields[:-1], added, fields[-1]) if before_closing else (*fields, added)
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:4]) <= len(fields)):
        return None
    place = int(number[:4]) - 1
    if action in {"naik", "turun"}:
        return agenda.moved(fields, place, -1 if action == "naik" else 1)
    if action == "hapus":
        return (*fields[:place], *fields[place + 1 :])
    return None


# --- back to an address, and on to a kit ----------------------------------------------


def parameters(form: EventForm, *, cases: bool = True) -> dict[str, list[str]]:
    """The parameters of the short address; what is as usual is left out.

    Args:
        cases: False leaves out the cases and the agenda.
    """
    usual = Event()
    skipped = {"mulai": as_field(usual.start), "selesai": as_field(usual.end), "zona": usual.zone}
    values: dict[str, list[str]] = {}
    if cases and form.slugs:
        values[shortlist.PARAMETER] = list(form.slugs)
    for name, text in form.typed.items():
        if text and text != skipped.get(name):
            values[name] = [text]
    if cases and form.changed:
        values[AGENDA] = list(map(agenda.encode, form.slots))
    return values


def address(endpoint: str, form: EventForm, **more: Any) -> str:
    """The address of a page or file of the kit.

    Args:
        more: further values of ``url_for``; they take precedence over those of the form.
    """
    values: dict[str, Any] = {**parameters(form), **more}
    return url_for(endpoint, **values)


def make_kit(form: EventForm, engine: Engine) -> Kit:
    """The papers of the event, with the addresses of its cases and of the event itself."""
    cases = tuple(case for slug in form.slugs if (case := engine.case(slug)))
    # Papers name a case's own address, without the shortlist that links of a request carry.
    urls = {
        case.slug: url_for("pages.case", slug=case.slug, s=[], _external=True) for case in cases
    }
    return Kit(form.event, cases, form.slots, urls, _address_to_share(form))


def _address_to_share(form: EventForm) -> str:
    """The whole short address, or that of the cases alone where the whole is very long."""
    whole = address("events.kit", form, _external=True)
    if len(whole) <= _LONGEST_CODE:
        return whole
    return url_for("events.kit", _external=True, s=list(form.slugs))
