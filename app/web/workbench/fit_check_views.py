"""“Cocok untuk kami?” as a page: questions on one case, whose answers live in the address."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.web.site.engine import current_engine
from app.web.site.shortlist import current, selection
from app.web.workbench.blueprint import blueprint
from app.web.workbench.fit_check import open_points, read_answers
from app.web.workbench.fit_questions import areas


@blueprint.get("/cocok")
def fit() -> Response:
    """The questions on one case, and the points that the answers so far leave open."""
    engine = current_engine()
    picked = selection()
    slugs = picked.shortlist.slugs
    every_area = areas()
    answers, bad = read_answers(request.args, every_area)
    page = render_template(
        "workbench/fit.html",
        picked_here=picked,
        case=engine.case(slugs[0]) if len(slugs) == 1 else None,
        offered=picked.titles if slugs else {**picked.titles, **current().titles},
        areas=every_area,
        answers=answers,
        choices={"ya": _("Ya"), "belum": _("Belum"), "tidak-tahu": _("Tidak tahu")},
        open_points=open_points(every_area, answers),
        bad=bad,
        engine=engine,
    )
    return Response(page, 400 if bad or picked.bad or current().bad else 200)
