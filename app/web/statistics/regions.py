"""The regions that have cases and those that have none yet, also as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from app.collection import vocabulary
from app.collection.coverage import ProvinceCoverage, RegionCoverage, coverage
from app.collection.geography import geography
from app.collection.regions import by_code
from app.documents.office.tables import CellValue
from app.search.engine import Engine
from app.web.site.downloads import TableKind
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label
from app.web.site.params import BadParameter
from app.web.statistics.blueprint import blueprint
from app.web.statistics.files import download_statistics
from app.web.statistics.replications import replications_in

#: How many cases of other regions the link to the event kit takes along.
TAKEN_ALONG = 5


@lru_cache(maxsize=1)
def coverage_of(engine: Engine) -> Mapping[str, ProvinceCoverage]:
    """Every province with the cases of its regions, worked out once for each engine."""
    return coverage(engine.regions)


@blueprint.get("/statistik/daerah")
def regions() -> Response:
    """The regions with and without cases: their numbers by province, or those of a province."""
    engine = current_engine()
    provinces = coverage_of(engine)
    typed = request.args.get("province", "")
    chosen, bad = read_province(typed, provinces)
    entries = (chosen.government, *chosen.regions) if chosen else ()
    examples = dict.fromkeys(example.slug for entry in entries for example in entry.examples)
    page = render_template(
        "statistics/regions.html",
        provinces=provinces.values(),
        chosen=chosen,
        bad=bad,
        titles=_titles(entries, engine),
        along=tuple(examples)[:TAKEN_ALONG],
        replications=replications_in(chosen, engine) if chosen else (),
    )
    return Response(page, 400 if bad else 200)


def read_province(
    typed: str, provinces: Mapping[str, ProvinceCoverage]
) -> tuple[ProvinceCoverage | None, BadParameter | None]:
    """The province that ``?province=`` names, if any, and what is wrong with it."""
    if not typed:
        return None, None
    if typed in provinces:
        return provinces[typed], None
    message = _("Provinsi “%(value)s” tidak dikenal; pilih satu dari daftar.", value=typed[:100])
    return None, BadParameter("province", message)


def _titles(entries: Iterable[RegionCoverage], engine: Engine) -> Mapping[str, str]:
    """Slug → title of every case that some regions have or that is proposed to them."""
    slugs: dict[str, None] = {}
    for entry in entries:
        slugs |= dict.fromkeys((*entry.slugs, *(example.slug for example in entry.examples)))
    return engine.titles(tuple(slugs))


# --- table ----------------------------------------------------------------------------


@blueprint.get("/statistik/daerah.csv", endpoint="regions_csv", defaults={"kind": "csv"})
@blueprint.get("/statistik/daerah.xlsx", endpoint="regions_xlsx", defaults={"kind": "xlsx"})
def regions_file(kind: TableKind) -> Response:
    """Every region, or those of a province, with its cases or with those proposed to it."""
    engine = current_engine()
    provinces = coverage_of(engine)
    chosen, bad = read_province(request.args.get("province", ""), provinces)
    if bad:
        abort(answer(400, _("Provinsi tidak dikenal"), bad.message))
    shown = [chosen] if chosen else provinces.values()
    entries = [entry for province in shown for entry in (province.government, *province.regions)]
    titles = _titles(entries, engine)
    header = (
        *(_("Kode"), _("Daerah"), _("Tingkat"), _("Provinsi"), _("Jumlah kasus")),
        *(_("Kasus"), _("Contoh dari daerah terdekat dan daerah mirip"), _("Alamat contoh")),
        *(_("Berbatasan darat dengan"), _("Terdekat selain itu")),
    )
    rows = [_row(entry, titles) for entry in entries]
    title = _("Daerah dan kasusnya")
    province = chosen.government.region.name if chosen else None
    page = url_for("statistics.regions", province=province, s=None)
    return download_statistics(title, header, rows, page, kind, title, *filter(None, [province]))


def _row(entry: RegionCoverage, titles: Mapping[str, str]) -> tuple[CellValue, ...]:
    region = entry.region
    examples = [f"{titles[e.slug]} ({e.region.name})" for e in entry.examples]
    addresses = [url_for("pages.case", slug=e.slug, _external=True) for e in entry.examples]
    return (
        *(region.code, region.name, label(vocabulary.LEVELS[region.level]), region.province),
        len(entry.slugs),
        "; ".join(titles[slug] for slug in entry.slugs) or None,
        "; ".join(examples),
        "; ".join(addresses),
        _names(geography()[region.code].land),
        _names(geography()[region.code].nearby),
    )


def _names(codes: Iterable[str]) -> str:
    return "; ".join(by_code()[code].name for code in codes)
