"""The output of macros, remembered for macros that are rendered many times a page.

A page of results has twenty cards and some hundred values of facets. What they show apart
from the query is the same on every page; rendering it anew takes a third longer (measured
over 48 uncached pages of results).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from functools import lru_cache

from jinja2.runtime import Macro
from markupsafe import Markup

from app.collection import clock
from app.web.site.i18n import translations

#: Outputs remembered: the facts of some 4,000 cards and the values of all facets, about
#: 600 bytes each.
REMEMBERED = 5000


def cached(macro: Macro, *arguments: Hashable) -> Markup:
    """``macro(*arguments)``, rendered once for each day and language.

    The macro must be pure: besides its arguments, it may show texts of the interface and what
    follows from the day (a status grows old), but no address and nothing of the request. It
    must be imported without context, so that every page has the same macro.
    """
    return _rendered(macro, translations(), clock.today(), *arguments)


def cached_for_each(macro: Macro, items: Iterable[Hashable], *arguments: Hashable) -> Markup:
    """``macro(item, *arguments)`` for each item, as :func:`cached` renders it."""
    language, today = translations(), clock.today()
    outputs = [_rendered(macro, language, today, item, *arguments) for item in items]
    return Markup("".join(outputs))  # noqa: S704 - outputs of a macro, which escapes


@lru_cache(REMEMBERED)
def _rendered(
    macro: Macro, _translations: object, _day: dt.date, /, *arguments: Hashable
) -> Markup:
    return Markup(macro(*arguments))  # noqa: S704 - the output of a macro, which escapes
