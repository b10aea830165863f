"""The fields that an advanced query can name: ``judul:stunting``, ``year:[2019 TO 2021]``.

They are those fields of a case (:mod:`app.search.fields`) and facets
(:mod:`app.search.facets`) that have a name for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.collection.vocabulary import Label, Language
from app.search.facets import FACETS
from app.search.fields import FIELDS
from app.search.query.spelling import allowed_slips, nearest

YEAR = "year"


@dataclass(frozen=True)
class QueryField:
    """A field of advanced queries.

    Attributes:
        key: name of the field of a case, or key of the facet; the Whoosh index has a
            field of this name.
        name: how a query names the field; either language is understood.
        label: what the field is called on a page.
        kind: "text" is searched word by word; of a "value" the words of its label are
            compared; a "year" is a number, and takes ranges.
        weight: what an occurrence in a text counts.
        language: the language of a text.
    """

    key: str
    name: Label
    label: Label
    kind: Literal["text", "value", "year"]
    weight: float = 1.0
    language: Language = "id"


QUERY_FIELDS: tuple[QueryField, ...] = (
    *(
        QueryField(field.name, field.query_name, field.label, "text", field.weight, field.language)
        for field in FIELDS
        if field.query_name
    ),
    *(
        QueryField(
            facet.key, facet.query_name, facet.label, "year" if facet.key == YEAR else "value"
        )
        for facet in FACETS
        if facet.query_name
    ),
)

_BY_NAME = {name: field for field in QUERY_FIELDS for name in (field.name.id, field.name.en)}


def query_field(name: str) -> QueryField | None:
    """The field of this name, in either language and any case; None if there is none."""
    return _BY_NAME.get(name.lower())


def nearest_name(name: str) -> str | None:
    """The name of a field that was probably meant, if one is near enough."""
    name = name.lower()
    slips = max(1, allowed_slips(len(name)))
    return next(iter(nearest(name, list(_BY_NAME), slips)), None)
