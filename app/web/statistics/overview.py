"""The collection in numbers: the map, the bars, and category by province, also as CSV."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.collection import vocabulary
from app.documents.office.tables import CellValue
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.site.engine import current_engine
from app.web.site.i18n import label
from app.web.site.links import search_url
from app.web.statistics import charts
from app.web.statistics.blueprint import blueprint
from app.web.statistics.files import download_csv
from app.web.statistics.regions import coverage_of

# Values of `status` of an innovation that still runs.
_RUNNING = ("berkembang", "berlanjut")


@blueprint.get("/statistik")
def overview() -> str:
    """The map, the bars, and category by province."""
    engine = current_engine()
    rows = charts.province_rows(engine)
    pairs = [count for row in rows for count in row.counts if row.name != vocabulary.NATIONAL]
    return render_template(
        "statistics/statistics.html",
        engine=engine,
        figures=_figures(engine),
        tiles=charts.tiles(engine),
        national=next(row.total for row in rows if row.name == vocabulary.NATIONAL),
        shades=charts.shade_names(),
        bar_charts=charts.bar_charts(engine),
        rows=rows,
        empty=sum(not count.count for count in pairs),
        pairs=len(pairs),
    )


def _figures(engine: Engine) -> list[tuple[str, int, str]]:
    """The numbers on top of the page: name, number, address."""
    status = engine.values("status")
    provinces = coverage_of(engine).values()
    return [
        (_("Kasus"), engine.cases, url_for("pages.search")),
        (
            _("Masih berjalan menurut sumber"),
            sum(status.get(value, 0) for value in _RUNNING),
            search_url(Query(filters={"status": _RUNNING})),
        ),
        (
            _("Kabupaten dan kota yang punya kasus"),
            sum(len(province.with_cases) for province in provinces),
            url_for("statistics.regions"),
        ),
        (
            _("Kabupaten dan kota yang belum punya kasus"),
            sum(len(province.without_cases) for province in provinces),
            url_for("statistics.regions"),
        ),
    ]


@blueprint.get("/statistik.csv")
def overview_csv() -> Response:
    """Category by province as CSV."""
    categories = (label(name) for name in vocabulary.CATEGORIES.values())
    rows: list[tuple[CellValue, ...]] = [
        (row.name, *(count.count for count in row.counts), row.total.count)
        for row in charts.province_rows(current_engine())
    ]
    header = (_("Provinsi"), *categories, _("Semua"))
    return download_csv(_("Kasus menurut provinsi dan bidang"), header, rows, "statistik")
