"""The pages of themes: the list of all, and one theme with its cases."""

from __future__ import annotations

from flask import Response, render_template, request

from app.collection import vocabulary
from app.collection.theme_overview import (
    BEFORE_AND_AFTER,
    ORDERS,
    ThemeOverview,
    ordered,
)
from app.search.theme_cards import by_category
from app.web.site.engine import current_engine
from app.web.site.i18n import label
from app.web.site.links import url_for
from app.web.site.shortlist import current
from app.web.site.tile_map import shade_names
from app.web.themes.blueprint import blueprint
from app.web.themes.context import read_choice, requested_theme, shown
from app.web.themes.places import SHADES, places_by_island, tiles_of

#: Cases outside the theme that its page shows.
FURTHER = 6

#: Cases that “Bandingkan cara” compares: one an approach, as many as a comparison takes.
COMPARED = 4


@blueprint.get("/tema")
def themes() -> Response:
    """All themes by field, with what their cases have on record."""
    engine = current_engine()
    cards = engine.theme_cards.values()
    page = render_template(
        "themes/themes.html",
        groups=by_category(card for card in cards if card.cases),
        without_cases=[card for card in cards if not card.cases],
        engine=engine,
    )
    return Response(page, 400 if current().bad else 200)


@blueprint.get("/tema/<slug>")
def theme(slug: str) -> Response:
    """A theme: its map of evidence, approaches, results, hindrances, unknowns, questions."""
    overview = requested_theme(slug)
    engine = current_engine()
    choice, bad = read_choice(overview, request.args)
    page = render_template(
        "themes/theme.html",
        overview=overview,
        theme=overview.theme,
        choice=choice,
        bad=bad,
        shown=shown(overview, choice),
        steps={int(step): label(name) for step, name in vocabulary.EVIDENCE.items()},
        compared=tuple(step for step in map(int, vocabulary.EVIDENCE) if step >= BEFORE_AND_AFTER),
        results=tuple(ordered(overview.results, choice.order)),
        orders=[(order, label(name)) for order, name in ORDERS.items()],
        places=places_by_island(overview),
        tiles=tiles_of(overview, choice),
        shades=shade_names(SHADES),
        further=engine.further_cases(slug, FURTHER),
        comparison=_comparison_url(overview),
        engine=engine,
    )
    return Response(page, 400 if bad or current().bad else 200)


def _comparison_url(overview: ThemeOverview) -> str | None:
    """The address that compares the best proven case of each approach; None with only one."""
    slugs = [approach.cases[0].case.slug for approach in overview.approaches if approach.cases]
    return url_for("workbench.compare", s=tuple(slugs[:COMPARED])) if len(slugs) > 1 else None
