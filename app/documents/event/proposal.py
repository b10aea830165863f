"""A balanced set of cases for an event, with the reasons for each.

The rule, as the page states it: the case with the strongest result on the theme comes first; of
such cases, the one with the strongest evidence, then the one that fits best. If the cases
belong to approaches of a theme, a case of a further approach comes before all others. Cases
with a figure about the theme come before the others; among these, each further case is the one
that adds most to the set (another province, another level of government, lessons or an
instructive end); of cases that add as much, the one that fits better. No agency has two cases.
At least one case tells what was learnt or what went wrong. The same request always gives the
same set.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

#: Candidates looked at for each case of the set; cases further down the list hardly fit.
POOL = 4

#: The fewest candidates looked at.
LEAST_POOL = 12

#: Why a case is in the set: its evidence is the strongest, it fits best, or it adds a further
#: approach, province or level, lessons, or a stopped innovation.
Reason = Literal["strongest", "fits", "approach", "province", "level", "lessons", "stopped"]


@dataclass(frozen=True)
class Candidate:
    """The values of a case that the choice looks at.

    Attributes:
        slug: the case.
        agency: the government and the agency that run it; agencies of different
            governments may have the same name.
        province, level: where it is run.
        evidence: its evidence step, from 0 to 4.
        lessons: whether its file tells what was learnt.
        stopped: whether it has stopped.
        approach: the name of its approach, if the cases are those of a theme.
        on_theme: how strong its result on the theme is: 2 with a figure before and after, 1
            with a figure, 0 with neither; None where no words say what the theme is.
    """

    slug: str
    agency: tuple[str, str]
    province: str
    level: str
    evidence: int
    lessons: bool
    stopped: bool
    approach: str | None = None
    on_theme: int | None = None

    @property
    def strength(self) -> tuple[int, int]:
        """How well its results prove something about the theme: the greatest is the best."""
        of_result = min(self.evidence, 2) if self.on_theme is None else self.on_theme
        return of_result, self.evidence

    @property
    def proves(self) -> bool:
        """Whether it has a figure about the theme."""
        return self.strength[0] > 0

    @property
    def teaches(self) -> bool:
        """Whether participants can learn from how the innovation went."""
        return self.lessons or self.stopped


@dataclass(frozen=True)
class Chosen:
    """A case of the set, and the reasons for which it was chosen."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


def propose(
    candidates: Sequence[Candidate], size: int, without: Collection[str] = ()
) -> tuple[Chosen, ...]:
    """A balanced set of cases, in the order in which they were chosen.

    Args:
        candidates: The cases to choose from, those that fit best first. Only the first
            ``max(LEAST_POOL, POOL * size)`` are looked at.
        size: The most cases of the set.
        without: Slugs that were swapped out, in the order of the swaps. The next best case
            takes the place of each; the other cases stay.
    """
    pool_size = max(LEAST_POOL, POOL * size)
    pool = candidates[:pool_size]
    chosen: list[Candidate] = []
    while len(chosen) < size:
        best = _best_addition(pool, chosen, is_last=len(chosen) == size - 1)
        if best is None:
            break
        chosen.append(best)
    # A further candidate is looked at for each case that was swapped out. It may only take
    # the place of such a case: the set was chosen without it.
    substitutes = [
        candidate
        for candidate in candidates[: pool_size + len(without)]
        if candidate.slug not in without
    ]
    for slug in without:
        chosen = _swapped(chosen, slug, substitutes)
    return tuple(
        Chosen(candidate, _reasons(candidate, chosen[:place], pool))
        for place, candidate in enumerate(chosen)
    )


def _best_addition(
    pool: Sequence[Candidate], chosen: Sequence[Candidate], *, is_last: bool
) -> Candidate | None:
    """The candidate that adds most to a set; None if no agency is left.

    If ``is_last``, the candidate must teach, unless the set has a case that does or no
    candidate is left that does.
    """
    slugs = {candidate.slug for candidate in chosen}
    agencies = {candidate.agency for candidate in chosen}
    eligible = [
        candidate
        for candidate in pool
        if candidate.slug not in slugs and candidate.agency not in agencies
    ]
    if is_last and not any(candidate.teaches for candidate in chosen):
        eligible = [candidate for candidate in eligible if candidate.teaches] or eligible
    # Of equal candidates, max() returns the first: the one that fits better.
    if not chosen:
        return max(eligible, key=lambda candidate: candidate.strength, default=None)
    return max(eligible, key=lambda candidate: _gain(candidate, chosen), default=None)


def _gain(candidate: Candidate, others: Sequence[Candidate]) -> tuple[bool, bool, int]:
    """The gain of adding a candidate to the others: the greatest is the best addition.

    Whether it adds an approach, whether it has a figure about the theme, and the number of
    properties added.
    """
    additions = _additions(candidate, others)
    return "approach" in additions, candidate.proves, len(additions)


def _swapped(
    chosen: Sequence[Candidate], slug: str, substitutes: Sequence[Candidate]
) -> list[Candidate]:
    """The set with the best substitute in the place of the case with this slug, if any."""
    others = [candidate for candidate in chosen if candidate.slug != slug]
    if len(others) == len(chosen):
        return list(chosen)
    place = next(index for index, candidate in enumerate(chosen) if candidate.slug == slug)
    best = _best_addition(substitutes, others, is_last=True)
    return [*others[:place], *([best] if best else []), *others[place:]]


def _additions(candidate: Candidate, others: Sequence[Candidate]) -> tuple[Reason, ...]:
    """The properties of a candidate that the others lack."""
    additions: list[Reason] = []
    if candidate.approach and all(candidate.approach != other.approach for other in others):
        additions.append("approach")
    if all(candidate.province != other.province for other in others):
        additions.append("province")
    if all(candidate.level != other.level for other in others):
        additions.append("level")
    if candidate.teaches and not any(other.teaches for other in others):
        additions.append("lessons" if candidate.lessons else "stopped")
    return tuple(additions)


def _reasons(
    candidate: Candidate, before: Sequence[Candidate], pool: Sequence[Candidate]
) -> tuple[Reason, ...]:
    """The reasons for a candidate, given the cases chosen before it and those to choose from."""
    additions = _additions(candidate, before)
    strongest = candidate.proves and candidate.strength == max(c.strength for c in pool)
    if not before and strongest:
        first: Reason = "strongest"
    elif not before or candidate == pool[0]:
        first = "fits"
    else:
        return additions or ("fits",)
    kept = {"approach", "lessons", "stopped"}
    return (first, *(reason for reason in additions if reason in kept))
