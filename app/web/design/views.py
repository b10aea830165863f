"""The design page ``/tentang/gaya``: every component that pages share, made by its own macro.

Designers, curators and developers see a component in its states, light and dark, with a word on
when to use it. The data are cases of the collection. A test fails if a macro of
``templates/site/`` doesn't stand on the page.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from app.collection import contacts, evidence, vocabulary
from app.collection.case import Case
from app.collection.open_questions import open_questions
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.catalogue import CatalogueQuery
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.site import case_text, evidence_ladder, tile_map
from app.web.site.bar_charts import bar_charts
from app.web.site.catalogue import WITHOUT_CASE, national
from app.web.site.dates import date_message
from app.web.site.engine import current_engine
from app.web.site.i18n import label
from app.web.site.links import search_url
from app.web.site.params import BadParameter
from app.web.site.shortlist import Picked
from app.web.site.typed_filters import read_typed

blueprint = Blueprint("design", __name__)

#: Searches whose reading shows a corrected spelling, an unknown word, a place and an attribute.
_READ = ("stuntng", "sampah zzyzx", "hemat biaya di Jawa Timur")

#: An advanced query with a mistake: no field has this name.
_MISTAKEN = "judl:sampah"

#: The least number of cases for each shade of the map, but for the lightest.
_SHADES = (3, 8, 20, 40)

#: A date that the calendar doesn't have.
_WRONG_DATE = "30 2 2027"

# The attributes by which one element of a page names another.
_NAMING = re.compile(r' (?:id|for|name|list|aria-labelledby|aria-describedby)="[^"]*"')


@blueprint.get("/tentang/gaya")
def overview() -> str:
    """The components in their states."""
    engine = current_engine()
    strongest = engine.search(Query(sort="evidence", per_page=1)).hits
    case = engine.case(strongest[0].card.slug) if strongest else None
    results = engine.search(Query(case.tags[0] if case else "", per_page=2))
    return render_template(
        "design/design.html",
        engine=engine,
        still=still,
        results=results,
        readings=[engine.search(Query(text, per_page=1)) for text in _READ],
        mistaken=Query(_MISTAKEN, mode="advanced"),
        mistake=_mistake(engine),
        typed=read_typed(
            MultiDict({"daerah": "malang", "dari": "2020", "sampai": "2018"}), Query()
        )[1],
        chart=bar_charts(engine)[1],
        provinces=_choices(engine, "province"),
        fields=_choices(engine, "category"),
        recent_since=evidence.recent_since(),
        tiles=tile_map.tiles(
            engine.values("province"),
            _SHADES,
            lambda province, _count: search_url(Query(filters={"province": (province,)})),
        ),
        shades=tile_map.shade_names(_SHADES),
        listed=engine.catalogue.find(CatalogueQuery("", WITHOUT_CASE, per_page=2)),
        national_count=national(engine),
        wrong_date=_WRONG_DATE,
        wrong_date_message=date_message(_WRONG_DATE),
        bad=[BadParameter("page", _("Hasil ini hanya sampai halaman %(n)s.", n=3))],
        told=Picked(notices=(_("Tidak ada kasus “%(slug)s”.", slug="contoh"),)),
        **(_of_case(case, engine) if case else {}),
    )


def _choices(engine: Engine, facet: str) -> list[dict[str, Any]]:
    """The values of a facet, as a list of a form offers them."""
    labels = vocabulary.CATEGORIES if facet == "category" else {}
    return [
        {"value": value, "name": label(labels[value]) if labels else value, "count": count}
        for value, count in engine.values(facet).items()
    ]


def still(html: str) -> Markup:
    """A component as a picture of itself, for a part of the page that can't be used.

    It loses its names, so that no name is twice on the page.
    """
    return Markup(_NAMING.sub("", html))  # noqa: S704 - the output of our own macros


def _of_case(case: Case, engine: Engine) -> dict[str, Any]:
    """What the components of a case need."""
    return {
        "case": case,
        "similar": engine.similar(case.slug, 1),
        "shown_results": case_text.shown_results(case)[:3],
        "rungs": evidence_ladder.rungs(case, evidence.assess(case)),
        "channels": contacts.channels(case),
        "questions": open_questions(case)[:3],
        "sources": case_text.source_entries(case, engine.gone_links.dead)[:2],
    }


def _mistake(engine: Engine) -> AdvancedQueryError | None:
    """What an advanced query with a mistake is answered with; none while too many are asked."""
    try:
        engine.search(Query(_MISTAKEN, mode="advanced"))
    except AdvancedQueryError as mistake:
        return mistake if mistake.kind == "unknown-field" else None
    return None
