"""Families of cases: originals and their copies.

A case may name its original (``adapted_from``), and an original may name its copies
(``replicated_by``, each with the slug of the copy's own case if it has one). Either file
may leave out the other, so a family is put together from both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from app.collection.evidence import is_promise
from app.collection.wording import government_place


class Member(Protocol):
    """The attributes of a case that its family is put together from and shown by."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def government(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def province(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def started(self) -> int | None: ...
    @property
    def status(self) -> str: ...
    @property
    def adapted_from(self) -> str | None: ...
    @property
    def copies(self) -> tuple[tuple[str, int | None, str | None], ...]:
        """(by, year, slug of the copy's case) of each entry of ``replicated_by``."""


@dataclass(frozen=True)
class Copy:
    """A use of an innovation by another agency.

    Attributes:
        by: the agency, as the original's file names it, else the copy's own government.
        year: the year, if a file says it.
        case: the copy's own case, if it has one.
        promised: whether the copy was only promised.
    """

    by: str
    year: int | None
    case: Member | None
    promised: bool = False


@dataclass(frozen=True)
class Branch:
    """An original and all its copies."""

    origin: Member
    copies: tuple[Copy, ...]


@dataclass(frozen=True)
class Family:
    """The family of one case.

    Attributes:
        origins: the cases it was copied from, each with all its copies, this case included.
        copies: the copies of the case.
    """

    origins: tuple[Branch, ...] = ()
    copies: tuple[Copy, ...] = ()


class Families:
    """The families of all cases of a collection."""

    def __init__(self, cases: Callable[[], Iterable[Member]]) -> None:
        """Link all cases with their originals and copies.

        ``cases`` returns all cases and is called twice. Most cases have no relatives, so
        the first pass finds the links and the second keeps only the cases they name: all
        cases of a large collection at once would take much memory.
        """
        slugs: set[str] = set()
        links: list[tuple[str, str]] = []  # (slug of the copy, slug of its original)
        related: set[str] = set()
        for case in cases():
            slugs.add(case.slug)
            if case.copies:
                related.add(case.slug)
            links += [(copy, case.slug) for _, _, copy in case.copies if copy]
            if case.adapted_from:
                links.append((case.slug, case.adapted_from))
        self._origins: dict[str, list[str]] = defaultdict(list)
        self._copies: dict[str, list[str]] = defaultdict(list)
        for copy, origin in links:
            leads_somewhere = copy in slugs and origin in slugs and copy != origin
            if leads_somewhere and origin not in self._origins[copy]:
                self._origins[copy].append(origin)
                self._copies[origin].append(copy)
                related |= {copy, origin}
        self._cases = {case.slug: case for case in cases() if case.slug in related}

    def of(self, slug: str) -> Family:
        """The family of a case; an empty family if it has no relatives or isn't there."""
        if slug not in self._cases:
            return Family()
        origins = [self._cases[origin] for origin in self._origins.get(slug, ())]
        return Family(
            origins=tuple(Branch(origin, self._copies_of(origin)) for origin in origins),
            copies=self._copies_of(self._cases[slug]),
        )

    def branches(self) -> Iterator[Branch]:
        """Every original with its copies, in the order of the cases."""
        for case in self._cases.values():
            if copies := self._copies_of(case):
                yield Branch(case, copies)

    def _copies_of(self, origin: Member) -> tuple[Copy, ...]:
        """The copies that the file of an original names, then those that it doesn't name.

        The file of each of the latter names the original.
        """
        unnamed = [self._cases[slug] for slug in self._copies.get(origin.slug, ())]
        copies = []
        for by, year, slug in origin.copies:
            matching = (
                case for case in unnamed if (case.slug == slug if slug else _is_run_by(case, by))
            )
            case = next(matching, None)
            if case:
                unnamed.remove(case)
            copies.append(Copy(by, year, case, promised=is_promise(by)))
        from_copies = (
            Copy(government_place(case.government), case.started, case) for case in unnamed
        )
        return (*copies, *from_copies)


def _is_run_by(case: Member, by: str) -> bool:
    """Whether ``by`` of an entry without a slug names the government that runs a case."""
    return government_place(case.government).casefold() in by.casefold()
