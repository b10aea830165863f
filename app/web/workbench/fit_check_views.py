"""“Cocok untuk kami?” as a page: questions on one case, whose answers live in the address."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.documents.letters import LETTERS
from app.web.site.engine import current_engine
from app.web.site.i18n import in_indonesian
from app.web.site.shortlist import current, selection
from app.web.workbench.blueprint import blueprint
from app.web.workbench.fit_check import read_answers, verdict
from app.web.workbench.fit_questions import areas

#: The letters that ask for facts; they carry the questions that the verdict leaves open.
ASKING = ("kunjungan", "permohonan-informasi")


@blueprint.get("/cocok")
def fit() -> Response:
    """The questions on one case, and the verdict that the answers so far allow."""
    engine = current_engine()
    picked = selection()
    slugs = picked.shortlist.slugs
    every_area = areas()
    answers, bad = read_answers(request.args, every_area)
    case = engine.case(slugs[0]) if len(slugs) == 1 else None
    with in_indonesian():  # the language of the letters
        in_letter = verdict(areas(), answers, case).ask_origin if case else ()
    page = render_template(
        "workbench/fit.html",
        picked_here=picked,
        case=case,
        offered=picked.titles if slugs else {**picked.titles, **current().titles},
        areas=every_area,
        answers=answers,
        choices={"ya": _("Ya"), "belum": _("Belum"), "tidak-tahu": _("Tidak tahu")},
        verdict=verdict(every_area, answers, case) if case else None,
        questions_in_letter=in_letter,
        letters={name: LETTERS[name] for name in ASKING},
        bad=bad,
        engine=engine,
    )
    return Response(page, 400 if bad or picked.bad or current().bad else 200)
