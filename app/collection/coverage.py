"""Which regions have a case, and which similar regions to show to a region without a case.

An innovation hub (JIPP) uses this as the list of governments to invite. Regions are not
ranked: a region without a case says what the collection lacks, not what the region does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.collection import vocabulary
from app.collection.regions import Region, regions

#: The number of other regions proposed to a region without a case.
EXAMPLES = 2


@dataclass(frozen=True)
class Example:
    """A region that has a case, proposed to a region without any.

    Attributes:
        region: the region that has a case.
        slug: its newest case.
    """

    region: Region
    slug: str


@dataclass(frozen=True)
class RegionCoverage:
    """The cases of one region.

    Attributes:
        region: the province, kabupaten or kota.
        slugs: the cases its government runs, the newest first.
        examples: for a region without a case: similar regions that have one, the most
            similar first.
    """

    region: Region
    slugs: tuple[str, ...]
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class ProvinceCoverage:
    """The cases of a province and of the regions in it.

    Attributes:
        name: the province's name.
        government: the cases that the provincial government runs itself.
        regions: its kabupaten and kota, in the order of their codes.
    """

    name: str
    government: RegionCoverage
    regions: tuple[RegionCoverage, ...]

    @property
    def with_cases(self) -> tuple[RegionCoverage, ...]:
        """The kabupaten and kota that have a case."""
        return tuple(region for region in self.regions if region.slugs)

    @property
    def without_cases(self) -> tuple[RegionCoverage, ...]:
        """The kabupaten and kota that have none yet."""
        return tuple(region for region in self.regions if not region.slugs)


def coverage(slugs_by_code: Mapping[str, Sequence[str]]) -> Mapping[str, ProvinceCoverage]:
    """The coverage of every province by name, in the order of the islands from west to east.

    Args:
        slugs_by_code: region code → slugs of the cases that its government runs, the
            newest first.
    """
    all_regions = list(regions().values())
    regions_with_cases = [region for region in all_regions if slugs_by_code.get(region.code)]

    def of_region(region: Region) -> RegionCoverage:
        slugs = tuple(slugs_by_code.get(region.code, ()))
        if slugs:
            return RegionCoverage(region, slugs)
        similar = most_similar(region, regions_with_cases)
        examples = tuple(Example(other, slugs_by_code[other.code][0]) for other in similar)
        return RegionCoverage(region, (), examples)

    provinces = {}
    for name in vocabulary.ISLAND_OF:
        inside = [of_region(region) for region in all_regions if region.province == name]
        government = next(entry for entry in inside if entry.region.level == "provinsi")
        others = tuple(entry for entry in inside if entry is not government)
        provinces[name] = ProvinceCoverage(name, government, others)
    return provinces


def most_similar(
    region: Region, candidates: Sequence[Region], limit: int = EXAMPLES
) -> list[Region]:
    """The candidates most similar to a region, the most similar first.

    Only regions of the same level (kabupaten, kota, provinsi) are similar. Those of its
    province come first, then those of its island, then all others; among each of these
    the nearest codes come first.

    Codes are given by province, and within a province mostly in the order in which its
    regions were founded, so a near code is a weak sign of nearness. But the codes are at
    hand, the same for everybody, and give different regions different examples.
    """
    same_level = [other for other in candidates if other.level == region.level and other != region]
    return sorted(same_level, key=lambda other: (_distance(region, other), other.code))[:limit]


def _distance(region: Region, other: Region) -> tuple[int, int]:
    """Sorts regions by nearness: (0 same province, 1 same island, 2 elsewhere; code gap)."""
    same_province = region.province == other.province
    same_island = vocabulary.ISLAND_OF[region.province] == vocabulary.ISLAND_OF[other.province]
    step = 0 if same_province else 1 if same_island else 2
    return step, abs(_code_number(region) - _code_number(other))


def _code_number(region: Region) -> int:
    """A code as a number: ``35.07`` → 3507, ``35`` → 3500."""
    province, _, local = region.code.partition(".")
    return int(province) * 100 + int(local or 0)
