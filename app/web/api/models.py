"""The answers of the JSON API, field by field.

The models make the JSON and the OpenAPI document, which takes over their docstrings and
the descriptions of their fields.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.collection.awards import RECOGNITION
from app.collection.case import Award, Replication, Result, Source
from app.collection.contacts import Kind as ContactKind
from app.collection.evidence import SPREAD
from app.collection.weaknesses import WEAKNESSES
from app.search.catalogue import BESIDE_CASES
from app.search.changes import ChangeKind
from app.search.nearness import Tier
from app.search.query.query import Sort
from app.search.suggest import MOST, Kind
from app.search.theme_finder import MOST_OFFERED


class Answer(BaseModel):
    """What all answers, and their parts, have in common: no field that isn't declared."""

    model_config = ConfigDict(extra="forbid")


class QueryEcho(Answer):
    """The query as it was understood."""

    q: str
    mode: Literal["plain", "advanced"] = Field(description="How the text was read.")
    filters: dict[str, list[str]]
    literal: list[str] = Field(description="Readings that the text was not given.")
    sort: Sort
    related: bool = Field(description="Whether the related cases were asked for.")
    near: str | None = Field(description="Code of the region near to which cases come first.")
    page: int
    per_page: int


class PlaceOut(Answer):
    """A place or kind of government named in a query."""

    label: str
    provinces: list[str] = Field(description="Filter by these; empty for a kind.")
    codes: list[str] = Field(description="Codes of the kabupaten or kota; empty for others.")
    level: str | None = Field(description="Filter by this, for a kind such as “kabupaten”.")


class AttributeOut(Answer):
    """What a query asks a case to be or to have."""

    label: str
    facet: str | None = Field(description="Parameter that filters by it, if one does.")
    values: list[str] = Field(description="The values to filter by; empty without a parameter.")


class NearestOut(Answer):
    """A region with a case in the list."""

    code: str
    label: str
    km: int = Field(description="About how far it is, between points inside the regions.")


class NearOut(Answer):
    """The place near to which cases come first."""

    codes: list[str] = Field(description="Codes of the regions of that name, mostly one.")
    label: str
    lacking: bool = Field(
        description="Whether the text asks for cases from there, and none is about the rest of it."
    )
    nearest: list[NearestOut] = Field(
        description="The nearest regions with a case; empty if the place itself has one."
    )


class InterpretationOut(Answer):
    """How the text of the query was read."""

    terms: list[str] = Field(description="Words searched for, as typed.")
    unknown: list[str] = Field(description="Those of them that no case holds.")
    spelled: dict[str, str] = Field(description="Old or informal spelling → the standard one.")
    added: dict[str, list[str]] = Field(description="Term → what was searched beside it.")
    places: dict[str, PlaceOut] = Field(description="Words taken as a place → the place.")
    attributes: dict[str, AttributeOut] = Field(
        description="Words taken as an attribute → the attribute."
    )
    near: NearOut | None = Field(
        description="The place near to which cases come first, by the text or the parameter."
    )
    excluded: list[str] = Field(description="Words and phrases that no case found has.")
    nothing: bool = Field(
        description="Whether nothing in the text can be searched for: every case is found then."
    )
    examples: list[str] = Field(
        description="Queries to offer where the text names nothing to search for; else empty."
    )
    corrected: str | None = Field(description="Text searched instead of what was typed.")
    suggestion: str | None = Field(description="Text offered instead, but not searched.")
    cut: bool = Field(description="Whether the end of a very long query was ignored.")


class Highlights(Answer):
    """Parts of the case as safe HTML, the words found in `<mark>`."""

    title: str
    summary: str
    snippet: str | None
    snippet_section: str | None
    problem: str | None = Field(description="A problem of the case that the words meet.")


class SearchResult(Answer):
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
    about: bool = Field(description="Whether it is about the query, and not only related to it.")
    nearness: Tier | None = Field(description="How near it is to that place; null without one.")
    distance_km: int | None = Field(
        description="How far the region is that runs it, where cases are ordered by that."
    )
    score: float
    highlights: Highlights


class FacetCount(Answer):
    """A value of a facet and the number of cases it would give."""

    value: str
    label: str
    count: int
    selected: bool


class OfferedTheme(Answer):
    """A theme that the text of a query meets."""

    slug: str
    title: str
    url: str
    approaches: int = Field(description="Number of approaches.")
    cases: int = Field(description="Number of cases of the approaches.")


class ListedSource(Answer):
    """The page that names an innovation."""

    title: str
    url: str
    publisher: str | None


class ListedOut(Answer):
    """An innovation that is known by name."""

    title: str
    expansion: str | None
    agency: str | None
    government: str
    region: str | None = Field(description="Code of the region, if a region runs it.")
    province: str
    level: str
    year: int | None = Field(description="Year of the award.")
    award: str = Field(description="The award with the rank.")
    source: ListedSource
    case: str | None = Field(description="Slug of the case about it, if there is one.")
    url: str | None = Field(description="Page of that case.")


class ListedBeside(Answer):
    """Innovations without a case that the text of a query meets."""

    total: int
    entries: list[ListedOut] = Field(max_length=BESIDE_CASES, description="The best first.")


class SearchAnswer(Answer):
    """The answer to a search."""

    query: QueryEcho
    total: int = Field(description="Cases about the query.")
    related: int = Field(description="Further cases, which are only related to it.")
    pages: int = Field(description="Pages of the list.")
    took_ms: float
    interpretation: InterpretationOut
    themes: list[OfferedTheme] = Field(
        max_length=MOST_OFFERED,
        description="Themes that the text meets; on the first page of a plain query.",
    )
    results: list[SearchResult]
    facets: dict[str, list[FacetCount]]
    catalogue: ListedBeside | None = Field(
        description="Innovations without a case that the text meets; on the first page of a query "
        "that the catalogue can answer."
    )


class CaseSection(Answer):
    """One part of a case's body."""

    key: str
    heading: str
    markdown: str
    html: str
    cites: list[int]


class StudyOut(Answer):
    """A sentence of the case that reports a study."""

    section: str = Field(description="Key of the section.")
    sentence: str
    sources: list[int] = Field(description="Numbers of the sources cited.")


class ExaminedOut(Answer):
    """A result that somebody outside the owner examined."""

    result: int = Field(description="Its place in `results`, from 0.")
    study: StudyOut = Field(description="The sentence on the study that examined it.")


class EvidenceOut(Answer):
    """How well the results of a case are proven, by the rule of docs/evidence.md; recognition
    and spread stand beside it and don't raise the step."""

    step: int = Field(description="Step of the evidence ladder, 0 to 4.")
    label: str
    met: list[int] = Field(description="The steps met; each needs those below it.")
    measured: list[int] = Field(
        description="Results with a figure (step 1), by their place in `results`, from 0."
    )
    compared: list[int] = Field(
        description="Those with figures before and after, or a comparison group (step 2)."
    )
    examined: list[ExaminedOut] = Field(description="Those externally examined (step 3).")
    repeated: list[int] = Field(
        description="Copies with a figure of their own (step 4, if step 3 is met), by their "
        "place in `replicated_by`, from 0."
    )
    studies: list[StudyOut] = Field(
        description="Sentences that say what a study found, whether or not it counts."
    )
    weaknesses: list[list[str]] = Field(
        description="What weakens each entry of `results`, in their order: of "
        + ", ".join(f"`{key}`" for key in WEAKNESSES)
        + "."
    )
    recognition: str = Field(
        description="Widest scope of its awards, or `none`.",
        json_schema_extra={"enum": list(RECOGNITION)},
    )
    spread: str = Field(
        description="Whether others copied it, only promised to, or none is on record.",
        json_schema_extra={"enum": list(SPREAD)},
    )


class ContactOut(Answer):
    """An official channel to ask about a case."""

    kind: ContactKind = Field(description="Whose channel it is; `ppid` and `lapor` exist by law.")
    name: str
    url: str | None
    purpose: str = Field(description="What to ask there.")
    known_from: str = Field(description="Where the address was seen, or the law.")
    page: str | None = Field(description="Page on which the address was seen.")


class ThemeOfCase(Answer):
    """A theme that names the case."""

    slug: str
    title: str
    url: str
    approach: str | None = Field(
        description="Name of the approach that the case takes; null if the text only cites it."
    )


class CaseAnswer(Answer):
    """Everything a case file says. `null` and `[]` mean that no source says it, and of an
    editor's words that nobody has written them."""

    slug: str
    url: str
    title: str
    expansion: str | None
    summary: str
    summary_en: str | None = Field(description="The summary in English, in an editor's words.")
    problems: list[str] = Field(
        description="Problems that the case answers, in an editor's words; no facts."
    )
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
    results: list[Result]
    replicated_by: list[Replication]
    adapted_from: str | None
    evidence: EvidenceOut
    cost: str | None
    staff: str | None
    duration: str | None
    copy_terms: str | None
    legal_basis: list[str]
    website: str | None
    contacts: list[ContactOut] = Field(description="Official channels, the nearest first.")
    sources: list[Source]
    themes: list[ThemeOfCase] = Field(description="Themes that name the case.")
    updated: dt.date
    sections: list[CaseSection]


class SuggestionOut(Answer):
    """A completion of what was typed."""

    text: str
    kind: Kind
    url: str
    detail: str | None = Field(description="What tells it from others of the same text.")
    count: int = Field(description="How many cases it stands for.")


class SuggestAnswer(Answer):
    """Completions, the best first."""

    q: str
    suggestions: list[SuggestionOut] = Field(max_length=MOST)


class VocabularyEntry(Answer):
    """A value with its label in both languages."""

    value: str
    id: str
    en: str


class VocabularyAnswer(Answer):
    """The values that the facets know, and the headings of a case."""

    facets: dict[str, list[VocabularyEntry]]
    sections: list[VocabularyEntry]


class ChangeOut(Answer):
    """The last thing that happened to a case."""

    slug: str
    kind: ChangeKind = Field(
        description="`added`, `changed`, `withdrawn` with a reason, or `removed` without one."
    )
    at: dt.datetime = Field(description="When a build of the index noted it (UTC).")
    url: str | None = Field(description="Page of the case; null for one that is gone.")
    title: str | None = Field(description="Null for a case that is gone.")
    updated: dt.date | None = Field(description="The day that its file names; null if it is gone.")
    reason: str | None = Field(description="Why it was withdrawn.")
    instead: str | None = Field(description="Slug to read instead of a withdrawn case.")


class ChangesAnswer(Answer):
    """What has changed since a day."""

    since: dt.date | None
    recorded_since: dt.datetime = Field(
        description="When the notes begin; the cases of that time count as added then."
    )
    as_of: dt.datetime = Field(description="When the index was built, so up to when this holds.")
    total: int
    page: int
    per_page: int
    pages: int
    changes: list[ChangeOut] = Field(description="Those of this page, the earliest first.")


class PairQueryEcho(Answer):
    """The filters, order and page as they were understood."""

    filters: dict[str, str]
    side: str | None = Field(description="End of the pair that place and case were sought at.")
    sort: str
    page: int
    per_page: int


class OriginalOut(Answer):
    """The case that was copied."""

    slug: str
    url: str
    title: str
    government: str
    region: str | None = Field(description="Code of the region, if a region runs it.")
    province: str


class CopierOut(Answer):
    """Who copied it, or promised to."""

    by: str = Field(description="As the case file names it.")
    slug: str | None = Field(description="The copy's own case, if it has one.")
    url: str | None
    region: str | None = Field(description="Code of the region that copied, or that it is in.")
    province: str | None


class ReplicationOut(Answer):
    """A pair of an original and a copy of it."""

    original: OriginalOut
    copier: CopierOut
    year: int | None
    kind: str = Field(description="`dipakai` (used) or `dijanjikan` (only promised or planned).")
    category: str = Field(description="Field of the original.")
    sources: list[Source]


class ReplicationsAnswer(Answer):
    """Who copied whom."""

    query: PairQueryEcho
    total: int
    kinds: dict[str, int] = Field(description="Kind → number of pairs.")
    pages: int
    replications: list[ReplicationOut] = Field(description="The pairs of this page.")


class Health(Answer):
    """The process is up."""

    status: Literal["ok"]


class Readiness(Answer):
    """The index is open."""

    status: Literal["ok"]
    cases: int
    built_at: dt.datetime
    files_left_out: int = Field(description="Case files left out because of errors.")


class BadParameterOut(Answer):
    """A parameter that can't be used."""

    name: str
    message: str


class PositionOut(Answer):
    """The characters of a query that are wrong: from `start`, the first being 0, before `end`."""

    start: int
    end: int


class ProblemAnswer(BaseModel):
    """An error (RFC 9457)."""

    status: int
    title: str
    detail: str
    errors: list[BadParameterOut] = []
    instead: str | None = Field(None, description="Slug to read instead of a withdrawn case.")
    mistake: str | None = Field(None, description="Kind of the mistake in an advanced query.")
    position: PositionOut | None = Field(None, description="Its place in the query.")
    suggestion: str | None = Field(None, description="The query as it was probably meant.")
