"""The one address of a page, whole: for search engines, feeds and whoever shares the page.

The same page answers at many addresses: with the reader's shortlist, with the parameters that
other sites add to links (``fbclid``, ``utm_source``), with filters in another order. Its
canonical address has the parameters that make it another page, and no others.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flask
from flask import Flask, current_app, request

from app.search.query.query import Query
from app.web.site.links import query_string, url_for
from app.web.site.shortlist import PARAMETER
from app.web.site.this_page import parameters_except

#: Endpoints of pages that are the same page whatever parameters follow the path.
_PATH_ALONE = frozenset(
    {
        *("pages.home", "pages.case", "pages.evidence_step", "pages.about", "upkeep.overview"),
        "packs.overview",
        *("themes.themes", "themes.theme", "statistics.overview", "advanced.form"),
        *("regions.index", "regions.region", "regions.institution"),
        *("opendata.overview", "opendata.codebook"),
    }
)

#: Endpoints of lists whose parameters choose what they show.
_FILTERED = frozenset(
    {
        *("replications.overview", "catalogue.overview", "statistics.regions", "events.kit"),
        "contribute.form",
    }
)


def page_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, without the reader's shortlist."""
    return _origin() + url_for(endpoint, **values, s=None)


def _origin() -> str:
    """What stands before the path in the address of every page: ``https://contoh.go.id``."""
    application = current_app._get_current_object()  # type: ignore[attr-defined]  # of Werkzeug's proxy
    return _remembered_origin(application, request.scheme, request.host, request.script_root)


@lru_cache(64)
def _remembered_origin(_application: Flask, _scheme: str, _host: str, _root: str) -> str:
    whole = flask.url_for("pages.home", s=None, _external=True)
    return whole.removesuffix(flask.url_for("pages.home", s=None))


def canonical_url() -> str:
    """The canonical address of this page; empty where its parameters say what it shows.

    A page of results has a canonical address all the same: :func:`query_url`.
    """
    endpoint = request.endpoint or ""
    plain = endpoint in _FILTERED and not parameters_except(PARAMETER)
    if endpoint in _PATH_ALONE or plain:
        return page_url(endpoint, **(request.view_args or {}))
    return ""


def query_url(query: Query, endpoint: str = "pages.search") -> str:
    """The canonical address of a query: of its page of results, or of another answer to it."""
    path, parameters = page_url(endpoint), query_string(query)
    return f"{path}?{parameters}" if parameters else path
