"""Who copied whom as a CSV file or an Excel workbook: every pair that the page lists."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _

from app.collection import replications, vocabulary, wording
from app.collection.replications import KINDS, Pair, PairQuery
from app.documents.office.tables import CellValue, Table
from app.search.engine import Engine
from app.web.replications.blueprint import blueprint
from app.web.site.downloads import TableKind, caption, download_table, provenance
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label
from app.web.site.links import url_for
from app.web.site.pairs import pairs_url, read_pair_query, sources_of

#: Rows of a file. A row costs two cases, 0.2 ms each, for its sources.
MOST_ROWS = 3_000


# The variable is not called “kind”, as on other pages: that is a parameter of these addresses.
@blueprint.get("/replikasi.csv", endpoint="table_csv", defaults={"ending": "csv"})
@blueprint.get("/replikasi.xlsx", endpoint="table_xlsx", defaults={"ending": "xlsx"})
def table_file(ending: TableKind) -> Response:
    """The pairs as a table."""
    query = _query(current_engine())
    return download_table(_table(query), ending, _("replikasi inovasi"), *query.filters.values())


def _query(engine: Engine) -> PairQuery:
    """What this request asks; with a bad parameter, the request ends with 400."""
    query, bad = read_pair_query(request.args, engine)
    if bad:
        reasons = " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad)
        abort(answer(400, _("Sebagian alamat ini tidak bisa dipakai"), reasons))
    return query


def _table(query: PairQuery) -> Table:
    engine = current_engine()
    found = replications.find(engine.replications, query)
    header = (
        *(_("Inovasi asal"), _("Tempat asal"), _("Provinsi asal"), _("Bidang")),
        *(_("Peniru"), _("Daerah peniru"), _("Provinsi peniru"), _("Tahun"), _("Pemakaian")),
        *(_("Sumber"), _("Alamat sumber"), _("Alamat kasus asal"), _("Alamat kasus peniru")),
    )
    rows = [_row(pair, engine) for pair in found.pairs[:MOST_ROWS]]
    about = (
        *provenance(engine, pairs_url(query)),
        (_("Jumlah baris"), len(rows)),
        (_("Jumlah seluruh baris"), found.total),
    )
    title = _("Siapa meniru siapa")
    return Table(
        title,
        header,
        rows,
        gap=_("Belum ada data"),
        about=about,
        about_title=_("Tentang berkas ini"),
        caption=caption(title),
    )


def _row(pair: Pair, engine: Engine) -> tuple[CellValue, ...]:
    original, copy, region = pair.original, pair.copy, pair.copier_region
    sources = sources_of(pair, engine)
    return (
        *(original.title, wording.government_place(original.government), original.province),
        label(vocabulary.CATEGORIES[original.category]),
        *(copy.by, region.name if region else None, pair.copier_province, copy.year),
        label(KINDS[pair.kind]),
        "\n".join(source.title for source in sources) or None,
        "\n".join(source.url for source in sources) or None,
        _address(original.slug),
        _address(copy.case.slug) if copy.case else None,
    )


def _address(slug: str) -> str:
    return url_for("pages.case", slug=slug, s=None, _external=True)
