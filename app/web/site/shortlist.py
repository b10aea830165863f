"""The shortlist (“Daftar pilihan”): cases that a reader keeps, held by the address alone.

``s`` names a case and may be repeated: ``/pilihan?s=putik-sari&s=jarik-ma-siti``. A page
that asks about some of the list only (compare, fit, plan) names those in ``s`` and the
whole list in ``daftar``, so that nothing is lost on the way back. There is no other
state: the same address is the same page for everybody, and a link shares the list.

While a request has a list, every link between pages that can show it carries it; forms
carry it in the hidden fields of :func:`carried`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection.case import SLUG, SLUG_MAX
from app.search.engine import Engine
from app.search.index.generations import IndexUnusableError
from app.web.site.engine import current_engine
from app.web.site.params import BadParameter

#: The parameter that names a case, and the one that names the whole list where ``s``
#: names some of it.
PARAMETER = "s"
WHOLE = "daftar"

#: More cases than this are no shortlist, and would not fit on the table of an event.
MOST = 12

#: Endpoints whose ``s`` is the whole list.
LISTED = frozenset(
    {
        *("pages.home", "pages.search", "pages.case", "pages.about", "workbench.shortlist"),
        *("events.kit", "statistics.overview", "statistics.regions"),
    }
)
#: Endpoints whose ``s`` is the cases asked about; they carry the list in ``daftar``.
ASKED = frozenset({"workbench.compare", "workbench.fit", "workbench.plan"})


@dataclass(frozen=True)
class Shortlist:
    """Cases in the order they were chosen, each once, at most :data:`MOST`."""

    slugs: tuple[str, ...] = ()

    def __contains__(self, slug: object) -> bool:
        return slug in self.slugs

    def __len__(self) -> int:
        return len(self.slugs)

    def with_(self, slug: str) -> Shortlist:
        """The list with a case at its end; the same list if it is there."""
        return self if slug in self.slugs else Shortlist((*self.slugs, slug))

    def without(self, slug: str) -> Shortlist:
        """The list without a case."""
        return Shortlist(tuple(one for one in self.slugs if one != slug))

    def moved(self, slug: str, by: int) -> Shortlist:
        """The list with a case that many places further down (up if negative)."""
        left = [one for one in self.slugs if one != slug]
        place = min(max(self.slugs.index(slug) + by, 0), len(left))
        return Shortlist((*left[:place], slug, *left[place:]))


@dataclass(frozen=True)
class Picked:
    """A list as it was read from an address.

    Attributes:
        shortlist: what can be shown of it.
        titles: the title of each of its cases.
        bad: what could not be used; the page answers 400 and says so.
        notices: what happened to cases since the address was made.
    """

    shortlist: Shortlist = Shortlist()
    titles: Mapping[str, str] = field(default_factory=dict)
    bad: tuple[BadParameter, ...] = ()
    notices: tuple[str, ...] = ()


def read(values: Sequence[str], engine: Engine, name: str = PARAMETER) -> Picked:
    """Read a list from the values of a parameter.

    A withdrawn case gives its replacement, with a notice. What is unknown is left out
    and reported; so is whatever comes after the first :data:`MOST` values.
    """
    asked = [value for value in dict.fromkeys(v.strip().lower() for v in values) if value]
    shortlist = Shortlist()
    titles: dict[str, str] = {}
    bad: list[BadParameter] = []
    notices: list[str] = []
    for value in asked[:MOST]:
        slug, notice = _follow(value, engine)
        found = engine.titles((slug,)) if _is_slug(slug) else {}
        if found:
            shortlist = shortlist.with_(slug)
            titles[slug] = found[slug]
        elif not notice:
            bad.append(BadParameter(name, _("Tidak ada kasus “%(slug)s”.", slug=value[:100])))
        if notice:
            new = _("Gantinya: %(title)s.", title=found[slug]) if found else ""
            notices.append(f"{notice} {new}".strip())
    if len(asked) > MOST:
        bad.append(
            BadParameter(
                name,
                ngettext(
                    "Daftar pilihan memuat paling banyak %(most)s kasus; %(num)s kasus "
                    "terakhir tidak ikut. Hapus satu dulu untuk memberi tempat.",
                    "Daftar pilihan memuat paling banyak %(most)s kasus; %(num)s kasus "
                    "terakhir tidak ikut. Hapus beberapa dulu untuk memberi tempat.",
                    len(asked) - MOST,
                    most=MOST,
                ),
            )
        )
    return Picked(shortlist, titles, tuple(bad), tuple(notices))


def _is_slug(value: str) -> bool:
    return len(value) <= SLUG_MAX and SLUG.fullmatch(value) is not None


def _follow(slug: str, engine: Engine) -> tuple[str, str]:
    """Where a slug leads today, and a notice if that is not where it led."""
    withdrawn = engine.manifest.withdrawn.get(slug)
    if not withdrawn:
        return slug, ""
    notice = _("Kasus “%(slug)s” sudah ditarik: %(reason)s", slug=slug, reason=withdrawn["reason"])
    return withdrawn["instead"] or "", notice


# --- the list of this request ---------------------------------------------------------


def init_app(app: Flask) -> None:
    """Let the links of a page carry the list."""

    @app.url_defaults
    def carry(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint not in LISTED | ASKED or not request or request.blueprint == "api":
            return
        slugs = list(current().shortlist.slugs)
        if not slugs:
            return
        if endpoint in LISTED:
            values.setdefault(PARAMETER, slugs)
        elif not set(slugs) <= set(_listed(values.setdefault(PARAMETER, slugs))):
            values.setdefault(WHOLE, slugs)


def _listed(value: object) -> Sequence[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []


def current() -> Picked:
    """The list of this request: ``daftar`` if the address has it, else ``s``."""
    try:
        picked: Picked = g.picked
    except AttributeError:
        name = WHOLE if WHOLE in request.args else PARAMETER
        values = request.args.getlist(name)
        try:
            picked = read(values, current_engine(), name) if values else Picked()
        except IndexUnusableError:  # the page says so; it is no reason for another error
            picked = Picked()
        g.picked = picked
    return picked


def selection() -> Picked:
    """The cases that this request asks about: those in ``s``."""
    if WHOLE not in request.args:
        return current()
    return read(request.args.getlist(PARAMETER), current_engine())


def carried() -> list[tuple[str, str]]:
    """The list as hidden fields of a form that leads to a page of :data:`LISTED`."""
    return [(PARAMETER, slug) for slug in current().shortlist.slugs]


def list_url(shortlist: Shortlist, endpoint: str = "workbench.shortlist") -> str:
    """The address of a list on the page that shows it, or on another that takes one."""
    return url_for(endpoint, s=list(shortlist.slugs))


def here_with(shortlist: Shortlist, anchor: str = "") -> str:
    """This page with another list."""
    left = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if name not in {PARAMETER, WHOLE}
    ]
    left += [(PARAMETER, slug) for slug in shortlist.slugs]
    path = "/" + quote(request.path.lstrip("/"))
    address = f"{path}?{urlencode(left)}" if left else path
    return f"{address}#{anchor}" if anchor else address


def here_adding(slug: str) -> str:
    """This page with one more case in the list, at the card of that case."""
    try:
        before: str = g.before_one_more
    except AttributeError:
        here = here_with(current().shortlist)
        before = g.before_one_more = f"{here}{'&' if '?' in here else '?'}{PARAMETER}="
    return f"{before}{slug}#k-{slug}"
