"""Parts of a page that are the same on every page but for what is put into them.

A page of results has twenty cards and two hundred values of facets. Their macros are
rendered once, with a hole for whatever depends on the query; after that a card is a few
strings put together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import chain, zip_longest

from flask import g
from jinja2.runtime import Macro
from markupsafe import Markup

from app.web.i18n import translations

#: What a macro is given in the place of what is put in later. Nothing escaped reads so.
HOLE = Markup("<>")

# Fragments kept: cards, of some 1,500 bytes, and values of facets.
_KEPT = 3000


def filled(macro: Macro, given: tuple[Hashable, ...], holes: Sequence[Markup]) -> Markup:
    """What a macro says, given some values, with something in each of its holes.

    ``macro(*given)`` is rendered once a day and language. It must print every
    :data:`HOLE` that it is given or takes, in the order of ``holes``.
    """
    try:
        spoken = g.spoken
    except AttributeError:
        spoken = g.spoken = translations(), dt.date.today()
    pieces = _pieces(macro, given, spoken)
    both = zip_longest(pieces, holes, fillvalue="")
    return Markup("".join(chain.from_iterable(both)))  # noqa: S704 - of a macro, which escapes


@lru_cache(_KEPT)
def _pieces(
    macro: Macro, given: tuple[Hashable, ...], _spoken: tuple[object, dt.date]
) -> tuple[str, ...]:
    return tuple(map(str, str(macro(*given)).split(HOLE)))
