"""A finding: what is wrong with a content file, in words a curator can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]

#: The word for each level in texts that people read.
LEVEL_WORDS: dict[Level, str] = {"error": "kesalahan", "warning": "peringatan"}


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
