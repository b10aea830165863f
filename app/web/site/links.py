"""Addresses of our pages, as Flask builds them, without building each of them anew.

A page of results has a hundred links. What all addresses of an endpoint have in common
is remembered; the parameters of a query are put behind it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import flask
from flask import current_app, g, request

from app.search.query.query import PER_PAGE, Query
from app.web.site.params import parameters
from app.web.site.shortlist import current

# Addresses remembered: those of the cases, and of the other pages, for those who have no
# list; few have the same list.
_REMEMBERED = 4096

# What Werkzeug leaves as it is in a query string.
_SAFE = "!$'()*,/:;?@"


def url_for(endpoint: str, **values: Any) -> str:
    """The path that Flask's ``url_for`` gives, with the reader's list where it belongs."""
    if not all(value is None or isinstance(value, str) for value in values.values()):
        return flask.url_for(endpoint, **values)  # lists of cases, which are seldom the same
    try:
        there = g.there
    except AttributeError:
        there = g.there = _there()
    return _remembered(there, endpoint, **values)


def _there() -> tuple[object, ...]:
    """What the addresses on a page depend on, besides where they lead."""
    carried = current().shortlist.slugs if request.blueprint != "api" else None
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # of the proxy
    return app, request.script_root, carried


@lru_cache(_REMEMBERED)
def _remembered(_there: tuple[object, ...], endpoint: str, /, **values: Any) -> str:
    return flask.url_for(endpoint, **values)


def search_url(query: Query, **changes: Any) -> str:
    """The address of a query on ``/cari``, with changes; any but to the page starts at page 1."""
    if changes and "page" not in changes:
        changes["page"] = 1
    return _address("pages.search", replace(query, **changes))


def api_url(query: Query) -> str:
    """The address of the JSON that answers a query."""
    return _address("api.search", query)


def export_url(query: Query, kind: str) -> str:
    """The address of all results of a query as a file, ``csv`` or ``xlsx``."""
    return _address(f"workbench.search_{kind}", replace(query, page=1, per_page=PER_PAGE))


def event_url(query: Query) -> str:
    """The address that proposes cases for an event from what a query finds."""
    return _address("events.suggest", replace(query, page=1, per_page=PER_PAGE))


def _address(endpoint: str, query: Query) -> str:
    path, _, carried = url_for(endpoint).partition("?")
    said = [_encoded(name, value) for name, value in parameters(query)]
    behind = "&".join([*said, carried] if carried else said)
    return f"{path}?{behind}" if behind else path


# The links of a page say the same things over and over.
@lru_cache(256)
def _encoded(name: str, value: str) -> str:
    return urlencode([(name, value)], safe=_SAFE)
