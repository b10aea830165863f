"""Parts of a page that are the same on every page but for what is put into them.

A page of results has twenty cards and up to three hundred values of facets. Their macros
are rendered once, with a hole for whatever depends on the query; after that a card is a
few strings put together, for a twentieth of what the macro takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import chain, zip_longest

from flask import request
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from app.collection import vocabulary
from app.search.facets import Facet, FacetValue
from app.search.results import Hit
from app.web.site.i18n import label, language, number_in, translations
from app.web.site.links import url_for
from app.web.site.shortlist import current, here_adding

#: What a macro is given in the place of what is put in later. Nothing escaped reads so.
HOLE = Markup("<>")

# Fragments kept: those of some 4,000 cards, with 1,100 bytes each, and of the values of all
# facets. A card that isn't there takes as long as twenty that are.
_KEPT = 5000


def pieces(macro: Macro) -> Callable[..., tuple[str, ...]]:
    """What a macro says around its holes, rendered once a day and language.

    ``pieces(macro)(*arguments)`` is ``macro(*arguments)`` cut at every :data:`HOLE` that
    is among the arguments; the macro must print each of them as it is.
    """
    return partial(_pieces, macro, translations(), dt.date.today(), request.script_root)


@lru_cache(_KEPT)
def _pieces(
    macro: Macro, _translations: object, _day: dt.date, _root: str, *arguments: Hashable
) -> tuple[str, ...]:
    return tuple(str(macro(*arguments)).split(HOLE))


def same(macro: Macro, *arguments: Hashable, holes: tuple[str, ...] = ()) -> Markup:
    """``macro(*arguments, *holes)``, whose holes are texts or addresses, for any page."""
    if current().shortlist:  # which its links carry
        return Markup(macro(*arguments, *holes))  # noqa: S704 - a macro escapes
    around = pieces(macro)(*arguments, *(HOLE for _ in holes))
    return _put_together(around, [escape(hole) for hole in holes])


def _put_together(around: Sequence[str], holes: Sequence[str]) -> Markup:
    both = chain.from_iterable(zip_longest(around, holes, fillvalue=""))
    return Markup("".join(both))  # noqa: S704 - what a macro said, which escapes, and safe holes


def options(option: Macro, facet: Facet, values: Iterable[FacetValue]) -> Markup:
    """The values of a facet, each ``option(name, value, text, selected, count)``."""
    made, spoken = pieces(option), language()
    english = spoken == "en"
    parts: list[str] = []
    for value in values:
        text = value.label.en if english else value.label.id
        before, after = made(facet.key, value.value, text, value.selected, HOLE)
        parts += before, number_in(spoken, value.count), after
    return Markup("".join(parts))  # noqa: S704 - what a macro said, which escapes, and numbers


def hit_cards(card: Macro, hits: Iterable[Hit]) -> Markup:
    """The cards of hits, each ``card(card, title, expansion, summary, match, …)``."""
    sections = {key: escape(label(name)) for key, name in vocabulary.SECTIONS.items()}
    listed = current().shortlist  # if there is one, cards have other links
    made = pieces(card)
    parts: list[str] = []
    for hit in hits:
        found, snippet = hit.card, hit.snippet
        match = (sections[snippet.section], snippet.html) if snippet else None
        if listed:
            parts.append(card(found, hit.title, hit.expansion, hit.summary, match))
            continue
        holes = [
            escape(url_for("pages.case", slug=found.slug)),
            hit.title,
            *((hit.expansion,) if found.expansion else ()),
            hit.summary,
            *(match or ()),
            escape(here_adding(found.slug)),
        ]
        expansion, matching = found.expansion and HOLE, match and (HOLE, HOLE)
        around = made(found, HOLE, expansion, HOLE, matching, None, 3, HOLE, HOLE)
        parts.append(_put_together(around, holes))
    # What a macro said, which escapes, and marked texts, which are escaped.
    return Markup("".join(parts))  # noqa: S704
