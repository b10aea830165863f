"""The output of macros, remembered: what is the same on every page.

A page of results has twenty cards, some hundred values of facets, and what every page has above
and below its main part. Most of it depends on neither the query nor the page. Where a single
text does, the macro leaves a :data:`HOLE` for it, and the page puts the text between the pieces.
With this, a page of results makes a quarter fewer calls (measured over 300 uncached pages).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache

from jinja2.runtime import Macro
from markupsafe import Markup

from app.collection import clock
from app.search.facets import FacetValue
from app.web.site import links
from app.web.site.i18n import language, number_in, of_request, translations
from app.web.site.shortlist import current

#: Stands where the page puts a text of its own. No text of a case or of a request has it: their
#: readers refuse or replace it, since HTML can't write it.
HOLE = Markup("\0")

#: Outputs remembered: those of some 1,800 cards, of the values of all facets and of what stands
#: around the main part of each kind of page; about a kilobyte each in the mean.
REMEMBERED = 4000


def pieces(macro: Macro, *arguments: Hashable) -> tuple[Markup, ...]:
    """``macro(*arguments)`` in the pieces between its holes.

    It is rendered once for each day and language. The macro must be pure: besides its arguments,
    it may show texts of the interface, addresses of other pages, and what follows from the day
    (a status grows old), but nothing of the request. It must be imported without context, so
    that every page has the same macro.

    Addresses carry the reader's shortlist along. Few readers have the same one, so for a reader
    with a shortlist the macro is rendered each time; only for others may it tell of the list.
    """
    if current().shortlist:
        return _split(macro, *arguments)
    return _remembered(_surroundings(), macro, *arguments)


def cached(macro: Macro, *arguments: Hashable) -> Markup:
    """The only one of the :func:`pieces` of a macro without holes."""
    return pieces(macro, *arguments)[0]


def options(macro: Macro, values: Iterable[FacetValue], name: str) -> Markup:
    """``macro(value, label, selected, name)`` for each value of a facet, with its number of cases.

    Most numbers differ from query to query, so the macro has a hole in their place.
    """
    around, code = _surroundings(), language()
    html: list[str] = []
    for value, label, count, selected in values:
        before, after = _remembered(around, macro, value, label, selected, name)
        html += before, number_in(code, count), after
    return Markup("".join(html))  # noqa: S704 - outputs of a macro, which escapes


class _Surroundings:
    """Where an output is the same: the application and its place, the language and the day.

    It is compared by its identity, which takes less than comparing these for each of a hundred
    outputs of a page.
    """


def _surroundings() -> _Surroundings:
    """The surroundings of this request, the same object for many requests."""
    values = of_request()
    try:
        known: _Surroundings = values.surroundings_of_macros
    except AttributeError:
        application, place, _shortlist = links.surroundings()
        known = _same(application, place, translations(), clock.today())
        values.surroundings_of_macros = known
    return known


@lru_cache(8)
def _same(*_values: object) -> _Surroundings:
    return _Surroundings()


@lru_cache(REMEMBERED)
def _remembered(
    _around: _Surroundings, macro: Macro, /, *arguments: Hashable
) -> tuple[Markup, ...]:
    return _split(macro, *arguments)


def _split(macro: Macro, *arguments: Hashable) -> tuple[Markup, ...]:
    return tuple(map(Markup, str(macro(*arguments)).split(HOLE)))
