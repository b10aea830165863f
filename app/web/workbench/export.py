"""Cases as a table for machines: CSV with the names of the case file and the API.

:mod:`app.web.workbench.spreadsheet` has the same cases as a workbook for people, and
:mod:`app.web.workbench.export_views` the views that send both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext as _

from app.collection import contacts, vocabulary, wording
from app.collection.case import Case, Result
from app.collection.evidence import assess
from app.documents.office.tables import CellValue, Table
from app.search.engine import Engine
from app.search.query.query import PER_PAGE
from app.search.results import Results
from app.web.site import search_text
from app.web.site.downloads import provenance
from app.web.site.i18n import label, language
from app.web.site.links import search_url

#: Rows of a file: more than the whole collection of today. A row costs 0.5 ms as CSV and 2 to
#: 3 ms as a workbook (measured on 490 cases), so a file takes at most a third of the server's
#: time limit. Half of a CSV row is the check of the case that the index holds as
#: JSON; a second reader without checks would save 0.1 ms of it, which is not worth it.
MOST_ROWS = 3_000


@dataclass(frozen=True)
class ExportedCase:
    """A case of the results, with values that its file does not have.

    Attributes:
        url: the address of its page.
        evidence: the evidence step, 0 to 4.
        about: whether the case is about the query, and not only related to it; None
            without a query.
    """

    case: Case
    url: str
    evidence: int
    about: bool | None


def _lines(texts: Iterable[str]) -> CellValue:
    """Texts in one cell, a line each."""
    return "\n".join(texts) or None


def _as_text(value: object) -> CellValue:
    """A value as text; a missing value stays missing."""
    return None if value is None else str(value)


def _result(result: Result) -> str:
    return wording.result(result, language())


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
    "results": lambda row: _lines(map(_result, row.case.results)),
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
    # Empty where nobody searched: the cases of a shortlist.
    "about": lambda row: {True: _("ya"), False: _("tidak"), None: ""}[row.about],
}


def machine_table(
    rows: Iterable[ExportedCase], title: str, about: tuple[tuple[str, CellValue], ...]
) -> Table:
    """Cases as a table, with the columns of :data:`COLUMNS`."""
    return Table(
        title=title,
        header=tuple(COLUMNS),
        rows=[tuple(cell(row) for cell in COLUMNS.values()) for row in rows],
        gap=_("Belum ada data"),
        about=about,
        about_title=_("Tentang berkas ini"),
    )


def exported(cases: Iterable[tuple[Case, bool | None]]) -> list[ExportedCase]:
    """Cases, each with whether it is about the query, with what their files do not have."""
    pages = f"{request.url_root}inovasi/"
    return [
        ExportedCase(case, f"{pages}{case.slug}", assess(case).step, about) for case, about in cases
    ]


def exported_results(results: Results, engine: Engine) -> list[ExportedCase]:
    """The cases that a search found, in its order."""
    found = ((engine.case(hit.card.slug), hit.about) for hit in results.hits)
    return exported((case, about) for case, about in found if case)


def description(results: Results, engine: Engine) -> tuple[tuple[str, CellValue], ...]:
    """What a file with the results of a search says about itself."""
    search = replace(results.query, per_page=PER_PAGE)
    filters = "; ".join(chip.text for chip in search_text.chips(search))
    return (
        (_("Pencarian"), search.text or _("semua inovasi")),
        (_("Saringan"), filters or _("tanpa saringan")),
        (_("Dalam kata"), str(search_text.sentence(results))),
        (_("Jumlah baris"), _number_of_rows(len(results.hits), results.listed)),
        *provenance(engine, search_url(search, page=1)),
    )


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
