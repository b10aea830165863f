"""What curators should look at again: old statuses, single sources, gaps, dead links, themes.

This is work on files and no judgement of an innovation: many facts are missing because no
source says them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.collection import evidence, wording
from app.collection.case import Case
from app.collection.theme import Theme
from app.collection.theme_check import newest_beyond
from app.collection.vocabulary import Label

#: The kinds of work, most urgent for readers first.
KINDS: Mapping[str, Label] = {
    "dead-link": Label("Tautan sumber mati", "Dead links of sources"),
    "failing-link": Label("Tautan sumber bermasalah", "Failing links of sources"),
    "old-status": Label("Status lama atau tanpa tanggal", "Old or undated status"),
    "one-source": Label("Hanya satu sumber", "A single source"),
    "missing-facts": Label("Fakta penentu belum ada", "Deciding facts missing"),
    "old-theme": Label("Tema perlu dibaca lagi", "Themes to look at again"),
}

#: The kinds that only ``./pustaka links`` can find.
LINK_KINDS = ("dead-link", "failing-link")

#: Beside a kind of :data:`LINK_KINDS` as long as no address has been asked: no task isn't none.
NOT_ASKED = Label("belum diperiksa", "not checked yet")

#: A theme that nobody has worked on for this long is to be looked at again.
THEME_AGE = dt.timedelta(days=365)


@dataclass(frozen=True)
class Task:
    """One thing to look at.

    Attributes:
        kind: a key of :data:`KINDS`.
        slug: the case or theme.
        title: its title.
        place: where the case runs; empty for a theme.
        detail: what exactly.
        weight: orders the tasks of a kind, the heaviest first.
    """

    kind: str
    slug: str
    title: str
    place: Label
    detail: Label
    weight: float


def tasks_of(
    cases: Iterable[Case],
    themes: Iterable[Theme],
    links: Mapping[str, str],
    today: dt.date | None = None,
) -> list[Task]:
    """All tasks: by kind in the order of :data:`KINDS`, then the heaviest first.

    Args:
        cases: the cases that can be shown.
        themes: the themes that can be shown.
        links: address of a source → its state (:data:`app.collection.links.State`).
        today: the day to count from (default: the system's).
    """
    today = today or dt.date.today()
    by_slug = {case.slug: case for case in cases}
    tasks = [task for case in by_slug.values() for task in _of_case(case, links, today)]
    tasks += [task for theme in themes for task in _of_theme(theme, by_slug, today)]
    order = list(KINDS)
    return sorted(tasks, key=lambda task: (order.index(task.kind), -task.weight, task.slug))


def _of_case(case: Case, links: Mapping[str, str], today: dt.date) -> Iterable[Task]:
    def task(kind: str, detail: Label, weight: float) -> Task:
        place = Label(wording.place(case, "id"), wording.place(case, "en"))
        return Task(kind, case.slug, case.title, place, detail, weight)

    for state in ("dead", "failing"):
        numbers = [
            str(number)
            for number, source in enumerate(case.sources, 1)
            if links.get(source.url) == state
        ]
        if numbers:
            listed = ", ".join(numbers)
            detail = Label(f"sumber {listed}", f"source {listed}")
            yield task(f"{state}-link", detail, len(numbers))
    if evidence.needs_check(case.status, case.status_as_of, today):
        age = evidence.age_in_years(case.status_as_of, today)
        detail = Label(wording.status_date(case, "id"), wording.status_date(case, "en"))
        yield task("old-status", detail, 1000 if age is None else age)
    if len(case.sources) == 1:
        only = case.sources[0].publisher or case.sources[0].title
        yield task("one-source", Label(only, only), 1)
    missing = [fact.label for fact in evidence.completeness(case) if not fact.known]
    if missing:
        names = Label(
            ", ".join(label.id for label in missing), ", ".join(label.en for label in missing)
        )
        yield task("missing-facts", names, len(missing))


def _of_theme(theme: Theme, cases: Mapping[str, Case], today: dt.date) -> Iterable[Task]:
    age = today - theme.updated
    if age > THEME_AGE or newest_beyond(theme, cases):
        day, english_day = wording.long_date(theme.updated), wording.long_date(theme.updated, "en")
        detail = Label(f"terakhir dikerjakan {day}", f"last worked on {english_day}")
        yield Task("old-theme", theme.slug, theme.title, Label("", ""), detail, age.days)
