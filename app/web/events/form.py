"""The form of an event: read from an address, changed by its buttons, made into a kit.

:func:`parse` reads an address of ``/acara``, :func:`act` does what the pressed button asks
for, :func:`make_kit` makes the papers.

An event is stored in its address alone, so it can be sent to others. There are two kinds
of addresses. Visitors see and share the short address: it has the details that were
given, and the agenda only if somebody changed it. The form sends a long address: it has
all details, the fields of every slot with the slot's number behind their names, and the
pressed button in ``aksi``. The page answers a long address with a redirect to the short
address. Nothing typed is lost on the way: what can't be used, too, stays in its field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from app.web.events import invited
from app.web.events.details import as_field, one_line, read_details
from app.web.events.invited import Invited, participants, read_invited
from app.web.events.participants_address import participants_address
from app.web.events.pasted import LINES_SHOWN, read_pasted, with_near_name
from app.web.events.printed import PAPERS
from app.web.site import shortlist
from app.web.site.dates import SUFFIXES
from app.web.site.shortlist import Picked, Shortlist

#: The parameter that describes one slot of an agenda that was changed; repeatable.
AGENDA = "agenda"

#: Parameters of the long address: the fields of a slot (with a number behind the name),
#: the digest of the agenda that the form was made with, the button, and a pasted list.
NUMBERED = ("jenis", "menit", "isi")
UNCHANGED, ACTION, PASTED = "otomatis", "aksi", "tempel"

#: Parameters that only the form sends.
OF_THE_FORM = (ACTION, PASTED, UNCHANGED, *(f"tanggal{suffix}" for suffix in SUFFIXES.values()))

#: Parameters with what stands in further fields of the form: the text to propose cases for, the
#: theme chosen, the number of the slot whose fields are open, and the papers to print.
SEARCH, THEME, OPEN, TICKED = "q", "dari_tema", "buka", "bahan"

#: The button that takes a near name for a pasted line: ``pilih-putik-sari``.
NEAR = "pilih"

#: The button that moves the end of the event: ``sampai-16:20``.
LATER_END = "sampai"

# A message about lines that name no case shows at most this many characters of each.
_LINE_SHOWN = 60


@dataclass(frozen=True)
class TypedSlot:
    """A slot of the agenda with the texts in its fields of the form.

    Attributes:
        slot: the slot that the texts describe; if there is a mistake in them, the nearest
            slot that can be shown.
        minutes, text: the texts in its fields.
        error: the mistake, in the reader's language; empty if there is none.
    """

    slot: Slot
    minutes: str
    text: str
    error: str = ""

    @classmethod
    def of(cls, slot: Slot) -> TypedSlot:
        """A slot without a mistake."""
        return cls(slot, str(slot.minutes), slot.case or slot.name)


@dataclass(frozen=True)
class EventForm:
    """An event as the form shows it.

    Attributes:
        typed: the text of every detail, by parameter; empty if it was not given.
        event: the details without mistakes.
        mistakes: the mistakes in the details, in a pasted list, and in the agenda of a
            short address, by parameter; those in slots stand beside their slots.
        picked: the cases.
        agenda: the agenda, laid out for the event unless somebody changed it.
        changed: whether somebody changed the agenda.
        sent: whether the address is long, so that the page redirects to the short address.
        anchor: the section of the page in which a button was pressed; empty for none.
        pasted: the lines of a pasted list that name no case.
        invited: the governments that are invited to take part.
        search, theme: the text and the slug of the theme that cases are to be proposed for.
        open_slot: the number of the slot whose fields are open; 0 for none.
        ticked: the papers to print; empty for all of them.
    """

    typed: Mapping[str, str]
    event: Event
    mistakes: Mapping[str, str]
    picked: Picked
    agenda: tuple[TypedSlot, ...] = ()
    changed: bool = False
    sent: bool = False
    anchor: str = ""
    pasted: str = ""
    invited: Invited = field(default_factory=Invited)
    search: str = ""
    theme: str = ""
    open_slot: int = 0
    ticked: tuple[str, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """The cases, in order."""
        return self.picked.shortlist.slugs

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of the agenda, in order."""
        return tuple(row.slot for row in self.agenda)

    @property
    def errors(self) -> Mapping[str, str]:
        """What to correct, by the name of the field; empty if a kit can be made."""
        numbered = enumerate(self.agenda, 1)
        return {
            **self.mistakes,
            **{f"menit{number}": row.error for number, row in numbered if row.error},
        }

    @property
    def unchanged(self) -> str:
        """The digest by which the next request sees whether somebody changed the agenda.

        Empty if somebody has changed it already.
        """
        return "" if self.changed else _digest(self.slots)


# --- reading an address ---------------------------------------------------------------


def parse(args: MultiDict[str, str], engine: Engine) -> EventForm:
    """Read an address of the kit, short or long.

    The agenda is still as the address has it, or empty: buttons name a slot by its number
    in the agenda that the visitor saw. :func:`act` completes the form.
    """
    details = read_details(_with_later_end(args))
    pasted, unknown = _read_pasted(args, engine)
    invitees = read_invited(args.getlist(invited.PARAMETER))
    picked = shortlist.read(args.getlist(shortlist.PARAMETER), engine)
    if pasted:
        picked = shortlist.read([*picked.shortlist.slugs, *pasted], engine)
    rows = tuple(_numbered_slots(args))
    is_long, unreadable = bool(rows), False
    if is_long:
        changed = _is_changed(rows, args.get(UNCHANGED, ""))
    else:
        slots, unreadable = _decoded(args.getlist(AGENDA))
        rows = tuple(map(TypedSlot.of, slots))
        changed = bool(slots) and slots != layout(details.event, picked.shortlist.slugs)
    form = EventForm(
        typed=details.texts,
        event=details.event,
        mistakes={**details.errors, **_mistakes(unknown, invitees, unreadable=unreadable)},
        picked=picked,
        agenda=rows,
        changed=changed,
        sent=is_long or invitees.named or any(name in args for name in OF_THE_FORM),
        anchor="kasus" if pasted else "",
        pasted="\n".join(unknown),
        invited=invitees,
        search=one_line(args.get(SEARCH, "")),
        theme=one_line(args.get(THEME, "")),
        open_slot=_number(args.get(OPEN, "")),
        ticked=_ticked(args.getlist(TICKED)),
    )
    return _with_all_cases(form) if pasted and changed else form


def _with_later_end(args: MultiDict[str, str]) -> MultiDict[str, str]:
    """The parameters after the button was pressed that moves the end of the event."""
    action, _dash, end = args.get(ACTION, "").partition("-")
    return MultiDict({**args.to_dict(), "selesai": end}) if action == LATER_END else args


def _read_pasted(args: MultiDict[str, str], engine: Engine) -> tuple[list[str], list[str]]:
    """The pasted cases, and the lines that name none, after a near name was chosen for one."""
    text = args.get(PASTED, "")
    action, _dash, slug = args.get(ACTION, "").partition("-")
    return read_pasted(with_near_name(text, slug, engine) if action == NEAR else text, engine)


def _mistakes(unknown: Sequence[str], invitees: Invited, *, unreadable: bool) -> dict[str, str]:
    """What is wrong with a pasted list, with invited regions, and with the agenda of an address."""
    mistakes = {invited.PARAMETER: invitees.mistake} if invitees.mistake else {}
    if unknown:
        mistakes[PASTED] = _(
            "Tidak ditemukan: %(lines)s. Tulis nama inovasinya seperti di koleksi, atau "
            "tempel alamatnya.",
            lines=", ".join(f"“{line[:_LINE_SHOWN]}”" for line in unknown[:LINES_SHOWN]),
        )
    if unreadable:
        mistakes[AGENDA] = _(
            "Sebagian agenda di alamat ini tidak bisa dibaca dan dilewati; paling banyak "
            "%(n)s acara.",
            n=agenda.MOST_SLOTS,
        )
    return mistakes


def _numbered_slots(args: MultiDict[str, str]) -> Iterator[TypedSlot]:
    """The agenda of a long address; slots of an unknown kind are left out."""
    for number in range(1, agenda.MOST_SLOTS + 1):
        kind, minutes, text = (one_line(args.get(f"{name}{number}", "")) for name in NUMBERED)
        if kind in KINDS:
            yield _typed_slot(kind, minutes[:10], text)


def _typed_slot(kind: str, minutes: str, text: str) -> TypedSlot:
    """A slot as it was typed."""
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
    return TypedSlot(slot, minutes, text, error) if error else TypedSlot.of(slot)


def _decoded(texts: Sequence[str]) -> tuple[tuple[Slot, ...], bool]:
    """The slots in a short address, and whether some of them could not be read."""
    slots = [agenda.decode(one_line(text)) for text in texts[: agenda.MOST_SLOTS]]
    readable = tuple(slot for slot in slots if slot)
    return readable, len(readable) < len(texts)


def _is_changed(rows: Sequence[TypedSlot], unchanged: str) -> bool:
    """Whether the agenda differs from the agenda whose digest the form was sent with."""
    if any(row.error for row in rows):
        return True
    return _digest(row.slot for row in rows) != unchanged


def _digest(slots: Iterable[Slot]) -> str:
    text = "\n".join(map(agenda.encode, slots))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _ticked(names: Sequence[str]) -> tuple[str, ...]:
    """The papers to print; empty where all of them are ticked."""
    ticked = tuple(name for name in PAPERS if name in names)
    return () if len(ticked) == len(PAPERS) else ticked


def _number(text: str) -> int:
    """A number of a slot; 0 if the text is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


# --- buttons --------------------------------------------------------------------------

_CASE_BUTTONS: Mapping[str, Callable[[Shortlist, str], Shortlist]] = {
    "buang": lambda cases, slug: cases.without(slug),
    "dahulukan": lambda cases, slug: cases.moved(slug, -1),
    "kemudiankan": lambda cases, slug: cases.moved(slug, 1),
}


def act(form: EventForm, button: str) -> EventForm:
    """The form after a button was pressed, with an agenda that fits its cases.

    Args:
        form: the form as :func:`parse` read it.
        button: ``buang``, ``dahulukan`` or ``kemudiankan``, ``-`` and a slug, for a case;
            ``naik``, ``turun`` or ``hapus``, ``-`` and a number from 1, for a slot of the
            agenda; ``tambah``, ``lengkapi`` or ``susun`` for the whole agenda;
            ``perbarui``, ``hitung`` or ``terapkan-`` and a number to read the fields. Any
            other text presses no button.
    """
    action, _dash, target = button.partition("-")
    if action in _CASE_BUTTONS and target in form.picked.shortlist:
        cases = _CASE_BUTTONS[action](form.picked.shortlist, target)
        picked = replace(form.picked, shortlist=cases)
        place = cases.slugs.index(target) if target in cases else 0
        anchor = _still_usable(button, place, len(cases)) or "kasus"
        return _arranged(replace(form, picked=picked, anchor=anchor))
    if action == "terapkan" and _number(target):
        return _arranged(replace(form, anchor=f"acara-{_number(target)}"))
    form = replace(form, anchor=form.anchor or _ANCHORS.get(action, ""))
    if button == "lengkapi":
        return _arranged(replace(form, agenda=_with_all_cases(form).agenda, changed=True))
    form = replace(form, agenda=_of_its_cases(form))
    rows, place = _edited(form, button)
    if rows is None:
        return _arranged(form)
    anchor = _still_usable(f"{action}-{place}", place - 1, len(rows)) or f"acara-{place}"
    opened = 0 if action == "hapus" else place
    edited = replace(form, agenda=rows, changed=True, anchor=anchor, open_slot=opened)
    return _arranged(edited)


# Button → the place on the page where its outcome is seen; those of slots and cases stay at
# the slot or the case.
_ANCHORS: Mapping[str, str] = {
    **dict.fromkeys(("perbarui", "lanjut"), "dasar"),
    **dict.fromkeys(("hitung", "susun", "lengkapi", LATER_END), "agenda"),
    **{"undang": "diundang", "tempel": "kasus", NEAR: "kasus"},
}


def _still_usable(button: str, place: int, length: int) -> str:
    """The button if it can be pressed again at a place, from 0, among so many; else nothing."""
    up, down = ("naik", "dahulukan"), ("turun", "kemudiankan")
    can_move = (button.startswith(up) and place > 0) or (
        button.startswith(down) and place < length - 1
    )
    return button if can_move else ""


def _arranged(form: EventForm) -> EventForm:
    """The form with an agenda that fits its cases.

    Slots of cases that are no longer there are dropped. An agenda that nobody changed, or
    of which nothing is left, is laid out anew.
    """
    rows = _of_its_cases(form)
    if form.changed and rows:
        return replace(form, agenda=rows)
    slots = layout(form.event, form.slugs) if form.slugs else ()
    return replace(form, agenda=tuple(map(TypedSlot.of, slots)), changed=False)


def _with_all_cases(form: EventForm) -> EventForm:
    """The form with a slot for each case that has none, behind the last slot of a case.

    So has a commentator whom the host names.
    """
    rows = _of_its_cases(form)
    remaining = [row.slot for row in rows]
    after = agenda.with_cases([row.slot for row in form.agenda], form.slugs)
    if form.event.has_commentator:
        after = agenda.with_comment(after)
    added = [slot for slot in after if slot not in remaining]
    start = after.index(added[0]) if added else 0
    return replace(form, agenda=(*rows[:start], *map(TypedSlot.of, added), *rows[start:]))


def _of_its_cases(form: EventForm) -> tuple[TypedSlot, ...]:
    """The agenda without the slots of cases that the event no longer has."""
    return tuple(row for row in form.agenda if row.slot.case in {"", *form.slugs})


def _edited(form: EventForm, button: str) -> tuple[tuple[TypedSlot, ...] | None, int]:
    """The agenda after a button of the agenda was pressed, and the number of the slot it touched.

    The agenda is empty where it is to be laid out anew, and None if there is no such button.
    """
    rows = form.agenda
    action, _dash, target = button.partition("-")
    if button == "susun":
        return (), 0
    if button == "tambah" and len(rows) < agenda.MOST_SLOTS:
        added = TypedSlot.of(Slot("lain", KINDS["lain"].least))
        before_closing = bool(rows) and rows[-1].slot.kind == "penutupan"
        place = len(rows) - before_closing
        return (*rows[:place], added, *rows[place:]), place + 1
    number = _number(target)
    if not 0 < number <= len(rows):
        return None, 0
    if action in {"naik", "turun"}:
        by = -1 if action == "naik" else 1
        return agenda.moved(rows, number - 1, by), min(max(number + by, 1), len(rows))
    if action == "hapus":
        return (*rows[: number - 1], *rows[number:]), max(1, min(number, len(rows) - 1))
    return None, 0


# --- back to an address, and on to a kit ----------------------------------------------


def parameters(form: EventForm, *, cases: bool = True) -> dict[str, list[str]]:
    """The parameters of the short address; values as of a usual event are left out.

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
    if form.invited.codes:
        values[invited.PARAMETER] = list(form.invited.codes)
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


def page_address(form: EventForm) -> str:
    """The short address of the form after a button, at the place where its outcome is seen."""
    more: dict[str, Any] = {OPEN: form.open_slot or None, TICKED: form.ticked}
    if not form.slugs:
        more |= {SEARCH: form.search or None, THEME: form.theme or None}
    return address("events.kit", form, _anchor=form.anchor or None, **more)


def carried(form: EventForm) -> dict[str, list[str]]:
    """Everything in the form, also what can't be used, for a page on the way back to it."""
    values = parameters(form)
    if form.invited.typed:
        values[invited.PARAMETER] = [*form.invited.codes, form.invited.typed]
    if form.pasted:
        values[PASTED] = [form.pasted]
    if form.ticked:
        values[TICKED] = list(form.ticked)
    return values


def make_kit(form: EventForm, engine: Engine) -> Kit:
    """The papers of the event, with the addresses of its cases and of the event itself."""
    cases = tuple(case for slug in form.slugs if (case := engine.case(slug)))
    # Papers name a case's own address, without the shortlist that links of a request carry.
    urls = {
        case.slug: url_for("pages.case", slug=case.slug, s=[], _external=True) for case in cases
    }
    return Kit(
        form.event,
        cases,
        form.slots,
        urls,
        address("events.kit", form, _external=True),
        participants_address(form.event, form.slugs, form.slots).url,
        participants(form.invited.codes, engine),
    )
