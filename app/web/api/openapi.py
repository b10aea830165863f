"""The OpenAPI document, made from the facets and the models of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.collection import replications, vocabulary
from app.search import catalogue
from app.search.catalogue import HAS_CASE
from app.search.facets import FACETS
from app.search.query.query import MAX_PER_PAGE, MODES, PER_PAGE, READINGS, SORTS
from app.web.api.catalogue_models import CatalogueAnswer
from app.web.api.models import (
    CaseAnswer,
    ChangesAnswer,
    Health,
    ProblemAnswer,
    Readiness,
    ReplicationsAnswer,
    SearchAnswer,
    SearchResult,
    SuggestAnswer,
    VocabularyAnswer,
)
from app.web.api.theme_models import ThemeAnswer, ThemesAnswer
from app.web.site.params import MAX_PAGE

#: The version of the API, apart from that of the program.
VERSION = "1.0.0"


@dataclass(frozen=True)
class Endpoint:
    """An address of the API: its summary, its answer, and the errors it may give."""

    summary: str
    answer: type[BaseModel]
    errors: tuple[int, ...] = ()
    media_type: str = "application/json"


#: Path → endpoint.
ENDPOINTS: Mapping[str, Endpoint] = {
    "/api/v1/search": Endpoint("Search cases", SearchAnswer, (400, 404, 503)),
    "/api/v1/search.jsonl": Endpoint(
        "All results of a search, a line each", SearchResult, (400, 503), "application/jsonl"
    ),
    "/api/v1/changes": Endpoint("What has changed since a day", ChangesAnswer, (400, 404, 503)),
    "/api/v1/cases/{slug}": Endpoint("One case", CaseAnswer, (404, 410, 503)),
    "/api/v1/suggest": Endpoint("Completions of what is being typed", SuggestAnswer, (503,)),
    "/api/v1/vocabulary": Endpoint("Values of the facets", VocabularyAnswer, (503,)),
    "/api/v1/replications": Endpoint("Who copied whom", ReplicationsAnswer, (400, 404, 503)),
    "/api/v1/catalogue": Endpoint(
        "Innovations that are known by name", CatalogueAnswer, (400, 404, 503)
    ),
    "/api/v1/themes": Endpoint("All themes", ThemesAnswer, (503,)),
    "/api/v1/themes/{slug}": Endpoint("One theme", ThemeAnswer, (404, 503)),
    "/healthz": Endpoint("The process is up", Health),
    "/readyz": Endpoint("The index is open", Readiness, (503,)),
}

_ERRORS = {
    400: "A parameter can't be used, the query has a mistake, or the site has no such host name",
    404: "No such case, theme or page",
    410: "The case was withdrawn",
    503: "The index can't be opened, or too many advanced searches are running",
}


@cache
def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    models: list[type[BaseModel]] = [
        *(endpoint.answer for endpoint in ENDPOINTS.values()),
        ProblemAnswer,
    ]
    _references, definitions = models_json_schema(
        [(model, "serialization") for model in models],
        ref_template="#/components/schemas/{model}",
    )
    # The parameter ``fields`` leaves the others out.
    definitions["$defs"][SearchResult.__name__]["required"] = ["slug"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pustaka Inovasi",
            "version": VERSION,
            "description": "Best-practice public-service innovations of Indonesia.",
        },
        "paths": {
            path: {"get": _operation(path, endpoint)} for path, endpoint in ENDPOINTS.items()
        },
        "components": {"schemas": definitions["$defs"]},
    }


def _operation(path: str, endpoint: Endpoint) -> dict[str, Any]:
    errors = {
        str(status): _response(_ERRORS[status], "application/problem+json", ProblemAnswer)
        for status in sorted({400, *endpoint.errors})  # whatever is asked, the host may be wrong
    }
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "operationId": endpoint.answer.__name__,
        "responses": {"200": _response("OK", endpoint.media_type, endpoint.answer), **errors},
    }
    parameters = _parameters(path)
    if parameters:
        operation["parameters"] = parameters
    return operation


def _response(description: str, media_type: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _parameters(path: str) -> list[dict[str, Any]]:
    if path == "/api/v1/search":
        return [*search_parameters(), *_page_parameters(PER_PAGE), fields_parameter()]
    if path == "/api/v1/search.jsonl":
        return [*search_parameters(), fields_parameter()]
    if path == "/api/v1/changes":
        return [
            _parameter(
                "since",
                "First day to tell of (UTC); empty tells everything.",
                {"type": "string", "format": "date"},
            ),
            *_page_parameters(MAX_PER_PAGE),
        ]
    if path == "/api/v1/replications":
        return replication_parameters()
    if path == "/api/v1/catalogue":
        return catalogue_parameters()
    if path == "/api/v1/suggest":
        return [_parameter("q", "What has been typed so far.", {"type": "string"})]
    if "{slug}" in path:
        schema = {"type": "string"}
        return [{"name": "slug", "in": "path", "required": True, "schema": schema}]
    return []


def search_parameters() -> list[dict[str, Any]]:
    """The parameters of a search, as OpenAPI describes them."""
    return [
        _parameter("q", "What is looked for; empty finds everything.", {"type": "string"}),
        _parameter(
            "mode",
            "How `q` is read: as free text, or as an advanced query with fields and operators.",
            {"type": "string", "enum": list(MODES), "default": MODES[0]},
        ),
        *_facet_parameters(),
        _parameter(
            "literal",
            "Readings not wanted; repeatable.",
            {"type": "array", "items": {"type": "string", "enum": list(READINGS)}},
            explode=True,
        ),
        _parameter("sort", "Order.", {"type": "string", "enum": list(SORTS), "default": SORTS[0]}),
        _parameter(
            "related",
            "1 to list the cases that are only related to the text behind those about it.",
            {"type": "string", "enum": ["0", "1"], "default": "0"},
        ),
        _parameter(
            "near",
            "Code of a region: the nearer cases come first among those that fit equally well.",
            {"type": "string"},
        ),
    ]


def fields_parameter() -> dict[str, Any]:
    """The parameter that chooses the fields of results."""
    return _parameter(
        "fields",
        "Fields of a result to give, separated by commas; `slug` is always there. "
        "Empty gives all: " + ", ".join(SearchResult.model_fields) + ".",
        {"type": "string"},
    )


def _page_parameters(per_page: int) -> list[dict[str, Any]]:
    return [
        _parameter(
            "page",
            "Page, from 1.",
            {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1},
        ),
        _parameter(
            "per_page",
            "Results a page.",
            {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": per_page},
        ),
    ]


def replication_parameters() -> list[dict[str, Any]]:
    """The parameters of who copied whom, as OpenAPI describes them."""
    return [
        _choice("category", "Field of the original.", vocabulary.CATEGORIES),
        _choice("kind", "Used, or only promised or planned.", replications.KINDS),
        _choice("province", "Province of the original or the copier.", vocabulary.PROVINCES),
        _parameter(
            "region", "Code of the region of the original or the copier.", {"type": "string"}
        ),
        _parameter("case", "Slug of the original or of the copy's case.", {"type": "string"}),
        _choice("side", "The end at which place and case must stand.", replications.SIDES),
        _parameter(
            "sort",
            "Order.",
            {
                "type": "string",
                "enum": list(replications.SORTS),
                "default": next(iter(replications.SORTS)),
            },
        ),
        *_page_parameters(replications.PER_PAGE),
    ]


def catalogue_parameters() -> list[dict[str, Any]]:
    """The parameters of the catalogue, as OpenAPI describes them."""
    values: Mapping[str, tuple[str, Iterable[str]]] = {
        "year": ("Year of the award, or years in a row: `2018-2020`, `2024-`, `-2014`.", ()),
        "award": ("Award with its rank, such as `KIPP Top 99`.", ()),
        "province": ("Province, or the nation.", vocabulary.PROVINCES),
        "level": ("Level of government.", vocabulary.LEVELS),
        "government": ("Name of the government.", ()),
        "region": ("Code of the region whose government runs it.", ()),
        "has_case": ("Whether the collection has a case about it.", HAS_CASE),
    }
    return [
        _parameter("q", "Words to find; empty finds everything.", {"type": "string"}),
        *(_choices(name, *values[name]) for name in catalogue.FILTERS),
        *_page_parameters(catalogue.PER_PAGE),
    ]


def _choices(name: str, description: str, values: Iterable[str]) -> dict[str, Any]:
    """A repeatable parameter; ``values`` are all that it may have, if they are few."""
    item: dict[str, Any] = {"type": "string"}
    if listed := list(values):
        item["enum"] = listed
    schema = {"type": "array", "items": item}
    return _parameter(name, f"{description} Repeat for OR.", schema, explode=True)


def _choice(name: str, description: str, values: Iterable[str]) -> dict[str, Any]:
    return _parameter(name, description, {"type": "string", "enum": list(values)})


# A longer list of values isn't repeated here: ``/api/v1/vocabulary`` has it.
_LONGEST_ENUM = 50


def _facet_parameters() -> list[dict[str, Any]]:
    parameters = []
    for facet in FACETS:
        item: dict[str, Any] = {"type": "string"}
        if facet.vocabulary and len(facet.vocabulary) <= _LONGEST_ENUM:
            item["enum"] = list(facet.vocabulary)
        schema = {"type": "array", "items": item}
        repeated = "AND" if facet.joined == "all" else "OR"
        description = f"{facet.label.en}; repeat for {repeated}."
        if facet.groups:
            description += f" Joined to `{facet.groups}` by OR."
        if facet.values_hint:
            description += f" {facet.values_hint.en}."
        parameters.append(_parameter(facet.key, description, schema, explode=True))
    return parameters


def _parameter(
    name: str, description: str, schema: dict[str, Any], **more: object
) -> dict[str, Any]:
    """A parameter of an address. An empty value counts as not given, so every one takes it."""
    values = schema.get("items", schema)
    if "enum" in values:
        values["enum"] = [*values["enum"], ""]
    return {
        "name": name,
        "in": "query",
        "description": description,
        "allowEmptyValue": True,
        "schema": schema,
        **more,
    }
