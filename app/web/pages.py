"""The pages of the collection: home, search, a case, the evidence ladder, about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.collection import awards, contacts, evidence, vocabulary
from app.collection.open_questions import open_questions
from app.collection.stats import count_running
from app.documents.office.qr import qr_svg
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.engine import Engine
from app.search.query.query import Query
from app.search.results import Hit
from app.search.theme_cards import by_category
from app.web.site import case_text, evidence_ladder, needs, search_text, typed_filters
from app.web.site.assets import asset
from app.web.site.cases import requested_case
from app.web.site.catalogue import national
from app.web.site.curators import curators
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.examples import EXAMPLES
from app.web.site.i18n import LOCALES
from app.web.site.language_prefix import ENGLISH, root
from app.web.site.links import search_url
from app.web.site.pairs import pairs_by_region
from app.web.site.params import BadParameter, read_query
from app.web.site.shortlist import current
from app.web.site.statuses import status_counts

blueprint = Blueprint("pages", __name__)

#: How many cases are shown: the newest on the home page, similar ones on the page of a case,
#: the nearest where a search finds nothing, examples of a step of the ladder.
NEWEST = 3
SIMILAR = 3
NEAREST = 3
EXAMPLES_OF_A_STEP = 3

#: How long a browser may store the QR code of a case, in seconds: its address never changes.
QR_MAX_AGE = 24 * 3600

#: How long ``security.txt`` says that it is valid; the RFC recommends less than a year.
SECURITY_TXT_VALID = dt.timedelta(days=180)

#: Addresses that robots should leave alone: their combinations are endless, and they lead to
#: no case that has no page of its own.
NOT_CRAWLED = (
    "/cari?",
    "/cari.",
    "/cari/lanjut?",
    "/daerah?",
    "/api/",
    "/replikasi?",
    "/replikasi.",
    "/katalog?",
    "/katalog.",
    "/paket/",
    "/pilihan",
    "/acara/",
    "/acara.",
    "/banding",
    "/cocok",
    "/usul?",
    "/usul.",
    "/usul/",
    "/koreksi",
    "/inovasi/*/koreksi",
    "/opensearch/",
    "/*?s=",
    "/*&s=",
)


@blueprint.get("/")
def home() -> str:
    """The search box, what the site is, ways to browse, the newest cases."""
    engine = current_engine()
    return render_template(
        "pages/home.html",
        engine=engine,
        examples=EXAMPLES,
        provinces=len(engine.values("province").keys() - {vocabulary.NATIONAL}),
        categories=sorted(engine.values("category").items(), key=lambda item: -item[1]),
        islands=_islands(engine),
        steps=tuple(reversed(evidence_ladder.ladder())),
        step_counts=engine.values("evidence"),
        running=count_running(status_counts(engine)),
        recent_since=evidence.recent_since(),
        themes=by_category(engine.theme_cards.values()),
        national_count=national(engine),
        newest=engine.search(Query(sort="newest", per_page=NEWEST)).hits,
    )


def _islands(engine: Engine) -> list[tuple[vocabulary.Label, str, int]]:
    """The islands, and the nation, with the address of their cases and their number."""
    counts = engine.values("island")
    islands = [
        (
            vocabulary.ISLAND_NAMES[name],
            search_url(Query(filters={"island": (name,)})),
            counts[name],
        )
        for name in vocabulary.ISLANDS
        if name in counts
    ]
    nation = engine.values("province").get(vocabulary.NATIONAL)
    if nation:
        url = search_url(Query(filters={"province": (vocabulary.NATIONAL,)}))
        islands.append((vocabulary.ISLAND_NAMES[vocabulary.NATIONAL], url, nation))
    return islands


@blueprint.get("/cari")
def search() -> Response:
    """Results with facets, and a notice of what can't be used of the parameters or the query."""
    engine = current_engine()
    query, bad = read_query(request.args, engine)
    query, typed = typed_filters.read_typed(request.args, query)
    bad += typed.bad
    try:
        results = engine.search(query)
    except AdvancedQueryError as mistake:
        if mistake.kind == "busy":
            raise
        return _mistake_page(engine, query, mistake, bad)
    needs.note(results)
    last = max(1, results.pages)
    if query.page > last:
        bad.append(BadParameter("page", _("Hasil ini hanya sampai halaman %(n)s.", n=last)))
    looser = () if results.listed else _looser_searches(engine, query)
    page = render_template(
        "pages/search.html",
        results=results,
        query=query,
        bad=bad,
        typed=typed,
        looser=looser,
        nearest=() if results.listed else _nearest(engine, looser),
        examples=EXAMPLES,
        engine=engine,
    )
    refused = bad or typed.refused or current().bad
    return Response(page, 404 if query.page > last else 400 if refused else 200)


def _mistake_page(
    engine: Engine, query: Query, mistake: AdvancedQueryError, bad: list[BadParameter]
) -> Response:
    """The answer to an advanced query with a mistake: its place, and what may have been meant."""
    page = render_template(
        "pages/search_mistake.html", query=query, mistake=mistake, bad=bad, engine=engine
    )
    return Response(page, 400)


@dataclass(frozen=True)
class LooserSearch:
    """A search that asks for less than a search without results.

    Attributes:
        text: what it leaves out, in words.
        total: the number of cases about it.
        related: the number of cases that are only related to it, if none is about it.
    """

    text: str
    query: Query
    total: int
    related: int = 0


def _looser_searches(engine: Engine, query: Query) -> tuple[LooserSearch, ...]:
    """The looser searches that find something."""
    searches = []
    for text, looser in search_text.looser_queries(query):
        results = engine.search(replace(looser, per_page=1))
        if results.listed:
            related = 0 if results.total else results.related
            searches.append(LooserSearch(text, looser, results.total, related))
    return tuple(searches)


def _nearest(engine: Engine, looser: tuple[LooserSearch, ...]) -> tuple[Hit, ...]:
    """The cases to show where a search finds nothing, else the newest.

    They are of the looser search that asks for most of what was asked, and still finds enough:
    who wants measured results from nearby sees measured results from further away.
    """
    enough = [search for search in looser if search.total >= NEAREST]
    loosest = max(looser, key=lambda search: (search.total, search.related), default=None)
    chosen = min(enough, key=lambda search: search.total, default=loosest)
    query = chosen.query if chosen else Query(sort="newest")
    return engine.search(replace(query, per_page=NEAREST)).hits


@blueprint.get("/inovasi/<slug>")
def case(slug: str) -> Response:
    """A whole case; 410 with the reason if it was withdrawn."""
    case = requested_case(slug)
    engine = current_engine()
    assessed, headline = evidence.assess(case), evidence.headline(case)
    results = case_text.shown_results(case)
    page = render_template(
        "pages/case.html",
        case=case,
        evidence=assessed,
        rungs=evidence_ladder.rungs(case, assessed),
        case_family=engine.family(slug),
        results=results,
        headline=next((shown for shown in results if shown.result is headline), None),
        adverse=[case_text.shown_result(case, result).figures for result in assessed.adverse],
        recognition=awards.recognition(case),
        copy_sources=evidence.copy_sources(case),
        region_copied=len(pairs_by_region(engine, "peniru").get(case.region or "", ())),
        region_originals=len(pairs_by_region(engine, "asal").get(case.region or "", ())),
        open_questions=open_questions(case),
        # The channels say which websites are known.
        missing_facts=[
            fact.label
            for fact in evidence.completeness(case)
            if not fact.known and fact.key != "website"
        ],
        channels=contacts.channels(case),
        sections_on_end=evidence.sections_on_end(case),
        sources=case_text.source_entries(case, engine.gone_links.dead),
        missing_sections=case_text.missing_sections(case),
        themes=engine.themes_of(slug),
        similar=engine.similar(slug, SIMILAR),
    )
    return Response(page, 400 if current().bad else 200)


@blueprint.get("/inovasi/<slug>/qr.svg")
def case_qr(slug: str) -> BaseResponse:
    """The QR code of the address of a case, for paper."""
    requested_case(slug)
    image = Response(
        qr_svg(url_for("pages.case", slug=slug, s=None, _external=True)), mimetype="image/svg+xml"
    )
    image.cache_control.max_age = QR_MAX_AGE
    image.add_etag()
    return image.make_conditional(request)


@blueprint.get("/bukti/<step>")
def evidence_step(step: str) -> str:
    """A step of the evidence ladder: its rule, what leads above it, examples."""
    if step not in vocabulary.EVIDENCE:
        title, detail = _("Anak tangga ini tidak ada"), _("Tangga bukti bernomor 0 sampai 4.")
        abort(answer(404, title, detail))
    engine = current_engine()
    steps = evidence_ladder.ladder()
    return render_template(
        "pages/evidence.html",
        step=steps[int(step)],
        steps=steps,
        above=steps[int(step) + 1 :],
        counts=engine.values("evidence"),
        strongest=_strongest(engine),
        results=engine.search(Query(filters={"evidence": (step,)}, per_page=EXAMPLES_OF_A_STEP)),
        engine=engine,
    )


def _strongest(engine: Engine) -> int:
    """The number of cases on the two upper steps."""
    return sum(engine.values("evidence").get(step, 0) for step in ("3", "4"))


@blueprint.get("/tentang")
def about() -> str:
    """What the collection is, how cases get in, how facts are cited, the licence."""
    engine = current_engine()
    return render_template(
        "pages/about.html",
        engine=engine,
        steps=evidence_ladder.ladder(),
        strongest=_strongest(engine),
        national_count=national(engine),
    )


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """The mark, for browsers that ask for this address unbidden."""
    return redirect(asset("mark.svg"), 302)


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Whom to tell of a vulnerability (RFC 9116), if the operator has set a contact.

    The RFC wants addresses of web pages to be encrypted, so a form without TLS isn't named.
    """
    known = curators()
    contacts_ = [f"mailto:{known.mail}"] if known.mail else []
    if known.url.startswith("https://"):
        contacts_.append(known.form_link(url_for("pages.home", _external=True)))
    if not contacts_:
        abort(404)
    today = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts_),
        f"Expires: {(today + SECURITY_TXT_VALID).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: id, en",
        f"Canonical: {url_for('pages.security_txt', _external=True)}",
    ]
    return Response("\n".join([*lines, ""]), mimetype="text/plain")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """The addresses that robots should leave alone, and the sitemaps, in both languages."""
    paths = (prefix + path for prefix in ("", ENGLISH) for path in NOT_CRAWLED)
    rules = "\n".join(f"Disallow: {path}" for path in paths)
    host = request.host_url.rstrip("/")
    sitemaps = "\n".join(f"Sitemap: {host}{root(language)}/sitemap.xml" for language in LOCALES)
    return Response(f"User-agent: *\n{rules}\n\n{sitemaps}\n", mimetype="text/plain")
