"""The search of this site in the address bar of a browser: OpenSearch, with suggestions.

OpenSearch 1.1 and its extension for suggestions:
https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
"""

from __future__ import annotations

from flask import Response, current_app, render_template, request

from app.search.suggest import Suggestion
from app.web.sharing.blueprint import blueprint
from app.web.site.canonical import page_url
from app.web.site.engine import current_engine

#: The media types that browsers expect.
DESCRIPTION_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """How a browser searches here."""
    xml = render_template("sharing/opensearch.xml", suggestions=SUGGESTIONS_TYPE)
    return Response(xml, mimetype=DESCRIPTION_TYPE)


@blueprint.get("/opensearch/saran")
def suggestions() -> Response:
    """The typed text, its completions, what each of them is, and the page each leads to."""
    typed = request.args.get("q", "")
    found = current_engine().suggest(typed)
    answer = [
        typed,
        [suggestion.text for suggestion in found],
        [suggestion.detail or "" for suggestion in found],
        [_url(suggestion) for suggestion in found],
    ]
    return Response(current_app.json.dumps(answer), mimetype=SUGGESTIONS_TYPE)


def _url(suggestion: Suggestion) -> str:
    """The page of a case or a theme; for any other text, the search for it."""
    match suggestion.kind:
        case "case":
            return page_url("pages.case", slug=suggestion.slug)
        case "theme":
            return page_url("themes.theme", slug=suggestion.slug)
    return page_url("pages.search", q=suggestion.text)
