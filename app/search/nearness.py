"""How near cases are to a region: the order among cases that fit a query equally well.

Only reference data decides (:mod:`app.collection.geography`): borders, provinces, islands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.collection import vocabulary
from app.collection.geography import distance_km, geography, neighbours, regions_in
from app.collection.regions import by_code, regions

#: How near a case is, the nearest first: run by the region itself, by a neighbour, in the same
#: province, on the same island, or none of these.
Tier = Literal["own", "neighbour", "province", "island", "elsewhere"]
TIERS: tuple[Tier, ...] = ("own", "neighbour", "province", "island", "elsewhere")

#: In these tiers the cases of a region less far off come first. Neighbours are all next door:
#: between the points of two of them, the distance says which is larger, not which is nearer.
TIERS_BY_DISTANCE = frozenset({"province", "island", "elsewhere"})

# Farther than any two regions are from each other: that of a case that no place has.
_NOWHERE_KM = 99_999

# A query names one or two regions ("Malang" is a kabupaten and a kota).
_REMEMBERED = 64


@dataclass(frozen=True)
class Near:
    """The region, or the regions of one name, near to which cases come first.

    Attributes:
        codes: the codes of a kabupaten, a kota or a province, or of those of the same name.
        label: the name, for people.
        phrases: the words of the query that name it, folded; none if it was only chosen.
        lacking: whether the query asks for cases from there, and none is about the rest of it.
    """

    codes: tuple[str, ...]
    label: str
    phrases: tuple[str, ...] = ()
    lacking: bool = False


def chosen(code: str, asked: Near | None = None) -> Near:
    """The region that was chosen by its code, in the place of one that the query asks for."""
    return Near((code,), by_code()[code].name, asked.phrases if asked else ())


@dataclass(frozen=True)
class Around:
    """What lies around some regions.

    Attributes:
        codes: the codes of the regions themselves.
        regions: code → tier, of the regions themselves and of their neighbours; those of a
            province include all kabupaten and kota in it.
        provinces: the names of the provinces that they lie in.
        islands: the names of the islands that they lie on.
    """

    codes: tuple[str, ...]
    regions: Mapping[str, Tier]
    provinces: frozenset[str]
    islands: frozenset[str]

    def tier(self, region: str, province: str) -> Tier:
        """How near a case is.

        Args:
            region: the code of the region that runs it; empty if none does.
            province: the province that its file names; counts only if no region runs it.
        """
        if region in self.regions:
            return self.regions[region]
        if region:
            province = by_code()[region].province
        if province in self.provinces:
            return "province"
        return "island" if vocabulary.ISLAND_OF.get(province) in self.islands else "elsewhere"

    def tier_of_region(self, code: str) -> Tier:
        """How near a region is."""
        return self.tier(code, "")

    def km(self, region: str) -> int:
        """How far a region is from the nearest of these regions, in whole kilometres."""
        return round(min(distance_km(code, region) for code in self.codes))

    def order(self, region: str, province: str) -> tuple[int, int]:
        """What cases are ordered by: the tier and, in those by distance, the kilometres.

        The case of a central body is as far off as the province that its file names, and one
        for the whole country comes after all others. The arguments are those of :meth:`tier`.
        """
        tier = self.tier(region, province)
        if tier not in TIERS_BY_DISTANCE:
            return TIERS.index(tier), 0
        if not region and province not in regions():
            return TIERS.index(tier), _NOWHERE_KM
        return TIERS.index(tier), self.km(region or regions()[province].code)


@lru_cache(_REMEMBERED)
def around(codes: tuple[str, ...]) -> Around:
    """What lies around some regions, by their codes."""
    next_door = {other for code in codes for other in neighbours(code)}
    provinces = frozenset(by_code()[code].province for code in codes)
    return Around(
        codes=codes,
        regions={
            **dict.fromkeys(_with_inside(next_door), "neighbour"),
            **dict.fromkeys(_with_inside(codes), "own"),
        },
        provinces=provinces,
        islands=frozenset(vocabulary.ISLAND_OF[name] for name in provinces),
    )


def _with_inside(codes: Collection[str]) -> set[str]:
    """Regions, and the kabupaten and kota in those that are provinces."""
    return {*codes, *(region.code for code in codes for region in regions_in(code))}


def own_and_neighbours(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of some regions of one rank, then those of their neighbours."""
    others = (other for code in codes for other in neighbours(code))
    return tuple(dict.fromkeys((*codes, *others)))


def nearest(
    codes: tuple[str, ...], others: Iterable[str], most: int
) -> tuple[tuple[str, int], ...]:
    """Those of some other regions that are nearest, with the distance in whole kilometres.

    A distance is one between points inside the regions. Neighbours by land come first: the
    point of a large one may be farther off than that of a small region behind it.
    """
    land = {other for code in codes for other in geography()[code].land}
    found = [
        (other, min(distance_km(code, other) for code in codes))
        for other in others
        if other not in codes
    ]
    found.sort(key=lambda pair: (pair[0] not in land, pair[1], pair[0]))
    return tuple((other, round(km)) for other, km in found[:most])
