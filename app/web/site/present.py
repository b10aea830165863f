"""How values are said on a page: pure functions from cards and results to words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from flask_babel import format_date, format_percent, ngettext
from flask_babel import gettext as _

from app.collection import evidence, vocabulary
from app.collection.case import Case, Source
from app.search.facets import BY_KEY, FACETS
from app.search.index.entries import Card
from app.search.query.query import Query
from app.search.rank.similar import Similar
from app.search.results import Results
from app.web.site.i18n import label, language
from app.web.site.links import search_url
from app.web.site.params import parameters, without

# A figure longer than this is set smaller.
LONG_FIGURE = 14


def day(date: dt.date) -> str:
    """A date in the language of the page: ``29 November 2026``."""
    return _day(date, language())


def percent(share: float) -> str:
    """A share between 0 and 1 as a percentage with one decimal."""
    return format_percent(share, "0.0%")


@lru_cache(256)
def _day(date: dt.date, _language: str) -> str:
    return str(format_date(date, "long"))


# --- results --------------------------------------------------------------------------


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    text: str
    url: str


def chips(query: Query) -> list[Chip]:
    """The filters in use, each removable."""
    return [
        Chip(
            f"{label(facet.label)}: {label(facet.value_label(value))}",
            search_url(without(query, facet.key, value)),
        )
        for facet in FACETS
        for value in query.filters.get(facet.key, ())
    ]


# What makes a query strict: quotes, and a minus before a word.
_STRICT = re.compile(r'["“”„]|(?<!\S)[-−–]')


def looser(query: Query) -> Iterator[tuple[str, Query]]:
    """Ways to ask for less, each in words: where nothing is found, one of them may help."""
    query = replace(query, page=1)
    plain = replace(query, text=" ".join(_STRICT.sub(" ", query.text).split()))
    strict = _STRICT.search(query.text)
    if strict:
        yield _("Tanpa tanda kutip dan tanda minus"), plain
    for key in query.filters:
        left = {other: values for other, values in query.filters.items() if other != key}
        name = label(BY_KEY[key].label)
        yield _("Tanpa saringan %(filter)s", filter=name), replace(query, filters=left)
    if len(query.filters) > 1:
        yield _("Tanpa saringan apa pun"), replace(query, filters={})
    if strict and query.filters:
        yield _("Tanpa tanda kutip, tanda minus, dan saringan"), replace(plain, filters={})


def sentence(results: Results) -> tuple[str, str, str]:
    """What was found, in words: (count, text asked, filters).

    ``("12 inovasi", "stunting", "di bidang Kesehatan di Jawa Timur")``
    """
    count = ngettext("%(num)s inovasi", "%(num)s inovasi", results.total)
    if not results.total:
        count = _("Tidak ada inovasi")
    phrases = []
    for facet in FACETS:
        values = results.query.filters.get(facet.key, ())
        if values:
            names = [label(facet.value_label(value)) for value in values]
            if facet.key in {"status", "level", "evidence", "replicated"}:
                names = [name if name.isupper() else name.lower() for name in names]
            phrases.append(label(facet.phrase).format(either(names)))
    return count, " ".join(results.query.text.split()), " ".join(phrases)


def either(names: Sequence[str]) -> str:
    """``a``, ``a atau b``, ``a, b, atau c``."""
    if len(names) < 3:
        return _(" atau ").join(names)
    return _("%(list)s, atau %(last)s", list=", ".join(names[:-1]), last=names[-1])


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The page numbers to link: the ends, the neighbours, None for a gap.

    >>> page_numbers(5, 9)
    [1, None, 4, 5, 6, None, 9]
    """
    shown = sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))
    numbers: list[int | None] = []
    for number in shown:
        last = numbers[-1] if numbers else None
        if last is not None and number == last + 2:
            numbers.append(last + 1)
        elif last is not None and number > last + 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def hidden(query: Query, *left_out: str) -> list[tuple[str, str]]:
    """The parameters a form must carry along, but for those it sets and the page."""
    return [(name, value) for name, value in parameters(query) if name not in {*left_out, "page"}]


def why(similar: Similar) -> str:
    """Why a case is like another: ``tentang stunting dan posyandu; sama-sama kabupaten``."""
    card = similar.card
    same = {
        "category": _("sama bidangnya"),
        "level": _("sama-sama %(level)s", level=label(vocabulary.LEVELS[card.level]).lower()),
        "province": _("sama-sama di %(province)s", province=card.province),
    }
    reasons = [_("sama-sama tentang %(words)s", words=listed(similar.words))]
    return "; ".join(reasons + [same[key] for key in similar.same])


# --- cards ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Delta:
    """A result as a card shows it: figures large, what stands in brackets small."""

    measure: str
    before: str | None
    after: str
    when: str | None
    long: bool


_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")


def delta(result: tuple[str, str | None, str]) -> Delta:
    """Split a result into figures and what qualifies them.

    >>> delta(("Desa mandiri", "0 (2021)", "8 (2023)")).when
    '2021 → 2023'
    """
    measure, before, after = result
    figure, when = _split(after)
    if before is None:
        return Delta(measure, None, figure, when, len(figure) > LONG_FIGURE)
    first, since = _split(before)
    period = f"{since} → {when}" if since and when else since or when
    return Delta(measure, first, figure, period, len(first) + len(figure) > LONG_FIGURE)


def _split(text: str) -> tuple[str, str | None]:
    found = _BRACKETS.search(text)
    if not found or not found.start():
        return text, None
    return text[: found.start()], found[1]


@dataclass(frozen=True)
class Age:
    """When a status was last known, in words, and whether that is long ago."""

    text: str
    old: bool


def status_age(as_of: str | None, checked: bool, today: dt.date | None = None) -> Age:
    """How old the last word on a status is.

    ``as_of`` is an ISO date or a year; ``checked`` says that a curator checked it then,
    otherwise it is the newest source's.
    """
    if as_of is None:
        return Age(_("sumber tak bertanggal, perlu dicek"), True)
    year = int(as_of[:4])
    old = evidence.is_old(as_of, today)
    text = _("dicek %(year)s", year=year) if checked else _("sumber %(year)s", year=year)
    return Age(_("%(text)s, perlu dicek", text=text) if old else text, old)


def copies_of(card: Card) -> list[str]:
    """Who copied a case, without those who only promised to."""
    return [by for by, _year, _case in card.copies if not evidence.is_promise(by)]


def where(card: Card | Case) -> str:
    """The place a case belongs to: ``Kabupaten Malang, Jawa Timur``."""
    if card.level == "provinsi":
        return _("Provinsi %(name)s", name=card.province)
    government = card.government.removeprefix("Pemerintah ")
    if card.province in government or card.province == vocabulary.NATIONAL:
        return government
    return f"{government}, {card.province}"


# --- the case page --------------------------------------------------------------------


def host(url: str) -> str:
    """The host of an address, for showing."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@dataclass(frozen=True)
class SourceEntry:
    """A source with its number and the numbers of its citations in the text."""

    number: int
    source: Source
    dated: str
    citations: range


def source_entries(case: Case) -> list[SourceEntry]:
    """The sources of a case as the page lists them."""
    return [
        SourceEntry(n, source, dated(source.date), range(1, times + 1))
        for n, (source, times) in enumerate(zip(case.sources, case.citations(), strict=True), 1)
    ]


def dated(date: dt.date | int | None) -> str:
    """A source's date in words."""
    if date is None:
        return _("tanpa tanggal")
    return format_date(date, "long") if isinstance(date, dt.date) else str(date)


def missing_sections(case: Case) -> list[str]:
    """The parts of the text that the file doesn't have."""
    present = {section.key for section in case.sections}
    return [label(name) for key, name in vocabulary.SECTIONS.items() if key not in present]


def listed(names: Iterable[str]) -> str:
    """``a``, ``a dan b``, ``a, b, dan c``."""
    *rest, last = names
    if len(rest) < 2:
        return _(" dan ").join([*rest, last])
    return _("%(list)s, dan %(last)s", list=", ".join(rest), last=last)
