"""The JSON API, and what it says of itself.

The models below are the answers: they make the JSON, the OpenAPI document and, through
a test, the documentation.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, Literal

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from app.collection import evidence, vocabulary
from app.collection.case import Award, Case, Replication, Section, Source
from app.collection.case import Result as CaseResult
from app.search.facets import FACETS
from app.search.index.generations import IndexUnusableError
from app.search.query.query import MAX_PER_PAGE, PER_PAGE, READINGS, SORTS
from app.search.results import Hit, Results
from app.search.suggest import LONGEST
from app.web.site import links
from app.web.site.engine import current_engine
from app.web.site.errors import problem
from app.web.site.params import BadParameter, read_query

blueprint = Blueprint("api", __name__)

VERSION = "1.0.0"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class QueryEcho(_Answer):
    """The query as it was understood."""

    q: str
    filters: dict[str, list[str]]
    literal: list[str] = Field(description="Readings that the text was not given.")
    sort: Literal["relevance", "newest", "name"]
    page: int
    per_page: int


class PlaceOut(_Answer):
    """A place or kind of government named in a query."""

    label: str
    provinces: list[str] = Field(description="Filter by these; empty for a kind.")
    codes: list[str] = Field(description="Codes of the kabupaten or kota; empty for others.")
    level: str | None = Field(description="Filter by this, for a kind such as “kabupaten”.")


class InterpretationOut(_Answer):
    """How the text of the query was read."""

    terms: list[str] = Field(description="Words searched for, as typed.")
    unknown: list[str] = Field(description="Those of them that no case holds.")
    spelled: dict[str, str] = Field(description="Old or informal spelling → the standard one.")
    added: dict[str, list[str]] = Field(description="Term → what was searched beside it.")
    places: dict[str, PlaceOut] = Field(description="Words taken as a place → the place.")
    corrected: str | None = Field(description="Text searched instead of what was typed.")
    suggestion: str | None = Field(description="Text offered instead, but not searched.")
    cut: bool = Field(description="Whether the end of a very long query was ignored.")


class Highlights(_Answer):
    """Parts of the case as safe HTML, the words found in `<mark>`."""

    title: str
    summary: str
    snippet: str | None
    snippet_section: str | None


class SearchResult(_Answer):
    """One case found."""

    slug: str
    url: str
    title: str
    expansion: str | None
    summary: str
    agency: str
    government: str
    level: str
    province: str
    category: str
    status: str
    status_as_of: str | None = Field(description="Date or year of the last word on the status.")
    started: int | None
    replications: int
    evidence: int = Field(description="Step of the evidence ladder, 0 to 4.")
    score: float
    highlights: Highlights


class FacetCount(_Answer):
    """A value of a facet and the number of cases it would give."""

    value: str
    label: str
    count: int
    selected: bool


class SearchAnswer(_Answer):
    """The answer to a search."""

    query: QueryEcho
    total: int
    pages: int
    took_ms: float
    interpretation: InterpretationOut
    results: list[SearchResult]
    facets: dict[str, list[FacetCount]]


class CaseSection(_Answer):
    """One part of a case's body."""

    key: str
    heading: str
    markdown: str
    html: str
    cites: list[int]


class StudyOut(_Answer):
    """What a study found, as the case tells it."""

    section: str = Field(description="Key of the section.")
    sentence: str
    sources: list[int] = Field(description="Numbers of the sources cited.")


class EvidenceOut(_Answer):
    """How well a case is proven, by the rule of docs/evidence.md."""

    step: int = Field(description="Step of the evidence ladder, 0 to 4.")
    label: str
    met: list[int] = Field(description="Every step that is met by itself.")
    awards: list[Award] = Field(description="Awards that count.")
    studies: list[StudyOut] = Field(description="Studies that count.")
    copies: list[Replication] = Field(description="Copies that count.")


class CaseAnswer(_Answer):
    """Everything a case file says. `null` and `[]` mean that no source says it."""

    slug: str
    url: str
    title: str
    expansion: str | None
    summary: str
    agency: str
    government: str
    region: str | None = Field(description="Code of the region, if a region runs it.")
    level: str
    province: str
    category: str
    tags: list[str]
    sdgs: list[int]
    started: int | None
    status: str
    status_checked: dt.date | None
    awards: list[Award]
    results: list[CaseResult]
    replicated_by: list[Replication]
    adapted_from: str | None
    evidence: EvidenceOut
    cost: str | None
    staff: str | None
    duration: str | None
    copy_terms: str | None
    legal_basis: list[str]
    website: str | None
    sources: list[Source]
    updated: dt.date
    sections: list[CaseSection]


class SuggestionOut(_Answer):
    """A completion of what was typed."""

    text: str
    kind: Literal["case", "tag", "agency", "place"]
    url: str
    detail: str | None = Field(description="What tells it from others of the same text.")
    count: int = Field(description="How many cases it stands for.")


class SuggestAnswer(_Answer):
    """Completions, the best first."""

    q: str
    suggestions: list[SuggestionOut]


class VocabularyEntry(_Answer):
    """A value with its label in both languages."""

    value: str
    id: str
    en: str


class VocabularyAnswer(_Answer):
    """The values that the facets know, and the headings of a case."""

    facets: dict[str, list[VocabularyEntry]]
    sections: list[VocabularyEntry]


class Health(_Answer):
    """The process is up."""

    status: Literal["ok"]


class Readiness(_Answer):
    """The index is open."""

    status: Literal["ok"]
    cases: int
    built_at: dt.datetime
    files_left_out: int = Field(description="Case files left out because of errors.")


class BadParameterOut(_Answer):
    """A parameter that can't be used."""

    name: str
    message: str


class ProblemAnswer(BaseModel):
    """An error (RFC 9457)."""

    status: int
    title: str
    detail: str
    errors: list[BadParameterOut] = []
    instead: str | None = Field(None, description="Slug to read instead of a withdrawn case.")


@blueprint.get("/api/v1/search")
def search() -> Response:
    """Search with filters, facets and paging."""
    query, bad = read_query(request.args, current_engine())
    if bad:
        return _bad_request(bad)
    results = current_engine().search(query)
    if query.page > max(1, results.pages):
        return problem(
            404,
            _("Halaman ini tidak ada"),
            _("Hasil ini hanya sampai halaman %(n)s.", n=max(1, results.pages)),
        )
    return _json(_search_answer(results))


@blueprint.get("/api/v1/cases/<slug>")
def case(slug: str) -> Response:
    """One case, whole."""
    found = current_engine().case(slug)
    if found:
        return _json(_case_answer(found))
    withdrawn = current_engine().manifest.withdrawn.get(slug)
    if withdrawn:
        return problem(
            410, _("Kasus ini ditarik"), withdrawn["reason"] or "", instead=withdrawn["instead"]
        )
    return problem(404, _("Kasus ini tidak ada"), _("Cari slug-nya lewat /api/v1/search."))


@blueprint.get("/api/v1/suggest")
def suggest() -> Response:
    """Completions of what is being typed."""
    typed = request.args.get("q", "")
    suggestions = [
        SuggestionOut(
            text=one.text,
            kind=one.kind,
            url=url_for("pages.case", slug=one.slug)
            if one.slug
            else url_for("pages.search", q=one.text),
            detail=one.detail,
            count=one.count,
        )
        for one in current_engine().suggest(typed)
    ]
    return _json(SuggestAnswer(q=typed[:LONGEST], suggestions=suggestions))


@blueprint.get("/api/v1/vocabulary")
def vocabularies() -> Response:
    """Every value that can be filtered by, with its labels."""
    engine = current_engine()
    facets = {}
    for facet in FACETS:
        values = list(facet.vocabulary or sorted(engine.values(facet.key)))
        facets[facet.key] = [_entry(value, facet.value_label(value)) for value in values]
    sections = [_entry(key, label) for key, label in vocabulary.SECTIONS.items()]
    return _json(VocabularyAnswer(facets=facets, sections=sections))


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the process is up."""
    return _json(Health(status="ok"))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether the index is open; how many cases it has and how many files it left out."""
    try:
        manifest = current_engine().manifest
    except IndexUnusableError as exc:
        return problem(503, _("Indeks belum bisa dibuka"), str(exc))
    return _json(
        Readiness(
            status="ok",
            cases=manifest.cases,
            built_at=dt.datetime.fromisoformat(manifest.built_at),
            files_left_out=manifest.files_left_out,
        )
    )


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The description of this API."""
    return jsonify(openapi_document())


# The data is open: pages of other hosts may read it.
@blueprint.after_request
def _allow_all_origins(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _json(answer: BaseModel) -> Response:
    text = answer.model_dump_json()
    return current_app.response_class(text + "\n", mimetype="application/json")


def _bad_request(bad: list[BadParameter]) -> Response:
    return problem(
        400,
        _("Parameter tidak bisa dipakai"),
        " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad),
        errors=[{"name": parameter.name, "message": parameter.message} for parameter in bad],
    )


def _entry(value: str, label: vocabulary.Label) -> VocabularyEntry:
    return VocabularyEntry(value=value, id=label.id, en=label.en)


def _search_answer(results: Results) -> SearchAnswer:
    query, reading = results.query, results.interpretation
    # Checked as a whole: model by model, two hundred of them take three times as long.
    return SearchAnswer.model_validate(
        {
            "query": {
                "q": query.text,
                "filters": {key: list(values) for key, values in query.filters.items()},
                "literal": list(query.literal),
                "sort": query.sort,
                "page": query.page,
                "per_page": query.per_page,
            },
            "total": results.total,
            "pages": results.pages,
            "took_ms": round(results.took_ms, 2),
            "interpretation": {
                "terms": list(reading.terms),
                "unknown": list(reading.unknown),
                "spelled": dict(reading.spelled),
                "added": {term: list(more) for term, more in reading.added.items()},
                "places": {
                    term: {
                        "label": place.label,
                        "provinces": list(place.provinces),
                        "codes": list(place.codes),
                        "level": place.level,
                    }
                    for term, place in reading.places.items()
                },
                "corrected": reading.corrected,
                "suggestion": reading.suggestion,
                "cut": reading.cut,
            },
            "results": [_search_result(hit) for hit in results.hits],
            "facets": {
                key: [
                    {"value": value, "label": label.id, "count": count, "selected": selected}
                    for value, label, count, selected in values
                ]
                for key, values in results.facets.items()
            },
        }
    )


#: What a result says as the card has it.
_OF_CARD = tuple(
    name for name in SearchResult.model_fields if name not in {"url", "score", "highlights"}
)


def _search_result(hit: Hit) -> dict[str, Any]:
    """The values of a :class:`SearchResult`."""
    card, snippet = hit.card, hit.snippet
    return {name: getattr(card, name) for name in _OF_CARD} | {
        "url": links.url_for("pages.case", slug=card.slug),
        "score": round(hit.score, 4),
        "highlights": {
            "title": hit.title,
            "summary": hit.summary,
            "snippet": snippet.html if snippet else None,
            "snippet_section": snippet.section if snippet else None,
        },
    }


def _case_answer(case: Case) -> CaseAnswer:
    values = {
        name: getattr(case, name)
        for name in CaseAnswer.model_fields
        if name not in {"url", "evidence", "sections"}
    }
    return CaseAnswer(
        **values,
        url=url_for("pages.case", slug=case.slug),
        evidence=_evidence(case),
        sections=[_case_section(section) for section in case.sections],
    )


def _evidence(case: Case) -> EvidenceOut:
    found = evidence.assess(case)
    return EvidenceOut(
        step=found.step,
        label=vocabulary.EVIDENCE[str(found.step)].id,
        met=[step for step, met in found.met.items() if met],
        awards=list(found.awards),
        studies=[
            StudyOut(section=one.section, sentence=one.sentence, sources=list(one.sources))
            for one in found.studies
        ],
        copies=list(found.copies),
    )


def _case_section(section: Section) -> CaseSection:
    return CaseSection(
        key=section.key,
        heading=section.heading,
        markdown=section.markdown,
        html=section.html,
        cites=list(section.cites),
    )


# --- OpenAPI --------------------------------------------------------------------------

_ANSWERS: dict[str, tuple[str, type[BaseModel], tuple[int, ...]]] = {
    "/api/v1/search": ("Search cases", SearchAnswer, (400, 404, 503)),
    "/api/v1/cases/{slug}": ("One case", CaseAnswer, (404, 410, 503)),
    "/api/v1/suggest": ("Completions of what is being typed", SuggestAnswer, (503,)),
    "/api/v1/vocabulary": ("Values of the facets", VocabularyAnswer, (503,)),
    "/healthz": ("The process is up", Health, ()),
    "/readyz": ("The index is open", Readiness, (503,)),
}

_REASONS = {
    400: "A parameter can't be used",
    404: "No such case or page",
    410: "The case was withdrawn",
    503: "The index can't be opened",
}


def search_parameters() -> list[dict[str, Any]]:
    """The parameters of a search, as OpenAPI describes them."""
    parameters: list[dict[str, Any]] = [
        _parameter("q", "What is looked for; empty finds everything.", {"type": "string"})
    ]
    for facet in FACETS:
        item: dict[str, Any] = {"type": "string"}
        if facet.vocabulary:
            item["enum"] = list(facet.vocabulary)
        schema = {"type": "array", "items": item}
        parameters.append(
            _parameter(facet.key, f"{facet.label.en}; repeat for OR.", schema, explode=True)
        )
    return [
        *parameters,
        _parameter(
            "literal",
            "Readings not wanted; repeatable.",
            {"type": "array", "items": {"type": "string", "enum": list(READINGS)}},
            explode=True,
        ),
        _parameter("sort", "Order.", {"type": "string", "enum": list(SORTS), "default": SORTS[0]}),
        _parameter("page", "Page, from 1.", {"type": "integer", "minimum": 1, "default": 1}),
        _parameter(
            "per_page",
            "Results a page.",
            {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE},
        ),
    ]


def _parameter(
    name: str, description: str, schema: dict[str, Any], **more: object
) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


@cache
def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    models: list[type[BaseModel]] = [*(answer for _, answer, _ in _ANSWERS.values()), ProblemAnswer]
    _map, definitions = models_json_schema(
        [(model, "serialization") for model in models],
        ref_template="#/components/schemas/{model}",
    )
    paths = {}
    for path, (summary, answer, errors) in _ANSWERS.items():
        operation: dict[str, Any] = {
            "summary": summary,
            "operationId": answer.__name__,
            "responses": {"200": _content("OK", "application/json", answer)}
            | {
                str(status): _content(_REASONS[status], "application/problem+json", ProblemAnswer)
                for status in errors
            },
        }
        if path == "/api/v1/search":
            operation["parameters"] = search_parameters()
        if path == "/api/v1/suggest":
            operation["parameters"] = [
                _parameter("q", "What has been typed so far.", {"type": "string"})
            ]
        if "{slug}" in path:
            slug = _parameter("slug", "The case's slug.", {"type": "string"})
            operation["parameters"] = [{**slug, "in": "path", "required": True}]
        paths[path] = {"get": operation}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pustaka Inovasi",
            "version": VERSION,
            "description": "Best-practice public-service innovations of Indonesia.",
        },
        "paths": paths,
        "components": {"schemas": definitions["$defs"]},
    }


def _content(description: str, media_type: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"description": description, "content": {media_type: {"schema": schema}}}
