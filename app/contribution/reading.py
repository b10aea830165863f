"""What the readers of Word files and spreadsheets share: cases with the place of each text.

A reader gives each case as a draft, together with where in the sender's file each text of it
stands (:class:`Spot`), so that a mistake is named by its cell or heading.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.collection.case import Case
from app.contribution.draft import Draft, Mistake, Paragraph, Place
from app.contribution.fields import FIELDS, SECTIONS, Field, by_key
from app.contribution.mistakes import mistakes


class RefusedError(Exception):
    """A file that isn't read, with the reason and the remedy, both in Indonesian.

    Attributes:
        message: what is wrong, without a full stop.
        remedy: what to do about it, without a full stop.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the sender's file.

    Attributes:
        text: the place for people: ``lembar “Inovasi”, sel C5``.
        sheet: the sheet of a workbook; empty in other files.
        row: the row of a table, from 1; 0 in Word files.
    """

    text: str
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong at a place in the sender's file; the texts are Indonesian.

    Attributes:
        spot: the place.
        level: an error keeps a case from being published; a warning doesn't.
        message: what is wrong, without a full stop.
        remedy: what to do about it, without a full stop.
        is_told: whether a remark about the whole sheet says it already.
    """

    spot: Spot
    level: Literal["error", "warning"]
    message: str
    remedy: str
    is_told: bool = False


# What is done in a file and not in a form, by the message of the mistake.
_REMEDIES = {
    "belum ada sumbernya": "akhiri dengan nomor sumbernya, misalnya [1], atau hapus",
    "belum dirujuk oleh satu paragraf pun": "tulis nomornya pada paragraf yang memakainya, "
    "misalnya [1], atau hapus sumbernya",
}


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case read from a file.

    Attributes:
        draft: its texts.
        spot: where the case as a whole stands.
        spots: place in the draft → place in the file.
        remarks: what the reader itself found wrong.
        missing: keys of the fields that a remark about the whole sheet misses.
    """

    draft: Draft
    spot: Spot
    spots: Mapping[Place, Spot] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    missing: frozenset[str] = frozenset()

    def all_remarks(
        self, today: dt.date, cases: Mapping[str, Case] | None = None
    ) -> Iterator[Remark]:
        """What the reader found and what the check of the case says, by place in the file.

        See :func:`app.contribution.mistakes.mistakes` for the arguments.
        """
        yield from self.remarks
        for mistake in mistakes(self.draft, today, cases):
            known = self._known_part(mistake.place)
            yield Remark(
                self.spots.get(known, self.spot),
                mistake.level,
                f"{self._rest_in_words(mistake, known)}{mistake.message}",
                _REMEDIES.get(mistake.message, mistake.remedy),
                is_told=not known and not self.missing.isdisjoint(mistake.place),
            )

    def _known_part(self, place: Place) -> Place:
        """The longest beginning of a place that is known to stand in the file; perhaps none."""
        lengths = range(len(place), 0, -1)
        return next((place[:length] for length in lengths if place[:length] in self.spots), ())

    def _rest_in_words(self, mistake: Mistake, known: Place) -> str:
        """What the place in the file doesn't say: the field, the entry or the paragraph."""
        place, rest = mistake.place, mistake.place[len(known) :]
        if not known:
            return f"“{name_of(place)}” " if place else ""
        if not rest or not isinstance(rest[0], int):
            return ""
        number, key = rest[0], str(known[-1])
        if known[0] == "sections":
            kind, text = "paragraf", self.draft.sections[key][number].text.replace("[^", "[")
        elif key in self.draft.lists:
            kind, text = "butir", self.draft.lists[key][number]
        else:
            return ""
        quoted = "" if f"“{text}”" in mistake.message else f" (“{start_of(text)}”)"
        return f"{kind} {number + 1}{quoted}: "


def name_of(place: Place) -> str:
    """The name of a place of a draft, for people.

    >>> name_of(("results", 1, "after")), name_of(("sections", "Masalah", 0))
    ('Hasil 2: Sesudah', 'Masalah')
    """
    key, *rest = place[1:] if place[0] == "sections" else place
    if key not in {field.key for field in (*FIELDS, *SECTIONS)}:
        return str(key)
    field = by_key(str(key))
    if not field.columns or not rest:
        return field.label
    names = {column.key: column.label for column in field.columns}
    column = f": {names.get(str(rest[1]), rest[1])}" if len(rest) > 1 else ""
    return f"{field.entry} {int(rest[0]) + 1}{column}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file: its cases, and what concerns no single case."""

    cases: tuple[ReadCase, ...]
    remarks: tuple[Remark, ...] = ()


# --- texts ----------------------------------------------------------------------------

_NUMBERS = r"\^?\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*"
# “[1]”, “[1, 3]”, “[2-4]”; “[2020]” is no citation.
_CITATION = re.compile(rf"\[({_NUMBERS})\]")
_AT_THE_END = re.compile(rf"(?:\s*\[{_NUMBERS}\])+\s*$")
_RANGE = re.compile(r"\^?(\d+)(?:\s*[–-]\s*\^?(\d+))?")

# The sign before an item of a list that somebody typed.
_BULLET = re.compile(r"[-–—•·*▪◦‣\uf0b7\uf0a7]\s+")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_GOAL = re.compile(r"(?:(?:TPB|SDGs?)\s*)?(\d{1,3})\b.*", re.IGNORECASE | re.DOTALL)


def paragraph_of(text: str, *, item: bool = False, numbered: bool = False) -> Paragraph:
    """A paragraph of a section, with its citations.

    Citations at its end become the sources of the paragraph, those in its midst stay there.

    >>> paragraph_of("Biaya turun [2], antrean juga. [1, 3]")
    Paragraph(text='Biaya turun [^2], antrean juga.', sources=(1, 3), item=False, ...
    """
    text = " ".join(text.split())
    if not item and (sign := _BULLET.match(text) or _NUMBER.match(text)):
        item, numbered = True, sign[0][0].isdigit()
        text = text[sign.end() :]
    sources: tuple[int, ...] = ()
    if end := _AT_THE_END.search(text):
        text, cited = text[: end.start()], end[0]
        sources = tuple(n for cite in _CITATION.findall(cited) for n in _cited(cite))
    text = _CITATION.sub(lambda cite: "".join(f"[^{n}]" for n in _cited(cite[1])), text)
    return Paragraph(text, tuple(dict.fromkeys(sources)), item, numbered)


def typed_items(text: str) -> Iterator[str]:
    """The parts of a paragraph with broken lines: a line that begins as an item is one of its own.

    >>> list(typed_items("Tiga peran:\\n1. Memfasilitasi\\n2. Menghubungkan\\ndesa"))
    ['Tiga peran:', '1. Memfasilitasi', '2. Menghubungkan desa']
    """
    part: list[str] = []
    for line in text.splitlines():
        if part and (_BULLET.match(line) or _NUMBER.match(line)):
            yield " ".join(part)
            part = []
        part.append(line)
    yield " ".join(part)


def _cited(numbers: str) -> Iterator[int]:
    """The numbers of sources in the brackets of a citation."""
    for first, last in _RANGE.findall(numbers):
        # A range that runs backwards, or over a hundred sources, is two numbers.
        if last and 0 <= int(last) - int(first) <= 100:
            yield from range(int(first), int(last) + 1)
        else:
            yield from (int(number) for number in (first, last) if number)


def entries(of: Field, lines: Iterable[str]) -> tuple[str, ...]:
    """The entries of a list that was typed into these lines.

    Each line is an entry, without a bullet before it. Keywords and goals may also stand in
    a single line, between semicolons or commas.
    """
    texts = [" ".join(line.split()) for line in lines]
    texts = [text for text in texts if text]
    if len(texts) == 1 and of.key in {"tags", "sdgs"}:
        separator = ";" if ";" in texts[0] else ","
        texts = [part.strip() for part in texts[0].split(separator) if part.strip()]
    if of.key == "sdgs":
        return tuple(_GOAL.sub(r"\1", text) for text in texts)
    return tuple(_BULLET.sub("", text, count=1) if _BULLET.match(text) else text for text in texts)


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names in quotation marks, of which the first few are named: “A”, “B”, dan 3 lainnya."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    return f"{shown}, dan {len(names) - most} lainnya" if len(names) > most else shown


def start_of(text: str) -> str:
    """The first words of a text, for a message."""
    text = " ".join(text.split())
    return text if len(text) <= 50 else f"{text[:49].rstrip()}…"
