"""The pages that only a pack has: what it is, its list of cases, search, comparison and plan."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app, render_template

from app.collection.evidence import assess
from app.documents.plan.plan import read_plan
from app.pack import contents, event, search_page
from app.pack.choice import Choice
from app.pack.contents import compared
from app.pack.search_export import as_script
from app.pack.search_tables import Table
from app.search.query.query import Query
from app.web.site.cases import requested_case
from app.web.site.engine import current_engine
from app.web.workbench import comparison
from app.web.workbench.plan_views import on_paper

blueprint = Blueprint(
    "pack",
    __name__,
    url_prefix="/salinan",
    template_folder="templates",
    static_folder="static",
    static_url_path="aset",
)

_EXTENSION = "pack"


@dataclass(frozen=True)
class Shown:
    """What the pages say of the pack.

    Attributes:
        choice: its cases.
        themes: the slugs of its themes.
        search: the data of its search.
        event: the address and the file of each page of its event, if it has one.
    """

    choice: Choice
    themes: tuple[str, ...]
    search: Table
    event: tuple[tuple[str, str], ...] = ()


def init_app(app: Flask, shown: Shown) -> None:
    """Give an application the pages of a pack."""
    app.extensions[_EXTENSION] = shown
    app.register_blueprint(blueprint)


def _shown() -> Shown:
    shown: Shown = current_app.extensions[_EXTENSION]
    return shown


@blueprint.get("")
def about() -> str:
    """What the pack is, what it has, and what only the site can do."""
    engine, shown = current_engine(), _shown()
    return render_template(
        "pack/about.html",
        engine=engine,
        choice=shown.choice,
        cards=engine.cards_of(shown.choice.slugs).values() if not shown.choice.whole else (),
        compared=compared(shown.choice),
        event=[(address, event.names()[file]) for address, file in shown.event],
        themes={slug: engine.themes[slug] for slug in shown.themes},
    )


@blueprint.get("/cari")
def search() -> str:
    """The search in the pack, and the list of its cases for readers without scripts."""
    engine, shown = current_engine(), _shown()
    return render_template(
        "pack/search.html",
        engine=engine,
        cards=engine.cards_of(shown.choice.slugs).values(),
        results=engine.search(Query()),
        search_scripts=search_page.SCRIPTS,
        search_filters=search_page.FILTERS,
        search_texts=search_page.texts(),
    )


@blueprint.get("/cari/data")
def search_data() -> Response:
    """The data of the search, as a script."""
    data = _shown().search
    words = {"chips": search_page.chips(data["facets"]), "cards": search_page.CARDS}
    return Response(as_script("pustakaData", {**data, **words}), mimetype="text/javascript")


@blueprint.get("/cari/kartu/<int:number>")
def search_cards(number: int) -> str:
    """Some of the cards that the search shows: the HTML of one of its scripts."""
    slugs = search_page.groups_of(_shown().search["slugs"])[number]
    cards = current_engine().cards_of(slugs).values()
    return render_template("pack/_cards.html", cards=cards, separator=search_page.SEPARATOR)


@blueprint.get("/banding")
def compare() -> str:
    """The comparison: tables without cases, which a script fills with those that are chosen."""
    return render_template(
        "pack/compare.html",
        engine=current_engine(),
        groups=comparison.compare(()).groups,
        most=comparison.MOST,
        firsts=_firsts(),
    )


@blueprint.get("/rencana")
def plan() -> str:
    """The plan on paper: blank, until a script fills it with the case of the link."""
    anyone, _mistakes = read_plan(requested_case(_shown().choice.slugs[0]), {})
    return render_template(
        "pack/plan.html", **on_paper(anyone.without_case()), case=None, firsts=_firsts()
    )


@blueprint.get("/kasus/<int:number>")
def case_parts(number: int) -> str:
    """What comparison and plan show of some cases: for each, its column and its plan.

    They share facts, so that they are small when they are compressed together.
    """
    parts: list[str] = []
    for slug in contents.case_parts(_shown().choice)[number]:
        case = requested_case(slug)
        groups = comparison.compare((case,)).groups
        parts.append(render_template("pack/column.html", case=case, groups=groups, assess=assess))
        filled, _mistakes = read_plan(case, {})
        own = on_paper(filled)
        base = "pack/_main.html"
        parts.append(render_template("workbench/plan_print.html", **own, case=case, base=base))
    return search_page.SEPARATOR.join(parts)


def _firsts() -> list[str]:
    """The first case of each script with parts of cases."""
    return [slugs[0] for slugs in contents.case_parts(_shown().choice)]
