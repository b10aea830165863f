"""Addresses of the site's own pages.

:func:`url_for` remembers what Flask's function of that name gives: a page of results has a
hundred links, and with Flask's own it takes a tenth longer (measured over 48 uncached pages
of results). The address of a query is a remembered path with the parameters of the query
behind it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import flask
from flask import current_app, g, request

from app.search.query.query import PER_PAGE, Query
from app.search.results import Results
from app.web.site.i18n import of_request
from app.web.site.params import API_MODES, parameters
from app.web.site.shortlist import current

# The characters that Werkzeug leaves as they are in a query string.
_SAFE = "!$'()*,/:;?@"

# Addresses remembered, mostly for readers without a shortlist: few readers have the same one.
_REMEMBERED = 4096

# Lists are of cases that a reader chose, and seldom the same; those of our own are tuples.
_REMEMBERED_TYPES = frozenset({int, tuple})

# A slug, which stands in an address as it is, and one that stands for any.
_AS_IT_IS = re.compile(r"[a-z0-9-]+")
_A_SLUG = "-a-slug-"


def url_for(endpoint: str, **values: Any) -> str:
    """What Flask's ``url_for`` gives, with the reader's shortlist where the page takes it."""
    known = surroundings()
    slug, name = None, ""
    for key, value in values.items():
        if isinstance(value, str):
            if key in {"slug", "s"} and _AS_IT_IS.fullmatch(value):
                slug, name = value, key
        elif value is not None and type(value) not in _REMEMBERED_TYPES:
            return flask.url_for(endpoint, **values)  # lists of cases, which are seldom the same
    if slug is not None and not known[-1]:
        del values[name]
        around = _around(known, endpoint, name, **values)
        if around:
            return f"{around[0]}{slug}{around[1]}"
        values[name] = slug
    return _remembered(known, endpoint, **values)


def surroundings() -> tuple[object, ...]:
    """What an address depends on besides its endpoint and values."""
    try:
        known: tuple[object, ...] = of_request().surroundings
    except AttributeError:
        slugs = current().shortlist.slugs if request.blueprint != "api" else None
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # of Werkzeug's proxy
        known = g.surroundings = app, request.script_root, slugs
    return known


@lru_cache(_REMEMBERED)
def _around(
    _surroundings: tuple[object, ...], endpoint: str, name: str, /, **values: Any
) -> tuple[str, str] | None:
    """What stands before and after the slug in an address: the same for all cases and themes.

    None if that isn't plain, since another value looks like the slug that stands in its place.
    """
    address = flask.url_for(endpoint, **{**values, name: _A_SLUG})
    before, _, after = address.partition(_A_SLUG)
    return None if _A_SLUG in after else (before, after)


@lru_cache(_REMEMBERED)
def _remembered(_surroundings: tuple[object, ...], endpoint: str, /, **values: Any) -> str:
    return flask.url_for(endpoint, **values)


def search_url(query: Query, **changes: Any) -> str:
    """The address of a query on ``/cari``, with changes to the query.

    A change of anything but the page leads to page 1.
    """
    if changes and "page" not in changes:
        changes["page"] = 1
    return _query_url("pages.search", replace(query, **changes))


def related_url(results: Results) -> str:
    """The address at which the cases related to a query begin, in the same order and filters."""
    query = results.query
    first = results.total // query.per_page + 1
    return f"{search_url(query, related=True, page=first)}#terkait"


def about_url(results: Results) -> str:
    """The address of the last cases about a query, without the related ones behind them."""
    query = results.query
    last = max(1, math.ceil(results.total / query.per_page))
    return search_url(query, related=False, page=last)


def api_url(query: Query) -> str:
    """The address of the JSON that answers a query."""
    return address("api.search", parameters(query, API_MODES))


def export_url(query: Query, kind: str) -> str:
    """The address of all results of a query as a file, ``csv`` or ``xlsx``."""
    return _query_url(f"workbench.search_{kind}", replace(query, page=1, per_page=PER_PAGE))


def event_url(query: Query) -> str:
    """The address that proposes cases for an event from what a query finds."""
    return _query_url("events.suggest", replace(query, page=1, per_page=PER_PAGE))


def advanced_form_url(query: Query, **changes: Any) -> str:
    """The address of the form for advanced queries, with a query's text and filters.

    An advanced query is shown there as it is; of any other, the words go into the first row.
    """
    plain = {"literal": (), "related": False, "page": 1, "per_page": PER_PAGE, "mode": "plain"}
    pairs = parameters(replace(query, **{**plain, **changes}))
    text = "q" if query.mode == "advanced" else "isi"
    return address(
        "advanced.form", ((text if name == "q" else name, value) for name, value in pairs)
    )


def query_string(query: Query) -> str:
    """The parameters that say a query, as they stand in an address; empty for the plainest."""
    return urlencode(list(parameters(query)), safe=_SAFE)


def _query_url(endpoint: str, query: Query) -> str:
    return address(endpoint, parameters(query))


def address(endpoint: str, pairs: Iterator[tuple[str, str]]) -> str:
    """The address of a page with parameters, and the reader's shortlist if it takes one."""
    path, _, shortlist = url_for(endpoint).partition("?")
    text = urlencode(list(pairs), safe=_SAFE)
    arguments = "&".join(filter(None, (text, shortlist)))
    return f"{path}?{arguments}" if arguments else path
