"""Parts of a page that are the same on every page but for what is put into them.

A page of results has twenty cards and two hundred values of facets. Their macros are
rendered once, with a hole for whatever depends on the query; after that a card is a few
strings put together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from functools import lru_cache, partial

from jinja2.runtime import Macro
from markupsafe import Markup

from app.web.i18n import translations

#: What a macro is given in the place of what is put in later. Nothing escaped reads so.
HOLE = Markup("<>")

# Fragments kept: cards, of some 1,500 bytes, and values of facets.
_KEPT = 3000


def pieces(macro: Macro) -> Callable[..., tuple[str, ...]]:
    """What a macro says around its holes: ``pieces(macro)(*arguments)``, rendered once a day.

    >>> # {% macro hello(name) %}Halo <b>{{ name }}</b>{% endmacro %}
    >>> pieces(hello)(HOLE)  # doctest: +SKIP
    ('Halo <b>', '</b>')
    """
    return partial(_pieces, macro, translations(), dt.date.today())


@lru_cache(_KEPT)
def _pieces(
    macro: Macro, _translations: object, _day: dt.date, *arguments: Hashable
) -> tuple[str, ...]:
    return tuple(map(str, str(macro(*arguments)).split(HOLE)))
