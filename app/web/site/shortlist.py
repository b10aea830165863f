"""The shortlist (“Daftar pilihan”): cases that a reader picks, stored in addresses alone.

The parameter ``s`` names a case and may be repeated: ``/pilihan?s=putik-sari&s=simba-asia``.
A page that asks about a selection of the list (comparison, fit check, plan) names the
selection in ``s`` and the whole list in ``daftar``, so that nothing is lost on the way back.
There is no other state: the same address is the same page for everybody, and a link shares
the list.

Every link on a page carries the reader's list if it leads to a page that shows the list;
forms carry it in the hidden fields of :func:`shortlist_fields`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection.case import SLUG, SLUG_MAX
from app.search.engine import Engine
from app.search.index.generations import IndexUnusableError
from app.web.site.engine import current_engine
from app.web.site.i18n import of_request
from app.web.site.params import BadParameter
from app.web.site.this_page import asked_parameters_except, this_page_url

#: The parameter that names a case.
PARAMETER = "s"

#: The parameter that names a case of the whole list where ``s`` names a selection of it.
WHOLE = "daftar"

#: The most cases of a list, as many as an event can deal with.
MOST = 12

#: Endpoints whose ``s`` is the whole list.
LISTED = frozenset(
    {
        *("pages.home", "pages.search", "pages.case", "pages.about", "workbench.shortlist"),
        *("advanced.form", "events.kit", "events.suggest"),
        *("statistics.overview", "statistics.regions"),
        *("replications.overview", "catalogue.overview", "themes.themes", "themes.theme"),
        *("regions.index", "regions.region", "regions.institution"),
    }
)

#: Endpoints whose ``s`` is a selection; they carry the whole list in ``daftar``.
SELECTING = frozenset(
    {
        *("workbench.compare", "workbench.fit", "workbench.plan"),
        *("workbench.plan_word", "workbench.plan_print", "workbench.letter"),
    }
)


@dataclass(frozen=True)
class Shortlist:
    """Cases in the order in which they were picked, each once, at most :data:`MOST`."""

    slugs: tuple[str, ...] = ()

    def __contains__(self, slug: object) -> bool:
        return slug in self.slugs

    def __len__(self) -> int:
        return len(self.slugs)

    def with_(self, slug: str) -> Shortlist:
        """The list with a case at its end; the same list if it has the case."""
        return self if slug in self.slugs else Shortlist((*self.slugs, slug))

    def without(self, slug: str) -> Shortlist:
        """The list without a case."""
        return Shortlist(tuple(other for other in self.slugs if other != slug))

    def moved(self, slug: str, by: int) -> Shortlist:
        """The list with a case moved down by this many places (up if negative)."""
        others = self.without(slug).slugs
        place = min(max(self.slugs.index(slug) + by, 0), len(others))
        return Shortlist((*others[:place], slug, *others[place:]))


@dataclass(frozen=True)
class Picked:
    """A list as it was read from an address.

    Attributes:
        shortlist: the cases that can be shown.
        titles: the title of each of them.
        bad: the values that can't be used; the page answers 400 and reports them.
        notices: what happened to cases since the address was made.
    """

    shortlist: Shortlist = Shortlist()
    titles: Mapping[str, str] = field(default_factory=dict)
    bad: tuple[BadParameter, ...] = ()
    notices: tuple[str, ...] = ()


def read(values: Sequence[str], engine: Engine, name: str = PARAMETER) -> Picked:
    """Read a list from the values of a parameter.

    The replacement of a withdrawn case takes its place, with a notice. An unknown case is left
    out and reported; so is every case after the first :data:`MOST`.
    """
    slugs = [slug for slug in dict.fromkeys(value.strip().lower() for value in values) if slug]
    shortlist = Shortlist()
    titles: dict[str, str] = {}
    bad: list[BadParameter] = []
    notices: list[str] = []
    for requested in slugs[:MOST]:
        slug, notice = _replacement(requested, engine)
        title = engine.titles((slug,)).get(slug) if _is_slug(slug) else None
        if title:
            shortlist = shortlist.with_(slug)
            titles[slug] = title
        elif not notice:
            bad.append(BadParameter(name, _("Tidak ada kasus “%(slug)s”.", slug=requested[:100])))
        if notice:
            replaced_by = _("Gantinya: %(title)s.", title=title) if title else ""
            notices.append(f"{notice} {replaced_by}".strip())
    if len(slugs) > MOST:
        bad.append(BadParameter(name, _too_many(len(slugs))))
    return Picked(shortlist, titles, tuple(bad), tuple(notices))


def _is_slug(value: str) -> bool:
    return len(value) <= SLUG_MAX and SLUG.fullmatch(value) is not None


def _replacement(slug: str, engine: Engine) -> tuple[str, str]:
    """The slug and no notice; for a withdrawn case, its replacement's slug and a notice."""
    withdrawn = engine.manifest.withdrawn.get(slug)
    if not withdrawn:
        return slug, ""
    notice = _("Kasus “%(slug)s” sudah ditarik: %(reason)s", slug=slug, reason=withdrawn["reason"])
    return withdrawn["instead"] or "", notice


def _too_many(number: int) -> str:
    return ngettext(
        "Daftar pilihan memuat paling banyak %(most)s kasus; %(num)s kasus "
        "terakhir tidak ikut. Hapus satu dulu untuk memberi tempat.",
        "Daftar pilihan memuat paling banyak %(most)s kasus; %(num)s kasus "
        "terakhir tidak ikut. Hapus beberapa dulu untuk memberi tempat.",
        number - MOST,
        most=MOST,
    )


# --- the list of this request ---------------------------------------------------------


def init_app(app: Flask) -> None:
    """Let the links of a page carry the reader's list."""
    app.url_defaults(_carry)


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """Add the list of this request to the values of an address, unless it has its own."""
    if endpoint not in LISTED | SELECTING or not request or request.blueprint == "api":
        return
    slugs = list(current().shortlist.slugs)
    if not slugs:
        return
    if endpoint in LISTED:
        values.setdefault(PARAMETER, slugs)
    elif not set(slugs) <= set(_as_list(values.setdefault(PARAMETER, slugs))):
        values.setdefault(WHOLE, slugs)


def _as_list(value: object) -> Sequence[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []


def current() -> Picked:
    """The list of this request: the cases in ``daftar`` if the address has it, else in ``s``."""
    try:
        picked: Picked = of_request().picked
    except AttributeError:
        name = WHOLE if WHOLE in request.args else PARAMETER
        values = request.args.getlist(name)
        try:
            picked = read(values, current_engine(), name) if values else Picked()
        except IndexUnusableError:
            picked = Picked()  # the error page that follows reports the index
        g.picked = picked
    return picked


def selection() -> Picked:
    """The cases that this request asks about: those in ``s``."""
    if WHOLE not in request.args:
        return current()
    return read(request.args.getlist(PARAMETER), current_engine())


def is_shortlisted(slug: str) -> bool:
    """Whether a case is in the list of this request."""
    return slug in current().shortlist


def shortlist_fields() -> list[tuple[str, str]]:
    """The list as hidden fields of a form that leads to a page of :data:`LISTED`."""
    return [(PARAMETER, slug) for slug in current().shortlist.slugs]


def shortlist_url(shortlist: Shortlist, endpoint: str = "workbench.shortlist") -> str:
    """The address of a list on its own page, or on another page that takes a list."""
    return url_for(endpoint, s=list(shortlist.slugs))


def this_page_with(shortlist: Shortlist, anchor: str = "") -> str:
    """The address of this page with another list."""
    slugs = [(PARAMETER, slug) for slug in shortlist.slugs]
    url = this_page_url(asked_parameters_except(PARAMETER, WHOLE) + slugs)
    return f"{url}#{anchor}" if anchor else url


def this_page_adding(slug: str) -> str:
    """The address of this page with a case added to the list, at the link that adds it."""
    try:
        url: str = g.this_page_adding
    except AttributeError:
        url = this_page_with(current().shortlist)
        url = g.this_page_adding = f"{url}{'&' if '?' in url else '?'}{PARAMETER}="
    return f"{url}{slug}#d-{slug}"
