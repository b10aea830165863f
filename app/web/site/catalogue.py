"""The catalogue on every page: from addresses to queries and back, and what leads to it.

The page, the files and the API of the catalogue take the same parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict

from app.collection import awards, national_count, regions, vocabulary
from app.collection.catalogue import CatalogueEntry
from app.collection.national_count import NationalCount
from app.search.catalogue import FILTERS, HAS_CASE, PER_PAGE, CatalogueQuery, FoundEntries
from app.search.engine import Engine
from app.search.facets import BY_KEY
from app.search.query.query import MAX_PER_PAGE, Query
from app.web.site.links import address
from app.web.site.params import MAX_PAGE, BadParameter, choices, read_number

#: Entries that the page of a region or an institution shows.
OF_A_PLACE = 10

#: The form that proposes a case, and the parameters that fill it in.
_PROPOSAL = "contribute.form"
_PROPOSAL_FIELDS: Mapping[str, str] = {
    "judul": "title",
    "kepanjangan": "expansion",
    "instansi": "agency",
    "pemerintah": "government",
    "tahun": "year",
    "sumber_judul": "source_title",
    "sumber_url": "source_url",
    "sumber_penerbit": "publisher",
}

#: Without a case, which is what most lists of entries show.
WITHOUT_CASE: Mapping[str, tuple[str, ...]] = {"has_case": ("tidak",)}


def read_catalogue_query(
    args: MultiDict[str, str], engine: Engine
) -> tuple[CatalogueQuery, list[BadParameter]]:
    """The query that the parameters of ``/katalog`` ask, and those that can't be used."""
    bad: list[BadParameter] = []
    in_use = {name: engine.catalogue.values(name) for name in FILTERS}
    # A value that no entry has is no mistake if it is one by its kind.
    allowed: dict[str, Callable[[str], bool]] = {
        "year": BY_KEY["year"].accepts,
        "province": vocabulary.PROVINCES.__contains__,
        "level": vocabulary.LEVELS.__contains__,
        "region": regions.by_code().__contains__,
        "has_case": HAS_CASE.__contains__,
    }
    chosen = {
        name: choices(args, name, allowed.get(name, in_use[name].__contains__), bad)
        for name in FILTERS
    }
    query = CatalogueQuery(
        text=args.get("q", ""),
        filters={name: values for name, values in chosen.items() if values},
        page=read_number(args, "page", MAX_PAGE, 1, bad),
        per_page=read_number(args, "per_page", MAX_PER_PAGE, PER_PAGE, bad),
    )
    return query, bad


def catalogue_parameters(query: CatalogueQuery) -> Iterator[tuple[str, str]]:
    """The parameters that say a query, in a fixed order; defaults are left out."""
    if query.text:
        yield "q", query.text
    for name in FILTERS:
        for value in query.filters.get(name, ()):
            yield name, value
    if query.page != 1:
        yield "page", str(query.page)
    if query.per_page != PER_PAGE:
        yield "per_page", str(query.per_page)


def catalogue_url(
    query: CatalogueQuery, endpoint: str = "catalogue.overview", **changes: Any
) -> str:
    """The address of a query, with changes to it; any but the page leads to page 1.

    A file has the entries of all pages, so its address names no page.
    """
    return address(endpoint, catalogue_parameters(replace(query, **{"page": 1, **changes})))


def all_found_url(found: FoundEntries) -> str:
    """The address of all entries of which another page shows the first."""
    return catalogue_url(replace(found.query, per_page=PER_PAGE))


def propose_url(entry: CatalogueEntry) -> str:
    """The address of the form that proposes a case, with what the catalogue knows filled in."""
    values = {
        name: getattr(entry, column)
        for name, column in _PROPOSAL_FIELDS.items()
        if getattr(entry, column)
    }
    award, rank = awards.split(entry.award) or (entry.award, "")
    values |= {"penghargaan": award} | ({"peringkat": rank} if rank else {})
    return address(_PROPOSAL, ((name, str(value)) for name, value in values.items()))


def of_region(engine: Engine, code: str) -> FoundEntries:
    """The entries of the government of a region that have no case."""
    return _of_a_place(engine, region=(code,))


def of_institution(engine: Engine, names: Sequence[str]) -> FoundEntries:
    """The entries of an institution that have no case, by the ways in which its name is written."""
    return _of_a_place(engine, government=tuple(names))


def _of_a_place(engine: Engine, **filters: tuple[str, ...]) -> FoundEntries:
    query = CatalogueQuery(filters={**filters, **WITHOUT_CASE}, per_page=OF_A_PLACE)
    return engine.catalogue.find(query)


@lru_cache(maxsize=1)
def national(engine: Engine) -> NationalCount:
    """How many of the innovations that the ministry counts are known, worked out once for each
    engine: the awards of the cases are read for it.
    """
    query = Query(filters={"award": (national_count.COMPETITION,)}, per_page=max(1, engine.cases))
    slugs = (hit.card.slug for hit in engine.search(query).hits)
    winners = [slug for slug in slugs if national_count.has_won(engine.awards(slug))]
    return national_count.count(engine.catalogue, engine.catalogue.case_of, winners)
