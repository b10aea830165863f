"""What a visitor has typed so far, in all steps of the form.

Nothing of it is stored on the server: each page of the form carries what was typed in the other
steps in a hidden field, as the same JSON that a visitor can save in a file.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from app.contribution import fields
from app.web.contribute.steps import (
    CITES,
    REVIEW,
    STEPS,
    base,
    item_of,
    most_rows,
    row_name,
    row_of,
)
from app.web.site.requests import writable

#: The most characters of all that is typed, names of fields left out. A longer case would be
#: longer than a case file may be.
MOST_TYPED = 80_000

#: The most bytes of a file with what was typed.
MOST_BYTES = 400_000

# A citation in the midst of a text, with the blank before it.
_CITED = re.compile(r"(?P<blank>\s?)\[\^(?P<number>[1-9][0-9]{0,2})\]")

# How a file says what it is.
_KIND: Literal["usulan-pustaka-inovasi"] = "usulan-pustaka-inovasi"


class UnreadableError(ValueError):
    """A file is none with a filled-in form; the message says why, and what to do."""


class TooLongError(ValueError):
    """More was typed than a case can have."""


@dataclass(frozen=True)
class Filled:
    """What was typed: name of a field → its texts, several only where several can be chosen.

    Attributes:
        values: texts with line ends as ``\\n``, by the names of :mod:`app.web.contribute.steps`.
        reached: the number of the last step that was seen; what is missing in the steps after
            it is no mistake yet.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reached: int = 1

    def __post_init__(self) -> None:
        if sum(len(text) for texts in self.values.values() for text in texts) > MOST_TYPED:
            raise TooLongError

    def text(self, name: str) -> str:
        """The text of a field."""
        return next(iter(self.values.get(name, ())), "")

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values chosen in a field."""
        return self.values.get(name, ())

    def cites(self, name: str) -> tuple[int, ...]:
        """The numbers of the sources that were chosen for a field."""
        return tuple(int(text) for text in self.values.get(f"{name}{CITES}", ()))

    def row_count(self, item: str) -> int:
        """The number of rows of a key or of paragraphs of a section, empty ones counted."""
        return max((row_of(name) for name in self.values if item_of(name) == item), default=0)

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(any(text.strip() for text in texts) for texts in self.values.values())

    def of_steps_except(self, step: int) -> Filled:
        """What was typed in the other steps."""
        items = STEPS[step - 1].items
        values = {name: texts for name, texts in self.values.items() if item_of(name) not in items}
        return Filled(values, self.reached)

    def with_values(self, changes: Mapping[str, str]) -> Filled:
        """The same with other texts in some fields."""
        return Filled({**self.values, **{k: (v,) for k, v in changes.items()}}, self.reached)

    def seen(self, step: int) -> Filled:
        """The same, with a step that has been seen."""
        return Filled(self.values, max(self.reached, step))

    # --- rows -------------------------------------------------------------------------

    def with_row(self, item: str) -> Filled:
        """The same with an empty row more, unless there are as many as there may be."""
        rows = max(1, self.row_count(item))
        # A form without anything typed shows one row, of which nothing was sent yet.
        row = min(rows + 1, most_rows(item))
        return self.with_values({_first_name(item, row): ""} if row > rows else {})

    def without_row(self, item: str, row: int) -> Filled:
        """The same without a row; the rows behind it move up.

        The numbers of the sources move along wherever they were chosen, or cited in a section.
        """
        values = {}
        for name, texts in self.values.items():
            if item_of(name) == item:
                number = row_of(name)
                if number == row:
                    continue
                if number > row:
                    name = name.replace(f"{base(item)}-{number}", f"{base(item)}-{number - 1}", 1)
            if item == "sources":
                texts = _without_source(name, texts, row)
            values[name] = texts
        return Filled(values, self.reached)

    # --- JSON -------------------------------------------------------------------------

    def to_json(self, step: int) -> str:
        """What was typed, as the text of a file; ``step`` is where the visitor goes on."""
        typed = {name: list(texts) for name, texts in self.values.items() if any(texts)}
        return _Saved(
            jenis=_KIND, versi=1, langkah=step, sampai=self.reached, isian=typed
        ).model_dump_json()


def _first_name(item: str, row: int) -> str:
    columns = fields.by_key(item).columns
    return row_name(item, row, columns[0].key if columns else "")


def _holds_numbers_of_sources(name: str) -> bool:
    return name.endswith((CITES, "-examined_by"))


def _without_source(name: str, texts: tuple[str, ...], removed: int) -> tuple[str, ...]:
    """The texts of a field without a source; the numbers behind that source become one less."""
    if _holds_numbers_of_sources(name):
        numbers = [int(text) for text in texts if text]
        return tuple(str(n - (n > removed)) for n in numbers if n != removed)
    item = item_of(name)
    if item is None or fields.by_key(item).kind != "paragraphs":
        return texts
    # Texts from a filled-in template cite in their midst, where no box can be ticked.
    return tuple(_CITED.sub(lambda match: _moved(match, removed), text) for text in texts)


def _moved(citation: re.Match[str], removed: int) -> str:
    """A citation after a source was removed; nothing if it cited that source."""
    number = int(citation["number"])
    if number == removed:
        return ""
    return f"{citation['blank']}[^{number - (number > removed)}]"


# --- reading --------------------------------------------------------------------------

_NUMBER = re.compile(r"[1-9]\d{0,2}", re.ASCII)

# Where a line of a web page or PDF may break: a copy takes these characters along, nobody sees
# them, and on a phone nobody can delete them. Joiners stay: emoji are made with them.
_BREAKS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def read_values(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """The texts of the known fields among names and texts; unknown names are left out."""
    values = {}
    for name, texts in pairs:
        if item_of(name):
            values[name] = _read_texts(name, texts)
    return values


def _read_texts(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The texts of a field: those that can be chosen in it, or the only one."""
    texts = tuple(texts)
    if _holds_numbers_of_sources(name):
        return tuple(dict.fromkeys(text for text in texts if _NUMBER.fullmatch(text)))
    if name == "sdgs":
        return tuple(dict.fromkeys(text[:3] for text in texts))[:17]
    lines = (text.replace("\r\n", "\n").replace("\r", "\n") for text in texts[:1])
    return tuple(text.translate(_BREAKS) for text in lines)


def _known(name: str) -> str:
    if item_of(name) is None:
        raise ValueError
    return name


class _Saved(BaseModel):
    """What a file holds."""

    model_config = ConfigDict(strict=True, extra="forbid")

    jenis: Literal["usulan-pustaka-inovasi"]
    versi: Literal[1]
    langkah: int = Field(ge=1, le=REVIEW)
    sampai: int = Field(ge=1, le=REVIEW)
    isian: dict[Annotated[str, AfterValidator(_known)], list[str]]


def from_json(data: str | bytes) -> tuple[Filled, int]:
    """What :meth:`Filled.to_json` wrote, and the step to go on with.

    Raises:
        UnreadableError: the text is something else.
        TooLongError: it holds more than may be typed.
    """
    if isinstance(data, bytes):
        data = data.removeprefix(BOM_UTF8)
    try:
        saved = _Saved.model_validate_json(data)
    except ValidationError:
        raise UnreadableError from None
    pairs = ((name, map(writable, texts)) for name, texts in saved.isian.items())
    return Filled(read_values(pairs), saved.sampai), saved.langkah


def prefilled(parameters: Mapping[str, str]) -> Filled:
    """What an address fills in: see :data:`PREFILLED`."""
    given = {name: parameters.get(parameter, "") for parameter, name in PREFILLED.items()}
    return Filled(read_values((name, (text,)) for name, text in given.items() if text.strip()))


#: Parameter of the address of the form → the field that it fills in.
PREFILLED: Mapping[str, str] = {
    "judul": "title",
    "kepanjangan": "expansion",
    "instansi": "agency",
    "pemerintah": "government",
    "penghargaan": "awards-1-name",
    "peringkat": "awards-1-rank",
    "tahun": "awards-1-year",
    "sumber_judul": "sources-1-title",
    "sumber_url": "sources-1-url",
    "sumber_penerbit": "sources-1-publisher",
}
