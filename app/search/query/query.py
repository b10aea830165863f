"""What a visitor asks: text, filters, order and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

PER_PAGE = 20
MAX_PER_PAGE = 100

#: The ways in which a text is read beyond its letters. A visitor can refuse each of them:
#: that synonyms are searched too, that spelling is corrected, that names of places are
#: taken for places, and phrases such as "hemat biaya" for attributes.
Reading = Literal["synonyms", "spelling", "places", "attributes"]
READINGS: tuple[Reading, ...] = ("synonyms", "spelling", "places", "attributes")

#: The order of results: the best first, the newest cases, the strongest evidence, the newest
#: source, or by name.
Sort = Literal["relevance", "newest", "evidence", "source", "name"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "evidence", "source", "name")

#: How the text of a query is read: as plain words, or as an advanced query.
Mode = Literal["plain", "advanced"]
MODES: tuple[Mode, ...] = ("plain", "advanced")

NO_FILTERS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Query:
    """A search as a visitor asks for it.

    Attributes:
        text: the typed text. Any text will do; an empty text asks for every case.
        filters: facet key → chosen values; ``Facet`` says how they are joined.
        literal: the readings that the visitor refuses.
        page: the page of results, from 1.
        mode: how the text is read.
        related: whether the cases that are only loosely related follow those about the text.
        near: the code of the region near to which cases come first among those that fit
            equally well; None for none.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_FILTERS)
    literal: tuple[Reading, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    mode: Mode = "plain"
    related: bool = False
    near: str | None = None
