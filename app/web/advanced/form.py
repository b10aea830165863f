"""The fields of the form for advanced queries, read from an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection.vocabulary import Label
from app.search.advanced.compose import Condition, Way, compose
from app.search.advanced.query_fields import QUERY_FIELDS, QueryField, query_field
from app.web.site.params import BadParameter

#: How many rows the form has: at first, and at most.
ROWS = 3
MAX_ROWS = 10

#: The longest text of a row, in characters.
MAX_CHARACTERS = 200

#: Values of ``cara``: what a field must contain.
WAYS: Mapping[str, tuple[Way, Label]] = {
    "semua": ("all", Label("memuat semua kata", "contains all words")),
    "salah-satu": ("any", Label("memuat salah satu kata", "contains any of the words")),
    "frasa": ("phrase", Label("memuat frasa persis", "contains the exact phrase")),
    "tanpa": ("none", Label("tidak memuat kata", "contains none of the words")),
}

#: Values of ``gabung``: whether a case must meet all rows, or any.
ALL_ROWS, ANY_ROW = "dan", "atau"

#: The fields that a row can name: all but the year, which has fields of its own.
ROW_FIELDS = tuple(field for field in QUERY_FIELDS if field.kind != "year")

_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Row:
    """A row of the form as it was typed.

    Attributes:
        field: Indonesian name of the field; empty for the whole case.
        way: a key of :data:`WAYS`.
        words: the typed text.
    """

    field: str = ""
    way: str = "semua"
    words: str = ""


@dataclass(frozen=True)
class AdvancedForm:
    """The form as its page shows it.

    Attributes:
        rows: the rows with words, and empty ones to fill in.
        join: :data:`ALL_ROWS` or :data:`ANY_ROW`.
        years: the first and the last year as typed, by parameter (``dari``, ``sampai``).
        errors: what is wrong with a year, by parameter.
        query: the advanced query that the fields stand for; empty if nothing was filled in.
    """

    rows: tuple[Row, ...]
    join: str
    years: Mapping[str, str]
    errors: Mapping[str, str]
    query: str


def read_form(args: MultiDict[str, str]) -> tuple[AdvancedForm, list[BadParameter]]:
    """The form that an address asks for, and the parameters that can't be used."""
    bad: list[BadParameter] = []
    rows = _rows(args, bad)
    join = args.get("gabung") or ALL_ROWS
    if join not in {ALL_ROWS, ANY_ROW}:
        bad.append(_unknown("gabung", join))
        join = ALL_ROWS
    years = {name: args.get(name, "").strip()[:20] for name in ("dari", "sampai")}
    errors = _year_errors(years)
    conditions = [Condition(_field(row.field), WAYS[row.way][0], row.words) for row in rows]
    first, last = (None if errors else _year(years[name]) for name in ("dari", "sampai"))
    query = compose(conditions, any_of_them=join == ANY_ROW, first_year=first, last_year=last)
    return AdvancedForm(_with_empty_rows(rows, "tambah" in args), join, years, errors, query), bad


def _rows(args: MultiDict[str, str], bad: list[BadParameter]) -> list[Row]:
    """The rows with words; a row with an unknown field or way gets the usual one."""
    texts = args.getlist("isi")
    typed = zip_longest(args.getlist("ruas"), args.getlist("cara"), texts, fillvalue="")
    rows = []
    for field, way, words in typed:
        if not words.strip():
            continue
        if field and _field(field) is None:
            bad.append(_unknown("ruas", field))
            field = ""
        if way and way not in WAYS:
            bad.append(_unknown("cara", way))
            way = ""
        rows.append(Row(field, way or "semua", words[:MAX_CHARACTERS]))
        if len(rows) <= MAX_ROWS and (wrong := _wrong_words(len(rows), words)):
            bad.append(BadParameter("isi", wrong))
    if len(rows) > MAX_ROWS:
        bad.append(BadParameter("isi", _("Paling banyak %(n)s baris.", n=MAX_ROWS)))
    return rows[:MAX_ROWS]


def _wrong_words(number: int, words: str) -> str | None:
    """What the query leaves out of the words of a row; None if nothing."""
    if len(words) > MAX_CHARACTERS:
        return _(
            "Baris %(n)s: hanya %(most)s karakter pertama yang dibaca.",
            n=number,
            most=MAX_CHARACTERS,
        )
    if not compose([Condition(None, "all", words)]):
        return _("Baris %(n)s tidak memuat huruf atau angka.", n=number)
    return None


def _with_empty_rows(rows: list[Row], one_more: bool) -> tuple[Row, ...]:
    """The rows, then empty ones: at least one, two if the visitor asked for one more."""
    number = min(MAX_ROWS, max(ROWS, len(rows) + 1) + one_more)
    return (*rows, *[Row()] * (number - len(rows)))


def _field(name: str) -> QueryField | None:
    field = query_field(name)
    return field if field in ROW_FIELDS else None


def _unknown(name: str, value: str) -> BadParameter:
    return BadParameter(name, _("Pilihan “%(value)s” tidak dikenal.", value=value[:100]))


def _year_errors(years: Mapping[str, str]) -> dict[str, str]:
    errors = {
        name: _("Tulis tahun dengan empat angka, misalnya 2019.")
        for name, text in years.items()
        if text and not _YEAR.fullmatch(text)
    }
    first, last = years["dari"], years["sampai"]
    if not errors and first and last and first > last:
        errors["sampai"] = _("Tahun ini harus sama dengan atau sesudah tahun pertama.")
    return errors


def _year(text: str) -> int | None:
    return int(text) if text else None
