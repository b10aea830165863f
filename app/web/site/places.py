"""The page of the region or institution that runs a case; the regions around one without a case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from app.collection import regions
from app.collection.geography import neighbours, regions_in
from app.collection.regions import Region, by_code
from app.search import language
from app.search.engine import Engine
from app.web.site.links import url_for

_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")


class Governed(Protocol):
    """The attribute that says which government runs a case."""

    @property
    def government(self) -> str: ...


@lru_cache(maxsize=1024)
def institution_slug(name: str) -> str:
    """The name of an institution in its address.

    >>> institution_slug("PT PLN (Persero)")
    'pt-pln-persero'
    """
    return _NOT_ASCII_WORD.sub("-", language.fold(name)).strip("-")


def without_case(
    engine: Engine, region: Region, categories: Sequence[str] = ()
) -> tuple[Region, ...]:
    """The regions around a region whose governments have no case: in some fields, or at all.

    Around a kabupaten or kota are its neighbours, around a province those inside it.
    """
    if region.level == "provinsi":
        others = tuple(regions_in(region.code))
    else:
        others = tuple(by_code()[code] for code in neighbours(region.code))
    return tuple(other for other in others if not _has_case(engine, other.code, categories))


def _has_case(engine: Engine, code: str, categories: Sequence[str]) -> bool:
    slugs = engine.regions.get(code, ())
    if not categories:
        return bool(slugs)
    return any(card.category in categories for card in engine.cards_of(slugs).values())


def place_url(case: Governed) -> str:
    """The address of the page of the region or institution that runs a case."""
    region = regions.resolve(case.government)
    if region:
        return url_for("regions.region", code=region.code)
    return url_for("regions.institution", slug=institution_slug(case.government))
