"""The comparison as a page, as a table (CSV, Excel) and as a Word file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection.case import Case
from app.collection.evidence import assess
from app.documents.office.content import Content, Span
from app.documents.office.tables import Table
from app.search.engine import Engine
from app.web.site.downloads import TableKind, caption, download, download_table, provenance
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import listed_with_and, long_date
from app.web.site.params import BadParameter, flag
from app.web.site.shortlist import Picked, current, selection
from app.web.workbench.blueprint import blueprint
from app.web.workbench.comparison import (
    FEWEST,
    MOST,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    compare,
)

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

#: The parameter with which the page shows only the facts in which the cases differ.
DIFFERENCES = "beda"

# The width of the table of a comparison on a sheet, in digits: it prints in letters of 9 points.
_TABLE_WIDTH = 170


@blueprint.get("/banding", endpoint="compare")
def compare_page() -> Response:
    """The comparison; with too few or too many cases, a choice among those of the list."""
    engine = current_engine()
    picked = selection()
    cases = _cases(picked, engine)
    bad: list[BadParameter] = []
    only_differences = flag(request.args, DIFFERENCES, bad)
    page = render_template(
        "workbench/compare.html",
        picked_here=picked,
        cases=cases,
        comparison=compare(cases) if FEWEST <= len(cases) <= MOST else None,
        only_differences=only_differences,
        bad=bad,
        assess=assess,
        offered={**current().titles, **picked.titles},
        fewest=FEWEST,
        most=MOST,
        engine=engine,
    )
    return Response(page, 400 if bad or picked.bad or current().bad else 200)


@blueprint.get("/banding.csv", endpoint="compare_csv", defaults={"kind": "csv"})
@blueprint.get("/banding.xlsx", endpoint="compare_xlsx", defaults={"kind": "xlsx"})
def compare_file(kind: TableKind) -> Response:
    """The comparison as a table: facts in rows, cases in columns."""
    comparison = _compared()
    titles = (case.title for case in comparison.cases)
    return download_table(_table(comparison, current_engine()), kind, _("perbandingan"), *titles)


@blueprint.get("/banding.docx")
def compare_docx() -> Response:
    """The comparison as a Word file, A4 on its side."""
    return download(_word(_compared(), current_engine()), "perbandingan", "docx")


def _cases(picked: Picked, engine: Engine) -> list[Case]:
    return [case for case in map(engine.case, picked.shortlist.slugs) if case]


def _compared() -> Comparison:
    """The comparison of this request; if its cases don't allow one, 400 with the reason."""
    picked = selection()
    cases = _cases(picked, current_engine())
    if picked.bad or not FEWEST <= len(cases) <= MOST:
        count = ngettext(
            "Yang dikenali: %(num)s kasus.", "Yang dikenali: %(num)s kasus.", len(cases)
        )
        reasons = (parameter.message for parameter in picked.bad)
        title = _("Pilih %(least)s sampai %(most)s kasus", least=FEWEST, most=MOST)
        abort(answer(400, title, " ".join([count, *reasons])))
    return compare(cases)


def _address(comparison: Comparison) -> str:
    """The address of the page that shows a comparison, without the rest of the shortlist."""
    slugs = [case.slug for case in comparison.cases]
    return url_for("workbench.compare", s=slugs, daftar=None)


# --- table ----------------------------------------------------------------------------


def _table(comparison: Comparison, engine: Engine) -> Table:
    titles = [case.title for case in comparison.cases]
    return Table(
        title=_("Perbandingan"),
        header=(_("Fakta"), *titles),
        rows=[(row.name, *map(_text, row.cells)) for row in comparison.rows],
        gap=_("Belum ada data"),
        about=provenance(engine, _address(comparison)),
        about_title=_("Tentang berkas ini"),
        caption=caption(_("Perbandingan %(titles)s", titles=listed_with_and(titles))),
        widths=(18, *((_TABLE_WIDTH - 18) // len(titles) for _title in titles)),
    )


def _text(cell: ComparisonCell) -> str | None:
    """A cell of the table: a line for each fact."""
    return "\n".join(fact.words for fact in cell.facts) or None


# --- Word -----------------------------------------------------------------------------


def _word(comparison: Comparison, engine: Engine) -> bytes:
    """The comparison as a Word document, with smaller letters for more than two cases."""
    from app.documents.office.word import WordDocument  # loads python-docx

    title = _("Perbandingan inovasi")
    titles = [case.title for case in comparison.cases]
    document = WordDocument(
        title,
        created=engine.built_at.date(),
        landscape=True,
        size=9 if len(titles) > 2 else 10,
    )
    document.title(title, " · ".join(titles))
    for group in comparison.differences:
        document.heading(group.name, 2)
        document.table(
            [_("Fakta"), *titles],
            [[row.name, *map(_content, row.cells)] for row in group.rows],
            widths=[2.6, *(6 for _title in titles)],
            first_strong=True,
        )
    _write_rest(document, comparison)
    for name, value in provenance(engine, _address(comparison)):
        text = long_date(value) if isinstance(value, dt.date) else value
        document.paragraph(f"{name}: {text}", small=True, after=2)
    return document.to_bytes()


def _write_rest(document: WordDocument, comparison: Comparison) -> None:
    """Write the facts that are the same for all cases, and the names of the unknown ones."""
    if comparison.same:
        same = "; ".join(f"{row.name}: {_in_line(row)}" for row in comparison.same)
        document.paragraph([Span(_("Sama pada semua:"), "strong"), f" {same}."])
    if comparison.unknown:
        names = ", ".join(row.name.lower() for row in comparison.unknown)
        document.paragraph([Span(_("Belum ada data pada semua:"), "strong"), f" {names}."])


def _in_line(row: ComparisonRow) -> str:
    """The facts of a row that is the same for all cases."""
    return ", ".join(fact.words for fact in row.cells[0].facts)


def _content(cell: ComparisonCell) -> Content:
    """A cell of the Word table: each fact on a line of its own, or the mark of a gap."""
    if not cell.facts:
        return Span(_("Belum ada data"), "gap")
    spans: list[Span | str] = []
    for n, fact in enumerate(cell.facts):
        measure = f"{fact.measure}: " if fact.measure else ""
        spans.append(Span(("\n" if n else "") + measure + fact.text, url=fact.url or None))
        if fact.note:
            spans.append(Span(f" ({fact.note})", "soft"))
    return spans
