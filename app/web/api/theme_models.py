"""The answers of the JSON API about themes, field by field; see :mod:`app.web.api.models`."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from app.collection.case import Result
from app.collection.theme_overview import FigureKind
from app.web.api.models import Answer


class ThemeLine(Answer):
    """A theme in the list of all."""

    slug: str
    url: str
    title: str
    question: str = Field(description="The problem as one question.")
    summary: str
    category: str = Field(description="Field of most of its cases.")
    approaches: int = Field(description="Number of approaches.")
    cases: int = Field(description="Number of cases of the approaches.")
    measured: int = Field(description="Number of them with a figure.")
    compared: int = Field(description="Number of them with a figure before and after.")
    updated: dt.date


class ThemesAnswer(Answer):
    """All themes."""

    total: int
    themes: list[ThemeLine] = Field(description="By field, then by slug.")


class NamedCase(Answer):
    """A case that a theme names."""

    slug: str
    url: str
    title: str


class CitedCase(NamedCase):
    """A case that the text of a theme cites."""

    number: int = Field(description="The number that the sections cite it by.")


class CaseOfApproach(NamedCase):
    """A case of an approach."""

    government: str
    province: str
    status: str
    evidence: int = Field(description="Step of the evidence ladder, 0 to 4.")
    best: Result | None = Field(description="Its best proven result.")


class ApproachOut(Answer):
    """A way of tackling the problem of a theme."""

    name: str
    how: str = Field(description="What is done, and how it is meant to help.")
    cases: list[CaseOfApproach] = Field(description="The best proven first.")
    by_step: dict[str, int] = Field(description="Step of the evidence ladder → number of cases.")


class ResultOfTheme(Answer):
    """A result of a case of a theme."""

    case: str = Field(description="Slug of the case.")
    approach: int = Field(description="Place of its approach in `approaches`, from 0.")
    measure: str
    before: str | None
    after: str
    adverse: bool
    year: int | None = Field(description="Year of the figure after, if the result names one.")
    kind: FigureKind = Field(description="What its figures measure.")


class ThemeSectionOut(Answer):
    """A section of a theme's text."""

    key: str
    heading: str
    markdown: str = Field(description="Cites a case by its number: `[^1]`.")
    html: str
    cites: list[int]


class ThemeAnswer(Answer):
    """Everything of a theme. Its numbers are worked out from its cases."""

    slug: str
    url: str
    title: str
    question: str = Field(description="The problem as one question.")
    summary: str
    category: str = Field(description="Field of most of its cases.")
    queries: list[str] = Field(description="What people type who have the problem.")
    cases: int = Field(description="Number of cases of the approaches.")
    measured: int = Field(description="Number of them with a figure.")
    compared: int = Field(description="Number of them with a figure before and after.")
    by_step: dict[str, int] = Field(
        description="Step of the evidence ladder → number of cases of all approaches."
    )
    approaches: list[ApproachOut]
    results: list[ResultOfTheme] = Field(description="Results of the cases, adverse ones too.")
    sections: list[ThemeSectionOut]
    cited: list[CitedCase]
    updated: dt.date
