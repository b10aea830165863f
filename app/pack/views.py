"""The pages that only a pack has: what it is, its list of cases, its comparison."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, render_template

from app.pack.choice import Choice
from app.web.site.engine import current_engine

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
    """

    choice: Choice
    themes: tuple[str, ...]


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
        themes={slug: engine.themes[slug] for slug in shown.themes},
    )


@blueprint.get("/cari")
def search() -> str:
    """The list of all cases of the pack, with a filter."""
    engine, shown = current_engine(), _shown()
    cards = engine.cards_of(shown.choice.slugs).values()
    return render_template("pack/search.html", engine=engine, cards=cards)
