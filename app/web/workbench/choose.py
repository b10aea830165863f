"""The shortlist as a page: what was chosen, and where to go with it."""

from __future__ import annotations

from flask import Response, render_template

from app.web.pages import engine
from app.web.shortlist import current
from app.web.workbench.blueprint import blueprint


@blueprint.get("/pilihan")
def shortlist() -> Response:
    """The cases of the list, in order, each removable."""
    library = engine()
    picked = current()
    cases = [case for case in map(library.case, picked.shortlist.slugs) if case]
    page = render_template("shortlist.html", cases=cases, library=library)
    return Response(page, 400 if picked.bad else 200)
