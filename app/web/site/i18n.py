"""Languages: every text goes through gettext, Indonesian being the source."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import Babel, get_domain, get_locale
from markupsafe import Markup, escape

from app.collection.vocabulary import Label, Language

#: The languages the pages are written in, the default first.
LOCALES = ("id",)


def init_app(app: Flask) -> None:
    """Set up Flask-Babel."""
    Babel(
        app,
        default_locale=LOCALES[0],
        default_timezone="Asia/Jakarta",
        locale_selector=lambda: LOCALES[0],
    )


def label(text: Label) -> str:
    """A vocabulary's label in the language of the page."""
    return text.text(language())


def number(value: float) -> Markup:
    """A number as the language of the page writes it."""
    return number_in(language(), value)


# A page of results writes the numbers of some two hundred facet values, most of them small.
@lru_cache(maxsize=4096, typed=True)
def number_in(language: str, value: float) -> Markup:
    """A number as a language writes it."""
    return escape(format_decimal(value, locale=language))


def template_gettext(text: str, /, **variables: object) -> Markup:
    """A text of a template in the language of the page; what is put into it is escaped."""
    if not variables:
        return _constant(translations(), text)
    return _markup(translations().ugettext(text)) % variables


def template_ngettext(one: str, many: str, num: int, /, **variables: object) -> Markup:
    """The same where a number, ``num``, decides between two texts."""
    return _markup(translations().ungettext(one, many, num)) % {"num": num, **variables}


@lru_cache(maxsize=4096)
def _constant(translations: Any, text: str) -> Markup:
    return _markup(translations.ugettext(text)) % {}  # %% stands for a percent sign here too


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - texts of templates and their translations are ours


def language() -> Language:
    """The language of this request."""
    try:
        found: Language = g.language
    except AttributeError:
        found = g.language = cast(Language, str(get_locale()))  # of LOCALES
    return found


def translations() -> Any:
    """The translations into the language of this request."""
    try:
        return g.translations
    except AttributeError:
        g.translations = get_domain().get_translations()
        return g.translations
