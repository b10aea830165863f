"""The themes that a case stands in, read from the side of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.collection.theme import Approach, Theme


@dataclass(frozen=True)
class Membership:
    """A theme that names a case.

    Attributes:
        number: the number of the case's approach, from 1; None if no approach has the case
            and only the text of the theme cites it.
    """

    theme: Theme
    number: int | None

    @property
    def approach(self) -> Approach | None:
        """The approach that the case takes, if the theme names one."""
        return self.theme.approaches[self.number - 1] if self.number else None


def memberships(themes: Iterable[Theme]) -> Mapping[str, tuple[Membership, ...]]:
    """Slug of a case → the themes that name it: those in which it takes an approach first."""
    taken: dict[str, list[Membership]] = {}
    cited: dict[str, list[Membership]] = {}
    for theme in themes:
        for number, approach in enumerate(theme.approaches, 1):
            for slug in approach.cases:
                taken.setdefault(slug, []).append(Membership(theme, number))
        for slug in set(theme.cited) - set(theme.cases):
            cited.setdefault(slug, []).append(Membership(theme, None))
    return {
        slug: (*taken.get(slug, ()), *cited.get(slug, ()))
        for slug in sorted(taken.keys() | cited.keys())
    }
