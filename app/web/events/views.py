"""The event kit: from a theme or a shortlist to a printed kit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.collection import vocabulary
from app.collection.case import SLUG, SLUG_MAX
from app.documents.event import agenda, papers
from app.documents.event.calendar import to_ics
from app.documents.event.guide import GROUP_QUESTIONS
from app.documents.event.handout import agency_and_place
from app.documents.event.kit import OPEN_SPEAKER, Kit
from app.documents.event.model import ZONES, clock
from app.documents.event.proposal import Candidate, Chosen, propose
from app.documents.office.qr import qr_svg
from app.documents.office.tables import Table, to_csv
from app.search.engine import Engine
from app.search.index.entries import Card
from app.search.query.query import MAX_PER_PAGE, Query
from app.search.results import Hit
from app.web.events.form import ACTION, DETAILS, Asked, address, parameters, read, troubles
from app.web.site import shortlist
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label
from app.web.site.params import BadParameter, read_query
from app.web.site.params import parameters as query_parameters

blueprint = Blueprint("events", __name__)

#: What a print run may hold, in its order; the parameter is ``bahan``.
PAPERS = ("sampul", "agenda", "narasumber", "kasus", "panduan", "komitmen", "hadir", "poster")

#: How many cases a set has if nothing is said.
USUAL_SET = 5

#: Themes for somebody who has none yet; searches that the collection answers.
THEMES = ("stunting", "sampah", "akta kelahiran", "UMKM", "pelayanan kecamatan")

# An address longer than this makes a QR code too fine to be read across a room.
LONGEST_CODE = 300


# --- the kit --------------------------------------------------------------------------


@blueprint.get("/acara")
def kit() -> BaseResponse:
    """The form and what follows from it; its long address is answered with the short one."""
    library = current_engine()
    asked = read(request.args, library)
    bad = [*asked.picked.bad, *troubles(asked)]
    if asked.sent and not bad:
        more = {"_anchor": asked.anchor} if asked.anchor else {}
        return redirect(address("events.kit", asked, **more), 303)
    page = render_template(
        "events/event.html",
        asked=asked,
        bad=bad,
        kit=_kit(asked, library) if asked.slugs else None,
        check=agenda.check(asked.event, asked.slots, asked.slugs),
        **_words(),
    )
    return Response(page, 400 if bad else 200)


def _kit(asked: Asked, library: Engine) -> Kit:
    cases = tuple(case for slug in asked.slugs if (case := library.case(slug)))
    # On paper, the case alone: without the list that links of this request carry.
    urls = {
        case.slug: url_for("pages.case", slug=case.slug, s=[], _external=True) for case in cases
    }
    return Kit(asked.event, cases, asked.slots, urls, _shared(asked))


def _shared(asked: Asked) -> str:
    """The address of the kit for others: whole, or the cases alone where it is very long."""
    whole = url_for("events.kit", _external=True, **parameters(asked))  # type: ignore[arg-type]  # lists repeat
    if len(whole) <= LONGEST_CODE:
        return whole
    return url_for("events.kit", _external=True, s=list(asked.slugs))


def _words() -> dict[str, object]:
    """What every page of the kit needs beside its values."""
    return {
        "KINDS": agenda.KINDS,
        "ZONES": ZONES,
        "DETAILS": DETAILS,
        "GROUP_QUESTIONS": GROUP_QUESTIONS,
        "OPEN_SPEAKER": OPEN_SPEAKER,
        "PAPERS": _paper_names(),
        "THEMES": THEMES,
        "USUAL_SET": USUAL_SET,
        "MOST": shortlist.MOST,
        "clock": clock,
        "agency_and_place": agency_and_place,
        "hours": hours,
        "paper_pages": paper_pages,
        "kit_address": address,
        "kit_parameters": parameters,
        "day_and_date": papers.day_and_date,
    }


def _paper_names() -> Mapping[str, str]:
    return {
        "sampul": _("Sampul"),
        "agenda": _("Susunan acara"),
        "narasumber": _("Daftar narasumber"),
        "kasus": _("Lembar kasus, satu halaman tiap kasus"),
        "panduan": _("Panduan diskusi per kasus dan per kelompok"),
        "komitmen": _("Lembar komitmen peserta"),
        "hadir": _("Daftar hadir"),
        "poster": _("Poster QR menuju perangkat acara ini"),
    }


def hours(minutes: int) -> str:
    """A length of time in words: ``8 jam 15 menit``."""
    whole, rest = divmod(minutes, 60)
    parts = [
        ngettext("%(num)s jam", "%(num)s jam", whole) if whole else "",
        ngettext("%(num)s menit", "%(num)s menit", rest) if rest or not whole else "",
    ]
    return " ".join(part for part in parts if part)


# --- proposing a set ------------------------------------------------------------------


@dataclass(frozen=True)
class Proposed:
    """A case of a proposed set: as a search found it, why it is there, how to swap it."""

    hit: Hit
    why: str
    swap: str


@blueprint.get("/acara/usul")
def suggest() -> Response:
    """A balanced set for a theme or any search, with reasons; each case can be swapped."""
    library = current_engine()
    query, bad = read_query(request.args, library)
    n = _size(request.args, bad)
    without = list(dict.fromkeys(request.args.getlist("tanpa")))[:MAX_PER_PAGE]
    hits: Sequence[Hit] = ()
    asked_something = bool(query.text.strip() or query.filters)
    if asked_something:
        hits = library.search(replace(query, page=1, per_page=MAX_PER_PAGE)).hits
    chosen = propose([candidate(hit.card) for hit in hits], n, without)
    page = render_template(
        "events/propose.html",
        query=query,
        n=n,
        bad=bad,
        asked_something=asked_something,
        proposed=_proposed(query, n, hits, chosen, without),
        total=len(hits),
        without=_back(query, n, library, without),
        use=_use_url(query, chosen),
        details=list(_details()),
        **_words(),
    )
    return Response(page, 400 if bad else 200)


def _proposed(
    query: Query, n: int, hits: Sequence[Hit], chosen: Sequence[Chosen], without: Sequence[str]
) -> list[Proposed]:
    """The chosen cases, each with the address of the set without it."""
    by_slug = {hit.card.slug: hit for hit in hits}
    return [
        Proposed(
            by_slug[one.candidate.slug],
            reasons(one),
            _proposal_url(query, n, [*without, one.candidate.slug]),
        )
        for one in chosen
    ]


def _back(query: Query, n: int, library: Engine, without: Sequence[str]) -> list[tuple[str, str]]:
    """The cases that were swapped out: title, and the address that lets it in again."""
    return [
        (title, _proposal_url(query, n, [one for one in without if one != slug]))
        for slug, title in library.titles(tuple(_slugs(without))).items()
    ]


def _slugs(values: Sequence[str]) -> Iterator[str]:
    return (value for value in values if SLUG.fullmatch(value) and len(value) <= SLUG_MAX)


def _size(args: MultiDict[str, str], bad: list[BadParameter]) -> int:
    text = args.get("n", "")
    if not text:
        return USUAL_SET
    if text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= shortlist.MOST:
        return int(text)
    message = _("Tulis jumlah kasus dari 1 sampai %(n)s.", n=shortlist.MOST)
    bad.append(BadParameter("n", message))
    return USUAL_SET


def candidate(card: Card) -> Candidate:
    """What the choice looks at in a card."""
    return Candidate(
        slug=card.slug,
        agency=(card.government.casefold(), card.agency.casefold()),
        province=card.province,
        level=card.level,
        evidence=card.evidence,
        lessons=card.lessons,
        stopped=card.status == "berhenti",
    )


def reasons(one: Chosen) -> str:
    """Why a case was chosen, in words."""
    case = one.candidate
    said = {
        "fits": _("paling cocok dengan pencarian"),
        "province": _("menambah tempat: %(name)s", name=case.province),
        "level": _("menambah tingkat: %(name)s", name=label(vocabulary.LEVELS[case.level])),
        "evidence": _(
            "menambah tingkat bukti: %(name)s",
            name=label(vocabulary.EVIDENCE[str(case.evidence)]).lower(),
        ),
        "lessons": _("menceritakan pembelajaran"),
        "stopped": _("sudah berhenti, jadi ada pelajarannya"),
    }
    return "; ".join(said[reason] for reason in one.reasons)


def _details() -> Iterator[tuple[str, str]]:
    """The event's details that this request carries along."""
    for name, most in DETAILS.items():
        value = request.args.get(name, "").strip()[:most]
        if value:
            yield name, value


def _carried(query: Query) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in query_parameters(replace(query, page=1)):
        if name != "per_page":
            values.setdefault(name, []).append(value)
    return values


def _proposal_url(query: Query, n: int, without: Sequence[str]) -> str:
    values = {**_carried(query), "n": str(n), "tanpa": list(without), **dict(_details())}
    return url_for("events.suggest", **values)  # type: ignore[arg-type]  # lists repeat


def _use_url(query: Query, chosen: Sequence[Chosen]) -> str:
    details = dict(_details())
    if query.text.strip():
        details.setdefault("tema", " ".join(query.text.split())[: DETAILS["tema"]])
    return url_for("events.kit", s=[one.candidate.slug for one in chosen], **details)  # type: ignore[arg-type]  # lists repeat


# --- paper and files ------------------------------------------------------------------


def _ready(*, dated: bool = False) -> tuple[Asked, Kit] | BaseResponse:
    """The kit of this request, or where to go instead.

    The form's buttons send the long address here, so that nothing typed is lost; it is
    answered with the short one, or with the form if something can't be used.
    """
    library = current_engine()
    asked = read(request.args, library)
    if not asked.slugs:
        return answer(
            400,
            _("Belum ada kasus"),
            _("Pilih dulu kasusnya di halaman Acara, lalu unduh atau cetak lagi."),
        )
    if asked.errors:
        typed = {name: values for name, values in request.args.lists() if name != ACTION}
        return redirect(url_for("events.kit", **typed), 303)  # type: ignore[arg-type]  # lists repeat
    if asked.sent:
        more = {name: request.args.getlist(name) for name in ("bahan", "untuk")}
        return redirect(address(str(request.endpoint), asked, **more), 303)
    if dated and asked.event.date is None:
        return answer(
            400,
            _("Tanggal acara belum diisi"),
            _("Kalender memerlukan tanggal. Isi tanggalnya di halaman Acara."),
        )
    return asked, _kit(asked, library)


@blueprint.get("/acara/cetak")
def sheets() -> BaseResponse | str:
    """Everything for print in one run, or what ``bahan`` names."""
    ready = _ready()
    if not isinstance(ready, tuple):
        return ready
    asked, found = ready
    wanted = [name for name in PAPERS if name in request.args.getlist("bahan")]
    return render_template(
        "events/event_print.html", asked=asked, kit=found, wanted=wanted or list(PAPERS), **_words()
    )


def paper_pages(kit: Kit) -> Mapping[str, int]:
    """About how many pages each part of a print run has."""
    signed = 1 + (kit.rows - 1) // 20
    return {
        **dict.fromkeys(("sampul", "agenda", "narasumber", "poster"), 1),
        "kasus": len(kit.cases),
        "panduan": 1 + (len(kit.cases) + 1) // 4,
        "komitmen": signed,
        "hadir": signed,
    }


@blueprint.get("/acara.docx")
def agenda_file() -> BaseResponse:
    """Agenda, guide and sheets as Word."""
    ready = _ready()
    if not isinstance(ready, tuple):
        return ready
    return download(papers.agenda_to_word(ready[1], dt.date.today()), "acara", "docx")


@blueprint.get("/acara/lembar.docx")
def handouts_file() -> BaseResponse:
    """The handouts as Word."""
    ready = _ready()
    if not isinstance(ready, tuple):
        return ready
    return download(papers.handouts_to_word(ready[1], dt.date.today()), "lembar-kasus", "docx")


@blueprint.get("/acara/undangan.docx")
def invitations_file() -> BaseResponse:
    """The letters of invitation as Word: all, or that of the case in ``untuk``."""
    ready = _ready()
    if not isinstance(ready, tuple):
        return ready
    asked, found = ready
    slug = request.args.get("untuk", "")
    if slug and slug not in asked.slugs:
        return answer(
            400,
            _("Surat ini tidak ada"),
            _("Kasus “%(slug)s” tidak ada di acara ini.", slug=slug[:100]),
        )
    return download(papers.invitations_to_word(found, dt.date.today(), slug), "undangan", "docx")


@blueprint.get("/acara.ics")
def calendar_file() -> BaseResponse:
    """The event for a calendar."""
    ready = _ready(dated=True)
    if not isinstance(ready, tuple):
        return ready
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return download(to_ics(ready[1], now), "acara", "ics")


@blueprint.get("/acara/narasumber.csv")
def speakers_file() -> BaseResponse:
    """The speakers as CSV: agencies, never persons."""
    ready = _ready()
    if not isinstance(ready, tuple):
        return ready
    return download(to_csv(_speakers(ready[1])), "narasumber", "csv")


def _speakers(kit: Kit) -> Table:
    """The agencies that speak, with their times, and the slot left open."""
    header = (
        *(_("Instansi"), _("Tempat"), _("Peran"), _("Kasus"), _("Alamat kasus")),
        *(_("Situs"), _("Pukul")),
    )
    times = {row.slot.case: row.times for row in kit.agenda}
    rows = [
        (
            *(one.agency, one.place, _("Narasumber"), one.title, kit.urls[one.slug]),
            *(one.website, times.get(one.slug, "")),
        )
        for one in kit.speakers
    ]
    rows.append((OPEN_SPEAKER, "", _("Penanggap"), "", "", "", ""))
    about = ((_("Acara"), kit.title), (_("Waktu"), kit.times), (_("Alamat"), kit.url))
    return Table(_("Narasumber"), header, rows, _("Belum ada data"), about, _("Keterangan"))


@blueprint.get("/acara/qr.svg")
def code() -> BaseResponse:
    """The QR code of the kit's address, for the poster."""
    ready = _ready()
    if not isinstance(ready, tuple):
        return ready
    return Response(qr_svg(ready[1].url), mimetype="image/svg+xml")
