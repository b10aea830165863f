"""What can be wrong with an advanced query, in words for the visitor who typed it."""

from __future__ import annotations

from typing import Literal

from app.collection.vocabulary import Label

Kind = Literal[
    "unknown-field",
    "unknown-value",
    "missing-operand",
    "unbalanced-bracket",
    "unbalanced-quote",
    "unknown-sign",
    "bad-year",
    "bad-range",
    "bad-pattern",
    "bad-distance",
    "too-long",
    "too-many-words",
    "too-deep",
    "too-many-matches",
    "too-slow",
    "busy",
]


class AdvancedQueryError(Exception):
    """An advanced query that can't be searched as it stands.

    Attributes:
        kind: identifies the mistake, for programs.
        start, end: the characters of the text that are wrong, as a slice of the text.
        message: what is wrong and what to write instead.
        suggestion: the whole text as it was probably meant, if that is plain.
    """

    def __init__(
        self, kind: Kind, start: int, end: int, message: Label, suggestion: str | None = None
    ) -> None:
        super().__init__(f"{kind} at {start}: {message.en}")
        self.kind = kind
        self.start = start
        self.end = end
        self.message = message
        self.suggestion = suggestion
