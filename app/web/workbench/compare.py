"""Compare: two to four cases side by side, on a page, as CSV and as a Word file."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection.case import Case
from app.documents.office.content import Content, Span
from app.documents.office.tables import Table, to_csv
from app.search.engine import Engine
from app.web.site.downloads import download, provenance
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.shortlist import Picked, current, selection
from app.web.workbench import comparison
from app.web.workbench.blueprint import blueprint
from app.web.workbench.comparison import FEWEST, MOST, Cell, Comparison, Row


@blueprint.get("/banding")
def compare() -> Response:
    """The comparison; with too few or too many cases, a choice among those of the list."""
    library = current_engine()
    picked = selection()
    cases = _cases(picked, library)
    page = render_template(
        "workbench/compare.html",
        picked_here=picked,
        cases=cases,
        comparison=comparison.compare(cases) if FEWEST <= len(cases) <= MOST else None,
        offered=_offered(picked),
        fewest=FEWEST,
        most=MOST,
        library=library,
    )
    return Response(page, 400 if picked.bad or current().bad else 200)


def _cases(picked: Picked, library: Engine) -> list[Case]:
    return [case for case in map(library.case, picked.shortlist.slugs) if case]


def _offered(picked: Picked) -> dict[str, str]:
    """The cases that can be chosen: slug → title."""
    return {**current().titles, **picked.titles}


@blueprint.get("/banding.csv")
def compare_csv() -> Response:
    """The comparison as a table: facts in rows, cases in columns."""
    found = _compared()
    if isinstance(found, Response):
        return found
    table = Table(
        title=_("Perbandingan"),
        header=(_("Fakta"), *(case.title for case in found.cases)),
        rows=[(row.name, *map(_text, row.cells)) for row in found.rows],
        gap=_("Belum ada data"),
        about=provenance(current_engine(), _address(found)),
        about_title=_("Tentang"),
    )
    return download(to_csv(table), "perbandingan", "csv")


@blueprint.get("/banding.docx")
def compare_docx() -> Response:
    """The comparison as a Word file, A4 on its side."""
    found = _compared()
    if isinstance(found, Response):
        return found
    return download(_word(found, current_engine()), "perbandingan", "docx")


def _word(found: Comparison, library: Engine) -> bytes:
    """The comparison as a Word document."""
    from app.documents.office.word import WordDocument  # loads python-docx

    title = _("Perbandingan inovasi")
    document = WordDocument(
        title,
        created=library.built_at.date(),
        landscape=True,
        size=9 if len(found.cases) > 2 else 10,
    )
    document.title(title, " · ".join(case.title for case in found.cases))
    document.table(
        [_("Fakta"), *(case.title for case in found.cases)],
        [[_name(row), *map(_content, row.cells)] for row in found.rows],
        widths=[2.6, *(6 for _case in found.cases)],
        first_strong=True,
    )
    for name, value in provenance(library, _address(found)):
        document.paragraph(f"{name}: {value}", small=True, after=2)
    return document.to_bytes()


def _compared() -> Comparison | Response:
    """The comparison that a file is asked of, or why there is none."""
    picked = selection()
    cases = _cases(picked, current_engine())
    if not picked.bad and FEWEST <= len(cases) <= MOST:
        return comparison.compare(cases)
    chosen = ngettext("Yang dikenali: %(num)s kasus.", "Yang dikenali: %(num)s kasus.", len(cases))
    reasons = " ".join(parameter.message for parameter in picked.bad)
    return answer(
        400,
        _("Pilih %(least)s sampai %(most)s kasus", least=FEWEST, most=MOST),
        f"{chosen} {reasons}".strip(),
    )


def _address(found: Comparison) -> str:
    return url_for("workbench.compare", s=[case.slug for case in found.cases], daftar=None)


def _name(row: Row) -> str:
    return _("%(fact)s (sama)", fact=row.name) if row.same else row.name


def _text(cell: Cell) -> str | None:
    lines = (f"{line.text} ({line.note})" if line.note else line.text for line in cell.lines)
    return "\n".join(lines) or None


def _content(cell: Cell) -> Content:
    """A cell for Word: each fact on a line of its own, a gap said as one."""
    if not cell.lines:
        return Span(_("Belum ada data"), "gap")
    spans: list[Span | str] = []
    for n, line in enumerate(cell.lines):
        spans.append(Span(("\n" if n else "") + line.text, url=line.url or None))
        if line.note:
            spans.append(Span(f" ({line.note})", "soft"))
    return spans
