"""A date in a form: a field for its day, its month and its year.

A form sends each part under the name of the date and a suffix: ``mulai1-tgl``, ``mulai1-bln``,
``mulai1-thn``. Addresses that people share have the whole date under the name alone,
``mulai1=2027-03-01``. Both are read as one text; ``site/_dates.html`` writes the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import pgettext
from werkzeug.datastructures import MultiDict

from app.collection.wording import MONTHS
from app.documents.office.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateMistake,
    DateParts,
    PartName,
    date_mistakes,
    last_day,
    read_month,
)
from app.web.site.i18n import language, listed_with_and

#: Part of a date → the end of its field's name.
SUFFIXES: Mapping[PartName, str] = {"day": "-tgl", "month": "-bln", "year": "-thn"}


@dataclass(frozen=True)
class DateBox:
    """The field of a part of a date.

    Attributes:
        name: its name and id.
        label: the words above it.
        text: the text in it.
        is_wrong: whether this part has to be corrected.
    """

    name: str
    label: str
    text: str
    is_wrong: bool


def date_text(values: MultiDict[str, str], name: str) -> str | None:
    """A date that was sent in three parts or whole, as one text; None if it was not sent."""
    parts = [values.get(f"{name}{suffix}") for suffix in SUFFIXES.values()]
    if all(part is None for part in parts):
        return values.get(name)
    return DateParts(*(part or "" for part in parts)).text()


def date_boxes(name: str, text: str, *, wrong: bool = False) -> tuple[DateBox, ...]:
    """The fields of a date that was sent as ``text``.

    Args:
        wrong: whether a date that can be read has to be corrected as well.
    """
    wrong_parts = {mistake.part for mistake in date_mistakes(text)}
    every_part = wrong and not wrong_parts
    typed = DateParts.of(text)._asdict()
    return tuple(
        DateBox(name + suffix, _label(part), typed[part], every_part or part in wrong_parts)
        for part, suffix in SUFFIXES.items()
    )


def date_anchor(name: str, text: str) -> str:
    """The id of the field to correct first, where a message about the date leads."""
    boxes = date_boxes(name, text, wrong=True)
    return next(box.name for box in boxes if box.is_wrong)


def date_message(text: str) -> str:
    """What is wrong with each part of a date, and what to write instead."""
    parts = DateParts.of(text)
    mistakes = date_mistakes(text)
    missing = [_label(mistake.part) for mistake in mistakes if mistake.kind == "missing"]
    sentences = [_sentence(mistake, parts) for mistake in mistakes if mistake.kind != "missing"]
    if missing:
        names = listed_with_and(missing)
        sentences.append(_("%(parts)s belum diisi.", parts=names[0].upper() + names[1:].lower()))
    return " ".join(sentences)


def _label(part: PartName) -> str:
    match part:
        case "day":
            return pgettext("bagian tanggal", "Tanggal")
        case "month":
            return pgettext("bagian tanggal", "Bulan")
        case "year":
            return pgettext("bagian tanggal", "Tahun")


def _sentence(mistake: DateMistake, parts: DateParts) -> str:
    typed = getattr(parts, mistake.part)[:40]
    match mistake.kind, mistake.part:
        case "too late", _part:
            month, year = read_month(parts.month) or 1, int(parts.year)
            return _(
                "%(month)s %(year)s hanya sampai tanggal %(day)s.",
                month=MONTHS[month - 1].text(language()),
                year=year,
                day=last_day(month, year),
            )
        case "out of range", _part:
            return _(
                "Tahun harus dari %(first)s sampai %(last)s.", first=FIRST_YEAR, last=LAST_YEAR
            )
        case _kind, "day":
            return _("Tanggal “%(text)s” tidak ada. Tulis 1 sampai 31.", text=typed)
        case _kind, "month":
            return _("Bulan “%(text)s” tidak ada. Tulis 1 sampai 12 atau namanya.", text=typed)
        case _:
            return _(
                "Tahun “%(text)s” tidak terbaca. Tulis empat angka, misalnya 2027.", text=typed
            )
