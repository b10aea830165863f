"""The address of ``/acara`` and what it says: an event, its cases, its agenda.

The address is the only place where a kit is kept, so it can be sent on, and comes in two
forms. The short one is the one that people see: details that were given, and ``agenda``
only if somebody changed it. The long one is what the form sends: a number behind each
slot's fields, and the button that was pressed in ``aksi``; the page answers it with a
redirect to the short one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection.case import SLUG
from app.documents.event import agenda
from app.documents.event.agenda import KINDS, Slot
from app.documents.event.model import ZONES, Event, clock, minutes_of
from app.documents.office.content import clean
from app.documents.office.dates import read_date
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.site import shortlist
from app.web.site.params import BadParameter
from app.web.site.shortlist import Picked

#: The parameters of an event, in the order of the form; with the longest text of each.
DETAILS: Mapping[str, int] = {
    "judul": 150,
    "tema": 150,
    "tanggal": 10,
    "mulai": 5,
    "selesai": 5,
    "zona": 4,
    "tempat": 200,
    "penyelenggara": 150,
    "peserta": 5,
}

#: The parameter that holds one slot of an agenda that was changed; repeatable.
AGENDA = "agenda"

#: Parameters of the long form: numbered fields of a slot, what the agenda was before it
#: was sent, the button pressed, and a list of cases that was pasted.
NUMBERED = ("jenis", "menit", "isi")
UNCHANGED, ACTION, PASTED = "otomatis", "aksi", "tempel"

#: Most participants that a form is believed.
MOST_PARTICIPANTS = 5000

#: Characters of a pasted list that are read, and lines.
MOST_PASTED, MOST_LINES = 4000, 50

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)
_ACTION = re.compile(r"([a-z]+)-([a-z0-9-]+)")


@dataclass(frozen=True)
class Row:
    """A slot as the form shows it: what was typed, and what is wrong with it."""

    number: int
    kind: str
    minutes: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class Asked:
    """What an address of the kit says.

    Attributes:
        typed: every detail as it was typed; empty if it wasn't.
        errors: what can't be used, by the name of its field.
        event: the details that can.
        picked: the cases.
        slots: the agenda, laid out for the event unless it was changed.
        rows: the agenda as the form shows it.
        changed: whether somebody changed the agenda.
        sent: whether this is the long form, to be answered with the short one.
        anchor: the part of the page where the button was pressed.
        pasted: the lines of a pasted list that name no case.
    """

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    event: Event
    picked: Picked
    slots: tuple[Slot, ...] = ()
    rows: tuple[Row, ...] = ()
    changed: bool = False
    sent: bool = False
    anchor: str = ""
    pasted: str = ""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The cases in order."""
        return self.picked.shortlist.slugs

    @property
    def usable(self) -> bool:
        """Whether a kit can be made of it."""
        return bool(self.slugs) and not self.errors

    @property
    def unchanged(self) -> str:
        """The mark by which the form tells whether the agenda was touched; empty if it was."""
        return "" if self.changed else _digest(self.slots)


def read(args: MultiDict[str, str], library: Engine) -> Asked:
    """Read an address of the kit, short or long, and do what its button asks."""
    typed = {name: _line(args.get(name, "")) for name in DETAILS}
    event, errors = _event(typed)
    typed |= _standard(event, typed, errors)
    picked, anchor = _cases(args, library)
    added, unknown = _pasted(args.get(PASTED, ""), library)
    if added:
        picked = shortlist.read([*picked.shortlist.slugs, *added], library)
    if unknown:
        errors[PASTED] = _(
            "Tidak ditemukan: %(lines)s. Tulis nama inovasinya seperti di koleksi, atau "
            "tempel alamatnya.",
            lines=", ".join(f"“{line[:60]}”" for line in unknown[:5]),
        )
    slugs = picked.shortlist.slugs
    rows = tuple(_rows(args))
    changed, slots = _slots(args, rows, event, slugs, errors)
    if added and changed:
        slots = agenda.with_cases(slots, slugs)
    slots = tuple(slot for slot in slots if not slot.case or slot.case in slugs)
    done = _edit(args.get(ACTION, ""), slots, slugs)
    if done is not None:
        slots, anchor = done, "agenda"
        changed = bool(slots)
    if not changed or not slots:
        changed, slots = False, agenda.layout(event, slugs) if slugs else ()
    keep = changed and rows and any(row.error for row in rows) and done is None
    return Asked(
        typed=typed,
        errors=errors,
        event=event,
        picked=picked,
        slots=slots,
        rows=rows if keep else _shown(slots),
        changed=changed,
        sent=bool(rows) or any(name in args for name in (ACTION, PASTED, UNCHANGED)),
        anchor=anchor or ("kasus" if added else ""),
        pasted="\n".join(unknown),
    )


def _line(text: str) -> str:
    """One line of plain text, whatever was sent; far too long a one is cut."""
    return " ".join(clean(text, 1000).split())


# --- details --------------------------------------------------------------------------


def _event(typed: Mapping[str, str]) -> tuple[Event, dict[str, str]]:
    errors: dict[str, str] = {}
    for name, most in DETAILS.items():
        if len(typed[name]) > most and name not in {"tanggal", "mulai", "selesai", "zona"}:
            errors[name] = _("Paling banyak %(n)s huruf.", n=most)
    usual = Event()
    date = read_date(typed["tanggal"]) if typed["tanggal"] else None
    if typed["tanggal"] and date is None:
        errors["tanggal"] = _(
            "Tanggal “%(value)s” tidak ada. Tulis seperti 18/2/2027.", value=typed["tanggal"][:40]
        )
    start = _time(typed["mulai"], usual.start, "mulai", errors)
    end = _time(typed["selesai"], usual.end, "selesai", errors)
    if not {"mulai", "selesai"} & errors.keys() and minutes_of(end) <= minutes_of(start):
        errors["selesai"] = _(
            "Waktu selesai %(end)s tidak sesudah waktu mulai %(start)s.",
            end=clock(minutes_of(end)),
            start=clock(minutes_of(start)),
        )
    if "mulai" in errors or "selesai" in errors:
        start, end = usual.start, usual.end
    zone = typed["zona"] or usual.zone
    if zone not in ZONES:
        errors["zona"] = _("Pilih WIB, WITA, atau WIT.")
        zone = usual.zone
    event = Event(
        title=typed["judul"][: DETAILS["judul"]],
        theme=typed["tema"][: DETAILS["tema"]],
        date=date,
        start=start,
        end=end,
        zone=zone,
        place=typed["tempat"][: DETAILS["tempat"]],
        host=typed["penyelenggara"][: DETAILS["penyelenggara"]],
        participants=_participants(typed["peserta"], errors),
    )
    return event, errors


def _standard(event: Event, typed: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, str]:
    """Date and times that could be read, as a browser's fields want them."""
    values = {
        "tanggal": event.date.isoformat() if event.date else "",
        "mulai": _as_typed(event.start),
        "selesai": _as_typed(event.end),
    }
    return {name: text for name, text in values.items() if typed[name] and name not in errors}


def _time(text: str, usual: dt.time, name: str, errors: dict[str, str]) -> dt.time:
    if not text:
        return usual
    found = _TIME.fullmatch(text)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return dt.time(int(found[1]), int(found[2]))
    errors[name] = _("“%(value)s” bukan waktu. Tulis seperti 08.30.", value=text[:40])
    return usual


def _participants(text: str, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_PARTICIPANTS:
        return int(text)
    errors["peserta"] = _("Tulis jumlah dari 1 sampai %(n)s.", n=MOST_PARTICIPANTS)
    return None


# --- cases ----------------------------------------------------------------------------


def _cases(args: MultiDict[str, str], library: Engine) -> tuple[Picked, str]:
    """The cases, in the order that the button pressed gives them."""
    picked = shortlist.read(args.getlist(shortlist.PARAMETER), library)
    found = _ACTION.fullmatch(args.get(ACTION, "")[:120])
    if not found or found[2] not in picked.shortlist:
        return picked, ""
    what, slug, chosen = found[1], found[2], picked.shortlist
    if what == "buang":
        return replace(picked, shortlist=chosen.without(slug)), "kasus"
    if what in {"dahulukan", "kemudiankan"}:
        by = -1 if what == "dahulukan" else 1
        return replace(picked, shortlist=chosen.moved(slug, by)), "kasus"
    return picked, ""


def _pasted(text: str, library: Engine) -> tuple[list[str], list[str]]:
    """The cases that the lines of a pasted list name, and the lines that name none."""
    slugs: list[str] = []
    unknown: list[str] = []
    for line in clean(text, MOST_PASTED).split("\n")[:MOST_LINES]:
        line = " ".join(line.split()).lstrip("-*•0123456789.) ").strip() or line.strip()
        if not line:
            continue
        found = _named(line, library)
        slugs += found
        if not found:
            unknown.append(line)
    return slugs, unknown


def _named(line: str, library: Engine) -> list[str]:
    """The cases that a line names: an address of one or of a list, a slug, or a name."""
    address = urlsplit(line) if re.match(r"https?://|/", line) else None
    if address:
        path = address.path.rsplit("/inovasi/", 1)
        slugs = (
            (path[1].strip("/"),) if len(path) == 2 else tuple(parse_qs(address.query).get("s", ()))
        )
        return list(library.titles(tuple(s for s in slugs if SLUG.fullmatch(s))))
    slug = line.lower()
    if SLUG.fullmatch(slug) and library.titles((slug,)):
        return [slug]
    hits = library.search(Query(text=line, per_page=5)).hits
    wanted = line.casefold()
    names = ((hit.card, (hit.card.title, hit.card.expansion or "")) for hit in hits)
    return [card.slug for card, called in names if wanted in map(str.casefold, called)][:1]


# --- agenda ---------------------------------------------------------------------------


def _rows(args: MultiDict[str, str]) -> Iterator[Row]:
    """The agenda as the long form sends it."""
    for number in range(1, agenda.MOST_SLOTS + 1):
        kind = args.get(f"jenis{number}", "")
        if kind not in KINDS:
            continue
        minutes = _line(args.get(f"menit{number}", ""))[:10]
        text = _line(args.get(f"isi{number}", ""))
        least, most = agenda.LEAST_MINUTES, agenda.MOST_MINUTES
        good = minutes.isascii() and minutes.isdecimal() and least <= int(minutes) <= most
        error = "" if good else _("Tulis %(least)s sampai %(most)s menit.", least=least, most=most)
        if len(text) > agenda.LONGEST_TITLE:
            error = _("Judul paling banyak %(n)s huruf.", n=agenda.LONGEST_TITLE)
        yield Row(number, kind, minutes, text, error)


def _slots(
    args: MultiDict[str, str],
    rows: Sequence[Row],
    event: Event,
    slugs: Sequence[str],
    errors: dict[str, str],
) -> tuple[bool, tuple[Slot, ...]]:
    """Whether the agenda was changed, and the slots that were given."""
    if rows:
        for row in rows:
            if row.error:
                errors[f"menit{row.number}"] = row.error
        slots = tuple(map(_slot, rows))
        return _digest(slots) != args.get(UNCHANGED), slots
    given = args.getlist(AGENDA)
    decoded = [agenda.decode(_line(text)) for text in given[: agenda.MOST_SLOTS]]
    if None in decoded or len(given) > agenda.MOST_SLOTS:
        errors[AGENDA] = _(
            "Sebagian agenda di alamat ini tidak bisa dibaca dan dilewati; paling banyak "
            "%(n)s acara.",
            n=agenda.MOST_SLOTS,
        )
    slots = tuple(slot for slot in decoded if slot)
    return bool(slots) and slots != agenda.layout(event, slugs), slots


def _slot(row: Row) -> Slot:
    minutes = int(row.minutes) if not row.error else KINDS[row.kind].least
    if row.kind == "kasus":
        return Slot(row.kind, minutes, case=row.text)
    text = row.text[: agenda.LONGEST_TITLE]
    return Slot(row.kind, minutes, "" if text == KINDS[row.kind].name else text)


def _shown(slots: Sequence[Slot]) -> tuple[Row, ...]:
    return tuple(
        Row(n, slot.kind, str(slot.minutes), slot.case or slot.name)
        for n, slot in enumerate(slots, 1)
    )


def _digest(slots: Sequence[Slot]) -> str:
    text = "\n".join(map(agenda.encode, slots))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _edit(action: str, slots: tuple[Slot, ...], slugs: Sequence[str]) -> tuple[Slot, ...] | None:
    """The agenda after a button was pressed; empty to lay it out anew, None for no change."""
    if action == "susun":
        return ()
    if action == "lengkapi":
        return agenda.with_cases(slots, slugs)
    if action == "tambah" and len(slots) < agenda.MOST_SLOTS:
        end = len(slots) - 1 if slots and slots[-1].kind == "penutupan" else len(slots)
        return (*slots[:end], Slot("lain", KINDS["lain"].least), *slots[end:])
    what, _dash, number = action.partition("-")
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:4]) <= len(slots)):
        return None
    place = int(number[:4]) - 1
    if what in {"naik", "turun"}:
        return agenda.moved(slots, place, -1 if what == "naik" else 1)
    if what == "hapus":
        return (*slots[:place], *slots[place + 1 :])
    return None


# --- back to an address ---------------------------------------------------------------


def parameters(asked: Asked, *, cases: bool = True) -> dict[str, list[str]]:
    """The short form: what an address of the kit holds, defaults left out."""
    usual = Event()
    found: dict[str, list[str]] = {}
    if cases and asked.slugs:
        found[shortlist.PARAMETER] = list(asked.slugs)
    skipped = {"mulai": _as_typed(usual.start), "selesai": _as_typed(usual.end), "zona": usual.zone}
    for name, text in asked.typed.items():
        if text and text != skipped.get(name):
            found[name] = [text]
    if cases and asked.changed:
        found[AGENDA] = list(map(agenda.encode, asked.slots))
    return found


def _as_typed(time: dt.time) -> str:
    return f"{time:%H:%M}"


def address(endpoint: str, asked: Asked, **more: str | list[str]) -> str:
    """The address of a page or file of the kit; ``_anchor`` leads to a part of a page."""
    values: dict[str, str | list[str]] = {**parameters(asked), **more}
    return url_for(endpoint, **values)  # type: ignore[arg-type]  # lists repeat


def troubles(asked: Asked) -> list[BadParameter]:
    """What to list at the head of the page: each field's error, to be jumped to."""
    return [BadParameter(name, message) for name, message in asked.errors.items()]
