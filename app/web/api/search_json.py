"""The answer to a search as JSON, written piece by piece.

:class:`app.web.api.models.SearchAnswer` declares the answer, and :mod:`app.web.api.answers` makes
it. But a model for each of the fifty values of facets and the twenty cases, which pydantic checks
and then writes, takes six times as long as writing the same text. So those parts are written here,
with the fields of the models in their order; a test compares both, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from json.encoder import encode_basestring as _text

from app.collection.vocabulary import Language
from app.search.rank.facet_counts import ListedValue
from app.search.results import Hit, Results
from app.web.api import answers
from app.web.api.catalogue_answers import listed_beside
from app.web.api.theme_answers import offered_theme

# Values of facets whose text is remembered, in each language: half of them.
_REMEMBERED = 2048


def search_json(
    results: Results,
    case_url: Callable[[str], str],
    theme_url: Callable[[str], str],
    language: Language,
) -> str:
    """What :func:`app.web.api.answers.search_answer` gives, as JSON; with the same arguments."""
    interpretation = answers.interpretation_answer(results, language)
    themes = [offered_theme(card, theme_url).model_dump_json() for card in results.themes]
    catalogue = listed_beside(results.catalogue, case_url)
    return (
        f'{{"query":{answers.query_echo(results.query).model_dump_json()},'
        f'"total":{results.total},"related":{results.related},"pages":{results.pages},'
        f'"took_ms":{round(results.took_ms, 2)},'
        f'"interpretation":{interpretation.model_dump_json()},'
        f'"themes":[{",".join(themes)}],'
        f'"results":[{",".join([hit_json(hit, case_url) for hit in results.hits])}],'
        f'"facets":{{{",".join(_facets(results, language))}}},'
        f'"catalogue":{catalogue.model_dump_json() if catalogue else "null"}}}'
    )


def hit_json(hit: Hit, case_url: Callable[[str], str]) -> str:
    """What :func:`app.web.api.answers.search_result` gives, as JSON; with the same arguments."""
    card, snippet = hit.card, hit.snippet
    return (
        f'{{"slug":{_text(card.slug)},"url":{_text(case_url(card.slug))},'
        f'"title":{_text(card.title)},"expansion":{_text_or_null(card.expansion)},'
        f'"summary":{_text(card.summary)},"agency":{_text(card.agency)},'
        f'"government":{_text(card.government)},"level":{_text(card.level)},'
        f'"province":{_text(card.province)},"category":{_text(card.category)},'
        f'"status":{_text(card.status)},"status_as_of":{_text_or_null(card.status_as_of)},'
        f'"started":{_number_or_null(card.started)},"replications":{card.replications},'
        f'"evidence":{card.evidence},"about":{"true" if hit.about else "false"},'
        f'"nearness":{_text_or_null(hit.tier)},"distance_km":{_number_or_null(hit.km)},'
        f'"score":{round(hit.score, 4)},'
        f'"highlights":{{"title":{_text(hit.title)},"summary":{_text(hit.summary)},'
        f'"snippet":{_text(snippet.html) if snippet else "null"},'
        f'"snippet_section":{_text(snippet.section) if snippet else "null"},'
        f'"problem":{_text_or_null(hit.problem)}}}}}'
    )


def _facets(results: Results, language: Language) -> Iterator[str]:
    """Each facet with its values."""
    for key, values in results.listed_values.items():
        yield f'"{key}":[{",".join([_value(value, language) for value in values])}]'


def _value(value: ListedValue, language: Language) -> str:
    text, label, count, selected = value
    begin = _beginning(text, label.text(language))
    return f'{begin}{count},"selected":{"true" if selected else "false"}}}'


@lru_cache(_REMEMBERED)
def _beginning(value: str, label: str) -> str:
    """A value of a facet up to its number of cases."""
    return f'{{"value":{_text(value)},"label":{_text(label)},"count":'


def _text_or_null(text: str | None) -> str:
    return "null" if text is None else _text(text)


def _number_or_null(number: int | None) -> str:
    return "null" if number is None else str(number)
