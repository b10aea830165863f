"""A finding: what is wrong with a content file, in words a curator can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Level = Literal["error", "warning"]

#: The word for each level in texts that people read.
LEVEL_WORDS: dict[Level, str] = {"error": "kesalahan", "warning": "peringatan"}


#: The most findings of one file that are told one by one.
MOST_OF_A_FILE = 20


@dataclass(frozen=True, order=True)
class Finding:
    """One finding of a check.

    An error keeps the file out of the site if the file broke the format by itself (see
    :mod:`app.collection.files`); a warning never does. Findings are ordered by file and line.

    Attributes:
        path: the file, as the user may open it.
        line: the line, counted from 1.
        level: error or warning.
        message: what is wrong, in Indonesian, without a full stop.
        remedy: what to do about it, in Indonesian, without a full stop.
    """

    path: str
    line: int
    level: Level
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {LEVEL_WORDS[self.level]}: {self.message}; {self.remedy}"


def summed_up(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings by file and line; beyond :data:`MOST_OF_A_FILE` of a file, their number.

    One file of the allowed size can break the format 40,000 times. Errors are told before
    warnings, since they keep the file out.
    """
    for path, group in groupby(sorted(findings), key=lambda finding: finding.path):
        ranked = sorted(group, key=lambda finding: finding.level != "error")
        told, others = ranked[:MOST_OF_A_FILE], ranked[MOST_OF_A_FILE:]
        yield from sorted(told)
        if others:
            message = f"dan {len(others):,} masalah lagi di berkas ini".replace(",", ".")
            remedy = "betulkan yang di atas dulu, lalu periksa lagi"
            yield Finding(path, others[0].line, others[0].level, message, remedy)
