"""Languages: every text goes through gettext, Indonesian being the source."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel, get_locale

from app.cases.vocabulary import Label

#: The languages the pages are written in, the default first.
LOCALES = ("id",)


def init_app(app: Flask) -> None:
    """Set up Flask-Babel and the template filter ``label``."""
    Babel(
        app,
        default_locale=LOCALES[0],
        default_timezone="Asia/Jakarta",
        default_translation_directories="web/translations",
        locale_selector=lambda: LOCALES[0],
    )
    app.jinja_env.filters["label"] = label
    app.jinja_env.globals["locale"] = lambda: str(get_locale())


def label(text: Label) -> str:
    """A vocabulary's label in the language of the page."""
    return text.en if str(get_locale()) == "en" else text.id
