"""Pages of an offline copy: the same templates, without what only a server can answer.

:mod:`app.pack` makes such a copy by asking an application of its own for each page. That
application knows the copy; the application that serves the site knows none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Flask, current_app

_EXTENSION = "offline_copy"


@dataclass(frozen=True)
class OfflineCopy:
    """The copy that a page belongs to.

    Attributes:
        date: the date of the collection that the copy shows.
        site: the address of the site that the copy was made of, without a slash at its end;
            empty if it has none that others can reach.
        title: what was chosen of the collection; empty if the copy has all of it.
        shell: the template with what stands around its pages, in the place of
            ``site/_shell.html``.
    """

    date: dt.date
    site: str = ""
    title: str = ""
    shell: str = "pack/_shell.html"

    @property
    def whole(self) -> bool:
        """Whether the copy has the whole collection."""
        return not self.title


def init_app(app: Flask, copy: OfflineCopy) -> None:
    """Make the pages of this application those of a copy."""
    app.extensions[_EXTENSION] = copy


def offline_copy() -> OfflineCopy | None:
    """The copy that this page belongs to; None on the site itself."""
    copy: OfflineCopy | None = current_app.extensions.get(_EXTENSION)
    return copy
