"""The page of the region or institution that runs a case."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

from app.collection import regions
from app.search import language
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


def place_url(case: Governed) -> str:
    """The address of the page of the region or institution that runs a case."""
    region = regions.resolve(case.government)
    if region:
        return url_for("regions.region", code=region.code)
    return url_for("regions.institution", slug=institution_slug(case.government))
