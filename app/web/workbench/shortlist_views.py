"""The shortlist as a page: the cases that a visitor picked, and their next steps."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.search.index.entries import card_of
from app.web.site import shortlist as shortlists
from app.web.site.engine import current_engine
from app.web.site.share import whatsapp_url
from app.web.workbench import comparison
from app.web.workbench.blueprint import blueprint


@blueprint.get("/pilihan")
def shortlist() -> Response:
    """The cases of the list, in order, each with its next steps."""
    engine = current_engine()
    picked = shortlists.current()
    slugs = picked.shortlist.slugs
    address = url_for("workbench.shortlist", s=list(slugs), _external=True)
    text = _("Daftar pilihan inovasi: %(titles)s", titles=", ".join(picked.titles.values()))
    page = render_template(
        "workbench/shortlist.html",
        cases=[card_of(case) for case in map(engine.case, slugs) if case],
        address=address,
        whatsapp_url=whatsapp_url(text, address),
        most=shortlists.MOST,
        fewest=comparison.FEWEST,
        most_compared=comparison.MOST,
        engine=engine,
    )
    return Response(page, 400 if picked.bad else 200)
