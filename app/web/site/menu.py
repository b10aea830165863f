"""Which entry of the menu the page that is open belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

#: Endpoint of a menu entry → the other pages that belong to it: endpoints, or with a full stop
#: at the end all endpoints of a blueprint.
_BELONGING: Mapping[str, tuple[str, ...]] = {
    "pages.search": ("pages.case", "advanced."),
    "themes.themes": ("themes.",),
    "regions.index": ("regions.",),
    "statistics.overview": ("statistics.", "catalogue.", "replications."),
    "events.kit": ("events.",),
    "contribute.form": ("contribute.", "corrections."),
    "pages.about": ("pages.evidence_step", "upkeep.", "packs.", "design.", "opendata."),
    "workbench.shortlist": ("workbench.",),
}


def current_in_menu(entry: str, endpoint: str | None) -> Literal["page", "true", ""]:
    """The ``aria-current`` of a menu entry on a page.

    Args:
        entry: the endpoint that the entry leads to.
        endpoint: that of the page; None where no address fits.

    Returns:
        ``page`` if the entry leads to this very page, ``true`` if the page belongs to it.
    """
    if endpoint is None:
        return ""
    if endpoint == entry:
        return "page"
    blueprint = endpoint.split(".")[0] + "."
    return "true" if {endpoint, blueprint} & set(_BELONGING.get(entry, ())) else ""
