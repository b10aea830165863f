"""The records of the data sets: answers of the API, and two kinds that only files have.

The files are the same for every host and language: addresses of pages are paths, and values
of vocabularies are the codes that the API has, not their labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.collection import regions
from app.collection.evidence import assess
from app.collection.geography import geography
from app.collection.theme_overview import overview
from app.documents.office.tables import CellValue
from app.search.catalogue import CatalogueQuery
from app.search.engine import Engine
from app.search.query import synonyms
from app.search.query.synonyms import Synonyms
from app.web.api.answers import case_answer, case_path, replication_answer
from app.web.api.catalogue_answers import listed_answer
from app.web.api.models import Answer, CaseAnswer, ListedOut, ReplicationOut
from app.web.api.theme_answers import theme_answer, theme_path
from app.web.api.theme_models import ThemeAnswer
from app.web.site.pairs import sources_of
from app.web.workbench.export import COLUMNS, ExportedCase


@dataclass(frozen=True)
class Collection:
    """What files are made of: an engine, and the folder of the case files that it was built of."""

    engine: Engine
    content: Path


class RegionRecord(Answer):
    """A province, kabupaten or kota."""

    code: str
    name: str
    level: str
    province: str
    latitude: float
    longitude: float
    population: int
    area_km2: float | None
    cases: int


class SynonymRecord(Answer):
    """A term, and what a search looks for besides it or in its place."""

    kind: str
    term: str
    alternatives: list[str]


def cases(collection: Collection) -> Iterator[CaseAnswer]:
    """Every case, in the order of the slugs."""
    engine = collection.engine
    for slug in slugs(engine):
        case = engine.case(slug)
        if case:
            yield case_answer(case, case_path(slug), engine.themes_of(slug))


def slugs(engine: Engine) -> list[str]:
    """The slugs of all cases, sorted."""
    return sorted(card.slug for card in engine.cards())


def themes(collection: Collection) -> Iterator[ThemeAnswer]:
    """Every theme, in the order of the slugs."""
    engine = collection.engine
    for slug, theme in engine.themes.items():
        yield theme_answer(overview(theme, engine.case), theme_path(slug), case_path)


def catalogue(collection: Collection) -> Iterator[ListedOut]:
    """Every entry of the catalogue."""
    for listed in collection.engine.catalogue.find(CatalogueQuery()).first():
        yield listed_answer(listed, case_path)


def replications(collection: Collection) -> Iterator[ReplicationOut]:
    """Who copied whom: every pair."""
    engine = collection.engine
    for pair in engine.replications:
        yield replication_answer(pair, sources_of(pair, engine), case_path)


def all_regions(collection: Collection) -> Iterator[RegionRecord]:
    """Every region of the reference list, with the number of cases that its government runs."""
    for region in regions.regions().values():
        place = geography()[region.code]
        yield RegionRecord(
            code=region.code,
            name=region.name,
            level=region.level,
            province=region.province,
            latitude=place.lat,
            longitude=place.lon,
            population=place.population,
            area_km2=place.area_km2,
            cases=len(collection.engine.regions.get(region.code, ())),
        )


def all_synonyms(collection: Collection) -> Iterator[SynonymRecord]:
    """Every entry of the curators' list of synonyms, as searches read it."""
    found: Synonyms = synonyms.load(collection.content)[0]
    for kind, terms in (("sinonim", found.terms), ("inggris", found.english)):
        for term, others in sorted(terms.items()):
            alternatives = [" ".join(other) for other in others]
            yield SynonymRecord(kind=kind, term=" ".join(term), alternatives=alternatives)
    for term, standard in sorted(found.spellings.items()):
        yield SynonymRecord(kind="ejaan", term=" ".join(term), alternatives=[" ".join(standard)])


#: Name of a column of the table of cases → its cell: as in the results of a search, with the
#: codes of vocabularies, and without what only a search says.
CASE_COLUMNS: Mapping[str, Callable[[ExportedCase], CellValue]] = {
    **{name: cell for name, cell in COLUMNS.items() if name != "about"},
    "summary_en": lambda row: row.case.summary_en,
    "level": lambda row: row.case.level,
    "category": lambda row: row.case.category,
    "status": lambda row: row.case.status,
    "region": lambda row: row.case.region,
    "sdgs": lambda row: ", ".join(map(str, row.case.sdgs)) or None,
}


def case_rows(collection: Collection) -> Iterator[tuple[CellValue, ...]]:
    """The rows of the table of cases."""
    for slug in slugs(collection.engine):
        case = collection.engine.case(slug)
        if case:
            row = ExportedCase(case, case_path(slug), assess(case).step, about=None)
            yield tuple(cell(row) for cell in CASE_COLUMNS.values())
