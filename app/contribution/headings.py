"""The names of fields as people write them: headings of a Word file, columns of a sheet.

A name is known whatever its capital letters, spaces, stars and colons, and the keys of the
case format are known too. A name that is only similar isn't taken for the field: the message
names it, so that nothing lands in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from app.contribution.fields import FIELDS, SECTIONS, Field

# How alike two names must be, in percent, and the longest that is compared, in characters.
_ALIKE = 60
_LONGEST = 200

_MARKS = re.compile(r"\s*\((?:wajib|opsional|boleh kosong)\)|[^\w/]+", re.IGNORECASE)
# “3. Ringkasan”, “B. Sumber”: how headings are counted.
_COUNTED = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s+", re.IGNORECASE)


def folded(name: str) -> str:
    """A name without what makes no difference.

    >>> folded("  Nama Inovasi * :"), folded("2. Masalah (wajib)")
    ('nama inovasi', 'masalah')
    """
    name = _COUNTED.sub("", name.strip(), count=1)
    return _MARKS.sub(" ", name.replace("_", " ")).casefold().strip()


@cache
def _fields() -> Mapping[str, Field]:
    return _by_names((*FIELDS, *SECTIONS))


def _by_names(those: Iterable[Field]) -> dict[str, Field]:
    names = {folded(one.key): one for one in those}
    # A name for people wins over a key: “Sumber” is a table, not a section.
    return names | {folded(one.label): one for one in those}


def field_named(name: str) -> Field | None:
    """The field or section that a heading names, or None."""
    return _fields().get(folded(name))


@cache
def _columns(of: str) -> Mapping[str, Field]:
    return _by_names(next(one for one in FIELDS if one.key == of).columns)


def column_named(of: Field, name: str) -> Field | None:
    """The column of a field's rows that a heading names, or None."""
    return _columns(of.key).get(folded(name))


def nearest_field(name: str) -> Field | None:
    """The field or section whose name is most like this one, if any is."""
    found = _nearest(folded(name), _fields())
    return _fields()[found] if found else None


def _nearest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of some names, if any is similar; of very long ones, none is."""
    if len(name) > _LONGEST:
        return None
    found = process.extractOne(name, list(names), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else None


# --- columns of a sheet ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a sheet holds.

    Attributes:
        field: the field.
        number: of which of its rows, from 1; 0 if the field has no rows.
        part: the column of those rows.
    """

    field: Field
    number: int = 0
    part: Field | None = None

    @property
    def name(self) -> str:
        """Its heading: ``Ringkasan``, or ``Hasil 2: Sesudah``."""
        if self.part is None:
            return self.field.label
        return f"{self.field.entry} {self.number}: {self.part.label}"


_ENTRY = re.compile(r"(?P<entry>[^\W\d]+(?: [^\W\d]+)*) ?(?P<number>\d{1,3}) (?P<part>.+)")


@cache
def _entries() -> Mapping[str, Field]:
    rows = [one for one in FIELDS if one.columns]
    return {folded(name): one for one in rows for name in (one.key, one.label, one.entry)}


def column_of(heading: str) -> Column | None:
    """What a column of a sheet holds, by its heading; None if no field is called so.

    >>> column_of("HASIL 2 - sesudah").name
    'Hasil 2: Sesudah'
    """
    named = field_named(heading)
    if named is not None:
        return None if named.columns else Column(named)
    match = _ENTRY.fullmatch(folded(heading))
    rows = _entries().get(match["entry"]) if match else None
    if match is None or rows is None or int(match["number"]) == 0:
        return None
    part = column_named(rows, match["part"])
    return Column(rows, int(match["number"]), part) if part else None


def nearest_column(heading: str) -> str | None:
    """The heading that is most like this one, if any is."""
    names = {folded(one.label): one.label for one in (*FIELDS, *SECTIONS) if not one.columns}
    for rows in (one for one in FIELDS if one.columns):
        number = re.search(r"\d{1,3}", heading)
        for part in rows.columns:
            column = Column(rows, int(number[0]) if number else 1, part)
            names[folded(column.name)] = column.name
    found = _nearest(folded(heading), names)
    return names[found] if found else None
