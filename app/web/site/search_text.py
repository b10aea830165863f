"""A query and its results in words: the sentence over them, filters in use, looser queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

from flask_babel import ngettext
from markupsafe import Markup

from app.collection import vocabulary
from app.collection.regions import by_code
from app.search.advanced.compose import free_text
from app.search.facets import BY_KEY, FACETS, Facet
from app.search.query import near as near_words
from app.search.query.query import Query
from app.search.rank.similar import Similar
from app.search.results import Results
from app.web.site.i18n import gettext as _
from app.web.site.i18n import (
    in_indonesian,
    label,
    listed_with_and,
    listed_with_or,
    marked_indonesian,
)
from app.web.site.links import search_url
from app.web.site.params import without

#: Facets whose labels stand in lower case inside a sentence; abbreviations stay as they are.
_LOWER_CASE = frozenset({"status", "known", "level", "evidence", "replicated", "island", "year"})

# What makes a query strict: quotation marks, and a minus before a word.
_STRICT = re.compile(r'["“”„]|(?<!\S)[-−–]')


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the search without it."""

    text: str
    url: str


def chips(query: Query) -> list[Chip]:
    """The filters in use, the place that is near and the wish for related cases, each removable."""
    chips = [
        Chip(chip_text(facet, value), search_url(without(query, facet.key, value)))
        for facet in FACETS
        for value in query.filters.get(facet.key, ())
    ]
    if query.near:
        chips.append(Chip(_near_place(by_code()[query.near].name), search_url(query, near=None)))
    if query.related and query.mode == "plain" and query.text.strip():
        chips.append(Chip(_("Termasuk yang mungkin terkait"), search_url(query, related=False)))
    return chips


def chips_of(results: Results) -> list[Chip]:
    """The chips of a query, and one for a place that its text names as near."""
    near, query = results.near, results.query
    if near is None or query.near:
        return chips(query)
    text = reduce(near_words.without, near.phrases, query.text)
    return [*chips(query), Chip(_near_place(near.label), search_url(query, text=text))]


def _near_place(name: str) -> str:
    return _("Dekat %(place)s", place=name)


def chip_text(facet: Facet, value: str) -> str:
    """A chosen value in words: ``Status: Berlanjut``, ``Ada biaya``."""
    if not facet.chip:
        return f"{label(facet.label)}: {label(facet.value_label(value))}"
    text = label(facet.chip).format(_in_sentence(facet, value))
    return text[:1].upper() + text[1:]


def names(query: Query) -> Iterator[str]:
    """The text and the filters of a query in words, for the name of a file."""
    yield query.text
    for facet in FACETS:
        for value in query.filters.get(facet.key, ()):
            yield label(facet.value_label(value))
    if query.near:
        yield _("dekat %(place)s", place=by_code()[query.near].name)


@dataclass(frozen=True)
class Sentence:
    """What a search found, in words, piece by piece; a piece may be empty.

    Attributes:
        count: the number of cases about the query: ``12 inovasi``.
        relation: what they have to do with the subject: ``tentang``.
        subject: the text that they are sought by: ``stunting``.
        conditions: what was excluded, the filters and the place that is near: ``tanpa
            “posyandu” di Jawa Timur``.
        related: the number of related cases: ``41 mungkin terkait``.
    """

    count: str
    relation: str
    subject: str
    conditions: str
    related: str

    def __str__(self) -> str:
        pieces = (self.count, self.relation, self.subject, self.conditions)
        main = " ".join(filter(None, pieces))
        return f"{main}; {self.related}" if self.related else main


def sentence(results: Results) -> Sentence:
    """What a search found, in words.

    The related cases are mentioned where they are listed, or where no case is about the query.
    """
    count = ngettext("%(num)s inovasi", "%(num)s inovasi", results.total)
    if not results.total:
        count = _("Belum ada inovasi") if results.related else _("Tidak ada inovasi")
    relation = ""
    if results.subject:
        advanced = results.query.mode == "advanced"
        relation = _("menurut pencarian lanjutan") if advanced else _("tentang")
    related = ""
    if results.related and (results.with_related or not results.total):
        related = ngettext("%(num)s mungkin terkait", "%(num)s mungkin terkait", results.related)
    conditions = (*_exclusions(results), *_filter_phrases(results.query), *_near_first(results))
    return Sentence(count, relation, results.subject, " ".join(conditions), related)


def _exclusions(results: Results) -> Iterator[str]:
    excluded = results.interpretation.excluded
    if excluded:
        quoted = [_("“%(words)s”", words=words) for words in excluded]
        yield _("tanpa %(words)s", words=listed_with_or(quoted))


def _near_first(results: Results) -> Iterator[str]:
    """Which cases come first because they are near."""
    if results.near and results.listed and results.query.sort == "relevance":
        yield _("(yang dekat %(place)s lebih dulu)", place=results.near.label)


def free_text_query(query: Query) -> Query:
    """The first page of a free-text search for the words of an advanced query."""
    return replace(query, text=free_text(query.text), mode="plain", page=1)


def _filter_phrases(query: Query) -> Iterator[str]:
    """The filters of each choice in words."""
    names: dict[str, list[str]] = {}
    for facet in FACETS:
        for value in query.filters.get(facet.key, ()):
            names.setdefault(facet.choice, []).append(_in_sentence(facet, value))
    # What the data holds comes last: further conditions would seem to be about the data.
    for key, chosen in sorted(names.items(), key=lambda item: BY_KEY[item[0]].joined == "all"):
        listed = listed_with_and if BY_KEY[key].joined == "all" else listed_with_or
        yield label(BY_KEY[key].phrase).format(listed(chosen))


def _in_sentence(facet: Facet, value: str) -> str:
    """The label of a value as it stands inside a sentence."""
    name = label(facet.value_label(value))
    if facet.key not in _LOWER_CASE or name.isupper():
        return name
    return name[:1].lower() + name[1:]


def looser_queries(query: Query) -> Iterator[tuple[str, Query]]:
    """Queries that ask for less, each with words for what it leaves out.

    Where a query finds nothing, one of them may find something.
    """
    query = replace(query, page=1)
    if query.mode == "advanced":
        yield _("Kata-katanya saja, dengan pencarian biasa"), free_text_query(query)
        yield from _without_filters(query)
        return
    plain = replace(query, text=" ".join(_STRICT.sub(" ", query.text).split()))
    strict = _STRICT.search(query.text)
    if strict:
        yield _("Tanpa tanda kutip dan tanda minus"), plain
    yield from _without_filters(query)
    if strict and query.filters:
        yield _("Tanpa tanda kutip, tanda minus, dan saringan"), replace(plain, filters={})


def _without_filters(query: Query) -> Iterator[tuple[str, Query]]:
    """The query without each of its filters, and without all of them."""
    for key in query.filters:
        filters = {other: values for other, values in query.filters.items() if other != key}
        name = label(BY_KEY[key].label)
        yield _("Tanpa saringan %(filter)s", filter=name), replace(query, filters=filters)
    if len(query.filters) > 1:
        yield _("Tanpa saringan apa pun"), replace(query, filters={})


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The page numbers to link: the ends and the neighbours, with None for a gap.

    >>> page_numbers(5, 9)
    [1, None, 4, 5, 6, None, 9]
    """
    linked = sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))
    numbers: list[int | None] = []
    for number in linked:
        last = numbers[-1] if numbers else None
        if last is not None and number == last + 2:
            numbers.append(last + 1)
        elif last is not None and number > last + 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def similarity(similar: Similar) -> Markup:
    """Why a case is similar to another: ``sama-sama tentang stunting; sama-sama kabupaten``.

    The field is a reason only where there is none that tells more.
    """
    card = similar.card
    same = {
        "category": "" if similar.subjects or similar.together else _("sama bidangnya"),
        "level": _("sama-sama %(level)s", level=label(vocabulary.LEVELS[card.level]).lower()),
        "province": _("sama-sama di %(province)s", province=card.province),
    }
    reasons = [*_own_reasons(similar), *(same[key] for key in similar.same if same[key])]
    return Markup("; ").join(reasons)


def _own_reasons(similar: Similar) -> Iterator[Markup]:
    """What two cases are about, and the approach or theme in which editors set them together."""
    if similar.subjects:
        with in_indonesian():
            subjects = listed_with_and(similar.subjects)
        about = Markup(_("sama-sama tentang %(words)s"))  # noqa: S704 - a text of ours
        yield about % {"words": marked_indonesian(subjects)}
    if similar.together:
        approach = similar.together.approach
        text = _("caranya sejenis: “%(name)s”") if approach else _("satu tema: “%(name)s”")
        name = approach.name if approach else similar.together.theme.title
        yield Markup(text) % {"name": marked_indonesian(name)}  # noqa: S704 - a text of ours
