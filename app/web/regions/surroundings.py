"""What stands on the page of a region: its cases, those nearby, those of regions like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from weakref import ref

from app.collection import vocabulary
from app.collection.geography import (
    Geography,
    distance_km,
    geography,
    likeness,
    most_similar,
    nearest,
    neighbours,
    regions_in,
)
from app.collection.regions import Region, by_code
from app.collection.replications import Pair
from app.collection.vocabulary import Label, Language
from app.search.engine import Engine
from app.search.index.entries import Card
from app.search.query.query import MAX_PER_PAGE, Query
from app.web.site.places import without_case

#: How many regions are remembered with what is around them. To work it out takes a fifth of their
#: page.
REMEMBERED = 600

#: How many cases of a region are shown on its own page, and on that of another region.
OWN_CASES = 6
CASES_OF_OTHERS = 3

#: How many cases of an institution are shown on its page.
CASES_OF_AN_INSTITUTION = 30

#: If fewer neighbours have a case, the nearest other regions are shown, too.
LEAST_NEAR = 3

#: How many similar regions are shown.
SIMILAR = 4

#: How many cases are shown for a field without a case there or next door.
CASES_OF_A_FIELD = 2

#: How many pairs of who copied whom are shown.
PAIRS = 8

#: How many cases the link to an event takes along.
TAKEN_ALONG = 5


@dataclass(frozen=True)
class OtherRegion:
    """Another region with its cases.

    Attributes:
        borders: whether it borders by land on the region that the page is about.
        km: the distance between the two, in kilometres.
        cards: its best documented cases.
        more: the number of its further cases.
        why: what makes it similar, in words; empty for a region that is only near.
    """

    region: Region
    borders: bool
    km: int
    cards: tuple[Card, ...]
    more: int
    why: str = ""


@dataclass(frozen=True)
class Field:
    """A field with its cases in a region.

    Attributes:
        here, near: the number of cases of the region, and of its neighbours.
        best: the best documented cases of the field, if there is none here or near.
    """

    key: str
    label: Label
    here: int
    near: int
    best: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """A region, its cases and what is around it.

    Attributes:
        place: where it lies, and how large it is.
        cards: its best documented cases; for a province, those of its own government.
        more: the number of its further cases.
        inside: for a province, its kabupaten and kota with the number of cases of each.
        near: regions with cases, neighbours first, the nearest first.
        empty: neighbours without a case.
        to_invite: those of ``empty``; for a province, its kabupaten and kota without a case.
        similar: regions like it with cases, the most similar first.
        fields: every field with its cases here and next door.
        pairs: who copied whom, of those that it copied or that copied from it.
    """

    region: Region
    place: Geography
    cards: tuple[Card, ...]
    more: int
    inside: tuple[tuple[Region, int], ...]
    near: tuple[OtherRegion, ...]
    empty: tuple[Region, ...]
    to_invite: tuple[Region, ...]
    similar: tuple[OtherRegion, ...]
    fields: tuple[Field, ...]
    pairs: tuple[Pair, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of its cases that were copied."""
        own = (pair for pair in self.pairs if pair.original_region == self.region)
        return tuple(pair.original.slug for pair in own)

    @property
    def total(self) -> int:
        """The number of its cases, for a province without those of its kabupaten and kota."""
        return len(self.cards) + self.more

    @property
    def lacking(self) -> tuple[Field, ...]:
        """The fields without a case here or next door."""
        return tuple(field for field in self.fields if not field.here + field.near)

    @property
    def search(self) -> Query:
        """The search for the cases here and around: of the regions, or of the provinces."""
        if self.region.level == "provinsi":
            others = (other.region.name for other in self.near)
            filters = {"province": (self.region.name, *others)}
            return Query(filters=filters, near=self.region.code)
        codes = (other.region.code for other in self.near)
        return Query(filters={"region": (self.region.code, *codes)}, near=self.region.code)

    @property
    def along(self) -> list[str]:
        """The slugs of the cases that an event takes along: of here, next door, and alike."""
        others = [other.cards[0] for other in (*self.near, *self.similar)]
        slugs = dict.fromkeys(card.slug for card in (*self.cards[:2], *others))
        return list(slugs)[:TAKEN_ALONG]


def surroundings(engine: Engine, region: Region, language: Language) -> Surroundings:
    """A region, its cases and what is around it: worked out once, until the index changes."""
    return _surroundings(ref(engine), region, language)


@lru_cache(REMEMBERED)
def _surroundings(of: ref[Engine], region: Region, language: Language) -> Surroundings:
    engine = of()
    assert engine is not None  # noqa: S101 - the caller has it
    cards = best_documented(engine, engine.regions.get(region.code, ()))
    of_rank = [code for code in engine.regions if len(code) == len(region.code)]
    next_door = neighbours(region.code)
    near = [code for code in next_door if code in engine.regions]
    if len(near) < LEAST_NEAR:
        others = (code for code in nearest(region.code, of_rank) if code not in near)
        near += islice(others, LEAST_NEAR - len(near))
    similar = most_similar(region.code, set(of_rank) - {*near})[:SIMILAR]
    return Surroundings(
        region=region,
        place=geography()[region.code],
        cards=cards[:OWN_CASES],
        more=max(0, len(cards) - OWN_CASES),
        inside=tuple(
            (other, len(engine.regions.get(other.code, ()))) for other in regions_in(region.code)
        ),
        near=tuple(_other(engine, region, code) for code in nearest(region.code, near)),
        empty=tuple(by_code()[code] for code in next_door if code not in engine.regions),
        to_invite=without_case(engine, region),
        similar=tuple(
            _other(engine, region, code, likeness(region.code, code, language)) for code in similar
        ),
        fields=tuple(fields(engine, (region.code,), next_door)),
        pairs=tuple(pair for pair in engine.replications if region in regions_of(pair)),
    )


def fields_of(engine: Engine, cards: Sequence[Card]) -> tuple[Field, ...]:
    """The fields of some cases, each with the best documented cases of others.

    Unlike a region, a central body has a remit, so that a field without a case is no gap.
    """
    counts = Counter(card.category for card in cards)
    own = {card.slug for card in cards}
    return tuple(
        Field(key, vocabulary.CATEGORIES[key], count, 0, best)
        for key, count in counts.most_common()
        if (best := best_of_field(engine, key, without=own))
    )


def pairs_of(engine: Engine, government: str) -> tuple[Pair, ...]:
    """Who copied whom, of those that an institution copied or that copied from it."""
    return tuple(
        pair
        for pair in engine.replications
        if government in {member.government for member in (pair.original, pair.copy.case) if member}
    )


def regions_of(pair: Pair) -> tuple[Region | None, Region | None]:
    """The region whose innovation was copied, and the one that copied it."""
    return pair.original_region, pair.copier_region


def best_documented(engine: Engine, slugs: Iterable[str]) -> tuple[Card, ...]:
    """The cards of some cases, those with the strongest evidence first."""
    return tuple(sorted(engine.cards_of(slugs).values(), key=lambda card: -card.evidence))


def _other(engine: Engine, region: Region, code: str, why: str = "") -> OtherRegion:
    cards = best_documented(engine, engine.regions[code])
    return OtherRegion(
        region=by_code()[code],
        borders=code in geography()[region.code].land,
        km=round(distance_km(region.code, code)),
        cards=cards[:CASES_OF_OTHERS],
        more=max(0, len(cards) - CASES_OF_OTHERS),
        why=why,
    )


def fields(engine: Engine, here: Iterable[str], near: Iterable[str]) -> Iterator[Field]:
    """Every field with its cases in some regions, and in those near to them, by code."""
    counts, counts_near = _by_field(engine, here), _by_field(engine, near)
    for key, label in vocabulary.CATEGORIES.items():
        lacking = not counts[key] + counts_near[key]
        best = engine.best_of_categories[key][:CASES_OF_A_FIELD] if lacking else ()
        yield Field(key, label, counts[key], counts_near[key], best)


def best_of_field(engine: Engine, category: str, without: Collection[str]) -> tuple[Card, ...]:
    """The best documented cases of a field, without some by their slugs."""
    number = min(CASES_OF_A_FIELD + len(without), MAX_PER_PAGE)
    query = Query(filters={"category": (category,)}, sort="evidence", per_page=number)
    found = (hit.card for hit in engine.search(query).hits if hit.card.slug not in without)
    return tuple(islice(found, CASES_OF_A_FIELD))


def _by_field(engine: Engine, codes: Iterable[str]) -> Mapping[str, int]:
    """Field → the number of cases of some regions; a province has those of its regions, too."""
    counts: Counter[str] = Counter()
    for code in codes:
        for inside in (code, *(region.code for region in regions_in(code))):
            cards = engine.cards_of(engine.regions.get(inside, ()))
            counts.update(card.category for card in cards.values())
    return counts
