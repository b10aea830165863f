"""Writes advanced queries for those who don't know the language, and gives their words back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.search import language
from app.search.advanced.query_fields import QUERY_FIELDS, YEAR, QueryField, query_field
from app.search.advanced.signs import AND, MUST_SIGNS, NO_WORD, NOT, OPERATORS, OR, QUOTES, TO

#: What a field must contain: all words, any of them, the exact phrase, or none of the words.
Way = Literal["all", "any", "phrase", "none"]

# Where typed text is cut into words: at the signs of the language too, which mean nothing here.
_BETWEEN_WORDS = re.compile(rf"[{NO_WORD}{QUOTES}^*?]+")

_AND, _OR, _NOT = AND[0], OR[0], NOT[0]
_YEAR = next(field.name.id for field in QUERY_FIELDS if field.key == YEAR)


@dataclass(frozen=True)
class Condition:
    """What a field of the cases must contain.

    Attributes:
        field: None for the whole case.
        words: as typed; signs of the language have no meaning in them.
    """

    field: QueryField | None
    way: Way
    words: str


def compose(
    conditions: Iterable[Condition],
    *,
    any_of_them: bool = False,
    first_year: int | None = None,
    last_year: int | None = None,
) -> str:
    """The advanced query for some conditions; empty if they have no words and there is no year.

    Args:
        conditions: those without a word are left out.
        any_of_them: whether a case needs to meet only one of the conditions; what must not be
            contained and the years hold for every case all the same.
        first_year, last_year: the first and last start year, both included.
    """
    wanted: list[str] = []
    excluded: list[str] = []
    for condition in conditions:
        text = _clause(condition)
        if text and condition.way == "none":
            excluded.append(f"{_NOT} {text}")
        elif text:
            wanted.append(text)
    years = _years(first_year, last_year)
    if any_of_them and len(wanted) > 1:
        together = f" {_OR} ".join(wanted)
        wanted = [f"({together})" if excluded or years else together]
    parts = [*wanted, *excluded, *years]
    if len(parts) == 1:
        return _without_brackets(parts[0])
    return f" {_AND} ".join(parts)


def _clause(condition: Condition) -> str:
    """The text of a condition; several words stand in brackets or quotation marks."""
    words = _words(condition.words)
    if not words:
        return ""
    field = f"{condition.field.name.id}:" if condition.field else ""
    if condition.way == "phrase":
        return f'{field}"{" ".join(words)}"'
    words = _content_words(words)
    if len(words) == 1:
        return f"{field}{words[0]}"
    operator = _AND if condition.way == "all" else _OR
    return f"{field}({f' {operator} '.join(words)})"


def _words(text: str) -> Sequence[str]:
    """The words of a typed text, none of which has a meaning in the language."""
    words = (word.lstrip(MUST_SIGNS) for word in _BETWEEN_WORDS.split(text))
    return [word.lower() if word in OPERATORS else word for word in words if language.folded(word)]


def _content_words(words: Sequence[str]) -> Sequence[str]:
    """Words without those of grammar, which nearly every case has; all if there are no others."""
    content = [word for word in words if word.lower() not in language.STOP_WORDS]
    return content or words


def _years(first: int | None, last: int | None) -> list[str]:
    """The clause for a range of years; none if both ends are open."""
    if first is None and last is None:
        return []
    if first == last:
        return [f"{_YEAR}:{first}"]
    if last is None:
        return [f"{_YEAR}:>={first}"]
    if first is None:
        return [f"{_YEAR}:<={last}"]
    return [f"{_YEAR}:[{first} {TO[0]} {last}]"]


def _without_brackets(text: str) -> str:
    """A clause that stands alone, without the brackets around its words."""
    return text[1:-1] if text.startswith("(") else text


# --- back to free text ----------------------------------------------------------------

_RANGE = re.compile(r"[\[{][^\]}]*[\]}]|[<>]=?(?:\s*\d+(?!\w))?")
_FIELD_NAME = re.compile(r"(\w+):")
_EXCLUDED_GROUP = re.compile(rf"(?<!\w)(?:{'|'.join(NOT)})\s*\([^()]*\)")
_EXCLUSION = re.compile(rf'(?<!\w)(?:{"|".join(NOT)})\s+(?=[\w"])')
_OPERATOR = re.compile(rf"(?<!\w)(?:{'|'.join(OPERATORS)})(?!\w)")
_SIGN = re.compile(r"~\w*|[()\[\]{}<>^*?]")


def free_text(text: str) -> str:
    """The words of an advanced query, for a search in free text. The query may have mistakes.

    Phrases and excluded words stay, as free text writes them; excluded groups are left out.

    >>> free_text('judul:"bank sampah" DAN BUKAN desa DAN tahun:>2019')
    '"bank sampah" -desa'
    """
    text = _RANGE.sub(" ", text)
    text = _FIELD_NAME.sub(lambda name: " " if query_field(name[1]) else name[0], text)
    text = _EXCLUDED_GROUP.sub(" ", text)
    text = _EXCLUSION.sub("-", text)
    text = _OPERATOR.sub(" ", text)
    text = _SIGN.sub(" ", text)
    return " ".join(text.split())
