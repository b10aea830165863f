"""The answer of the JSON API with the catalogue, field by field; see :mod:`app.web.api.models`."""

from __future__ import annotations

from pydantic import Field

from app.web.api.models import Answer, ListedOut


class CatalogueQueryEcho(Answer):
    """The text, filters and page as they were understood."""

    q: str
    filters: dict[str, list[str]]
    page: int
    per_page: int


class CatalogueAnswer(Answer):
    """Innovations that are known by name."""

    query: CatalogueQueryEcho
    total: int
    pages: int
    entries: list[ListedOut] = Field(
        description="Those of this page: the best first, without a text the newest."
    )
    counts: dict[str, dict[str, int]] = Field(
        description="Filter → its values, with the number each would give under the others."
    )
