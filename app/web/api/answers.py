"""From values of the collection and the engine to answers of the API, without Flask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from app.collection import awards, evidence, vocabulary, weaknesses
from app.collection.case import Case, Section, Source
from app.collection.contacts import Channel, channels
from app.collection.regions import by_code
from app.collection.replications import FoundPairs, Pair
from app.collection.theme_members import Membership
from app.collection.vocabulary import Language
from app.search.engine import Engine
from app.search.facets import FACETS, FacetValue
from app.search.index.generations import Manifest
from app.search.query.attributes import Attribute
from app.search.query.places import Place
from app.search.query.query import Query
from app.search.results import Hit, Results
from app.search.suggest import LONGEST, Suggestion
from app.web.api.catalogue_answers import listed_beside
from app.web.api.models import (
    AttributeOut,
    CaseAnswer,
    CaseSection,
    ContactOut,
    CopierOut,
    EvidenceOut,
    ExaminedOut,
    FacetCount,
    Highlights,
    InterpretationOut,
    NearestOut,
    NearOut,
    OriginalOut,
    PairQueryEcho,
    PlaceOut,
    QueryEcho,
    Readiness,
    ReplicationOut,
    ReplicationsAnswer,
    SearchAnswer,
    SearchResult,
    StudyOut,
    SuggestAnswer,
    SuggestionOut,
    VocabularyAnswer,
    VocabularyEntry,
)
from app.web.api.theme_answers import offered_theme, theme_of_case, theme_path
from app.web.site.examples import EXAMPLES


def case_path(slug: str) -> str:
    """The path of a case's page, where the site stands at the root of its host."""
    return f"/inovasi/{slug}"


def search_answer(
    results: Results,
    case_url: Callable[[str], str] = case_path,
    theme_url: Callable[[str], str] = theme_path,
    language: Language = "id",
) -> SearchAnswer:
    """The answer to a search.

    Args:
        results: what was found.
        case_url: gives the address of a case's page by its slug.
        theme_url: gives the address of a theme's page by its slug.
        language: the language of labels.
    """
    return SearchAnswer(
        query=query_echo(results.query),
        total=results.total,
        related=results.related,
        pages=results.pages,
        took_ms=round(results.took_ms, 2),
        interpretation=interpretation_answer(results, language),
        themes=[offered_theme(card, theme_url) for card in results.themes],
        results=[search_result(hit, case_url) for hit in results.hits],
        facets={key: _facet_counts(values, language) for key, values in results.facets.items()},
        catalogue=listed_beside(results.catalogue, case_url),
    )


def query_echo(query: Query) -> QueryEcho:
    """A query as it was understood."""
    return QueryEcho(
        q=query.text,
        mode=query.mode,
        filters={key: list(values) for key, values in query.filters.items()},
        literal=list(query.literal),
        sort=query.sort,
        related=query.related,
        near=query.near,
        page=query.page,
        per_page=query.per_page,
    )


def interpretation_answer(results: Results, language: Language) -> InterpretationOut:
    """How the text of a query was read; ``language`` is that of labels."""
    interpretation = results.interpretation
    return InterpretationOut(
        terms=list(interpretation.terms),
        unknown=list(interpretation.unknown),
        spelled=dict(interpretation.spelled),
        added={term: list(others) for term, others in interpretation.added.items()},
        places={words: _place(place) for words, place in interpretation.places.items()},
        attributes={
            words: _attribute(attribute, results, language)
            for words, attribute in interpretation.attributes.items()
        },
        near=_near(results),
        excluded=list(interpretation.excluded),
        nothing=interpretation.nothing,
        examples=[text.text(language) for text in EXAMPLES] if results.asks_for_nothing else [],
        corrected=interpretation.corrected,
        suggestion=interpretation.suggestion,
        cut=interpretation.cut,
    )


def _near(results: Results) -> NearOut | None:
    near = results.near
    if near is None:
        return None
    nearest = [
        NearestOut(code=code, label=by_code()[code].name, km=km) for code, km in results.nearest
    ]
    return NearOut(codes=list(near.codes), label=near.label, lacking=near.lacking, nearest=nearest)


def _place(place: Place) -> PlaceOut:
    return PlaceOut(
        label=place.label,
        provinces=list(place.provinces),
        codes=list(place.codes),
        level=place.level,
    )


def _attribute(attribute: Attribute, results: Results, language: Language) -> AttributeOut:
    facet, values = results.filter_of(attribute) or (None, ())
    return AttributeOut(label=attribute.label.text(language), facet=facet, values=list(values))


def search_result(hit: Hit, case_url: Callable[[str], str]) -> SearchResult:
    """A case that a search found; ``case_url`` gives the address of its page by its slug."""
    card = hit.card
    return SearchResult(
        slug=card.slug,
        url=case_url(card.slug),
        title=card.title,
        expansion=card.expansion,
        summary=card.summary,
        agency=card.agency,
        government=card.government,
        level=card.level,
        province=card.province,
        category=card.category,
        status=card.status,
        status_as_of=card.status_as_of,
        started=card.started,
        replications=card.replications,
        evidence=card.evidence,
        about=hit.about,
        nearness=hit.tier,
        distance_km=hit.km,
        score=round(hit.score, 4),
        highlights=_highlights(hit),
    )


def _highlights(hit: Hit) -> Highlights:
    snippet = hit.snippet
    return Highlights(
        title=hit.title,
        summary=hit.summary,
        snippet=snippet.html if snippet else None,
        snippet_section=snippet.section if snippet else None,
        problem=hit.problem,
    )


def _facet_counts(values: Iterable[FacetValue], language: Language) -> list[FacetCount]:
    return [
        FacetCount(
            value=value.value,
            label=value.label.text(language),
            count=value.count,
            selected=value.selected,
        )
        for value in values
    ]


def case_answer(
    case: Case,
    url: str,
    themes: Iterable[Membership] = (),
    theme_url: Callable[[str], str] = theme_path,
    language: Language = "id",
) -> CaseAnswer:
    """Everything of a case.

    Args:
        case: the case.
        url: the address of its page.
        themes: the themes that name it.
        theme_url: gives the address of a theme's page by its slug.
        language: the language of labels and of what is said of channels.
    """
    return CaseAnswer(
        slug=case.slug,
        url=url,
        title=case.title,
        expansion=case.expansion,
        summary=case.summary,
        summary_en=case.summary_en,
        problems=list(case.problems),
        agency=case.agency,
        government=case.government,
        region=case.region,
        level=case.level,
        province=case.province,
        category=case.category,
        tags=list(case.tags),
        sdgs=list(case.sdgs),
        started=case.started,
        status=case.status,
        status_checked=case.status_checked,
        awards=list(case.awards),
        results=list(case.results),
        replicated_by=list(case.replicated_by),
        adapted_from=case.adapted_from,
        evidence=_evidence(case, language),
        cost=case.cost,
        staff=case.staff,
        duration=case.duration,
        copy_terms=case.copy_terms,
        legal_basis=list(case.legal_basis),
        website=case.website,
        contacts=[_contact(channel, language) for channel in channels(case)],
        sources=list(case.sources),
        themes=[theme_of_case(membership, theme_url) for membership in themes],
        updated=case.updated,
        sections=[_case_section(section) for section in case.sections],
    )


def _contact(channel: Channel, language: Language) -> ContactOut:
    return ContactOut(
        kind=channel.kind,
        name=channel.name(language),
        url=channel.url,
        purpose=channel.purpose(language),
        known_from=channel.known_from(language),
        page=channel.page,
    )


def _evidence(case: Case, language: Language) -> EvidenceOut:
    assessed = evidence.assess(case)
    return EvidenceOut(
        step=assessed.step,
        label=vocabulary.EVIDENCE[str(assessed.step)].text(language),
        met=[step for step, met in assessed.met.items() if met],
        measured=list(map(case.results.index, assessed.measured)),
        compared=list(map(case.results.index, assessed.compared)),
        examined=[
            ExaminedOut(result=case.results.index(examined.result), study=_study(examined.study))
            for examined in assessed.examined
        ],
        repeated=list(map(case.replicated_by.index, assessed.repeated)),
        studies=list(map(_study, evidence.studies(case))),
        weaknesses=[
            [weakness.key for weakness in weaknesses.weaknesses(case, result)]
            for result in case.results
        ],
        recognition=awards.recognition(case),
        spread=evidence.spread(case),
    )


def _study(study: evidence.Study) -> StudyOut:
    return StudyOut(section=study.section, sentence=study.sentence, sources=list(study.sources))


def _case_section(section: Section) -> CaseSection:
    return CaseSection(
        key=section.key,
        heading=section.heading,
        markdown=section.markdown,
        html=section.html,
        cites=list(section.cites),
    )


def suggest_answer(
    typed: str, suggestions: Iterable[Suggestion], url_of: Callable[[Suggestion], str]
) -> SuggestAnswer:
    """Completions of a text; ``url_of`` gives the address that a completion leads to."""
    return SuggestAnswer(
        q=typed[:LONGEST],
        suggestions=[
            SuggestionOut(
                text=suggestion.text,
                kind=suggestion.kind,
                url=url_of(suggestion),
                detail=suggestion.detail,
                count=suggestion.count,
            )
            for suggestion in suggestions
        ],
    )


def vocabulary_answer(engine: Engine) -> VocabularyAnswer:
    """The values of every facet: its vocabulary if it has one, else the values of the cases."""
    return VocabularyAnswer(
        facets={
            facet.key: [
                _vocabulary_entry(value, facet.value_label(value))
                for value in facet.vocabulary or sorted(engine.values(facet.key))
            ]
            for facet in FACETS
        },
        sections=[_vocabulary_entry(key, label) for key, label in vocabulary.SECTIONS.items()],
    )


def _vocabulary_entry(value: str, label: vocabulary.Label) -> VocabularyEntry:
    return VocabularyEntry(value=value, id=label.id, en=label.en)


def replications_answer(
    found: FoundPairs,
    sources_of: Callable[[Pair], Iterable[Source]],
    case_url: Callable[[str], str] = case_path,
) -> ReplicationsAnswer:
    """A page of who copied whom; ``sources_of`` gives the sources that tell of a pair."""
    query = found.query
    return ReplicationsAnswer(
        query=PairQueryEcho(
            filters=dict(query.filters),
            side=query.side,
            sort=query.sort,
            page=query.page,
            per_page=query.per_page,
        ),
        total=found.total,
        kinds=dict(found.kinds),
        pages=found.pages,
        replications=[
            replication_answer(pair, sources_of(pair), case_url) for pair in found.on_page
        ],
    )


def replication_answer(
    pair: Pair, sources: Iterable[Source], case_url: Callable[[str], str]
) -> ReplicationOut:
    """A pair of an original and a copy, with the sources that tell of it."""
    return ReplicationOut(
        original=_original(pair, case_url),
        copier=_copier(pair, case_url),
        year=pair.copy.year,
        kind=pair.kind,
        category=pair.original.category,
        sources=list(sources),
    )


def _original(pair: Pair, case_url: Callable[[str], str]) -> OriginalOut:
    original, region = pair.original, pair.original_region
    return OriginalOut(
        slug=original.slug,
        url=case_url(original.slug),
        title=original.title,
        government=original.government,
        region=region.code if region else None,
        province=original.province,
    )


def _copier(pair: Pair, case_url: Callable[[str], str]) -> CopierOut:
    case, region = pair.copy.case, pair.copier_region
    return CopierOut(
        by=pair.copy.by,
        slug=case.slug if case else None,
        url=case_url(case.slug) if case else None,
        region=region.code if region else None,
        province=pair.copier_province,
    )


def readiness(manifest: Manifest) -> Readiness:
    """What an open generation of the index tells of itself."""
    return Readiness(
        status="ok",
        cases=manifest.cases,
        built_at=dt.datetime.fromisoformat(manifest.built_at),
        files_left_out=manifest.files_left_out,
    )
