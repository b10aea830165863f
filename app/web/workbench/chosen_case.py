"""The one case that a plan or a letter is about."""

from __future__ import annotations

from flask import Response, abort, render_template, request

from app.collection.case import Case
from app.web.site.cases import requested_case
from app.web.site.engine import current_engine

#: The parameter that names the case.
CASE = "s"

# The most cases that the page offers where an address names several.
_MOST_OFFERED = 12


def chosen_case() -> Case:
    """The case that ``s`` names; if it names none or several, a page to choose a case."""
    values = request.args.getlist(CASE)
    if request.method == "POST" and CASE in request.form:
        values = request.form.getlist(CASE)
    slugs = list(dict.fromkeys(value.strip().lower() for value in values if value.strip()))
    if len(slugs) != 1:
        engine = current_engine()
        cases = [case for case in map(engine.case, slugs[:_MOST_OFFERED]) if case]
        page = render_template("workbench/plan_choose.html", cases=cases, engine=engine)
        abort(Response(page))
    return requested_case(slugs[0])
