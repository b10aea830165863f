"""A theme as a Word file, and its results as a table."""

from __future__ import annotations

import datetime as dt

from flask import Response
from flask_babel import gettext as _

from app.collection import vocabulary, wording
from app.collection.theme_overview import FIGURE_KINDS, RecordedResult, ThemeOverview
from app.documents.office.tables import CellValue, Table, to_csv
from app.web.site.downloads import download, provenance
from app.web.site.engine import current_engine
from app.web.site.i18n import label
from app.web.site.links import url_for
from app.web.themes.blueprint import blueprint
from app.web.themes.context import requested_theme


@blueprint.get("/tema/<slug>.docx")
def theme_docx(slug: str) -> Response:
    """The theme as a Word file."""
    from app.documents.theme import theme_document  # loads python-docx

    overview = requested_theme(slug)
    page = url_for("themes.theme", slug=slug, s=None, _external=True)
    return download(theme_document(overview, page, dt.date.today()), f"tema-{slug}", "docx")


@blueprint.get("/tema/<slug>.csv")
def results_csv(slug: str) -> Response:
    """The results of the theme's cases as CSV."""
    return download(to_csv(_table(requested_theme(slug))), f"tema-{slug}", "csv")


@blueprint.get("/tema/<slug>.xlsx")
def results_xlsx(slug: str) -> Response:
    """The results of the theme's cases as an Excel workbook."""
    from app.documents.office.excel import to_xlsx  # loads openpyxl

    return download(to_xlsx(_table(requested_theme(slug))), f"tema-{slug}", "xlsx")


def _table(overview: ThemeOverview) -> Table:
    header = (
        *(_("Kasus"), _("Tempat"), _("Cara"), _("Ukuran"), _("Sebelum"), _("Sesudah")),
        *(_("Tahun"), _("Jenis angka"), _("Memburuk"), _("Bukti"), _("Status"), _("Alamat")),
    )
    steps = {entry.case.slug: entry.step for entry in overview.cases}
    rows = [_row(row, overview, steps[row.case.slug]) for row in overview.results]
    page = url_for("themes.theme", slug=overview.theme.slug, s=None)
    about = ((_("Tema"), overview.theme.title), *provenance(current_engine(), page))
    return Table(overview.theme.title, header, rows, _("Belum ada data"), about, _("Keterangan"))


def _row(row: RecordedResult, overview: ThemeOverview, step: int) -> tuple[CellValue, ...]:
    case, result = row.case, row.result
    return (
        *(case.title, wording.place(case)),
        overview.approaches[row.approach - 1].approach.name,
        *(result.measure, result.before, result.after, row.year),
        label(FIGURE_KINDS[row.kind]),
        _("ya") if result.adverse else _("tidak"),
        label(vocabulary.EVIDENCE[str(step)]),
        wording.status_with_age(case),
        url_for("pages.case", slug=case.slug, s=None, _external=True),
    )
