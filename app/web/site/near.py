"""The place near to which cases come first, in words: on the page of results, for its cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.collection.regions import Region, by_code
from app.search.nearness import own_and_neighbours
from app.search.results import Hit, Results
from app.web.site.i18n import number
from app.web.site.links import search_url


@dataclass(frozen=True)
class NearText:
    """What the page of results says of a place that is near.

    Attributes:
        lacking: that no case in the list is from there; empty if one is.
        nearest: if there is none, the regions nearest to it with one, and how far they are (km).
        only: the address of the cases of the place and its neighbours alone; None if the list
            has none, or is filtered so already.
        number: the number of those cases.
    """

    lacking: str
    nearest: Sequence[tuple[Region, int]]
    only: str | None
    number: int


def near_text(results: Results) -> NearText | None:
    """What the page says of the place that is near; None if there is none."""
    near = results.near
    if near is None:
        return None
    nearest = [(by_code()[code], km) for code, km in results.nearest]
    key, values = _own_and_neighbours(near.codes)
    cases = sum(value.count for value in results.facets[key] if value.value in values)
    filtered = set(results.query.filters.get(key, ())) == set(values)
    filters = {**results.query.filters, key: values}
    return NearText(
        lacking=_lacking(results, near.label) if near.lacking or nearest else "",
        nearest=nearest,
        only=search_url(results.query, filters=filters) if cases and not filtered else None,
        number=cases,
    )


def _own_and_neighbours(codes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The facet and its values that leave only the cases of regions and their neighbours."""
    around = own_and_neighbours(codes)
    if "." in codes[0]:
        return "region", around
    return "province", tuple(by_code()[code].name for code in around)


def _lacking(results: Results, place: str) -> str:
    if results.query.filters:
        return _("Dengan saringan ini belum ada kasus dari %(place)s.", place=place)
    if results.subject:
        return _(
            "Belum ada kasus tentang %(subject)s dari %(place)s.",
            subject=results.subject,
            place=place,
        )
    return _("Belum ada kasus dari %(place)s.", place=place)


def tier_text(hit: Hit, results: Results) -> str:
    """How near the case of a hit is, in words; empty if it isn't, or no place is near."""
    if not results.near or not hit.tier:
        return ""
    tier = {
        "own": _("%(place)s sendiri", place=results.near.label),
        "neighbour": _("bertetangga"),
        "province": _("satu provinsi"),
        "island": _("satu pulau"),
        "elsewhere": "",
    }[hit.tier]
    distance = "" if hit.km is None else _("sekitar %(km)s km", km=number(hit.km))
    return ", ".join(filter(None, (tier, distance)))
