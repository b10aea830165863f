"""Filters that a visitor types: a kabupaten or kota by its name, the first and the last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection.regions import Region
from app.search import language
from app.search.facets import BY_KEY
from app.search.query import places, region_names
from app.search.query.query import Query
from app.search.year_ranges import YearRange, read
from app.web.site.links import search_url
from app.web.site.params import BadParameter

#: The regions that are proposed for a name that is unknown or stands for several.
PROPOSED = 6

#: The parameters of the text boxes on ``/cari``: a kabupaten or kota, the first and the last year.
REGION, FIRST_YEAR, LAST_YEAR = "daerah", "dari", "sampai"

#: The check box beside the first: 1 if cases near that region come first, and none is left out.
NEAR_FIRST = "dekat"

_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class Proposal:
    """A place that a typed name may stand for, and the search that is filtered by it."""

    name: str
    url: str


@dataclass(frozen=True)
class UnclearRegion:
    """A typed name that stands for several kabupaten and kota, or for none.

    Attributes:
        message: why it can't be used, in the language of the page.
        proposals: the places that may be meant; perhaps none.
        near: whether the cases near it should come first.
    """

    name: str
    message: str
    proposals: Sequence[Proposal]
    near: bool


@dataclass(frozen=True)
class Typed:
    """What stands in the text boxes of the panel.

    Attributes:
        region: the name of a kabupaten or kota that couldn't be used, if any.
        years: the name of a box → the year in it.
        bad: the years that can't be used, and why.
    """

    region: UnclearRegion | None
    years: Mapping[str, str]
    bad: Sequence[BadParameter]

    @property
    def refused(self) -> bool:
        """Whether something typed couldn't be used."""
        return bool(self.region or self.bad)


def read_typed(args: MultiDict[str, str], query: Query) -> tuple[Query, Typed]:
    """A query with what was typed into the boxes of the panel, and what is left in the boxes."""
    query, region = _read_region(args, query)
    query, years, bad = _read_years(args, query)
    return query, Typed(region, years, bad)


def _read_region(args: MultiDict[str, str], query: Query) -> tuple[Query, UnclearRegion | None]:
    text = args.get(REGION, "").strip()[: region_names.LONGEST]
    if not text:
        return query, None
    near_first = args.get(NEAR_FIRST) == "1"
    choose = _near if near_first else _only
    found = region_names.find(text)
    if len(found) == 1:
        return choose(query, found[0]), None
    near = found or region_names.nearest(text, PROPOSED)
    proposals = [
        Proposal(f"{region.name}, {region.province}", search_url(choose(query, region)))
        for region in near
    ]
    proposals[:0] = _wider_places(text, query, near_first)
    message = _("“%(name)s” bukan nama kabupaten atau kota. Periksa ejaannya.", name=text)
    if found:
        message = _("“%(name)s” bisa berarti beberapa daerah.", name=text)
    elif proposals:
        message = _("“%(name)s” bukan nama kabupaten atau kota.", name=text)
    return query, UnclearRegion(text, message, proposals, near_first)


def _only(query: Query, region: Region) -> Query:
    return _with(query, "region", region.code)


def _near(query: Query, region: Region) -> Query:
    return replace(query, near=region.code, page=1)


def _wider_places(text: str, query: Query, near_first: bool) -> Iterable[Proposal]:
    """The province or island that a text names."""
    place = places.gazetteer().get(language.term(text))
    if place and near_first and len(place.region_codes) == 1:
        yield Proposal(place.label, search_url(query, near=place.region_codes[0]))
    elif place and not place.codes and not place.level:
        key, values = place.filter
        filters = {**query.filters, key: tuple(dict.fromkeys((*_chosen(query, key), *values)))}
        yield Proposal(place.label, search_url(query, filters=filters))


def _read_years(
    args: MultiDict[str, str], query: Query
) -> tuple[Query, Mapping[str, str], Sequence[BadParameter]]:
    """The query with the years of the boxes, what the boxes show, and what is wrong with them."""
    years = {name: args.get(name, "").strip()[:20] for name in (FIRST_YEAR, LAST_YEAR)}
    bad = [
        BadParameter(name, _("Tulis tahun dengan empat angka, misalnya 2019."))
        for name, text in years.items()
        if text and not _YEAR.fullmatch(text)
    ]
    first, last = years.values()
    if not bad and first and last and first > last:
        message = _("Tahun ini harus sama dengan atau sesudah tahun pertama.")
        bad.append(BadParameter(LAST_YEAR, message))
    if bad:
        return query, years, bad
    if first or last:
        query = _with(query, "year", f"{first}-{last}")
    own = own_range(query)
    shown = (str(own.first or ""), str(own.last or "")) if own else ("", "")
    return query, dict(zip(years, shown, strict=True)), ()


def own_range(query: Query) -> YearRange | None:
    """The last range of years of a query that isn't on offer: it stands in the boxes."""
    offered = BY_KEY["year"].ranges
    ranges = [read(value) for value in _chosen(query, "year") if value not in offered]
    return next(filter(None, reversed(ranges)), None)


def _chosen(query: Query, key: str) -> tuple[str, ...]:
    return query.filters.get(key, ())


def _with(query: Query, key: str, value: str) -> Query:
    """The first page of a query with one more value of a filter."""
    values = tuple(dict.fromkeys((*_chosen(query, key), value)))
    return replace(query, filters={**query.filters, key: values}, page=1)
