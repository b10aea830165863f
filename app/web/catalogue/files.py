"""The catalogue as a CSV file or an Excel workbook: every entry that the page lists."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _

from app.collection import vocabulary, wording
from app.documents.office.tables import CellValue, Table
from app.search.catalogue import CatalogueQuery, Listed
from app.search.engine import Engine
from app.web.catalogue.blueprint import blueprint
from app.web.site.catalogue import catalogue_url, read_catalogue_query
from app.web.site.downloads import TableKind, caption, download_table, provenance
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label
from app.web.site.links import url_for

#: Rows of a file. A workbook of so many takes some two seconds.
MOST_ROWS = 5_000


@blueprint.get("/katalog.csv", endpoint="table_csv", defaults={"kind": "csv"})
@blueprint.get("/katalog.xlsx", endpoint="table_xlsx", defaults={"kind": "xlsx"})
def table_file(kind: TableKind) -> Response:
    """The entries as a table."""
    engine = current_engine()
    query, bad = read_catalogue_query(request.args, engine)
    if bad:
        reasons = " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad)
        abort(answer(400, _("Sebagian alamat ini tidak bisa dipakai"), reasons))
    chosen = [value for values in query.filters.values() for value in values]
    return download_table(_table(query, engine), kind, _("katalog inovasi"), query.text, *chosen)


def _table(query: CatalogueQuery, engine: Engine) -> Table:
    found = engine.catalogue.find(query)
    header = (
        *(_("Nama"), _("Kepanjangan"), _("Unit"), _("Instansi"), _("Provinsi"), _("Tingkat")),
        *(_("Tahun"), _("Penghargaan"), _("Sumber"), _("Alamat sumber"), _("Penerbit")),
        *(_("Kasus"), _("Alamat kasus")),
    )
    rows = [_row(listed) for listed in found.first(MOST_ROWS)]
    about = (
        *provenance(engine, catalogue_url(query)),
        (_("Jumlah baris"), len(rows)),
        (_("Jumlah seluruh baris"), found.total),
    )
    title = _("Katalog inovasi")
    return Table(
        title,
        header,
        rows,
        gap=_("Belum ada data"),
        about=about,
        about_title=_("Tentang berkas ini"),
        caption=caption(title),
    )


def _row(listed: Listed) -> tuple[CellValue, ...]:
    entry = listed.entry
    case = url_for("pages.case", slug=listed.case, s=None, _external=True) if listed.case else None
    return (
        *(entry.title, entry.expansion, entry.agency, wording.government_place(entry.government)),
        *(entry.province, label(vocabulary.LEVELS[entry.level]), entry.year, entry.award),
        *(entry.source_title, entry.source_url, entry.publisher),
        *(listed.title or _("Belum ada kasusnya"), case),
    )
