"""A balanced set of cases for an event, proposed from a theme, a topic or any search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.collection import vocabulary
from app.collection.case import SLUG, SLUG_MAX
from app.collection.regions import Region, by_code
from app.collection.theme import Theme
from app.documents.event.kit import MOST_INVITED
from app.documents.event.proposal import Candidate, Chosen, propose
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.engine import Engine
from app.search.index.entries import Card
from app.search.query.query import MAX_PER_PAGE, PER_PAGE, Query
from app.search.theme_cards import by_category
from app.web.events import invited
from app.web.events.blueprint import blueprint
from app.web.events.context import USUAL_SET, template_names
from app.web.events.details import DETAILS
from app.web.events.form import ACTION, SEARCH, THEME, EventForm, act, carried, parse
from app.web.events.invited import participants
from app.web.events.on_theme import on_theme
from app.web.events.theme_cases import cards_of
from app.web.site import shortlist
from app.web.site.engine import current_engine
from app.web.site.i18n import in_indonesian, label, marked_indonesian
from app.web.site.params import BadParameter, read_query
from app.web.site.params import parameters as query_parameters
from app.web.site.places import without_case

#: The parameter with the code of a region: those around it without a case are invited, in the
#: fields of ``category`` if it has any.
AROUND = "undang_sekitar"


@dataclass(frozen=True)
class ProposalRequest:
    """A request for a set of cases.

    Attributes:
        query: the search that the cases must answer.
        size: how many cases the set should have.
        without: slugs of the cases that were swapped out, in the order of the swaps.
        event: the event that the cases are for, with everything typed in its form.
        invited: the codes of the regions that the event invites.
        around: the region whose neighbours without a case are among them, if the request says so.
        theme: the theme whose cases are chosen from, instead of those that the query finds.
        size_typed: the number of cases as it was typed.
    """

    query: Query
    size: int
    without: tuple[str, ...]
    event: EventForm
    theme: Theme | None = None
    invited: tuple[str, ...] = ()
    around: Region | None = None
    size_typed: str = ""

    @property
    def carried(self) -> Mapping[str, list[str]]:
        """The parameters of the event that the request carries along."""
        values = carried(self.event)
        unclear = [self.event.invited.typed] if self.event.invited.typed else []
        invitees = [*self.invited, *unclear]
        return {**values, invited.PARAMETER: invitees} if invitees else values

    def address(self, without: Sequence[str]) -> str:
        """The address of the same request with other cases swapped out."""
        values: dict[str, Any] = {}
        for name, value in query_parameters(replace(self.query, page=1, per_page=PER_PAGE)):
            values.setdefault(name, []).append(value)
        if self.theme:
            values = {THEME: self.theme.slug, SEARCH: self.query.text or None}
        size = self.size_typed or str(self.size)
        values |= {"n": size, "tanpa": list(without), shortlist.PARAMETER: [], **self.carried}
        return url_for("events.suggest", **values)

    def with_related(self) -> ProposalRequest:
        """The same request, for related cases too."""
        return replace(self, query=replace(self.query, related=True))

    @property
    def form_address(self) -> str:
        """The address of the event's form as it was left, with what cases were sought for."""
        theme = self.theme.slug if self.theme else None
        values: dict[str, Any] = {SEARCH: self.query.text or None, THEME: theme}
        return url_for("events.kit", **{**values, **self.carried})

    def kit_address(self, slugs: Sequence[str]) -> str:
        """The address of the event with some cases; new ones get a slot in a changed agenda.

        If it has no title and theme, they are those of the theme, or its theme is the free text.
        The title is Indonesian in both languages, as the papers are on which it stands.
        """
        values: dict[str, Any] = dict(self.carried)
        if self.theme:
            with in_indonesian():
                title = _("Belajar bersama: %(theme)s", theme=self.theme.title)
            values = {"judul": title, "tema": self.theme.title, **values}
        elif self.query.text.strip() and self.query.mode == "plain":
            theme = " ".join(self.query.text.split())[: DETAILS["tema"]]
            values.setdefault("tema", theme)
        if self.event.changed:
            values[ACTION] = "lengkapi"
        values.pop(shortlist.PARAMETER, None)
        return url_for("events.kit", s=list(slugs), **values)


@dataclass(frozen=True)
class ProposedCase:
    """A case of a proposed set.

    Attributes:
        card: the card of the case.
        why: why it was chosen, in words, with the name of an approach marked as Indonesian.
        result: the result to show: on the theme, if it has one.
    """

    card: Card
    why: Markup
    result: tuple[str, str | None, str] | None


@blueprint.get("/acara/usul")
def suggest() -> BaseResponse:
    """A balanced set of cases, with the reason for each; each can be swapped."""
    engine = current_engine()
    if ACTION in request.args:
        return redirect(_after_button(engine), 303)
    proposal_request, bad = read_request(request.args, engine)
    try:
        found = _find(proposal_request, engine)
    except AdvancedQueryError as mistake:
        found = Found(has_theme=True)
        bad.append(BadParameter("q", label(mistake.message)))
    slugs = proposal_request.event.slugs
    candidates = _new(found.candidates, slugs, engine)
    chosen = propose(candidates, proposal_request.size, proposal_request.without)
    proposed = [case.candidate.slug for case in chosen]
    page = render_template(
        "events/propose.html",
        proposal_request=proposal_request,
        bad=bad,
        has_theme=found.has_theme,
        themes=by_category(engine.theme_cards.values()),
        proposed=_proposed(chosen, found.results, engine),
        with_result=sum(case.candidate.proves for case in chosen),
        has_words=bool(found.results),
        related=found.related,
        near=found.near,
        invited=participants(proposal_request.invited, engine),
        with_related_url=proposal_request.with_related().address(proposal_request.without),
        swapped_out=_swapped_out(proposal_request, engine),
        use_url=proposal_request.kit_address(proposed),
        add_url=proposal_request.kit_address((*slugs, *proposed)) if slugs else "",
        **template_names(),
    )
    return Response(page, 400 if bad else 200)


# --- buttons --------------------------------------------------------------------------


def _after_button(engine: Engine) -> str:
    """The short address of the request after the button in ``aksi``.

    Buttons: ``usulkan`` proposes for the text, or for the theme of the event if there is no
    text; ``tema`` for the chosen theme; ``contoh-`` and a text for that, ``bidang-`` and a
    field for its cases; ``ganti-`` and
    ``kembalikan-`` and a slug swap a case and bring it back. They also come from the form of
    the event, which is shown again if a slot of its agenda has a mistake.
    """
    args = request.args.copy()
    event = act(parse(args, engine), "")
    if any(row.error for row in event.agenda):
        typed = {name: values for name, values in args.lists() if name != ACTION}
        return url_for("events.kit", **typed)  # type: ignore[arg-type]  # lists repeat
    action, _dash, target = args.get(ACTION, "").partition("-")
    if action == "usulkan" and not args.get(SEARCH, "").strip():
        args[SEARCH] = event.typed["tema"]
    if action == "contoh":
        args[SEARCH] = target
    if action == "bidang":
        args["category"] = target
    if action in {"usulkan", "contoh", "bidang"}:
        args.pop(THEME, None)
    without = [slug for slug in args.poplist("tanpa") if slug != target]
    for slug in [*without, target] if action == "ganti" else without:
        args.add("tanpa", slug)
    proposal_request, _bad = read_request(args, engine)
    return proposal_request.address(proposal_request.without)


# --- reading the request --------------------------------------------------------------


def read_request(
    args: MultiDict[str, str], engine: Engine
) -> tuple[ProposalRequest, list[BadParameter]]:
    """The set of cases that a request asks for, and the parameters that can't be used."""
    query, bad = read_query(args, engine)
    size = _size(args.get("n", ""))
    if size is None:
        message = _("Tulis jumlah kasus dari 1 sampai %(n)s.", n=shortlist.MOST)
        bad.append(BadParameter("n", message))
    without = tuple(dict.fromkeys(args.getlist("tanpa")))[:MAX_PER_PAGE]
    slug = args.get(THEME, "")
    theme = engine.themes.get(slug)
    if slug and not theme:
        message = _("Tidak ada tema “%(slug)s”. Pilih salah satu di bawah.", slug=slug[:100])
        bad.append(BadParameter(THEME, message))
    around = by_code().get(args.get(AROUND, ""))
    if args.get(AROUND) and not around:
        bad.append(BadParameter(AROUND, _("Tidak ada daerah dengan kode ini.")))
    event = act(parse(args, engine), "")
    bad += event.picked.bad
    return ProposalRequest(
        query=query,
        size=size or USUAL_SET,
        without=without,
        event=event,
        theme=theme,
        invited=_invited(event.invited.codes, around, query, engine),
        around=around,
        size_typed=args.get("n", "")[:10],
    ), bad


def _invited(
    codes: Sequence[str], around: Region | None, query: Query, engine: Engine
) -> tuple[str, ...]:
    """The invited regions: those named, then those around a region without a case in a field."""
    fields = query.filters.get("category", ())
    found = without_case(engine, around, fields) if around else ()
    return tuple(dict.fromkeys((*codes, *(region.code for region in found))))[:MOST_INVITED]


def _size(text: str) -> int | None:
    """The size of a set; the usual size for an empty text, None if the text is no size."""
    if not text:
        return USUAL_SET
    if text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= shortlist.MOST:
        return int(text)
    return None


# --- the set --------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """The cases to choose a set from.

    Attributes:
        has_theme: whether the request names a theme or a filter.
        candidates: the cases about the theme, the best fitting first; behind them the related
            ones, if the request asks for those.
        related: the number of related cases that were left out.
        results: slug → the result on the theme, where words say what the theme is.
        near: the name of the place that the first candidates are nearest to, if there is one.
    """

    has_theme: bool
    candidates: Sequence[Candidate] = ()
    related: int = 0
    near: str = ""
    results: Mapping[str, tuple[str, str | None, str] | None] = field(default_factory=dict)


def _find(proposal_request: ProposalRequest, engine: Engine) -> Found:
    if proposal_request.theme:
        entries = cards_of(proposal_request.theme, engine)
        return Found(True, [candidate(entry.card, entry.approach) for entry in entries])
    query = proposal_request.query
    if not (query.text.strip() or query.filters or query.near):
        return Found(has_theme=False)
    results = engine.search(replace(query, page=1, per_page=MAX_PER_PAGE))
    if results.asks_for_nothing and not query.filters:
        return Found(has_theme=False)
    near = results.near.label if results.near else ""
    if query.related or not query.text.strip():
        return Found(True, [candidate(hit.card) for hit in results.hits], near=near)
    compared = [on_theme(hit, engine) for hit in results.hits if hit.about]
    named = [case for case in compared if case.named] or compared
    candidates = [replace(candidate(case.hit.card), on_theme=case.strength) for case in named]
    shown = {case.hit.card.slug: case.result for case in named}
    related = results.related + len(compared) - len(named)
    return Found(True, candidates, related, near, shown)


def _new(
    candidates: Sequence[Candidate], slugs: Sequence[str], engine: Engine
) -> Sequence[Candidate]:
    """The candidates whose agency the event doesn't have yet."""
    cards = engine.cards_of(slugs).values()
    agencies = {candidate(card).agency for card in cards}
    return [other for other in candidates if other.agency not in agencies]


def candidate(card: Card, approach: str | None = None) -> Candidate:
    """The values of a card that the choice looks at, with its approach in a theme, if any."""
    return Candidate(
        slug=card.slug,
        agency=(card.government.casefold(), card.agency.casefold()),
        province=card.province,
        level=card.level,
        evidence=card.evidence,
        lessons=card.lessons,
        stopped=card.status == "berhenti",
        approach=approach,
    )


def _proposed(
    chosen: Sequence[Chosen],
    results: Mapping[str, tuple[str, str | None, str] | None],
    engine: Engine,
) -> list[ProposedCase]:
    """The chosen cases, each with the reason for it and its result."""
    cards = engine.cards_of(case.candidate.slug for case in chosen)
    return [
        ProposedCase(card, reasons(case), results.get(card.slug) or card.result)
        for case in chosen
        for card in [cards[case.candidate.slug]]
    ]


def _swapped_out(proposal_request: ProposalRequest, engine: Engine) -> Mapping[str, str]:
    """The cases that were swapped out: slug → title."""
    without = proposal_request.without
    return engine.titles(
        tuple(slug for slug in without if SLUG.fullmatch(slug) and len(slug) <= SLUG_MAX)
    )


def reasons(chosen: Chosen) -> Markup:
    """Why a case was chosen, in words."""
    case = chosen.candidate
    in_theme = case.approach is not None
    approach = Markup(_("mewakili cara “%(name)s”"))  # noqa: S704 - a text of ours
    texts = {
        "strongest": _("bukti hasilnya paling kuat pada tema ini"),
        "fits": _("kasus dari tema ini") if in_theme else _("paling cocok dengan pencarian"),
        "approach": approach % {"name": marked_indonesian(case.approach or "")},
        "province": _("menambah tempat: %(name)s", name=case.province),
        "level": _("menambah tingkat: %(name)s", name=label(vocabulary.LEVELS[case.level])),
        "lessons": _("menceritakan pembelajaran"),
        "stopped": _("sudah berhenti, jadi ada pelajarannya"),
    }
    return Markup("; ").join(texts[reason] for reason in chosen.reasons)
