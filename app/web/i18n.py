"""Languages: every text goes through gettext, Indonesian being the source."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from flask_babel import Babel, get_domain, get_locale

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
    app.jinja_env.globals["locale"] = _language
    # A page asks for a thousand texts, and Flask-Babel looks for the language each time.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of its i18n extension
        lambda text: _translations().ugettext(text),
        lambda one, many, number: _translations().ungettext(one, many, number),
        newstyle=True,
    )


def label(text: Label) -> str:
    """A vocabulary's label in the language of the page."""
    return text.en if _language() == "en" else text.id


def _language() -> str:
    """The language of this request."""
    if "language" not in g:
        g.language = str(get_locale())
    language: str = g.language
    return language


def _translations() -> Any:
    """The translations into the language of this request."""
    if "translations" not in g:
        g.translations = get_domain().get_translations()
    return g.translations
