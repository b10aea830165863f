"""A balanced set of cases for an event, with the reason for each.

The rule, as the page says it: the case that fits best comes first; each next one is the
one that adds most of what the set doesn't have yet (another province, another level of
government, another step of evidence, lessons or an end that teaches), the better fitting
one where that is equal; never two of one agency; and at least one that tells what was
learnt or what went wrong. Same question, same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

#: Cases looked at for each that is wanted: farther down the list they hardly fit.
POOL = 4
LEAST_POOL = 12

Reason = Literal["fits", "province", "level", "evidence", "lessons", "stopped"]


@dataclass(frozen=True)
class Candidate:
    """What the choice looks at in a case.

    Attributes:
        slug: the case.
        agency: the unit that runs it, with its government, so that no two are confused.
        province, level: where it is run.
        evidence: the step of the evidence ladder, 0 to 4.
        lessons: whether its file tells what was learnt.
        stopped: whether it has stopped, which teaches, too.
    """

    slug: str
    agency: tuple[str, str]
    province: str
    level: str
    evidence: int
    lessons: bool
    stopped: bool

    @property
    def teaches(self) -> bool:
        """Whether something can be learnt from how it went."""
        return self.lessons or self.stopped


@dataclass(frozen=True)
class Chosen:
    """A case of the set, and what it brought when it was chosen."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


def propose(
    candidates: Sequence[Candidate], n: int, without: Collection[str] = ()
) -> tuple[Chosen, ...]:
    """A balanced set of at most ``n``, the best fitting first.

    Args:
        candidates: the cases found, the best fitting first; more than enough are ignored.
        without: slugs that were swapped out, in the order in which they were. Each gives
            its place to the next best case; the others stay as they are.
    """
    size = max(LEAST_POOL, POOL * n)
    # A case more for each that was swapped out, but to take its place alone: the set it was
    # in was chosen without them.
    pool, more = list(candidates[:size]), candidates[: size + len(without)]
    chosen: list[Candidate] = []
    while len(chosen) < n:
        best = _next(pool, chosen, last=len(chosen) == n - 1)
        if best is None:
            break
        chosen.append(best)
    left = [one for one in more if one.slug not in without]
    for slug in without:
        place = next((k for k, one in enumerate(chosen) if one.slug == slug), None)
        if place is not None:
            others = [one for one in chosen if one.slug != slug]
            best = _next(left, others, last=True)
            chosen[place : place + 1] = [best] if best else []
    first = pool[0] if pool else None
    return tuple(
        Chosen(one, _reasons(one, chosen[:k], is_first=one == first))
        for k, one in enumerate(chosen)
    )


def _next(
    pool: Sequence[Candidate], chosen: Sequence[Candidate], *, last: bool
) -> Candidate | None:
    """The case that adds most to a set; the ``last`` one must teach if none does yet."""
    taken = {one.slug for one in chosen}
    agencies = {one.agency for one in chosen}
    left = [one for one in pool if one.slug not in taken and one.agency not in agencies]
    if last and not any(one.teaches for one in chosen):
        left = [one for one in left if one.teaches] or left
    if not chosen:
        return left[0] if left else None
    # max() keeps the first of equals: the one that fits better.
    return max(left, key=lambda one: len(_new(one, chosen)), default=None)


def _new(one: Candidate, others: Sequence[Candidate]) -> tuple[Reason, ...]:
    """What a case has that the others don't."""
    found: list[Reason] = []
    if all(one.province != other.province for other in others):
        found.append("province")
    if all(one.level != other.level for other in others):
        found.append("level")
    if all(one.evidence != other.evidence for other in others):
        found.append("evidence")
    if one.teaches and not any(other.teaches for other in others):
        found.append("lessons" if one.lessons else "stopped")
    return tuple(found)


def _reasons(one: Candidate, before: Sequence[Candidate], *, is_first: bool) -> tuple[Reason, ...]:
    new = _new(one, before)
    if is_first:
        return ("fits", *(reason for reason in new if reason in {"lessons", "stopped"}))
    return new or ("fits",)
