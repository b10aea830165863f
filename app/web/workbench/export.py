"""All results of a search as a file for a spreadsheet, with the search written into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from flask import Response, request
from flask_babel import gettext as _

from app.collection import vocabulary
from app.collection.case import Case
from app.collection.evidence import assess
from app.documents.office import tables
from app.documents.office.tables import CellValue, Table
from app.search.engine import Engine
from app.search.query.query import PER_PAGE
from app.search.results import Results
from app.web.site import present
from app.web.site.downloads import download, provenance
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label
from app.web.site.links import search_url
from app.web.site.params import read_query
from app.web.workbench.blueprint import blueprint

#: Rows of one file. More than the whole collection of today; a row costs about 2 ms, so
#: this keeps a request well below the server's time limit.
MOST_ROWS = 3_000


def _lines(texts: list[str]) -> CellValue:
    return "\n".join(texts) or None


#: Name of the column (as in the case file and the API where it is one value there) → cell.
COLUMNS: Mapping[str, Callable[[Case], CellValue]] = {
    "slug": lambda case: case.slug,
    "url": lambda case: f"{request.host_url}inovasi/{case.slug}",
    "title": lambda case: case.title,
    "expansion": lambda case: case.expansion,
    "summary": lambda case: case.summary,
    "agency": lambda case: case.agency,
    "government": lambda case: case.government,
    "level": lambda case: label(vocabulary.LEVELS[case.level]),
    "province": lambda case: case.province,
    "category": lambda case: label(vocabulary.CATEGORIES[case.category]),
    "status": lambda case: label(vocabulary.STATUSES[case.status]),
    "status_as_of": lambda case: None if case.status_as_of is None else str(case.status_as_of),
    "started": lambda case: case.started,
    "evidence": lambda case: assess(case).step,
    "results": lambda case: _lines(
        [f"{r.measure}: {f'{r.before} → ' if r.before else ''}{r.after}" for r in case.results]
    ),
    "cost": lambda case: case.cost,
    "staff": lambda case: case.staff,
    "duration": lambda case: case.duration,
    "legal_basis": lambda case: _lines(list(case.legal_basis)),
    "copy_terms": lambda case: case.copy_terms,
    "awards": lambda case: _lines([f"{a.rank} {a.name} {a.year}" for a in case.awards]),
    "replicated_by": lambda case: _lines(
        [f"{copy.by} ({copy.year})" if copy.year else copy.by for copy in case.replicated_by]
    ),
    "tags": lambda case: ", ".join(case.tags),
    "website": lambda case: case.website,
    "sources": lambda case: _lines([f"{s.title} <{s.url}>" for s in case.sources]),
    "updated": lambda case: case.updated.isoformat(),
}


@blueprint.get("/cari.csv")
def search_csv() -> Response:
    """The results as CSV."""
    return _file("csv", tables.to_csv)


@blueprint.get("/cari.xlsx")
def search_xlsx() -> Response:
    """The results as an Excel workbook."""
    from app.documents.office.excel import to_xlsx  # loads openpyxl

    return _file("xlsx", to_xlsx)


def _file(kind: Literal["csv", "xlsx"], write: Callable[[Table], bytes]) -> Response:
    library = current_engine()
    query, bad = read_query(request.args, library)
    if bad:
        return answer(
            400,
            _("Sebagian alamat ini tidak bisa dipakai"),
            " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad),
        )
    results = library.search(replace(query, page=1, per_page=MOST_ROWS))
    return download(write(_table(results, library)), "inovasi", kind)


def _table(results: Results, library: Engine) -> Table:
    found = (library.case(hit.card.slug) for hit in results.hits)
    rows = [tuple(cell(case) for cell in COLUMNS.values()) for case in found if case]
    shown: CellValue = len(rows)
    if len(rows) < results.total:
        shown = _(
            "%(shown)s dari %(total)s: berkas ini memuat yang teratas saja; persempit "
            "pencarian untuk mendapat semuanya",
            shown=len(rows),
            total=results.total,
        )
    query = replace(results.query, per_page=PER_PAGE)
    filters = "; ".join(chip.text for chip in present.chips(query))
    return Table(
        title=_("Hasil pencarian"),
        header=tuple(COLUMNS),
        rows=rows,
        gap=_("Belum ada data"),
        about=(
            (_("Pencarian"), results.query.text or _("semua inovasi")),
            (_("Saringan"), filters or _("tanpa saringan")),
            (_("Dalam kata"), _in_words(results)),
            (_("Jumlah baris"), shown),
            *provenance(library, search_url(query, page=1)),
        ),
        about_title=_("Tentang berkas ini"),
    )


def _in_words(results: Results) -> str:
    count, asked, narrowed = present.sentence(results)
    about = _("tentang %(asked)s", asked=asked) if asked else ""
    return " ".join(part for part in (count, about, narrowed) if part)
