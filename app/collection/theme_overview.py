"""A theme together with its cases: what its page works out instead of the file saying it.

Counts, the map of evidence and the table of results are made from the cases of the
collection, so that they are right whenever a case changes. A case that a theme names but the
collection lacks, because it was withdrawn or its file has a mistake, is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from app.collection import evidence, vocabulary
from app.collection.case import Case, DateOrYear, Result
from app.collection.theme import Approach, Theme
from app.collection.vocabulary import Label
from app.collection.weaknesses import Weakness, weaknesses

#: The steps of evidence from which on a case has a figure, and a figure before and after.
MEASURED, BEFORE_AND_AFTER = 1, 2

# --- kinds of figures -----------------------------------------------------------------

#: What the figures of a result measure, as far as their signs and units say it.
FigureKind = Literal["share", "money", "time", "count"]

FIGURE_KINDS: Mapping[FigureKind, Label] = {
    "share": Label("Persentase", "Share"),
    "money": Label("Uang", "Money"),
    "time": Label("Waktu", "Time"),
    "count": Label("Jumlah", "Count"),
}

# The first pattern that a figure meets decides; a figure that meets none is a count.
_SIGNS: Mapping[FigureKind, re.Pattern[str]] = {
    "share": re.compile(r"%|\bpersen\b", re.IGNORECASE),
    "money": re.compile(r"\bRp\s?\d|\brupiah\b", re.IGNORECASE),
    "time": re.compile(
        r"\d\s*(?:–\s*\d+\s*)?(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun)\b", re.IGNORECASE
    ),
}

# A year in the words of a result. A figure such as 2.019 has a full stop.
_YEAR = re.compile(r"(?<![\d.,])(?:19[5-9]|20[0-4])\d(?![\d.,]\d|\d)")


def figure_kind(result: Result) -> FigureKind:
    """What the figures of a result measure.

    >>> figure_kind(Result(measure="Cakupan akta", before="56% (2021)", after="88,81%"))
    'share'
    >>> figure_kind(Result(measure="Desa mandiri", after="8 (2023)"))
    'count'
    """
    text = f"{result.after} {result.before or ''}"
    return next((kind for kind, sign in _SIGNS.items() if sign.search(text)), "count")


def year_of(result: Result) -> int | None:
    """The latest year that a result names: of its figure after, else of its measure.

    >>> year_of(Result(measure="Desa mandiri", before="0 (2021)", after="8 (2023)"))
    2023
    """
    for text in (result.after, result.measure):
        years = [int(year) for year in _YEAR.findall(text)]
        if years:
            return max(years)
    return None


# --- the overview --------------------------------------------------------------------


class NamedCase(NamedTuple):
    """What a theme tells of a case: its name, place and status, without its text."""

    slug: str
    title: str
    level: str
    government: str
    province: str
    category: str
    status: str
    status_as_of: DateOrYear | None
    status_checked: dt.date | None


@dataclass(frozen=True, eq=False)  # the key of what a page remembers of it
class RecordedResult:
    """A result of a case of the theme, for the table of results.

    Attributes:
        approach: the number of the case's approach, from 1.
        year: the year of the figure after; None if the result names none.
        kind: what its figures measure.
    """

    case: NamedCase
    approach: int
    result: Result
    year: int | None
    kind: FigureKind


@dataclass(frozen=True, eq=False)  # the key of what a page remembers of it
class CaseOfTheme:
    """A case of an approach.

    Attributes:
        step: its step of evidence.
        best: its best proven result; None if it has none.
        weaknesses: what weakens that result.
        adverse: its results that tell a worsening.
        results: all its results.
    """

    case: NamedCase
    step: int
    best: Result | None
    weaknesses: tuple[Weakness, ...]
    adverse: tuple[Result, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True)
class ApproachOverview:
    """An approach with those of its cases that the collection has.

    Attributes:
        number: its number, from 1.
        cases: its cases, the best proven first, then in the order of the file.
    """

    number: int
    approach: Approach
    cases: tuple[CaseOfTheme, ...]

    @cached_property
    def by_step(self) -> Mapping[int, int]:
        """Step of evidence → the number of cases that stand on it, for every step."""
        counts = Counter(entry.step for entry in self.cases)
        return {int(step): counts[int(step)] for step in vocabulary.EVIDENCE}


@dataclass(frozen=True)
class ThemeOverview:
    """A theme together with its cases.

    Attributes:
        approaches: the approaches, in the order of the file.
        cited: number of a citation → the case; without those that the collection lacks.
    """

    theme: Theme
    approaches: tuple[ApproachOverview, ...]
    cited: Mapping[int, NamedCase]

    @cached_property
    def cases(self) -> tuple[CaseOfTheme, ...]:
        """The cases of all approaches."""
        return tuple(entry for approach in self.approaches for entry in approach.cases)

    @property
    def compared(self) -> int:
        """The number of cases with a figure before and after."""
        return sum(entry.step >= BEFORE_AND_AFTER for entry in self.cases)

    @property
    def measured(self) -> int:
        """The number of cases with a figure."""
        return sum(entry.step >= MEASURED for entry in self.cases)

    @cached_property
    def by_step(self) -> Mapping[int, int]:
        """Step of evidence → the number of cases of all approaches that stand on it."""
        return {
            int(step): sum(approach.by_step[int(step)] for approach in self.approaches)
            for step in vocabulary.EVIDENCE
        }

    @cached_property
    def provinces(self) -> Mapping[str, tuple[NamedCase, ...]]:
        """Province (or the nation) → its cases, in the order of the vocabulary."""
        of: dict[str, list[NamedCase]] = {}
        for entry in self.cases:
            of.setdefault(entry.case.province, []).append(entry.case)
        return {name: tuple(of[name]) for name in vocabulary.PROVINCES if name in of}

    @property
    def category(self) -> str:
        """The category that most of its cases have; of several, the first of the vocabulary."""
        return main_category(entry.case.category for entry in self.cases)

    @cached_property
    def results(self) -> tuple[RecordedResult, ...]:
        """All results of its cases, adverse ones too, in the order of the approaches."""
        return tuple(
            RecordedResult(
                entry.case, approach.number, result, year_of(result), figure_kind(result)
            )
            for approach in self.approaches
            for entry in approach.cases
            for result in entry.results
        )


def main_category(categories: Iterable[str]) -> str:
    """The category that occurs most often; of several, the first of the vocabulary."""
    counts = Counter(categories)
    order = list(vocabulary.CATEGORIES)
    return min(order, key=lambda key: (-counts[key], order.index(key)))


def overview(
    theme: Theme, case_of: Callable[[str], Case | None], today: dt.date | None = None
) -> ThemeOverview:
    """A theme together with its cases.

    It holds of its cases only what it tells, so that a site can remember all themes.

    Args:
        theme: the theme.
        case_of: the case of a slug, or None if the collection lacks it.
        today: the day from which the age of a figure is counted (default: that of the page).
    """
    cases = {
        slug: _entry(case, today) for slug in theme.all_cases if (case := case_of(slug)) is not None
    }
    approaches = []
    for number, approach in enumerate(theme.approaches, 1):
        entries = [cases[slug] for slug in approach.cases if slug in cases]
        entries.sort(key=lambda entry: -entry.step)
        approaches.append(ApproachOverview(number, approach, tuple(entries)))
    return ThemeOverview(
        theme=theme,
        approaches=tuple(approaches),
        cited={n: cases[slug].case for n, slug in enumerate(theme.cited, 1) if slug in cases},
    )


def _entry(case: Case, today: dt.date | None) -> CaseOfTheme:
    assessed = evidence.assess(case)
    best = assessed.best
    return CaseOfTheme(
        case=NamedCase(*(getattr(case, name) for name in NamedCase._fields)),
        step=assessed.step,
        best=best,
        weaknesses=weaknesses(case, best, today) if best else (),
        adverse=assessed.adverse,
        results=case.results,
    )


# --- orders of the table of results ---------------------------------------------------

#: Order of the table of results → its name and the key that sorts the rows.
ResultOrder = Literal["cara", "kasus", "tahun", "jenis"]

ORDERS: Mapping[ResultOrder, Label] = {
    "cara": Label("cara", "approach"),
    "kasus": Label("nama kasus", "name of the case"),
    "tahun": Label("tahun terbaru", "newest year"),
    "jenis": Label("jenis angka", "kind of figure"),
}

_KEYS: Mapping[ResultOrder, Callable[[RecordedResult], tuple[object, ...]]] = {
    "cara": lambda row: (row.approach,),
    "kasus": lambda row: (row.case.title.casefold(),),
    "tahun": lambda row: (-(row.year or 0),),
    "jenis": lambda row: (list(FIGURE_KINDS).index(row.kind), row.approach),
}


def ordered(results: tuple[RecordedResult, ...], order: ResultOrder) -> list[RecordedResult]:
    """Results in an order; rows that are equal in it stay in the order of the file."""
    return sorted(results, key=_KEYS[order])
