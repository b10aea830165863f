"""The details of an event (title, date, times, place …) as a form or an address has them.

The checks are declared in a pydantic model, as those of the settings and of a case file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from flask_babel import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from werkzeug.datastructures import MultiDict

from app.documents.event.model import ZONES, Event, clock, minutes_of
from app.documents.office.content import clean
from app.documents.office.dates import read_date
from app.web.site.dates import date_message, date_text

#: The parameters of the details, in the order of the form, with the most characters of each.
DETAILS: Mapping[str, int] = {
    "judul": 150,
    "tema": 150,
    "tanggal": 20,
    "mulai": 5,
    "selesai": 5,
    "zona": 4,
    "tempat": 200,
    "penyelenggara": 150,
    "peserta": 20,
    "akademisi": 150,
    "instansi_akademisi": 150,
    "moderator": 150,
    "instansi_moderator": 150,
}

#: Those that hold any text.
TEXTS = (
    *("judul", "tema", "tempat", "penyelenggara"),
    *("akademisi", "instansi_akademisi", "moderator", "instansi_moderator"),
)

#: The largest number of participants that the form accepts.
MOST_PARTICIPANTS = 1000

# The most characters of a field that are read; nobody types more.
_MOST_READ = 1000

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)

# A number of people as it is typed: “60”, “1.000”, “60 orang”.
_PEOPLE = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,9})(?: ?(?:orang|peserta))?", re.ASCII | re.I)


@dataclass(frozen=True)
class TypedDetails:
    """The details that were typed, and the event that they describe.

    Attributes:
        texts: parameter → text. A date or time that could be read has the form that a
            browser's field uses; every other text is as it was typed.
        event: the details that can be used; a text that is too long is cut.
        errors: parameter → what is wrong with it, in the reader's language.
    """

    texts: Mapping[str, str]
    event: Event
    errors: Mapping[str, str]


def read_details(args: MultiDict[str, str]) -> TypedDetails:
    """The details in a request's parameters; none of them is required."""
    sent = {name: args.get(name, "") for name in DETAILS}
    sent["tanggal"] = date_text(args, "tanggal") or ""
    texts = {name: one_line(text) for name, text in sent.items()}
    filled = {name: text for name, text in texts.items() if text}
    errors: dict[str, str] = {}
    usable = filled
    try:
        details = Details.model_validate(filled)
    except ValidationError as exc:
        for error in exc.errors(include_url=False):
            name = str(error["loc"][0])
            errors[_ALIASES.get(name, name)] = _message(error)
        usable = _usable(filled, errors)
        details = Details.model_validate(usable)
    event = Event(**dict(details))
    return TypedDetails(texts | _as_fields(event, usable.keys() - errors.keys()), event, errors)


def one_line(text: str) -> str:
    """A text on one line, without control characters; a far too long text is cut."""
    return " ".join(clean(text, _MOST_READ).split())


# --- checks ---------------------------------------------------------------------------


def _mistake(message: str) -> PydanticCustomError:
    """A validation error in the reader's language."""
    return PydanticCustomError("acara", "{message}", {"message": message})


def _date(text: str | None) -> dt.date | None:
    if text is None:
        return None
    date = read_date(text)
    if date is None:
        raise _mistake(date_message(text))
    return date


def _time(value: str | dt.time) -> dt.time:
    """A time of day such as ``8``, ``8.30`` or ``08:30``; the default comes as a time already."""
    if isinstance(value, dt.time):
        return value
    match = _TIME.fullmatch(value)
    if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
        return dt.time(int(match[1]), int(match[2] or 0))
    raise _mistake(_("“%(value)s” bukan waktu. Tulis seperti 08.30.", value=value[:40]))


def _zone(text: str) -> str:
    if text not in ZONES:
        raise _mistake(_("Pilih WIB, WITA, atau WIT."))
    return text


def _participants(text: str | None) -> int | None:
    if text is None:
        return None
    match = _PEOPLE.fullmatch(text)
    if match and 1 <= (number := int(match[1].replace(".", ""))) <= MOST_PARTICIPANTS:
        return number
    raise _mistake(_("Tulis jumlah dari 1 sampai %(n)s.", n=MOST_PARTICIPANTS))


class Details(BaseModel):
    """The details of an event, checked.

    Fields are named like those of :class:`Event` and have its defaults; the alias of each
    is the parameter that it is read from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(Event.title, alias="judul", max_length=DETAILS["judul"])
    theme: str = Field(Event.theme, alias="tema", max_length=DETAILS["tema"])
    date: Annotated[dt.date | None, BeforeValidator(_date)] = Field(Event.date, alias="tanggal")
    start: Annotated[dt.time, BeforeValidator(_time)] = Field(Event.start, alias="mulai")
    # The usual end, too, must be later than a start that was typed.
    end: Annotated[dt.time, BeforeValidator(_time)] = Field(
        Event.end, alias="selesai", validate_default=True
    )
    zone: Annotated[str, AfterValidator(_zone)] = Field(Event.zone, alias="zona")
    place: str = Field(Event.place, alias="tempat", max_length=DETAILS["tempat"])
    host: str = Field(Event.host, alias="penyelenggara", max_length=DETAILS["penyelenggara"])
    participants: Annotated[int | None, BeforeValidator(_participants)] = Field(
        Event.participants, alias="peserta"
    )
    commentator: str = Field("", alias="akademisi", max_length=DETAILS["akademisi"])
    commentator_from: str = Field(
        "", alias="instansi_akademisi", max_length=DETAILS["instansi_akademisi"]
    )
    moderator: str = Field("", alias="moderator", max_length=DETAILS["moderator"])
    moderator_from: str = Field(
        "", alias="instansi_moderator", max_length=DETAILS["instansi_moderator"]
    )

    @field_validator("end")
    @classmethod
    def _is_after_the_start(cls, end: dt.time, info: ValidationInfo) -> dt.time:
        start = info.data.get("start")  # missing if it could not be read
        if start is not None and end <= start:
            raise _mistake(
                _(
                    "Waktu selesai %(end)s tidak sesudah waktu mulai %(start)s.",
                    end=clock(minutes_of(end)),
                    start=clock(minutes_of(start)),
                )
            )
        return end


# An error in a default is reported by the name of the field, any other by its alias.
_ALIASES = {name: field.alias or name for name, field in Details.model_fields.items()}


def _message(error: ErrorDetails) -> str:
    """The message of a validation error: ours, or that of pydantic's limit in our words."""
    if error["type"] == "string_too_long":
        return _("Paling banyak %(n)s huruf.", n=error["ctx"]["max_length"])
    return error["msg"]


def _usable(texts: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, str]:
    """The texts without those in error, and with those that are too long cut.

    Start and end of the event are usable together or not at all.
    """
    usable = {name: text for name, text in texts.items() if name not in errors}
    for name in TEXTS:
        if name in errors:
            usable[name] = texts[name][: DETAILS[name]]
    if not {"mulai", "selesai"}.isdisjoint(errors):
        usable.pop("mulai", None)
        usable.pop("selesai", None)
    return usable


# --- back to texts --------------------------------------------------------------------


def texts_of(event: Event) -> dict[str, str]:
    """The details of an event as texts that :func:`read_details` reads, by parameter."""
    texts = {alias: str(getattr(event, name) or "") for name, alias in _ALIASES.items()}
    return texts | _as_fields(event, {"tanggal", "mulai", "selesai"})


def _as_fields(event: Event, names: set[str]) -> dict[str, str]:
    """The date and the times, if ``names`` has them, in the form that browsers' fields use."""
    texts = {
        "tanggal": event.date.isoformat() if event.date else "",
        "mulai": as_field(event.start),
        "selesai": as_field(event.end),
    }
    return {name: text for name, text in texts.items() if name in names}


def as_field(time: dt.time) -> str:
    """A time of day in the form that a browser's field uses: ``08:30``."""
    return f"{time:%H:%M}"
