"""What weakens a result of a case, by rules on its file; shown beside the figure.

The padlocks of the Education Endowment Foundation are lost for weaknesses; here a weakness
takes no step away, but a reader sees it next to the figure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from app.collection import contacts, evidence, wording
from app.collection.case import Case, Result
from app.collection.vocabulary import Label, Language

#: A figure whose year is more than this many calendar years back is old.
OLD_RESULT_AFTER_YEARS = 5

Key = Literal["no_baseline", "background", "old", "one_source", "own_word"]

#: Key → the weakness in a few words; ``{year}`` is the newest year of the figure.
WEAKNESSES: Mapping[Key, Label] = {
    "no_baseline": Label("tanpa angka awal", "no figure from before"),
    "background": Label("angka seluruh wilayah", "figure of the whole region"),
    "old": Label("angka lama ({year})", "old figure ({year})"),
    "one_source": Label("dari satu sumber", "from one source"),
    "own_word": Label("hanya menurut pemiliknya", "by its owner's word only"),
}

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")

# Figures of a whole region: those that say so, and statistics that are always of a region.
_BACKGROUND = re.compile(
    r"\bseluruh (?:program|sistem|kabupaten|kota|provinsi|daerah|wilayah)\b"
    r"|\b(?:penduduk miskin|angka kemiskinan|tingkat pengangguran|inflasi)\b"
    r"|\bper 1(?:00)?\.000 (?:penduduk|kelahiran)"
    r"|\b(?:angka|prevalensi)\b.* di (?:provinsi|kabupaten|kota)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Weakness:
    """A weakness of a result; ``year`` is the newest year of the figure, if it names one."""

    key: Key
    year: int | None

    def text(self, language: Language = "id") -> str:
        """``angka lama (2013)``."""
        return WEAKNESSES[self.key].text(language).format(year=self.year)


def weaknesses(case: Case, result: Result, today: dt.date | None = None) -> tuple[Weakness, ...]:
    """The weaknesses of a result of a case, in the order of :data:`WEAKNESSES`.

    Args:
        case: the case of the result.
        result: one of its results.
        today: the day from which the age of a figure is counted (default: the system's).
    """
    holds: Mapping[Key, Callable[[], bool]] = {
        "no_baseline": lambda: not evidence.is_compared(result),
        "background": lambda: bool(_BACKGROUND.search(f"{result.measure} {result.after}")),
        "old": partial(_is_old, result, today),
        "one_source": lambda: len(case.sources) == 1,
        "own_word": partial(_is_own_word, case),
    }
    return tuple(Weakness(key, year_of(result)) for key in WEAKNESSES if holds[key]())


def year_of(result: Result) -> int | None:
    """The newest year that a result names; None if it names none."""
    texts = (result.measure, result.before or "", result.after)
    return max((int(year) for text in texts for year in _YEAR.findall(text)), default=None)


def _is_old(result: Result, today: dt.date | None) -> bool:
    years = evidence.age_in_years(year_of(result), today)
    return years is not None and years > OLD_RESULT_AFTER_YEARS


def _is_own_word(case: Case) -> bool:
    """Whether the owner or its government published every source of a case."""
    hosts = tuple(_hosts_of_owner(case))
    return all(
        any(f".{wording.host(source.url)}".endswith(f".{host}") for host in hosts)
        for source in case.sources
    )


def _hosts_of_owner(case: Case) -> Iterator[str]:
    return (
        wording.host(channel.url)
        for channel in contacts.channels(case)
        if channel.is_site and channel.url
    )
