"""Which regions have a case, and which other regions to show to a region without a case.

An innovation hub (JIPP) uses this as the list of governments to invite. Regions are not
ranked: a region without a case says what the collection lacks, not what the region does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.collection import geography, vocabulary
from app.collection.regions import Region, by_code, regions


@dataclass(frozen=True)
class Example:
    """A region that has a case, proposed to a region without any.

    Attributes:
        region: the region that has a case.
        slug: its newest case.
        near: whether it is proposed because it is the nearest; else because it is similar.
    """

    region: Region
    slug: str
    near: bool


@dataclass(frozen=True)
class RegionCoverage:
    """The cases of one region.

    Attributes:
        region: the province, kabupaten or kota.
        slugs: the cases its government runs, the newest first.
        examples: for a region without a case: the nearest region that has one, and the most
            similar one.
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
    with_cases = [code for code, slugs in slugs_by_code.items() if slugs]

    def of_region(region: Region) -> RegionCoverage:
        slugs = tuple(slugs_by_code.get(region.code, ()))
        if slugs:
            return RegionCoverage(region, slugs)
        examples = tuple(
            Example(by_code()[code], slugs_by_code[code][0], near)
            for code, near in proposed(region, with_cases).items()
        )
        return RegionCoverage(region, (), examples)

    provinces = {}
    for name in vocabulary.ISLAND_OF:
        inside = [of_region(region) for region in all_regions if region.province == name]
        government = next(entry for entry in inside if entry.region.level == "provinsi")
        others = tuple(entry for entry in inside if entry is not government)
        provinces[name] = ProvinceCoverage(name, government, others)
    return provinces


def proposed(region: Region, codes: Sequence[str]) -> Mapping[str, bool]:
    """The code of the nearest and of the most similar of some regions → whether it is near.

    Provinces are proposed to provinces alone; a kabupaten is near to a kota as well as to a
    kabupaten, but similar only to another kabupaten. See :mod:`app.collection.geography`.
    """
    of_rank = [
        code
        for code in codes
        if (by_code()[code].level == "provinsi") == (region.level == "provinsi")
    ]
    found = dict.fromkeys(geography.nearest(region.code, of_rank)[:1], True)
    similar = geography.most_similar(region.code, set(of_rank) - found.keys())[:1]
    return found | dict.fromkeys(similar, False)
