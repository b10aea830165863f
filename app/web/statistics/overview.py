"""The collection in numbers: the map, the bars, and category by province, also as a table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.collection import evidence, vocabulary
from app.collection.stats import count_running
from app.documents.office.tables import CellValue
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.site.bar_charts import bar_charts
from app.web.site.catalogue import national
from app.web.site.downloads import TableKind
from app.web.site.engine import current_engine
from app.web.site.i18n import label, number
from app.web.site.links import search_url
from app.web.site.statuses import status_counts
from app.web.site.tile_map import shade_names
from app.web.statistics import charts
from app.web.statistics.blueprint import blueprint
from app.web.statistics.files import download_statistics
from app.web.statistics.regions import coverage_of
from app.web.statistics.replications import replication_figures


@dataclass(frozen=True)
class Figure:
    """A number on top of the page.

    Attributes:
        name: what is counted.
        note: what the number leaves out, in words; empty if nothing.
    """

    name: str
    number: int
    url: str
    note: str = ""


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
        shades=shade_names(charts.SHADES),
        bar_charts=bar_charts(engine),
        recent_since=evidence.recent_since(),
        rows=rows,
        empty=sum(not count.count for count in pairs),
        pairs=len(pairs),
        replications=replication_figures(engine),
        national_count=national(engine),
    )


def _figures(engine: Engine) -> list[Figure]:
    """The numbers on top of the page."""
    provinces = coverage_of(engine).values()
    regions = url_for("statistics.regions")
    return [
        Figure(_("Kasus"), engine.cases, url_for("pages.search")),
        _running(engine),
        Figure(
            _("Kabupaten dan kota yang punya kasus"),
            sum(len(province.with_cases) for province in provinces),
            regions,
        ),
        Figure(
            _("Kabupaten dan kota yang belum punya kasus"),
            sum(len(province.without_cases) for province in provinces),
            regions,
        ),
    ]


def _running(engine: Engine) -> Figure:
    """The innovations that still run by a recent source; those by an older one in the note."""
    count = count_running(status_counts(engine))
    return Figure(
        _("Masih berjalan menurut sumber sejak %(year)s", year=evidence.recent_since()),
        count.recent,
        # The cases with a recent source stand first.
        search_url(Query(filters={"status": evidence.RUNNING}, sort="source")),
        _(
            "%(n)s lagi menurut sumber yang lebih lama atau tanpa tanggal",
            n=number(count.older),
        )
        if count.older
        else "",
    )


@blueprint.get("/statistik.csv", endpoint="overview_csv", defaults={"kind": "csv"})
@blueprint.get("/statistik.xlsx", endpoint="overview_xlsx", defaults={"kind": "xlsx"})
def overview_file(kind: TableKind) -> Response:
    """Category by province as a table."""
    categories = (label(name) for name in vocabulary.CATEGORIES.values())
    rows: list[tuple[CellValue, ...]] = [
        (row.name, *(count.count for count in row.counts), row.total.count)
        for row in charts.province_rows(current_engine())
    ]
    header = (_("Provinsi"), *categories, _("Semua"))
    title = _("Kasus menurut provinsi dan bidang")
    page = url_for("statistics.overview", s=None)
    return download_statistics(title, header, rows, page, kind, title)
