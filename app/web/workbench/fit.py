"""“Cocok untuk kami?”: a talk with oneself over one case; answers live in the address."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.web.site.engine import current_engine
from app.web.site.shortlist import current, selection
from app.web.workbench import questions
from app.web.workbench.blueprint import blueprint


@blueprint.get("/cocok")
def fit() -> Response:
    """The questions on one case, and what the answers so far leave open."""
    library = current_engine()
    picked = selection()
    slugs = picked.shortlist.slugs
    areas = questions.areas()
    answers, bad = questions.read_answers(request.args, areas)
    page = render_template(
        "workbench/fit.html",
        picked_here=picked,
        case=library.case(slugs[0]) if len(slugs) == 1 else None,
        offered={**picked.titles, **({} if slugs else current().titles)},
        areas=areas,
        answers=answers,
        choices={"ya": _("Ya"), "belum": _("Belum"), "tidak-tahu": _("Tidak tahu")},
        finding=questions.find(areas, answers),
        bad=bad,
        library=library,
    )
    return Response(page, 400 if bad or picked.bad or current().bad else 200)
