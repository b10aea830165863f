"""What a contributor typed → the value that the case format asks for.

A text that can't be converted stays text. The check of the case then says what is expected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from app.collection import vocabulary
from app.contribution.plain_text import one_line
from app.documents.office.dates import read_date

_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)

Convert = Callable[[str], Any]


def _year(text: str) -> int | str:
    return int(text) if _YEAR.fullmatch(text) else text


def _number(text: str) -> int | str:
    return int(text) if _NUMBER.fullmatch(text) else text


def _date(text: str) -> dt.date | str:
    """The date, written 2024-08-01, 1/8/2024 or 1 Agustus 2024; the check looks at its year."""
    return read_date(text, dt.MINYEAR, dt.MAXYEAR) or text


def _date_or_year(text: str) -> dt.date | int | str:
    year = _year(text)
    return _date(text) if isinstance(year, str) else year


def _flag(text: str) -> bool | str:
    return {"ya": True, "true": True, "tidak": False, "false": False}.get(text.casefold(), text)


def _choice(values: vocabulary.Vocabulary) -> Convert:
    """A converter to a value of a vocabulary, from the value or its Indonesian label."""
    by_name = {label.id.casefold(): value for value, label in values.items()}
    by_name |= {value.casefold(): value for value in values}
    return lambda text: by_name.get(text.casefold(), text)


#: Key, or key and key of its rows → how its text is converted. Any other stays text.
_CONVERTERS: Mapping[tuple[str, ...], Convert] = {
    ("level",): _choice(vocabulary.LEVELS),
    ("province",): _choice(vocabulary.PROVINCES),
    ("category",): _choice(vocabulary.CATEGORIES),
    ("status",): _choice(vocabulary.STATUSES),
    ("sdgs",): _number,
    ("started",): _year,
    ("status_checked",): _date,
    ("updated",): _date,
    ("awards", "year"): _year,
    ("replicated_by", "year"): _year,
    ("results", "adverse"): _flag,
    ("results", "examined_by"): _number,
    ("sources", "date"): _date_or_year,
}


def value_of(text: str, *keys: str) -> Any:
    """The value of a text under a key, or under a key of a row: ``("results", "after")``."""
    line = one_line(text)
    convert = _CONVERTERS.get(keys)
    return convert(line) if convert else line
