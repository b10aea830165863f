"""A theme: the ways in which cases have tackled one recurring problem, as frozen values.

The format is the one of ``docs/theme-format.md``. Every rule that a single file can break
is checked here; rules that involve cases stand in :mod:`app.collection.theme_check`. What
can be worked out from the cases, such as counts, no theme holds.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, field_validator

from app.collection import vocabulary
from app.collection.case import (
    Date,
    Model,
    SectionText,
    Slug,
    Text,
    as_list,
    between,
    mistake,
    unique,
)


def _question(value: str) -> str:
    if not value.endswith("?") or value.count("?") > 1:
        raise mistake("bukan satu pertanyaan", "tulis satu pertanyaan yang berakhir dengan “?”")
    return value


class Approach(Model):
    """One way of tackling the problem of a theme."""

    name: Annotated[Text, between(3, 70)]
    #: What is done, and how it is meant to help.
    how: Annotated[Text, between(60, 350)]
    #: The cases that take it, by slug.
    cases: Annotated[
        tuple[Slug, ...], BeforeValidator(as_list), between(2, 8, "kasus"), AfterValidator(unique)
    ]


class ThemeSection(SectionText):
    """A section of the body of a theme, under one heading."""

    key: Literal["hasil", "hambatan", "belum-diketahui", "pertanyaan"]

    @property
    def heading(self) -> str:
        """The heading as the file writes it."""
        return vocabulary.THEME_SECTIONS[self.key].id


class ThemeFrontMatter(Model):
    """The keys of a theme file's front matter."""

    title: Annotated[Text, between(5, 60)]
    #: The problem as one question.
    question: Annotated[Text, between(10, 200), AfterValidator(_question)]
    summary: Annotated[Text, between(40, 300)]
    #: What people type who have the problem.
    queries: Annotated[
        tuple[Annotated[Text, between(2, 60)], ...],
        BeforeValidator(as_list),
        between(4, 12, "pencarian"),
        AfterValidator(unique),
    ]
    approaches: Annotated[tuple[Approach, ...], BeforeValidator(as_list), between(3, 6, "cara")]
    updated: Date

    @field_validator("approaches")
    @classmethod
    def _name_each_case_once(cls, approaches: tuple[Approach, ...]) -> tuple[Approach, ...]:
        seen: dict[str, str] = {}
        for approach in approaches:
            for slug in approach.cases:
                if slug in seen:
                    raise mistake(
                        f"“{slug}” ada di cara “{seen[slug]}” dan “{approach.name}”",
                        "pilih satu cara yang paling mewakilinya",
                    )
                seen[slug] = approach.name
        return approaches


class Theme(ThemeFrontMatter):
    """A theme: its front matter, its sections, and its identity."""

    slug: Slug
    sections: tuple[ThemeSection, ...]
    #: The cases that the body cites, in the order of their first citation: a citation is
    #: shown as the number of its case in this list.
    cited: tuple[Slug, ...]

    @field_validator("sections")
    @classmethod
    def _include_the_required_sections(
        cls, sections: tuple[ThemeSection, ...]
    ) -> tuple[ThemeSection, ...]:
        present = {section.key for section in sections}
        for key in vocabulary.REQUIRED_THEME_SECTIONS:
            if key not in present:
                heading = vocabulary.THEME_SECTIONS[key].id
                raise mistake(f"bagian “{heading}” tidak ada", f"tambahkan “## {heading}”")
        return sections

    @property
    def cases(self) -> tuple[str, ...]:
        """The slugs of the cases of all approaches, in the order of the file."""
        return tuple(slug for approach in self.approaches for slug in approach.cases)

    @property
    def all_cases(self) -> tuple[str, ...]:
        """The slugs of all cases that the theme names: those of its approaches, then others
        that its body cites.
        """
        return tuple(dict.fromkeys((*self.cases, *self.cited)))

    def approach_of(self, slug: str) -> Approach | None:
        """The approach that a case takes, if the theme names one."""
        return next((approach for approach in self.approaches if slug in approach.cases), None)

    def section(self, key: str) -> ThemeSection | None:
        """The section with this key, if the theme has it."""
        return next((section for section in self.sections if section.key == key), None)
