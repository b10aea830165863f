"""Who copied whom as a CSV file or an Excel workbook: every pair that the page lists."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _

from app.collection import replications, vocabulary, wording
from app.collection.replications import KINDS, Pair
from app.documents.office.tables import CellValue, Table, to_csv
from app.search.engine import Engine
from app.web.replications.blueprint import blueprint
from app.web.site.downloads import download, provenance
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label
from app.web.site.links import url_for
from app.web.site.pairs import pairs_url, read_pair_query, sources_of

#: Rows of a file. A row costs two cases, 0.2 ms each, for its sources.
MOST_ROWS = 3_000


@blueprint.get("/replikasi.csv")
def table_csv() -> Response:
    """The pairs as CSV."""
    return download(to_csv(_table()), "replikasi", "csv")


@blueprint.get("/replikasi.xlsx")
def table_xlsx() -> Response:
    """The pairs as an Excel workbook."""
    from app.documents.office.excel import to_xlsx  # loads openpyxl

    return download(to_xlsx(_table()), "replikasi", "xlsx")


def _table() -> Table:
    """All pairs of this request; with a bad parameter, the request ends with 400."""
    engine = current_engine()
    query, bad = read_pair_query(request.args, engine)
    if bad:
        reasons = " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad)
        abort(answer(400, _("Sebagian alamat ini tidak bisa dipakai"), reasons))
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
    return Table(_("Siapa meniru siapa"), header, rows, _("Belum ada data"), about, _("Keterangan"))


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
