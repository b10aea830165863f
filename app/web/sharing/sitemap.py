"""The sitemap (sitemaps.org): every page that search engines should know, with its last change.

Its paths are put together once for each engine. A request only writes the name of the host
before them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask import Response, abort, render_template, request, url_for

from app.collection import vocabulary
from app.search.engine import Engine
from app.web.sharing.blueprint import blueprint
from app.web.site.engine import current_engine
from app.web.site.places import place_url

#: The most addresses of one sitemap, by the protocol. With more, there are several, and an
#: index of them.
MOST_ADDRESSES = 50_000

#: Endpoints of the main pages that change with the cases, and of those that don't.
_CHANGING = "pages.home", "regions.index", "statistics.overview", "replications.overview"
_STANDING = (
    *("pages.about", "upkeep.overview", "advanced.form", "events.kit", "statistics.regions"),
    *("catalogue.overview", "contribute.form", "opendata.overview"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the sitemap: its path, and the day of its last change if it is known."""

    path: str
    changed: str = ""


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """All addresses, or the index of their parts."""
    entries = _entries_now()
    if len(entries) <= MOST_ADDRESSES:
        return _part(entries)
    parts = range(1, math.ceil(len(entries) / MOST_ADDRESSES) + 1)
    return _xml(render_template("sharing/sitemap_index.xml", parts=parts))


@blueprint.get("/sitemap/<number>.xml")
def sitemap_part(number: str) -> Response:
    """A part of the addresses, from 1."""
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        abort(404)
    last = int(number) * MOST_ADDRESSES
    entries = _entries_now()[max(0, last - MOST_ADDRESSES) : last]
    if not entries:
        abort(404)
    return _part(entries)


def _entries_now() -> tuple[Entry, ...]:
    return _entries(current_engine(), request.script_root)


@lru_cache(maxsize=2)
def _entries(engine: Engine, _root: str) -> tuple[Entry, ...]:
    """All pages, below the root of this request."""
    return (*_main_pages(engine), *_themes(engine), *_cases_and_places(engine))


def _main_pages(engine: Engine) -> Iterator[Entry]:
    newest = max((card.updated for card in engine.cards()), default="")
    newest_theme = max((theme.updated.isoformat() for theme in engine.themes.values()), default="")
    for endpoint in _CHANGING:
        yield Entry(url_for(endpoint, s=None), newest)
    yield Entry(url_for("themes.themes", s=None), newest_theme)
    for endpoint in _STANDING:
        yield Entry(url_for(endpoint, s=None))
    for step in vocabulary.EVIDENCE:
        yield Entry(url_for("pages.evidence_step", step=step))


def _themes(engine: Engine) -> Iterator[Entry]:
    for slug, theme in engine.themes.items():
        yield Entry(url_for("themes.theme", slug=slug, s=None), theme.updated.isoformat())


def _cases_and_places(engine: Engine) -> Iterator[Entry]:
    """Every case; then every region and institution that runs one, as new as its newest case."""
    places: dict[str, str] = {}
    for card in engine.cards():
        yield Entry(url_for("pages.case", slug=card.slug, s=None), card.updated)
        place = place_url(card).partition("?")[0]
        places[place] = max(card.updated, places.get(place, ""))
    for place, changed in places.items():
        yield Entry(place, changed)


def _part(entries: tuple[Entry, ...]) -> Response:
    host = request.host_url.rstrip("/")
    return _xml(render_template("sharing/sitemap.xml", entries=entries, host=host))


def _xml(text: str) -> Response:
    return Response(text, mimetype="application/xml")
