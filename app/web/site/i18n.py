"""Languages: every text of the interface goes through gettext, Indonesian being the source.

The English texts stand in ``translations/en/LC_MESSAGES/messages.po``, which a process reads
once, when it makes the site: there is no compiled catalogue that could be out of date.

Templates don't use Flask-Babel's ``gettext`` but :func:`template_gettext`, which remembers
texts without variables: a page of results shows a hundred of them, and with Flask-Babel's
it takes a fifth longer (measured over 48 uncached pages of results).

Numbers and dates are written here: two languages need few rules, and the data of Babel for them
would take 6 MB of each worker, and 20 µs for each number.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g
from flask_babel import (
    Babel,
    Domain,
    force_locale,
    get_domain,
    to_user_timezone,
)
from markupsafe import Markup, escape

from app.collection import wording
from app.collection.vocabulary import Label, Language
from app.web.site.language_prefix import requested_language

#: The languages that pages are written in, the default first, and how each writes dates and
#: numbers: the English of the site is British, with the day before the month.
LOCALES: Mapping[Language, Locale] = {"id": Locale("id"), "en": Locale("en", "GB")}

# How a language writes the separators of "1,234.5".
_SEPARATORS = {"id": str.maketrans(",.", ".,"), "en": {}}

#: The texts of the interface in English.
CATALOGUE = Path(__file__).parents[1] / "translations/en/LC_MESSAGES/messages.po"


#: Gives what ``g`` stands for. A page looks some hundred times for its language and texts, and
#: the proxy takes five times as long for each.
of_request: Callable[[], Any] = g._get_current_object


#: What ``g`` remembers of a request that depends on the language.
_OF_THE_LANGUAGE = ("language", "translations", "surroundings_of_macros")


def init_app(app: Flask) -> None:
    """Set up Flask-Babel."""
    babel = Babel(
        app,
        default_locale=str(LOCALES["id"]),
        default_timezone="Asia/Jakarta",
        locale_selector=lambda: LOCALES[requested_language()],
    )
    # Flask-Babel looks for compiled catalogues, unless its domain has one already.
    domain = Domain()
    domain.cache[str(LOCALES["id"]), *domain.domain] = Translations()
    domain.cache[str(LOCALES["en"]), *domain.domain] = english()
    babel.domain_instance = domain


@cache
def english() -> Translations:
    """The catalogue of English texts, compiled."""
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale=LOCALES["en"])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def language() -> Language:
    """The language of the page that this request asks for, or of the document that it shows."""
    try:
        known: Language = of_request().language
    except AttributeError:
        known = g.language = requested_language()
    except RuntimeError:  # outside a request
        return "id"
    return known


@contextmanager
def in_indonesian() -> Iterator[None]:
    """Texts are Indonesian whatever the language of the page: those of a document for an office."""
    if language() == "id":
        yield
        return
    outside = {name: g.pop(name) for name in _OF_THE_LANGUAGE if name in g}
    g.language = "id"
    try:
        with force_locale(LOCALES["id"]):
            yield
    finally:
        for name in _OF_THE_LANGUAGE:
            g.pop(name, None)
        for name, value in outside.items():
            setattr(g, name, value)


def document(caller: Callable[[], str]) -> str:
    """``{% call document() %}``: the lines inside as :func:`in_indonesian` has them."""
    with in_indonesian():
        return caller()


def indonesian() -> Markup:
    """The attribute of an element with Indonesian text; none on an Indonesian page."""
    return Markup("") if language() == "id" else Markup(' lang="id"')


def marked_indonesian(text: str) -> Markup:
    """A text of a case or a theme, marked as Indonesian on an English page."""
    return escape(text) if language() == "id" else Markup('<span lang="id">%s</span>') % text


def today(now: dt.datetime | None = None) -> dt.date:
    """The day on which pages and files are dated: that of Jakarta, wherever the server stands.

    ``now`` is a moment with its zone (default: the present).
    """
    local: dt.datetime = to_user_timezone(now or dt.datetime.now(dt.UTC))
    return local.date()


def label(text: Label) -> str:
    """A label of a vocabulary in the language of the page."""
    return text.text(language())


def number(value: float) -> Markup:
    """A number as the language of the page writes it: ``1.234,5``."""
    return number_in(language(), value)


@lru_cache(maxsize=4096, typed=True)
def number_in(language: Language, value: float) -> Markup:
    """A number as a language writes it, with at most three decimals."""
    if isinstance(value, int):
        text = f"{value:,}"
    else:
        text = f"{Decimal(str(value)):,.3f}".rstrip("0").removesuffix(".")
    return escape(text.translate(_SEPARATORS[language]))


def percent(share: float) -> str:
    """A share between 0 and 1 as a percentage with one decimal: ``12,5%``."""
    return f"{100 * Decimal(str(share)):.1f}%".translate(_SEPARATORS[language()])


def long_date(date: dt.date) -> str:
    """A date in words, ``29 November 2026``; for a time, its date in Jakarta."""
    if isinstance(date, dt.datetime):
        date = to_user_timezone(date).date()
    return wording.long_date(date, language())


def gettext(text: str, /, **variables: object) -> str:
    """What Flask-Babel's function of that name gives, in an eighth of its time."""
    found: str = translations().ugettext(text)
    return found % variables if variables else found


_ = gettext


def listed_with_and(names: Iterable[str]) -> str:
    """``a``, ``a dan b``, ``a, b, dan c``; there must be a name."""
    *rest, last = names
    if len(rest) < 2:
        return _(" dan ").join([*rest, last])
    return _("%(list)s, dan %(last)s", list=", ".join(rest), last=last)


def listed_with_or(names: Iterable[str]) -> str:
    """``a``, ``a atau b``, ``a, b, atau c``; there must be a name."""
    *rest, last = names
    if len(rest) < 2:
        return _(" atau ").join([*rest, last])
    return _("%(list)s, atau %(last)s", list=", ".join(rest), last=last)


def template_gettext(text: str, /, **variables: object) -> Markup:
    """A text of a template in the language of the page; the variables are escaped."""
    if not variables:
        return _constant(translations(), text)
    return _markup(translations().ugettext(text)) % variables


def template_pgettext(context: str, text: str, /) -> Markup:
    """Like :func:`template_gettext`, for a text without variables that means several things."""
    return _constant_in(translations(), context, text)


def template_ngettext(singular: str, plural: str, num: int, /, **variables: object) -> Markup:
    """Like :func:`template_gettext`, for a text that depends on a number (``%(num)s``)."""
    return _markup(translations().ungettext(singular, plural, num)) % {"num": num, **variables}


def translations() -> Any:
    """The gettext catalogue of the language of the page."""
    try:
        return of_request().translations
    except AttributeError:
        g.translations = get_domain().get_translations()
        return g.translations


@lru_cache(maxsize=4096)
def _constant(catalogue: Any, text: str) -> Markup:
    return _markup(catalogue.ugettext(text)) % {}  # also here, "%%" stands for a percent sign


@lru_cache(maxsize=512)
def _constant_in(catalogue: Any, context: str, text: str) -> Markup:
    return _markup(catalogue.upgettext(context, text)) % {}


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - texts of templates and their translations are ours
