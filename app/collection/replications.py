"""Who copied whom: every pair of an original and a copy, filtered, ordered and counted.

The pairs come from the families of the cases (:mod:`app.collection.family`), so a pair that
the files of both cases tell is there once.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from app.collection import regions
from app.collection.case import Case, Source
from app.collection.evidence import is_promise
from app.collection.family import Copy, Families, Member
from app.collection.regions import Region
from app.collection.sentences import cited_statements
from app.collection.vocabulary import Label
from app.collection.wording import copier_name, government_place

Kind = Literal["dipakai", "dijanjikan"]
Side = Literal["asal", "peniru"]
Sort = Literal["asal", "peniru", "daerah", "tahun"]

#: Whether a copy is really used, or was only promised or planned.
KINDS: Mapping[str, Label] = {
    "dipakai": Label("Dipakai", "Used"),
    "dijanjikan": Label("Baru janji atau rencana", "Only promised or planned"),
}

#: The end of a pair that a place or a case must stand at.
SIDES: Mapping[Side, Label] = {
    "asal": Label("Inovasi asal", "Original"),
    "peniru": Label("Peniru", "Copier"),
}

#: Orders of the pairs, the default first.
SORTS: Mapping[Sort, Label] = {
    "asal": Label("inovasi asal", "original"),
    "peniru": Label("peniru", "copier"),
    "daerah": Label("daerah peniru", "place of the copier"),
    "tahun": Label("tahun terbaru", "newest year"),
}

#: Pairs of a page.
PER_PAGE = 50


@dataclass(frozen=True)
class Pair:
    """An original and one copy of it.

    Attributes:
        original: the case that was copied.
        copy: the use of it by a copier, or the promise of one.
    """

    original: Member
    copy: Copy

    @property
    def kind(self) -> Kind:
        """Whether the copy is used or was only promised."""
        return "dijanjikan" if self.copy.promised else "dipakai"

    @cached_property
    def original_region(self) -> Region | None:
        """The region whose government runs the original; None for other institutions."""
        return regions.resolve(self.original.government)

    @cached_property
    def copier_region(self) -> Region | None:
        """The kabupaten, kota or province that copied, or in which the copier is.

        It is the one that runs the copy's own case, else the one that the entry names. An
        entry such as “21 kabupaten/kota di Jawa Barat” names no region that copied.
        """
        if self.copy.case:
            return regions.resolve(self.copy.case.government)
        place = self._named_place
        if place and place.level == "provinsi" and f"Provinsi {place.name}" not in self.copy.by:
            return None
        return place

    @cached_property
    def copier_province(self) -> str | None:
        """The province of the copier (``Nasional`` for the whole country), if it is known."""
        if self.copy.case:
            return self.copy.case.province
        return self._named_place.province if self._named_place else None

    @property
    def copier_place(self) -> str:
        """The region and province of the copier, as far as its name leaves them out."""
        region, province = self.copier_region, self.copier_province
        names = (region.name if region else None, province)
        return ", ".join(dict.fromkeys(name for name in names if name and name not in self.copy.by))

    @cached_property
    def _named_place(self) -> Region | None:
        return regions.named_in(copier_name(self.copy.by))


def all_pairs(families: Families) -> tuple[Pair, ...]:
    """Every pair once, in the order of the originals."""
    return tuple(
        Pair(branch.origin, copy) for branch in families.branches() for copy in branch.copies
    )


# --- filters, order, pages ------------------------------------------------------------


#: Name of a filter → the values of a pair at the ends that are asked for.
FILTERS: Mapping[str, Callable[[Pair, Sequence[Side]], Iterable[str | None]]] = {
    "category": lambda pair, _: (pair.original.category,),
    "kind": lambda pair, _: (pair.kind,),
    "province": lambda pair, sides: _at(
        sides, lambda: pair.original.province, lambda: pair.copier_province
    ),
    "region": lambda pair, sides: _at(
        sides, lambda: _code(pair.original_region), lambda: _code(pair.copier_region)
    ),
    "case": lambda pair, sides: _at(
        sides, lambda: pair.original.slug, lambda: pair.copy.case.slug if pair.copy.case else None
    ),
}


def _at(
    sides: Sequence[Side], original: Callable[[], str | None], copier: Callable[[], str | None]
) -> list[str | None]:
    return [(original if side == "asal" else copier)() for side in sides]


def _code(region: Region | None) -> str | None:
    return region.code if region else None


@dataclass(frozen=True)
class PairQuery:
    """What a reader asks of the pairs.

    Attributes:
        filters: name of :data:`FILTERS` → the value that a pair must have.
        side: the end of the pair at which place and case must stand; None for either.
        sort: the order.
        page: the page, from 1.
        per_page: pairs of a page.
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    side: Side | None = None
    sort: Sort = "asal"
    page: int = 1
    per_page: int = PER_PAGE

    def keeps(self, pair: Pair, ignoring: str = "") -> bool:
        """Whether a pair meets every filter, but for one that is ignored."""
        return all(
            value in self.values(pair, name)
            for name, value in self.filters.items()
            if name != ignoring
        )

    def values(self, pair: Pair, name: str) -> set[str]:
        """The values of a pair for a filter, at the end that is asked for."""
        sides: Sequence[Side] = (self.side,) if self.side else tuple(SIDES)
        return {value for value in FILTERS[name](pair, sides) if value}


@dataclass(frozen=True)
class FoundPairs:
    """The pairs that meet a query.

    Attributes:
        query: the query.
        pairs: all of them, in its order.
        counts: name of a filter → its values, with the number of pairs that each would give
            under the other filters.
    """

    query: PairQuery
    pairs: tuple[Pair, ...]
    counts: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        """The number of pairs."""
        return len(self.pairs)

    @cached_property
    def kinds(self) -> Mapping[str, int]:
        """The number of pairs that are used, and of those that were only promised."""
        counted: Counter[str] = Counter(pair.kind for pair in self.pairs)
        return {kind: counted[kind] for kind in KINDS}

    @property
    def pages(self) -> int:
        """The number of pages; 0 if there are no pairs."""
        return math.ceil(self.total / self.query.per_page)

    @property
    def on_page(self) -> tuple[Pair, ...]:
        """The pairs of the page that is asked for."""
        first = (self.query.page - 1) * self.query.per_page
        return self.pairs[first : first + self.query.per_page]


def find(pairs: Iterable[Pair], query: PairQuery) -> FoundPairs:
    """The pairs that meet a query, in its order."""
    pairs = tuple(pairs)
    found = sorted(filter(query.keeps, pairs), key=_ORDERS[query.sort])
    return FoundPairs(query, tuple(found), {name: _counts(pairs, query, name) for name in FILTERS})


def _counts(pairs: Iterable[Pair], query: PairQuery, name: str) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for pair in pairs:
        if query.keeps(pair, ignoring=name):
            counted.update(query.values(pair, name))
    return counted


def _by_original(pair: Pair) -> tuple[object, ...]:
    return pair.original.title.casefold(), pair.original.slug, _newest_first(pair)


def _by_copier(pair: Pair) -> tuple[object, ...]:
    return pair.copy.by.casefold(), _by_original(pair)


def _by_place(pair: Pair) -> tuple[object, ...]:
    """Sorts by province, then region; copiers whose place is unknown are last."""
    region = pair.copier_region
    place = (pair.copier_province or "", region.name if region else "")
    return pair.copier_province is None, place, _by_copier(pair)


def _newest_first(pair: Pair) -> int:
    return -(pair.copy.year or 0)


_ORDERS: Mapping[Sort, Callable[[Pair], tuple[object, ...]]] = {
    "asal": lambda pair: (*_by_original(pair), pair.copy.by.casefold()),
    "peniru": _by_copier,
    "daerah": _by_place,
    "tahun": lambda pair: (_newest_first(pair), *_by_original(pair)),
}


def most_copied(pairs: Iterable[Pair], most: int) -> list[tuple[Member, int]]:
    """The originals with the most copies in use, at least two, and the number of each."""
    used = [pair.original for pair in pairs if pair.kind == "dipakai"]
    counted = Counter(original.slug for original in used)
    originals = {original.slug: original for original in used}
    ordered = sorted(counted, key=lambda slug: (-counted[slug], originals[slug].title.casefold()))
    return [(originals[slug], counted[slug]) for slug in ordered[:most] if counted[slug] > 1]


def by_region(pairs: Iterable[Pair], side: Side) -> Mapping[str, Sequence[Pair]]:
    """Code of a region → the pairs that have the region, or an agency in it, at this end."""
    by_code: dict[str, list[Pair]] = {}
    for pair in pairs:
        region = pair.original_region if side == "asal" else pair.copier_region
        if region:
            by_code.setdefault(region.code, []).append(pair)
    return by_code


# --- sources --------------------------------------------------------------------------

# The kind of agency or region in front of its own name.
_KIND_OF_AGENCY = re.compile(
    r"(?:(?:Pemerintah|Provinsi|Kabupaten|Kota|Kecamatan|Puskesmas|RSUD|RS|Polres)\s+)+"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"\w+")

# A name with at least this many letters is recognised without its spaces, too: “Si
# Pelandukilat” is also written “Sipelandukilat”.
_JOINED_FROM = 8


def sources_of(pair: Pair, original: Case | None, copy: Case | None) -> tuple[Source, ...]:
    """The sources that tell of a copy, by the first of these rules that gives any.

    1. Those that the section Replikasi of the original cites for statements that name the
       copier.
    2. Those that the copy's own case cites for statements that name the original, or else its
       government.
    3. All that the section Replikasi of the original cites.

    Args:
        pair: the pair.
        original: the whole case of the original.
        copy: the whole case of the copy, if it has one.
    """
    replication = original.section("replikasi") if original else None
    told = _cited_for(_names_of_copier(pair), replication.markdown) if replication else ()
    if original and told:
        return _sources(original, told)
    text = "\n\n".join(section.markdown for section in copy.sections) if copy else ""
    for name in (pair.original.title, government_place(pair.original.government)):
        if copy and (numbers := _cited_for((name,), text)):
            return _sources(copy, numbers)
    return _sources(original, replication.cites) if original and replication else ()


def _names_of_copier(pair: Pair) -> list[str]:
    """What a text may call the copier: its name with or without its kind, its innovation."""
    name = copier_name(pair.copy.by)
    innovations = [text for text in _BRACKETS.findall(pair.copy.by) if not is_promise(text)]
    title = [pair.copy.case.title] if pair.copy.case else []
    return [name, _KIND_OF_AGENCY.sub("", name, count=1), *innovations, *title]


def _cited_for(names: Iterable[str], markdown: str) -> list[int]:
    """The numbers of the sources cited for the statements that have one of some names."""
    names = [name for name in names if name]
    return [
        number
        for statement, numbers in cited_statements(markdown)
        if any(_mentions(statement, name) for name in names)
        for number in numbers
    ]


def _mentions(text: str, name: str) -> bool:
    words, wanted = _words(text), _words(name)
    joined = "".join(wanted)
    if f" {' '.join(wanted)} " in f" {' '.join(words)} ":
        return True
    return len(joined) >= _JOINED_FROM and joined in words


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _sources(case: Case, numbers: Iterable[int]) -> tuple[Source, ...]:
    """The sources of a case with these numbers, each once, in the order of the numbers."""
    return tuple(case.sources[number - 1] for number in dict.fromkeys(numbers))
