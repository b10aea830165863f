"""Which region a typed name means, and which ones have a name like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.collection.regions import Region, by_code, regions
from app.search import language
from app.search.query.places import gazetteer

#: A typed name is cut to this many characters; the longest name has 37.
NAME_MAX = 100

#: How many regions are offered where no name is the typed one.
OFFERED = 8

# A name is like another if at least this share of its letters agrees.
_ALIKE = 0.6


@dataclass(frozen=True)
class FoundRegions:
    """The regions found for a typed name.

    Attributes:
        exact: those that bear the name: several if a kabupaten and a kota share it, or for
            an island.
        near: if there is none, those whose name has the typed one in it or is like it.
    """

    exact: tuple[Region, ...] = ()
    near: tuple[Region, ...] = ()


def find(typed: str) -> FoundRegions:
    """The regions that a typed name, everyday name or code means."""
    typed = typed[:NAME_MAX].strip()
    if typed in by_code():
        return FoundRegions(exact=(by_code()[typed],))
    term = language.term(typed)
    if not term:
        return FoundRegions()
    place = gazetteer().get(term)
    if place and place.codes:
        return FoundRegions(exact=tuple(by_code()[code] for code in place.codes))
    if place and place.provinces:
        return FoundRegions(exact=tuple(regions()[province] for province in place.provinces))
    return FoundRegions(near=_near("".join(term)))


def _near(name: str) -> tuple[Region, ...]:
    """The regions with a name like a folded one without spaces, the likest first."""
    within = [region for key, region in _by_name().items() if name in key]
    alike = process.extract(
        name,
        _by_name().keys(),
        scorer=OSA.normalized_similarity,
        score_cutoff=_ALIKE,
        limit=OFFERED,
    )
    found = [*within, *(_by_name()[key] for key, _, _ in alike)]
    return tuple({region.code: region for region in found}.values())[:OFFERED]


@cache
def _by_name() -> Mapping[str, Region]:
    """Folded name without spaces, with and without its kind → region."""
    names: dict[str, Region] = {}
    for region in regions().values():
        words = language.term(region.name)
        names["".join(words)] = region
        if region.level != "provinsi":
            names.setdefault("".join(words[1:]), region)
    return names
