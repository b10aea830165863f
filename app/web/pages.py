"""The pages: home, search, a case, about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.collection import evidence, vocabulary
from app.documents.office.qr import qr_svg
from app.search.engine import Engine
from app.search.query.query import Query
from app.search.results import Hit
from app.web.site import present, proof
from app.web.site.cases import requested_case
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.links import search_url
from app.web.site.params import BadParameter, read_query
from app.web.site.shortlist import current

blueprint = Blueprint("pages", __name__)

# Examples under the search box: problems that the collection has an answer to.
EXAMPLES = (
    "anak putus sekolah karena harus membantu orang tua",
    "pasien lama menunggu obat di rumah sakit",
    "hasil panen dibeli murah oleh tengkulak",
)

NEWEST = 3
SIMILAR = 3
NEAREST = 3
EXAMPLES_OF_A_STEP = 3

# How long a browser may keep a case's QR code, in seconds: its address never changes.
QR_KEPT = 24 * 3600

# What robots need not ask for: there is no end of it, and no case of its own.
NOT_CRAWLED = (
    "/cari?",
    "/cari.",
    "/api/",
    "/pilihan",
    "/acara/",
    "/acara.",
    "/banding",
    "/cocok",
    "/*?s=",
    "/*&s=",
)


@blueprint.get("/")
def home() -> str:
    """The search box, what this is, ways to browse, what is new."""
    engine = current_engine()
    provinces = engine.values("province")
    return render_template(
        "pages/home.html",
        engine=engine,
        examples=EXAMPLES,
        provinces=len(provinces.keys() - {vocabulary.NATIONAL}),
        categories=sorted(engine.values("category").items(), key=lambda item: -item[1]),
        places=_places(provinces),
        steps=tuple(reversed(proof.ladder())),
        steps_held=engine.values("evidence"),
        newest=engine.search(Query(sort="newest", per_page=NEWEST)).hits,
    )


def _places(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """The islands (and the nation) with the address of their cases and their number."""
    groups = {**vocabulary.ISLANDS, vocabulary.NATIONAL: (vocabulary.NATIONAL,)}
    places = []
    for name, provinces in groups.items():
        held = tuple(province for province in provinces if province in counts)
        if held:
            url = search_url(Query(filters={"province": held}))
            places.append((name, url, sum(counts[province] for province in held)))
    return places


@blueprint.get("/cari")
def search() -> Response:
    """Results with facets. What can't be used of the parameters is said and left out."""
    engine = current_engine()
    query, bad = read_query(request.args, engine)
    results = engine.search(query)
    status = 400 if bad or current().bad else 200
    last = max(1, results.pages)
    if query.page > last:
        bad.append(BadParameter("page", _("Hasil ini hanya sampai halaman %(n)s.", n=last)))
        status = 404
    looser = () if results.total else _looser(engine, query)
    page = render_template(
        "pages/search.html",
        results=results,
        query=query,
        bad=bad,
        looser=looser,
        nearest=() if results.total else _nearest(engine, looser),
        engine=engine,
    )
    return Response(page, status)


@dataclass(frozen=True)
class Looser:
    """A query that asks less than one that found nothing, in words, and what it finds."""

    text: str
    query: Query
    total: int


def _looser(engine: Engine, query: Query) -> tuple[Looser, ...]:
    """The looser queries that find something."""
    tries = present.looser(query)
    found = [Looser(text, q, engine.search(replace(q, per_page=1)).total) for text, q in tries]
    return tuple(less for less in found if less.total)


def _nearest(engine: Engine, looser: tuple[Looser, ...]) -> tuple[Hit, ...]:
    """The cases to show where there is no result: the loosest query's, else the newest."""
    widest = max(looser, key=lambda less: less.total, default=None)
    query = widest.query if widest else Query(sort="newest")
    return engine.search(replace(query, per_page=NEAREST)).hits


@blueprint.get("/inovasi/<slug>")
def case(slug: str) -> Response:
    """A whole case; 410 with the reason if it was withdrawn."""
    engine = current_engine()
    found = requested_case(slug)
    proven = evidence.assess(found)
    page = render_template(
        "pages/case.html",
        case=found,
        proven=proven,
        rungs=proof.rungs(found, proven),
        kin=engine.family(slug),
        copied=len(evidence.copies(found)),
        facts=evidence.completeness(found),
        sections_on_end=evidence.sections_on_end(found),
        sources=present.source_entries(found),
        missing_sections=present.missing_sections(found),
        similar=engine.similar(slug, SIMILAR),
    )
    return Response(page, 400 if current().bad else 200)


@blueprint.get("/inovasi/<slug>/qr.svg")
def case_qr(slug: str) -> BaseResponse:
    """The QR code of a case's page, for paper."""
    requested_case(slug)
    image = Response(
        qr_svg(url_for("pages.case", slug=slug, s=None, _external=True)), mimetype="image/svg+xml"
    )
    image.cache_control.max_age = QR_KEPT
    image.add_etag()
    return image.make_conditional(request)


@blueprint.get("/bukti/<step>")
def evidence_step(step: str) -> BaseResponse | str:
    """What a step of the evidence ladder means, and what would raise a case from it."""
    if step not in vocabulary.EVIDENCE:
        return answer(404, _("Anak tangga ini tidak ada"), _("Tangga bukti bernomor 0 sampai 4."))
    engine = current_engine()
    steps = proof.ladder()
    return render_template(
        "pages/evidence.html",
        step=steps[int(step)],
        steps=steps,
        above=steps[int(step) + 1 :],
        counts=engine.values("evidence"),
        found=engine.search(Query(filters={"evidence": (step,)}, per_page=EXAMPLES_OF_A_STEP)),
        engine=engine,
    )


@blueprint.get("/tentang")
def about() -> str:
    """What the collection is, how cases get in, how facts are cited, the licence."""
    return render_template("pages/about.html", engine=current_engine(), steps=proof.ladder())


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """Browsers that ask here without being told get the mark."""
    return redirect(url_for("static", filename="mark.svg"), 301)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Cases may be crawled; the endless combinations of filters and lists need not be."""
    rules = "\n".join(f"Disallow: {path}" for path in NOT_CRAWLED)
    return Response(f"User-agent: *\n{rules}\n", mimetype="text/plain")
