"""From the parameters of an address to a :class:`PairQuery`, and back.

The page, the files and the API of who copied whom take the same parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection import regions, replications, vocabulary
from app.collection.case import Source
from app.collection.replications import KINDS, PER_PAGE, SIDES, SORTS, Pair, PairQuery, Side, Sort
from app.search.engine import Engine
from app.search.query.query import MAX_PER_PAGE
from app.web.site.links import url_for
from app.web.site.params import MAX_PAGE, BadParameter, read_number


def read_pair_query(
    args: MultiDict[str, str], engine: Engine
) -> tuple[PairQuery, list[BadParameter]]:
    """The query that the parameters of ``/replikasi`` ask, and those that can't be used."""
    bad: list[BadParameter] = []
    known: dict[str, Callable[[str], bool]] = {
        "category": vocabulary.CATEGORIES.__contains__,
        "kind": KINDS.__contains__,
        "province": vocabulary.PROVINCES.__contains__,
        "region": regions.by_code().__contains__,
        "case": lambda slug: bool(engine.titles((slug,))),
    }
    chosen = {name: _choice(args, name, knows, bad) for name, knows in known.items()}
    query = PairQuery(
        filters={name: value for name, value in chosen.items() if value},
        side=cast(Side | None, _choice(args, "side", SIDES.__contains__, bad)),
        sort=cast(Sort, _choice(args, "sort", SORTS.__contains__, bad) or next(iter(SORTS))),
        page=read_number(args, "page", MAX_PAGE, 1, bad),
        per_page=read_number(args, "per_page", MAX_PER_PAGE, PER_PAGE, bad),
    )
    return query, bad


def _choice(
    args: MultiDict[str, str], name: str, knows: Callable[[str], bool], bad: list[BadParameter]
) -> str | None:
    """The value of a parameter, if it has a known one. Several values can't be used."""
    values = list(dict.fromkeys(filter(None, args.getlist(name))))
    if not values:
        return None
    if len(values) > 1:
        bad.append(BadParameter(name, _("Pilih satu nilai saja.")))
    elif knows(values[0]):
        return values[0]
    else:
        bad.append(
            BadParameter(name, _("Pilihan “%(value)s” tidak dikenal.", value=values[0][:100]))
        )
    return None


def pair_parameters(query: PairQuery) -> Iterator[tuple[str, str]]:
    """The parameters that say a query, in a fixed order; defaults are left out."""
    yield from query.filters.items()
    if query.side:
        yield "side", query.side
    if query.sort != next(iter(SORTS)):
        yield "sort", query.sort
    if query.page != 1:
        yield "page", str(query.page)
    if query.per_page != PER_PAGE:
        yield "per_page", str(query.per_page)


def pairs_url(query: PairQuery, endpoint: str = "replications.overview", **changes: Any) -> str:
    """The address of a query, with changes to it; any but the page leads to page 1.

    A file has all pairs, so its address names no page.
    """
    changed = replace(query, **{"page": 1, **changes})
    return url_for(endpoint, **dict(pair_parameters(changed)))


def pairs_with(side: Side | None = None, **filters: str) -> str:
    """The address of the pairs that have these values."""
    return pairs_url(PairQuery(filters=filters, side=side))


@lru_cache(maxsize=2)
def pairs_by_region(engine: Engine, side: Side) -> Mapping[str, Sequence[Pair]]:
    """The pairs by the code of the region at one end, worked out once for each engine."""
    return replications.by_region(engine.replications, side)


def sources_of(pair: Pair, engine: Engine) -> tuple[Source, ...]:
    """The sources that tell of a pair."""
    copy = pair.copy.case
    return replications.sources_of(
        pair, engine.case(pair.original.slug), engine.case(copy.slug) if copy else None
    )
