"""Cases and themes as files for the bibliographies of other programs."""

from __future__ import annotations

from typing import Literal

from flask import Response, abort
from flask_babel import gettext as _

from app.web.sharing.blueprint import blueprint
from app.web.site.cases import requested_case
from app.web.site.citation import Citation, citation_of_case, citation_of_theme
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.errors import answer

Ending = Literal["bib", "json"]


@blueprint.get("/inovasi/<slug>/sitasi.bib", endpoint="case_bib", defaults={"ending": "bib"})
@blueprint.get("/inovasi/<slug>/sitasi.json", endpoint="case_csl", defaults={"ending": "json"})
def case_citation(slug: str, ending: Ending) -> Response:
    """How to cite a case."""
    return _file(citation_of_case(requested_case(slug)), ending)


@blueprint.get("/tema/<slug>/sitasi.bib", endpoint="theme_bib", defaults={"ending": "bib"})
@blueprint.get("/tema/<slug>/sitasi.json", endpoint="theme_csl", defaults={"ending": "json"})
def theme_citation(slug: str, ending: Ending) -> Response:
    """How to cite a theme."""
    theme = current_engine().themes.get(slug)
    if theme is None:
        abort(answer(404, _("Tema ini tidak ada"), _("Periksa alamatnya, lalu coba lagi.")))
    return _file(citation_of_theme(theme), ending)


def _file(citation: Citation, ending: Ending) -> Response:
    content = citation.bibtex if ending == "bib" else citation.csl_json
    return download(content.encode(), citation.key, ending)
