"""What is wrong with a content file, in words a curator can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]

#: How the level is called in text meant for people.
LEVEL_WORDS: dict[Level, str] = {"error": "kesalahan", "warning": "peringatan"}


@dataclass(frozen=True, order=True)
class Problem:
    """One problem: where it is, what it is, what to do.

    ``path`` is the file as the user may open it; ``line`` counts from 1. ``message`` and
    ``remedy`` are Indonesian, without a full stop. An error keeps the file out of the
    site when the file broke the format by itself (see :mod:`app.collection.files`).
    """

    path: str
    line: int
    level: Level
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {LEVEL_WORDS[self.level]}: {self.message}; {self.remedy}"
