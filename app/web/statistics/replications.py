"""The numbers of who copied whom, each with the address of the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.collection import replications, vocabulary
from app.collection.coverage import ProvinceCoverage
from app.collection.regions import Region
from app.collection.replications import KINDS, Pair, PairQuery
from app.search.engine import Engine
from app.web.site.i18n import label
from app.web.site.pairs import pairs_by_region, pairs_with

#: The most originals that are named as the most copied.
MOST_NAMED = 5


@dataclass(frozen=True)
class PairCount:
    """A number of pairs: what is counted, how many, and where they are listed."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class ReplicationFigures:
    """Who copied whom, in numbers.

    Attributes:
        kinds: the pairs that are used, and those that were only promised.
        fields: the pairs in use by the field of their original, the most first.
        most_copied: the originals with the most copies in use, and their number.
    """

    kinds: tuple[PairCount, ...]
    fields: tuple[PairCount, ...]
    most_copied: tuple[PairCount, ...]


def replication_figures(engine: Engine) -> ReplicationFigures:
    """The figures of a collection; without any pair, the lists are empty."""
    pairs = engine.replications
    kinds = replications.find(pairs, PairQuery()).kinds
    used = replications.find(pairs, PairQuery(filters={"kind": "dipakai"}))
    fields = sorted(used.counts["category"].items(), key=lambda item: -item[1])
    return ReplicationFigures(
        kinds=tuple(
            PairCount(label(KINDS[kind]), count, pairs_with(kind=kind))
            for kind, count in kinds.items()
        ),
        fields=tuple(
            PairCount(
                label(vocabulary.CATEGORIES[field]),
                count,
                pairs_with(category=field, kind="dipakai"),
            )
            for field, count in fields
        ),
        most_copied=tuple(
            PairCount(original.title, count, _copies_of(original.slug))
            for original, count in replications.most_copied(pairs, MOST_NAMED)
        ),
    )


def _copies_of(slug: str) -> str:
    return pairs_with("asal", case=slug, kind="dipakai")


@dataclass(frozen=True)
class RegionReplications:
    """What a region copied, and which of its innovations were copied."""

    region: Region
    copied: Sequence[Pair]
    originals: Sequence[Pair]


def replications_in(province: ProvinceCoverage, engine: Engine) -> list[RegionReplications]:
    """The regions of a province that copied or were copied, its own government first."""
    rows = []
    for entry in (province.government, *province.regions):
        code = entry.region.code
        copied = pairs_by_region(engine, "peniru").get(code, ())
        originals = pairs_by_region(engine, "asal").get(code, ())
        if copied or originals:
            rows.append(RegionReplications(entry.region, copied, originals))
    return rows
