"""All results of a search, or the cases of the shortlist, as CSV or as an Excel workbook."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from app.search.engine import Engine
from app.search.results import Results
from app.web.site import search_text
from app.web.site import shortlist as shortlists
from app.web.site.downloads import TableKind, download_table, provenance
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.params import read_query
from app.web.workbench import export, spreadsheet
from app.web.workbench.blueprint import blueprint


@blueprint.get("/cari.csv", endpoint="search_csv", defaults={"kind": "csv"})
@blueprint.get("/cari.xlsx", endpoint="search_xlsx", defaults={"kind": "xlsx"})
def search_file(kind: TableKind) -> Response:
    """The results of a search: as CSV for machines, as an Excel workbook for planners."""
    engine = current_engine()
    results = _results(engine)
    rows = export.exported_results(results, engine)
    about = export.description(results, engine)
    if kind == "csv":
        table = export.machine_table(rows, _("Hasil pencarian"), about)
    else:
        table = spreadsheet.planner_table(rows, str(search_text.sentence(results)), about)
    return download_table(table, kind, _("inovasi"), *search_text.names(results.query))


@blueprint.get("/pilihan.csv", endpoint="shortlist_csv", defaults={"kind": "csv"})
@blueprint.get("/pilihan.xlsx", endpoint="shortlist_xlsx", defaults={"kind": "xlsx"})
def shortlist_file(kind: TableKind) -> Response:
    """The cases of the shortlist, in its order, in the same two forms."""
    engine = current_engine()
    picked = shortlists.current()
    if picked.bad or not picked.shortlist:
        reasons = " ".join(parameter.message for parameter in picked.bad)
        abort(answer(400, _("Daftar ini tidak bisa diunduh"), reasons or _("Daftarnya kosong.")))
    slugs = picked.shortlist.slugs
    rows = export.exported((case, None) for case in map(engine.case, slugs) if case)
    about = provenance(engine, url_for("workbench.shortlist", s=list(slugs)))
    title = _("Daftar pilihan")
    if kind == "csv":
        table = export.machine_table(rows, title, about)
    else:
        table = spreadsheet.planner_table(rows, title, about)
    return download_table(table, kind, _("daftar pilihan inovasi"))


def _results(engine: Engine) -> Results:
    """All results of this request's search; with a bad parameter, the request ends with 400."""
    query, bad = read_query(request.args, engine)
    if bad:
        reasons = " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad)
        abort(answer(400, _("Sebagian alamat ini tidak bisa dipakai"), reasons))
    return engine.search(replace(query, page=1, per_page=export.MOST_ROWS))
