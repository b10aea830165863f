"""A theme as a Word file, and the results of its cases as a table."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_babel import pgettext

from app.collection import vocabulary, wording
from app.collection.theme_overview import FIGURE_KINDS, RecordedResult, ThemeOverview
from app.documents.office.tables import CellValue, Table
from app.web.site.downloads import (
    TableKind,
    caption,
    download,
    download_table,
    file_name,
    provenance,
)
from app.web.site.engine import current_engine
from app.web.site.i18n import label, today
from app.web.site.links import url_for
from app.web.themes.blueprint import blueprint
from app.web.themes.context import requested_theme


@blueprint.get("/tema/<slug>.docx")
def theme_docx(slug: str) -> Response:
    """The theme as a Word file."""
    from app.documents.theme import theme_document  # loads python-docx

    overview = requested_theme(slug)
    page = url_for("themes.theme", slug=slug, s=None, _external=True)
    day = today()
    name = file_name(day, _("tema"), overview.theme.title)
    return download(theme_document(overview, page, day), name, "docx")


@blueprint.get("/tema/<slug>.csv", endpoint="results_csv", defaults={"kind": "csv"})
@blueprint.get("/tema/<slug>.xlsx", endpoint="results_xlsx", defaults={"kind": "xlsx"})
def results_file(slug: str, kind: TableKind) -> Response:
    """The results of the theme's cases as a table."""
    overview = requested_theme(slug)
    return download_table(_table(overview), kind, _("tema"), overview.theme.title)


def _table(overview: ThemeOverview) -> Table:
    header = (
        *(
            _("Kasus"),
            _("Tempat"),
            pgettext("tema", "Cara"),
            _("Ukuran"),
            _("Sebelum"),
            _("Sesudah"),
        ),
        *(_("Tahun"), _("Jenis angka"), _("Memburuk"), _("Bukti"), _("Status"), _("Alamat")),
    )
    steps = {entry.case.slug: entry.step for entry in overview.cases}
    rows = [_row(row, overview, steps[row.case.slug]) for row in overview.results]
    page = url_for("themes.theme", slug=overview.theme.slug, s=None)
    about = ((_("Tema"), overview.theme.title), *provenance(current_engine(), page))
    return Table(
        overview.theme.title,
        header,
        rows,
        gap=_("Belum ada data"),
        about=about,
        about_title=_("Tentang berkas ini"),
        caption=caption(_("Tema: %(title)s", title=overview.theme.title)),
    )


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
