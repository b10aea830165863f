"""How many of the innovations that the ministry counts are known here by name, or in full.

In February 2024 the ministry counted 1,065 good practices that its national competition
(KIPP) had found from 2014 to 2023. Counted here are those that won a place in these years:
cases and catalogue entries whose rank begins with “Top”. Finalists, and entries without a
year, are known too, but nobody can tell from them that they are among the 1,065.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.collection import awards
from app.collection.case import Award, Source
from app.collection.catalogue import CatalogueEntry

#: What the ministry counts, for which years, and where it says so.
COUNTED = 1065
FIRST_YEAR, LAST_YEAR = 2014, 2023
SOURCE = Source(
    title="Perkuat Keberlanjutan Inovasi, Kementerian PANRB Susun Pedoman Replikasi Inovasi "
    "Pelayanan Publik",
    url="https://menpan.go.id/site/berita-terkini/perkuat-keberlanjutan-inovasi-kementerian-"
    "panrb-susun-pedoman-replikasi-inovasi-pelayanan-publik",
    publisher="Kementerian PANRB",
    date=dt.date(2024, 2, 2),
)

#: The name of the competition in the awards of cases and entries.
COMPETITION = "KIPP"


@dataclass(frozen=True)
class NationalCount:
    """What is known here of the innovations that the ministry counts.

    Attributes:
        named: how many are known by name, those with a case included.
        in_full: how many have a case.
        not_counted: entries without a case that can't be told to be among them: those of
            finalists, and those without a year of the competition.
    """

    named: int
    in_full: int
    not_counted: int

    @property
    def counted(self) -> int:
        """How many the ministry counts."""
        return COUNTED

    @property
    def source(self) -> Source:
        """The page on which the ministry says so."""
        return SOURCE


def count(
    entries: Iterable[CatalogueEntry],
    case_of: Callable[[CatalogueEntry], str | None],
    winners: Iterable[str],
) -> NationalCount:
    """Count the entries and cases, each innovation once.

    Args:
        entries: the catalogue.
        case_of: gives the slug of the case about an entry, if the collection has it.
        winners: the slugs of the cases that won, by their own awards (:func:`has_won`).
    """
    in_full, by_name_alone, not_counted = set(winners), 0, 0
    for entry in entries:
        slug, won = case_of(entry), _counts(entry.award, entry.year)
        if won and slug:
            in_full.add(slug)
        elif not slug:
            by_name_alone += won
            not_counted += not won
    return NationalCount(len(in_full) + by_name_alone, len(in_full), not_counted)


def has_won(won: Iterable[Award]) -> bool:
    """Whether the awards of a case have a place in the competition in the years counted."""
    return any(_counts(f"{award.name} {award.rank}", award.year) for award in won)


def _counts(award: str, year: int | None) -> bool:
    name, rank = awards.split(award) or (award, "")
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return name == COMPETITION and rank.casefold().startswith("top ") and year in years
