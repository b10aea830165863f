"""Where a link of the site leads in a pack."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from app.pack.contents import ASSETS, OWN_PLAN, START, Page
from app.web.site.language_prefix import ENGLISH

#: Addresses that are another page's in a pack.
_SEARCH, _PLAN = "/cari", "/rencana"

#: The folders of static files on the site, and of those that only a pack has.
STATIC, OWN_STATIC = "/static/", "/salinan/aset/"


@dataclass(frozen=True)
class Inside:
    """A link to another file of the pack, as an address relative to the page."""

    address: str


@dataclass(frozen=True)
class Online:
    """A link to what only the site has; its whole address, empty if the site has none."""

    address: str


class Unlinked:
    """A link to a page of the pack in another order or with a filter: only a server makes it."""


class Kept:
    """A link that stays as it is: within the page, or a whole address, also of the living site."""


Target = Inside | Online | Unlinked | Kept


class Links:
    """Answers where links lead, for the pages of one pack.

    Args:
        pages: the pages of the pack.
        base: the address of the application that makes the pages, without a slash at its end.
        site: the address of the living site; empty if it has none.
    """

    def __init__(self, pages: Iterable[Page], base: str, site: str) -> None:
        self._files: Mapping[str, str] = {page.address: page.file for page in pages}
        self._base, self._root = base, urlsplit(base).path
        self._site = site
        #: The static files that pages have asked for: path inside the pack → address.
        self.assets: dict[str, str] = {}

    def target(self, href: str, page: str) -> Target:
        """Where a link leads on a page of the pack, given by its file."""
        if not href or href.startswith("#"):
            return Kept()
        if not self._site:  # whole addresses of the site lead nowhere, but their pages may be here
            href = href.removeprefix(self._base)
        scheme, host, path, query, fragment = urlsplit(href)
        if scheme or host:
            return Kept()
        path = path.removeprefix(self._root) or "/"
        local = path.removeprefix(ENGLISH) if f"{path}/".startswith(f"{ENGLISH}/") else path
        if local.startswith((STATIC, OWN_STATIC)):
            return Inside(_relative(self._asset(local), page))
        local = local or "/"
        asked = f"{local}?{query}" if query else local
        file = self._file(asked)
        if file:
            return Inside(urlunsplit(("", "", _relative(file, page), "", fragment)))
        if local in (_SEARCH, _PLAN):
            found = self._files["/salinan/cari" if local == _SEARCH else OWN_PLAN]
            return Inside(urlunsplit(("", "", _relative(found, page), "", query)))
        if self._file(local):
            return Unlinked()
        rest = urlunsplit(("", "", path, query, fragment))
        return Online(f"{self._site}{rest}" if self._site else "")

    def _file(self, asked: str) -> str | None:
        """The file of an address with its parameters, if the pack has it."""
        if asked == "/":
            return START
        return self._files.get(asked)

    def _asset(self, path: str) -> str:
        name = path.rsplit("/", 1)[-1]
        file = f"{ASSETS}/{name}"
        self.assets[file] = path
        return file


def _relative(file: str, page: str) -> str:
    return posixpath.relpath(file, posixpath.dirname(page) or ".")
