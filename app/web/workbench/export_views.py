"""All results of a search as a CSV file or an Excel workbook."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, request
from flask_babel import gettext as _

from app.documents.office.tables import Table, to_csv
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.params import read_query
from app.web.workbench import export
from app.web.workbench.blueprint import blueprint


@blueprint.get("/cari.csv")
def search_csv() -> Response:
    """The results as CSV."""
    return download(to_csv(_results()), "inovasi", "csv")


@blueprint.get("/cari.xlsx")
def search_xlsx() -> Response:
    """The results as an Excel workbook."""
    from app.documents.office.excel import to_xlsx  # loads openpyxl

    return download(to_xlsx(_results()), "inovasi", "xlsx")


def _results() -> Table:
    """All results of this request's search; with a bad parameter, the request ends with 400."""
    engine = current_engine()
    query, bad = read_query(request.args, engine)
    if bad:
        reasons = " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad)
        abort(answer(400, _("Sebagian alamat ini tidak bisa dipakai"), reasons))
    results = engine.search(replace(query, page=1, per_page=export.MOST_ROWS))
    return export.results_table(results, engine)
