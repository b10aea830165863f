"""Which regions have a case, which have none yet, and whose cases to show those.

For an innovation hub (JIPP), the list of governments to invite. Nothing here ranks a
government: that a region has no case says what the collection lacks, not what the
region does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.collection import vocabulary
from app.collection.regions import Region, regions

#: How many other regions are proposed to a region without a case.
EXAMPLES = 2

_ISLAND_OF = {
    province: island for island, names in vocabulary.ISLANDS.items() for province in names
}


@dataclass(frozen=True)
class Example:
    """A region that has a case, proposed to one that has none; ``slug`` is its newest case."""

    region: Region
    slug: str


@dataclass(frozen=True)
class RegionCoverage:
    """One region.

    Attributes:
        region: the province, kabupaten or kota.
        slugs: the cases its government runs, the newest first.
        examples: for a region without any: cases of regions like it, the nearest first.
    """

    region: Region
    slugs: tuple[str, ...]
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class ProvinceCoverage:
    """A province: its own government, and its kabupaten and kota in the order of codes."""

    name: str
    government: RegionCoverage
    regions: tuple[RegionCoverage, ...]

    @property
    def held(self) -> tuple[RegionCoverage, ...]:
        """The kabupaten and kota that have a case."""
        return tuple(one for one in self.regions if one.slugs)

    @property
    def lacking(self) -> tuple[RegionCoverage, ...]:
        """The kabupaten and kota that have none yet."""
        return tuple(one for one in self.regions if not one.slugs)


def coverage(held: Mapping[str, Sequence[str]]) -> Mapping[str, ProvinceCoverage]:
    """Every province by name, west to east by islands.

    Args:
        held: region code → slugs of the cases that its government runs, the newest first.
    """
    every = list(regions().values())
    known = [region for region in every if held.get(region.code)]

    def one(region: Region) -> RegionCoverage:
        slugs = tuple(held.get(region.code, ()))
        examples = () if slugs else tuple(Example(r, held[r.code][0]) for r in alike(region, known))
        return RegionCoverage(region, slugs, examples)

    found = {}
    for name in _ISLAND_OF:
        inside = [one(region) for region in every if region.province == name]
        government = next(entry for entry in inside if entry.region.level == "provinsi")
        found[name] = ProvinceCoverage(
            name, government, tuple(entry for entry in inside if entry is not government)
        )
    return found


def alike(region: Region, among: Sequence[Region], limit: int = EXAMPLES) -> list[Region]:
    """The regions most like one: of its own level; those of its province before those of
    its island before the others; then those whose codes lie nearest.

    Codes are given by province and within it mostly in the order in which the regions
    were made, so a near code is a weak sign of nearness; but it is data we have, the same
    for everybody, and it gives different regions different examples.
    """
    same = [other for other in among if other.level == region.level and other != region]
    return sorted(same, key=lambda other: (_distance(region, other), other.code))[:limit]


def _distance(region: Region, other: Region) -> tuple[int, int]:
    same_province = region.province == other.province
    same_island = _ISLAND_OF[region.province] == _ISLAND_OF[other.province]
    step = 0 if same_province else 1 if same_island else 2
    return step, abs(_number(region) - _number(other))


def _number(region: Region) -> int:
    """A code as a number: ``35.07`` → 3507, ``35`` → 3500."""
    province, _, local = region.code.partition(".")
    return int(province) * 100 + int(local or 0)
