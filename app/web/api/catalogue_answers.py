"""From the catalogue to answers of the API, without Flask."""

from __future__ import annotations

from collections.abc import Callable

from app.search.catalogue import FoundEntries, Listed
from app.web.api.catalogue_models import CatalogueAnswer, CatalogueQueryEcho
from app.web.api.models import ListedBeside, ListedOut, ListedSource


def catalogue_answer(found: FoundEntries, case_url: Callable[[str], str]) -> CatalogueAnswer:
    """A page of the catalogue; ``case_url`` gives the address of a case's page by its slug."""
    query = found.query
    return CatalogueAnswer(
        query=CatalogueQueryEcho(
            q=query.text,
            filters={name: list(values) for name, values in query.filters.items()},
            page=query.page,
            per_page=query.per_page,
        ),
        total=found.total,
        pages=found.pages,
        entries=[listed_answer(listed, case_url) for listed in found.on_page],
        counts={name: dict(values) for name, values in found.counts.items()},
    )


def listed_beside(
    found: FoundEntries | None, case_url: Callable[[str], str]
) -> ListedBeside | None:
    """The entries below the results of a search, if there are any."""
    if found is None:
        return None
    entries = [listed_answer(listed, case_url) for listed in found.on_page]
    return ListedBeside(total=found.total, entries=entries)


def listed_answer(listed: Listed, case_url: Callable[[str], str]) -> ListedOut:
    """An entry of the catalogue; ``case_url`` gives the address of a case's page by its slug."""
    entry, region = listed.entry, listed.entry.region
    return ListedOut(
        title=entry.title,
        expansion=entry.expansion,
        agency=entry.agency,
        government=entry.government,
        region=region.code if region else None,
        province=entry.province,
        level=entry.level,
        year=entry.year,
        award=entry.award,
        source=ListedSource(
            title=entry.source_title, url=entry.source_url, publisher=entry.publisher
        ),
        case=listed.case,
        url=case_url(listed.case) if listed.case else None,
    )
