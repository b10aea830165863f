"""The shortlist as a page: what was chosen, and where to go with it."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.search.index.entries import card_of
from app.web.site.engine import current_engine
from app.web.site.shortlist import MOST, current
from app.web.workbench import comparison
from app.web.workbench.blueprint import blueprint

# The public way to hand a text to WhatsApp; followed only if the reader asks for it.
WHATSAPP = "https://wa.me/?text="


@blueprint.get("/pilihan")
def shortlist() -> Response:
    """The cases of the list, in order, each with its next steps."""
    library = current_engine()
    picked = current()
    slugs = picked.shortlist.slugs
    address = url_for("workbench.shortlist", s=list(slugs), _external=True)
    text = _("Daftar pilihan inovasi: %(titles)s", titles=", ".join(picked.titles.values()))
    page = render_template(
        "workbench/shortlist.html",
        cases=[card_of(case) for case in map(library.case, slugs) if case],
        address=address,
        whatsapp=WHATSAPP + quote(f"{text}\n{address}", safe=""),
        most=MOST,
        fewest=comparison.FEWEST,
        most_compared=comparison.MOST,
        library=library,
    )
    return Response(page, 400 if picked.bad else 200)
