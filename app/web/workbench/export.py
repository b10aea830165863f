"""The columns of a file with all results of a search, and the description of the file.

The views that send the file stand in :mod:`app.web.workbench.export_views`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext as _

from app.collection import contacts, vocabulary, wording
from app.collection.case import Case
from app.documents.office.tables import CellValue, Table
from app.search.engine import Engine
from app.search.query.query import PER_PAGE
from app.search.results import Results
from app.web.site import search_text
from app.web.site.downloads import provenance
from app.web.site.i18n import label, language
from app.web.site.links import search_url

#: Rows of a file: more than the whole collection of today. A row costs 0.3 to 0.4 ms as
#: CSV and 1 to 1.5 ms as a workbook (measured on 490 cases), so a file stays far below the
#: server's time limit. Half of a CSV row is the check of the case that the index holds as
#: JSON; a second reader without checks would save 0.1 ms of it, which is not worth it.
MOST_ROWS = 3_000


@dataclass(frozen=True)
class ExportedCase:
    """A case of the results, with values that its file does not have.

    Attributes:
        url: the address of its page.
        evidence: the evidence step, 0 to 4, as the index has it.
        about: whether the case is about the query, and not only related to it.
    """

    case: Case
    url: str
    evidence: int
    about: bool


def _lines(texts: Iterable[str]) -> CellValue:
    """Texts in one cell, a line each."""
    return "\n".join(texts) or None


def _as_text(value: object) -> CellValue:
    """A value as text; a missing value stays missing."""
    return None if value is None else str(value)


#: Name of a column (as in the case file and the API, if the value stands there) → its cell.
COLUMNS: Mapping[str, Callable[[ExportedCase], CellValue]] = {
    "slug": lambda row: row.case.slug,
    "url": lambda row: row.url,
    "title": lambda row: row.case.title,
    "expansion": lambda row: row.case.expansion,
    "summary": lambda row: row.case.summary,
    # An editor's words: where they are missing, the cell is empty, since no source could say them.
    "summary_en": lambda row: row.case.summary_en or "",
    "problems": lambda row: "\n".join(row.case.problems),
    "agency": lambda row: row.case.agency,
    "government": lambda row: row.case.government,
    "level": lambda row: label(vocabulary.LEVELS[row.case.level]),
    "province": lambda row: row.case.province,
    "category": lambda row: label(vocabulary.CATEGORIES[row.case.category]),
    "status": lambda row: label(vocabulary.STATUSES[row.case.status]),
    "status_as_of": lambda row: _as_text(row.case.status_as_of),
    "started": lambda row: row.case.started,
    "evidence": lambda row: row.evidence,
    "results": lambda row: _lines(map(wording.result, row.case.results)),
    "cost": lambda row: row.case.cost,
    "staff": lambda row: row.case.staff,
    "duration": lambda row: row.case.duration,
    "legal_basis": lambda row: _lines(row.case.legal_basis),
    "copy_terms": lambda row: row.case.copy_terms,
    "awards": lambda row: _lines(map(wording.award, row.case.awards)),
    "replicated_by": lambda row: _lines(map(wording.copy, row.case.replicated_by)),
    "tags": lambda row: ", ".join(row.case.tags),
    "website": lambda row: row.case.website,
    "contacts": lambda row: _lines(
        channel.line(language()) for channel in contacts.channels(row.case)
    ),
    "sources": lambda row: _lines(f"{s.title} <{s.url}>" for s in row.case.sources),
    "updated": lambda row: row.case.updated.isoformat(),
    "about": lambda row: _("ya") if row.about else _("tidak"),
}


def results_table(results: Results, engine: Engine) -> Table:
    """Results as a table, with the search written into it."""
    rows = [tuple(cell(row) for cell in COLUMNS.values()) for row in _rows(results, engine)]
    search = replace(results.query, per_page=PER_PAGE)
    filters = "; ".join(chip.text for chip in search_text.chips(search))
    return Table(
        title=_("Hasil pencarian"),
        header=tuple(COLUMNS),
        rows=rows,
        gap=_("Belum ada data"),
        about=(
            (_("Pencarian"), search.text or _("semua inovasi")),
            (_("Saringan"), filters or _("tanpa saringan")),
            (_("Dalam kata"), str(search_text.sentence(results))),
            (_("Jumlah baris"), _number_of_rows(len(rows), results.listed)),
            *provenance(engine, search_url(search, page=1)),
        ),
        about_title=_("Tentang berkas ini"),
    )


def _rows(results: Results, engine: Engine) -> Iterable[ExportedCase]:
    pages = f"{request.host_url}inovasi/"
    for hit in results.hits:
        case = engine.case(hit.card.slug)
        if case:
            yield ExportedCase(case, f"{pages}{case.slug}", hit.card.evidence, hit.about)


def _number_of_rows(shown: int, total: int) -> CellValue:
    """The number of rows, or how many of how many they are."""
    if shown == total:
        return shown
    return _(
        "%(shown)s dari %(total)s: berkas ini memuat yang teratas saja; persempit "
        "pencarian untuk mendapat semuanya",
        shown=shown,
        total=total,
    )
