"""A case in words, in the language of the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.collection import evidence, vocabulary, weaknesses, wording
from app.collection.case import Case, Result, Source
from app.collection.weaknesses import Weakness
from app.collection.wording import Figures, Placed, StatusAge, WithStatus
from app.search.index.entries import Card
from app.search.results import Hit
from app.web.site.i18n import indonesian, label, language, marked_indonesian

_MARKED = re.compile("<mark>(.*?)</mark>")


def place(case: Placed) -> str:
    """The place a case belongs to: ``Kabupaten Malang, Jawa Timur``."""
    return wording.place(case, language())


@dataclass(frozen=True)
class Summary:
    """The summary of a case for a page.

    Attributes:
        text: the summary in the language of the page if there is one, else in Indonesian, as
            safe HTML; of a case found, with the words of the query marked.
        language: the attribute that says its language, if it isn't that of the page.
    """

    text: Markup
    language: Markup

    @property
    def plain(self) -> str:
        """The text without marks."""
        return self.text.striptags()


def summary_of(case: Case | Card, hit: Hit | None = None) -> Summary:
    """The summary of a case, or of its card; with the marks of a hit, if there is one."""
    if language() == "en" and case.summary_en:
        text = Markup(hit.summary_en) if hit else escape(case.summary_en)  # noqa: S704 - marks
        return Summary(text, Markup(""))
    text = Markup(hit.summary) if hit else escape(case.summary)  # noqa: S704 - safe, with marks
    return Summary(text, indonesian())


def marked_words(text: str) -> set[str]:
    """The words that are marked in a text, in small letters."""
    return {word.lower() for word in _MARKED.findall(text)}


def status_age(case: WithStatus) -> StatusAge:
    """When the status of a case was last known: ``dicek 2024``."""
    return wording.status_age(case, language())


def figures(result: tuple[str, str | None, str]) -> Figures:
    """A result (measure, before, after) with the brackets taken off its figures."""
    return wording.figures(*result)


def copied_by(card: Card) -> Markup:
    """Who copied a case, in a few words, promises left out: ``Kota Batu dan 2 lainnya``."""
    return copiers(by for by, _year, _slug in card.copies if not evidence.is_promise(by))


def copiers(entries: Iterable[str]) -> Markup:
    """Who copied an innovation, in a few words: one or two names, else the first and a number.

    ``entries`` say it as entries of ``replicated_by`` do; an empty text if there are none.
    """
    names = [marked_indonesian(wording.copier_name(entry)) for entry in entries]
    if len(names) <= 2:
        return Markup(", ").join(names)
    return Markup(label(wording.AND_MORE)).format(first=names[0], n=len(names) - 1)  # noqa: S704


def missing_sections(case: Case) -> list[str]:
    """The names of the sections that a case doesn't have."""
    keys = {section.key for section in case.sections}
    return [label(name) for key, name in vocabulary.SECTIONS.items() if key not in keys]


@dataclass(frozen=True)
class ShownResult:
    """A result as the page of a case shows it.

    Attributes:
        notes: what weakens it, in a few words each. A missing figure before is not among
            them, since its place shows a gap.
    """

    result: Result
    notes: tuple[str, ...]

    @property
    def figures(self) -> tuple[str, str | None, str]:
        """Its measure and the figures before and after."""
        return self.result.measure, self.result.before, self.result.after


def shown_results(case: Case) -> list[ShownResult]:
    """The results of a case, in its order."""
    return [shown_result(case, result) for result in case.results]


def shown_result(case: Case, result: Result) -> ShownResult:
    """A result of a case with what weakens it."""
    return ShownResult(result, notes_on(weaknesses.weaknesses(case, result)))


def notes_on(found: Iterable[Weakness]) -> tuple[str, ...]:
    """The weaknesses of a result as notes of :class:`ShownResult`."""
    code = language()
    return tuple(weakness.text(code) for weakness in found if weakness.key != "no_baseline")


@dataclass(frozen=True)
class SourceEntry:
    """A source as the page of a case lists it.

    Attributes:
        number: its number, from 1.
        date: when it was published, in words.
        citations: the numbers, from 1, of the places in the text that cite it.
        dead: the day on which its page was last found gone, if it is dead.
    """

    number: int
    source: Source
    date: str
    citations: range
    dead: dt.date | None = None


def source_entries(case: Case, dead: Mapping[str, dt.date]) -> list[SourceEntry]:
    """The sources of a case, in its order.

    ``dead`` has the addresses that are dead, each with the day it was last asked.
    """
    counted = zip(case.sources, case.citations(), strict=True)
    return [
        SourceEntry(
            number,
            source,
            wording.source_date(source, language()),
            range(1, count + 1),
            dead.get(source.url),
        )
        for number, (source, count) in enumerate(counted, 1)
    ]
