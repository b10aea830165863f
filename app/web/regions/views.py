"""The pages: finding a region, a region, an institution."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.collection import vocabulary
from app.collection.regions import Region, by_code, regions
from app.documents.event.kit import MOST_INVITED
from app.search.engine import Engine
from app.web.regions import names, surroundings
from app.web.regions.blueprint import blueprint
from app.web.regions.institutions import institutions
from app.web.site.catalogue import of_institution, of_region
from app.web.site.engine import current_engine
from app.web.site.i18n import language
from app.web.site.requests import writable
from app.web.site.shortlist import current

#: The value of the facet ``known`` for cases with a measured result.
WITH_RESULT = "result"


@blueprint.get("/daerah")
def index() -> BaseResponse:
    """The region of a typed name, or a choice; below it, every province and institution."""
    typed = request.args.get("nama", "")[: names.NAME_MAX].strip()
    found = names.find(typed) if typed else names.FoundRegions()
    if len(found.exact) == 1:
        return redirect(url_for("regions.region", code=found.exact[0].code), 303)
    unknown = typed and not found.exact
    status = 404 if unknown else 400 if current().bad else 200
    return Response(_index_page(typed=typed, found=found), status)


def _index_page(**values: object) -> str:
    """The page to find a region; ``missing`` says what an address asked for in vain."""
    engine = current_engine()
    return render_template(
        "regions/index.html",
        islands=_islands(engine),
        names=list(regions()),
        institutions=institutions(engine),
        name_max=names.NAME_MAX,
        **values,
    )


def _islands(engine: Engine) -> list[tuple[str, list[tuple[Region, int, int]]]]:
    """Each island with its provinces: kabupaten and kota that have a case, and all of them."""
    inside: dict[str, list[bool]] = {}
    for region in regions().values():
        if region.level != "provinsi":
            inside.setdefault(region.province, []).append(region.code in engine.regions)
    return [
        (island, [(regions()[name], sum(inside[name]), len(inside[name])) for name in provinces])
        for island, provinces in vocabulary.ISLANDS.items()
    ]


def _missing(title: str, detail: str, meant: tuple[Region, ...] = ()) -> Response:
    """The answer to an address of no region or institution: the page to find one.

    Args:
        meant: the regions that the address may have meant.
    """
    found = names.FoundRegions(near=meant)
    page = _index_page(typed="", found=found, missing=(title, detail))
    return Response(page, 404)


@blueprint.get("/daerah/<code>")
def region(code: str) -> Response:
    """A region: its cases, those nearby, those of regions like it, the fields without any, and
    what is known by name alone.
    """
    region = by_code().get(code)
    if region is None:
        detail = _("Tidak ada daerah dengan kode “%(code)s”.", code=writable(code[:100]))
        found = names.find(code.replace("-", " "))
        return _missing(_("Daerah ini tidak ada"), detail, (*found.exact, *found.near))
    engine = current_engine()
    around = surroundings.surroundings(engine, region, language())
    page = render_template(
        "regions/region.html",
        around=around,
        region=region,
        with_results=replace(
            around.search, filters={**around.search.filters, "known": (WITH_RESULT,)}
        ),
        invited=[other.code for other in around.to_invite[:MOST_INVITED]],
        pairs_shown=surroundings.PAIRS,
        listed=of_region(engine, region.code),
    )
    return Response(page, 400 if current().bad else 200)


@blueprint.get("/instansi/<slug>")
def institution(slug: str) -> Response:
    """A central body or company: its cases, who copied whom, what others have done in its fields,
    and what is known by name alone.
    """
    engine = current_engine()
    found = institutions(engine).get(slug)
    if found is None:
        detail = _(
            "Tidak ada kasus dari instansi dengan alamat “%(slug)s”.", slug=writable(slug[:100])
        )
        return _missing(_("Instansi ini tidak ada"), detail)
    cards = surroundings.best_documented(engine, found.slugs)
    page = render_template(
        "regions/institution.html",
        institution=found,
        cards=cards[: surroundings.CASES_OF_AN_INSTITUTION],
        total=len(cards),
        fields=surroundings.fields_of(engine, cards),
        pairs=surroundings.pairs_of(engine, found.name),
        pairs_shown=surroundings.PAIRS,
        along=[card.slug for card in cards[: surroundings.TAKEN_ALONG]],
        listed=of_institution(engine, found.listed_as),
    )
    return Response(page, 400 if current().bad else 200)
