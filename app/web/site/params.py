"""From a request's parameters to a :class:`Query`, and back.

Whatever can't be used is left out of the query and reported, so that a page can show
what it understood and an API can refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.search.engine import Engine
from app.search.facets import FACETS
from app.search.query.query import MAX_PER_PAGE, PER_PAGE, READINGS, SORTS, Query

# More values than this in one facet is no choice a person made.
MAX_VALUES = 50

# A page number beyond this is nonsense whatever the collection.
MAX_PAGE = 100_000


@dataclass(frozen=True)
class BadParameter:
    """A parameter that can't be used, and why, in the reader's language."""

    name: str
    message: str


def read_query(args: MultiDict[str, str], engine: Engine) -> tuple[Query, list[BadParameter]]:
    """The query that the parameters of ``/cari`` or ``/api/v1/search`` ask."""
    bad: list[BadParameter] = []
    chosen = {
        facet.key: _choices(args, facet.key, partial(engine.knows, facet), bad) for facet in FACETS
    }
    sort = args.get("sort") or "relevance"
    if sort not in SORTS:
        bad.append(
            BadParameter(
                "sort",
                _(
                    "Urutan “%(value)s” tidak dikenal; pilih %(choices)s.",
                    value=sort[:100],
                    choices=", ".join(SORTS),
                ),
            )
        )
        sort = "relevance"
    literal = _choices(args, "literal", READINGS.__contains__, bad)
    return (
        Query(
            text=args.get("q", ""),
            filters={key: values for key, values in chosen.items() if values},
            literal=literal,  # type: ignore[arg-type]  # of READINGS
            sort=sort,  # type: ignore[arg-type]  # one of SORTS
            page=_number(args, "page", 1, MAX_PAGE, 1, bad),
            per_page=_number(args, "per_page", 1, MAX_PER_PAGE, PER_PAGE, bad),
        ),
        bad,
    )


def _choices(
    args: MultiDict[str, str], name: str, knows: Callable[[str], bool], bad: list[BadParameter]
) -> tuple[str, ...]:
    """The values of a repeatable parameter that are known, each once; empty ones are none."""
    values = list(dict.fromkeys(value for value in args.getlist(name) if value))
    if len(values) > MAX_VALUES:
        bad.append(BadParameter(name, _("Paling banyak %(n)s pilihan.", n=MAX_VALUES)))
        values = values[:MAX_VALUES]
    bad += [
        BadParameter(name, _("Pilihan “%(value)s” tidak dikenal.", value=value[:100]))
        for value in values
        if not knows(value)
    ]
    return tuple(value for value in values if knows(value))


def _number(
    args: MultiDict[str, str],
    name: str,
    least: int,
    most: int,
    default: int,
    bad: list[BadParameter],
) -> int:
    text = args.get(name, "")
    if not text:
        return default
    # int() also takes " 1_0 " and digits of other scripts; an address shouldn't.
    if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    bad.append(
        BadParameter(
            name,
            _(
                "“%(value)s” bukan bilangan dari %(least)s sampai %(most)s.",
                value=text[:100],
                least=least,
                most=most,
            ),
        )
    )
    return default


def parameters(query: Query) -> Iterator[tuple[str, str]]:
    """The parameters that say a query, in a fixed order, defaults left out."""
    if query.text:
        yield "q", query.text
    for facet in FACETS:
        for value in query.filters.get(facet.key, ()):
            yield facet.key, value
    for reading in query.literal:
        yield "literal", reading
    if query.sort != "relevance":
        yield "sort", query.sort
    if query.page != 1:
        yield "page", str(query.page)
    if query.per_page != PER_PAGE:
        yield "per_page", str(query.per_page)


def without(query: Query, facet: str, value: str) -> Query:
    """The query without one filter value."""
    left = tuple(v for v in query.filters.get(facet, ()) if v != value)
    filters = {key: values for key, values in query.filters.items() if key != facet}
    return replace(query, filters=filters | ({facet: left} if left else {}), page=1)
