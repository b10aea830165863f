"""From themes to answers of the API, without Flask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.collection import vocabulary
from app.collection.theme import ThemeSection
from app.collection.theme_members import Membership
from app.collection.theme_overview import (
    ApproachOverview,
    CaseOfTheme,
    NamedCase,
    RecordedResult,
    ThemeOverview,
)
from app.search.theme_cards import ThemeCard, by_category
from app.web.api.models import OfferedTheme, ThemeOfCase
from app.web.api.theme_models import (
    ApproachOut,
    CaseOfApproach,
    CitedCase,
    ResultOfTheme,
    ThemeAnswer,
    ThemeLine,
    ThemesAnswer,
    ThemeSectionOut,
)


def theme_path(slug: str) -> str:
    """The path of a theme's page, where the site stands at the root of its host."""
    return f"/tema/{slug}"


def offered_theme(card: ThemeCard, url_of: Callable[[str], str]) -> OfferedTheme:
    """A theme that a query meets."""
    return OfferedTheme(
        slug=card.slug,
        title=card.theme.title,
        url=url_of(card.slug),
        approaches=card.approaches,
        cases=card.cases,
    )


def theme_of_case(membership: Membership, url_of: Callable[[str], str]) -> ThemeOfCase:
    """A theme that names a case."""
    theme, approach = membership.theme, membership.approach
    return ThemeOfCase(
        slug=theme.slug,
        title=theme.title,
        url=url_of(theme.slug),
        approach=approach.name if approach else None,
    )


def themes_answer(cards: Iterable[ThemeCard], url_of: Callable[[str], str]) -> ThemesAnswer:
    """All themes by field; ``url_of`` gives the address of a theme's page by its slug."""
    lines = [
        ThemeLine(
            slug=card.slug,
            url=url_of(card.slug),
            title=card.theme.title,
            question=card.theme.question,
            summary=card.theme.summary,
            category=card.category,
            approaches=card.approaches,
            cases=card.cases,
            measured=card.measured,
            compared=card.compared,
            updated=card.theme.updated,
        )
        for _category, of_category in by_category(cards)
        for card in of_category
    ]
    return ThemesAnswer(total=len(lines), themes=lines)


def theme_answer(overview: ThemeOverview, url: str, case_url: Callable[[str], str]) -> ThemeAnswer:
    """Everything of a theme.

    Args:
        url: the address of its page.
        case_url: gives the address of a case's page by its slug.
    """
    theme = overview.theme
    return ThemeAnswer(
        slug=theme.slug,
        url=url,
        title=theme.title,
        question=theme.question,
        summary=theme.summary,
        category=overview.category,
        queries=list(theme.queries),
        cases=len(overview.cases),
        measured=overview.measured,
        compared=overview.compared,
        by_step=_counts(overview.by_step),
        approaches=[_approach(approach, case_url) for approach in overview.approaches],
        results=list(map(_result, overview.results)),
        sections=list(map(_section, theme.sections)),
        cited=[_cited(number, case, case_url) for number, case in overview.cited.items()],
        updated=theme.updated,
    )


def _counts(by_step: Mapping[int, int]) -> dict[str, int]:
    return {step: by_step[int(step)] for step in vocabulary.EVIDENCE}


def _approach(overview: ApproachOverview, case_url: Callable[[str], str]) -> ApproachOut:
    return ApproachOut(
        name=overview.approach.name,
        how=overview.approach.how,
        cases=[_case(entry, case_url) for entry in overview.cases],
        by_step=_counts(overview.by_step),
    )


def _case(entry: CaseOfTheme, case_url: Callable[[str], str]) -> CaseOfApproach:
    case = entry.case
    return CaseOfApproach(
        slug=case.slug,
        url=case_url(case.slug),
        title=case.title,
        government=case.government,
        province=case.province,
        status=case.status,
        evidence=entry.step,
        best=entry.best,
    )


def _result(row: RecordedResult) -> ResultOfTheme:
    return ResultOfTheme(
        case=row.case.slug,
        approach=row.approach - 1,
        measure=row.result.measure,
        before=row.result.before,
        after=row.result.after,
        adverse=row.result.adverse,
        year=row.year,
        kind=row.kind,
    )


def _section(section: ThemeSection) -> ThemeSectionOut:
    return ThemeSectionOut(
        key=section.key,
        heading=section.heading,
        markdown=section.markdown,
        html=section.html,
        cites=list(section.cites),
    )


def _cited(number: int, case: NamedCase, case_url: Callable[[str], str]) -> CitedCase:
    return CitedCase(number=number, slug=case.slug, url=case_url(case.slug), title=case.title)
