"""Who copied whom, read in both directions.

A case may name its original (``adapted_from``), and an original those who copied it
(``replicated_by``, with the copy's own case if it has one). Either side may forget the
other, so the family of a case is put together from all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from app.collection.evidence import is_promise


class Relative(Protocol):
    """What a family needs to know of a case."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def government(self) -> str: ...
    @property
    def started(self) -> int | None: ...
    @property
    def status(self) -> str: ...
    @property
    def adapted_from(self) -> str | None: ...
    @property
    def copies(self) -> tuple[tuple[str, int | None, str | None], ...]:
        """by, year, slug of each entry of ``replicated_by``."""


@dataclass(frozen=True)
class Copy:
    """Somebody who copied a case.

    Attributes:
        by: who, as the original's file says it, else the copy's own government.
        year: when, if a file says it.
        case: the copy's own case, if it has one.
        promised: whether it was only promised.
    """

    by: str
    year: int | None
    case: Relative | None
    promised: bool = False


@dataclass(frozen=True)
class Branch:
    """A case and all who copied it."""

    origin: Relative
    copies: tuple[Copy, ...]


@dataclass(frozen=True)
class Kin:
    """The family of one case.

    Attributes:
        origins: the cases it was copied from, each with all its copies, this one included.
        copies: who copied it.
    """

    origins: tuple[Branch, ...] = ()
    copies: tuple[Copy, ...] = ()


class Family:
    """All cases of a collection by their descent."""

    def __init__(self, cases: Callable[[], Iterable[Relative]]) -> None:
        """``cases`` gives all of them, and is asked twice: most have no relatives, and all
        of a large collection at once would take much memory."""
        slugs: set[str] = set()
        links: list[tuple[str, str]] = []
        related: set[str] = set()
        for case in cases():
            slugs.add(case.slug)
            if case.copies:
                related.add(case.slug)
            links += [(copy, case.slug) for _, _, copy in case.copies if copy]
            if case.adapted_from:
                links.append((case.slug, case.adapted_from))
        self._origins: dict[str, list[str]] = defaultdict(list)
        self._children: dict[str, list[str]] = defaultdict(list)
        for copy, origin in links:
            known = copy in slugs and origin in slugs and copy != origin
            if known and origin not in self._origins[copy]:
                self._origins[copy].append(origin)
                self._children[origin].append(copy)
                related |= {copy, origin}
        self._cases = {case.slug: case for case in cases() if case.slug in related}

    def kin(self, slug: str) -> Kin:
        """The family of a case; an empty one if it has none, or isn't there."""
        if slug not in self._cases:
            return Kin()
        origins = [self._cases[origin] for origin in self._origins.get(slug, ())]
        return Kin(
            origins=tuple(Branch(origin, self._copies(origin)) for origin in origins),
            copies=self._copies(self._cases[slug]),
        )

    def _copies(self, origin: Relative) -> tuple[Copy, ...]:
        """Who copied a case: by its own file, then by the files of copies it doesn't name."""
        left = [self._cases[slug] for slug in self._children.get(origin.slug, ())]
        copies = []
        for by, year, slug in origin.copies:
            told = (c for c in left if (c.slug == slug if slug else _runs(c, by)))
            case = next(told, None)
            if case:
                left.remove(case)
            copies.append(Copy(by, year, case, promised=is_promise(by)))
        return (*copies, *(Copy(_place(case), case.started, case) for case in left))


def _place(case: Relative) -> str:
    return case.government.removeprefix("Pemerintah ")


def _runs(case: Relative, by: str) -> bool:
    """Whether an entry that names no case speaks of this copy: it names its government."""
    return _place(case).casefold() in by.casefold()
