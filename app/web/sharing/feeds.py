"""Atom feeds (RFC 4287): what is new in the collection, or among the cases of any search."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from flask import Response, abort, render_template, request
from flask_babel import gettext as _

from app.search.engine import Engine
from app.search.index.entries import Card
from app.web.sharing.blueprint import blueprint
from app.web.site import search_text
from app.web.site.canonical import page_url, query_url
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.params import read_query

#: The cases of a feed: the latest changed.
ENTRIES = 30

#: The results of a search among which the latest are looked for.
MOST_SEARCHED = 3_000

FEED_TYPE = "application/atom+xml"


@blueprint.get("/umpan.atom")
def collection_feed() -> Response:
    """The latest cases of the collection."""
    engine = current_engine()
    return _feed(
        title=_("Pustaka Inovasi: kasus terbaru"),
        address=page_url("sharing.collection_feed"),
        page=page_url("pages.home"),
        cards=_latest_of_all(engine),
    )


@blueprint.get("/cari.atom")
def search_feed() -> Response:
    """The latest cases of a search, whose order and page the feed ignores."""
    engine = current_engine()
    query, bad = read_query(request.args, engine)
    if bad:
        reasons = " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad)
        abort(answer(400, _("Sebagian alamat ini tidak bisa dipakai"), reasons))
    asked = replace(query, sort="newest", page=1, per_page=MOST_SEARCHED)
    results = engine.search(asked)
    query = replace(query, sort="relevance", page=1)
    return _feed(
        title=_("Pustaka Inovasi: %(found)s", found=str(search_text.sentence(results))),
        address=query_url(query, "sharing.search_feed"),
        page=query_url(query),
        cards=_latest(hit.card for hit in results.hits),
    )


@lru_cache(maxsize=1)
def _latest_of_all(engine: Engine) -> list[Card]:
    return _latest(engine.cards())


def _latest(cards: Iterable[Card]) -> list[Card]:
    """The cases that were changed last, the latest first."""
    return heapq.nlargest(ENTRIES, cards, key=attrgetter("updated"))


def _feed(title: str, address: str, page: str, cards: list[Card]) -> Response:
    """A feed; one without any case is as old as the index."""
    built = current_engine().built_at.date().isoformat()
    xml = render_template(
        "sharing/feed.xml",
        title=title,
        address=address,
        page=page,
        cards=cards,
        updated=cards[0].updated if cards else built,
    )
    return Response(xml, mimetype=FEED_TYPE)
