"""A case and its parts, as frozen values.

The format is the one of ``docs/case-format.md``; every rule that one file can break by
itself is checked here, so that a ``Case`` that exists is a case that may be shown.
Rules that need other cases stand in :mod:`app.collection.check`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.collection import vocabulary

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_MAX = 80

# The first year an Indonesian public-service innovation of the collection could have
# begun; anything earlier is a slip of the pen.
FIRST_YEAR = 1945


def mistake(message: str, remedy: str) -> PydanticCustomError:
    """An error in the words of a curator: what is wrong, and what to do."""
    return PydanticCustomError("kasus", "{message}", {"message": message, "remedy": remedy})


def _today(info: ValidationInfo) -> dt.date:
    """The day the file is judged on; tests and rebuilds may pass their own."""
    context: Mapping[str, Any] = info.context or {}
    today: dt.date = context.get("today") or dt.date.today()
    return today


def _text(value: object) -> str:
    """Accept one line of text as the file writes it; nothing is guessed or converted.

    YAML reads ``1.212`` as a number and ``ya`` as a text: a figure without quotation
    marks would lose what the source wrote, so it is refused with that remedy.
    """
    if isinstance(value, bool | int | float | dt.date):
        raise mistake(
            f"harus berupa teks, tetapi terbaca sebagai {_kind(value)}",
            f'tulis di antara tanda kutip, misalnya "{value}"',
        )
    if not isinstance(value, str):
        raise mistake(f"harus berupa teks, tetapi berisi {_kind(value)}", "tulis sebagai satu teks")
    text = " ".join(value.split())
    if not text:
        raise mistake("kosong", "isi, atau hapus barisnya bila sumber tidak menyebutnya")
    for char in "" if text.isprintable() else text:  # nothing printable is a control
        if unicodedata.category(char) in {"Cc", "Co", "Cs", "Cn"}:
            raise mistake(
                f"memuat karakter kendali U+{ord(char):04X}", "hapus karakter itu, lalu simpan lagi"
            )
    return text


def _kind(value: object) -> str:
    """The name of a YAML value's type, in Indonesian."""
    match value:
        case None:
            return "nilai kosong"
        case str():
            return "teks"
        case bool():
            return "ya/tidak"
        case int() | float():
            return "angka"
        case dt.date():
            return "tanggal"
        case list():
            return "daftar"
        case dict():
            return "pasangan kunci dan nilai"
        case _:
            return "nilai lain"


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or " " in value:
        raise mistake(
            "alamat bukan http atau https yang sah",
            "tulis alamat lengkap, misalnya https://contoh.go.id/berita",
        )
    return value


def _year(value: object, info: ValidationInfo) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise mistake(
            f"harus berupa tahun, tetapi berisi {_kind(value)}", "tulis empat angka, misalnya 2019"
        )
    if value < FIRST_YEAR:
        raise mistake(f"tahun {value} terlalu lampau", f"tulis tahun sejak {FIRST_YEAR}")
    if value > _today(info).year:
        raise mistake(f"tahun {value} belum tiba", "periksa tahunnya di sumber")
    return value


def _date(value: object, info: ValidationInfo) -> dt.date:
    if info.mode == "json" and isinstance(value, str):
        value = dt.date.fromisoformat(value)  # written by us, into the index
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise mistake(
            f"harus berupa tanggal, tetapi berisi {_kind(value)}",
            "tulis tahun-bulan-hari, misalnya 2024-08-01",
        )
    _year(value.year, info)
    if value > _today(info):
        raise mistake(f"tanggal {value} belum tiba", "periksa tanggalnya di sumber")
    return value


def _date_or_year(value: object, info: ValidationInfo) -> dt.date | int:
    if isinstance(value, dt.date | str):
        return _date(value, info)
    return _year(value, info)


def _sdg(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or str(value) not in vocabulary.SDGS:
        raise mistake(f"“{value}” bukan nomor SDG", "tulis nomor 1 sampai 17")
    return value


def _one_of(values: vocabulary.Vocabulary) -> AfterValidator:
    def check(value: str) -> str:
        if value not in values:
            raise mistake(f"“{value}” tidak dikenal", f"pilih salah satu: {', '.join(values)}")
        return value

    return AfterValidator(check)


def _between(least: int, most: int, what: str = "huruf") -> AfterValidator:
    def check(value: Any) -> Any:
        if len(value) < least:
            raise mistake(
                f"terlalu sedikit: {len(value)} {what}", f"tulis {least} sampai {most} {what}"
            )
        if len(value) > most:
            raise mistake(
                f"terlalu banyak: {len(value)} {what}", f"ringkas menjadi paling banyak {most}"
            )
        return value

    return AfterValidator(check)


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value) or len(value) > SLUG_MAX:
        raise mistake(
            f"“{value}” bukan slug", "tulis nama berkas kasusnya tanpa .md, misalnya putik-sari"
        )
    return value


def _unique(values: tuple[Any, ...]) -> tuple[Any, ...]:
    folded = [v.casefold() if isinstance(v, str) else v for v in values]
    for n, value in enumerate(folded):
        if value in folded[:n]:
            raise mistake(f"“{values[n]}” tertulis dua kali", "hapus salah satunya")
    return values


def _list(value: object) -> object:
    if not isinstance(value, list):
        raise mistake(
            f"harus berupa daftar, tetapi berisi {_kind(value)}",
            "awali tiap butir dengan “- ” atau tulis [butir, butir]",
        )
    return value


Text = Annotated[str, BeforeValidator(_text)]
Line = Annotated[Text, _between(1, 300)]
Name = Annotated[Text, _between(1, 150)]
Url = Annotated[Text, _between(1, 1000), AfterValidator(_url)]
Slug = Annotated[Text, AfterValidator(_slug)]
Year = Annotated[int, BeforeValidator(_year)]
Date = Annotated[dt.date, BeforeValidator(_date)]
DateOrYear = Annotated[dt.date | int, BeforeValidator(_date_or_year)]
Sdg = Annotated[int, BeforeValidator(_sdg)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_mapping(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            raise mistake(
                f"harus berupa pasangan kunci dan nilai, tetapi berisi {_kind(value)}",
                "tulis seperti {kunci: nilai, kunci: nilai}",
            )
        return value


class Award(_Part):
    """A prize the innovation won, by the name the giver uses."""

    name: Name
    rank: Line
    year: Year


class Result(_Part):
    """One measured result, in the words and figures of its source."""

    measure: Line
    after: Line
    before: Line | None = None


class Replication(_Part):
    """Somebody who copied the innovation; ``case`` is that copy's slug, if it has a file."""

    by: Line
    year: Year | None = None
    case: Slug | None = None


class Source(_Part):
    """A page or book that facts were taken from; cited in the body as ``[^n]``, from 1."""

    title: Line
    url: Url
    publisher: Name | None = None
    date: DateOrYear | None = None

    @property
    def year(self) -> int | None:
        """The year of publication, if the source is dated."""
        return self.date.year if isinstance(self.date, dt.date) else self.date


class Section(_Part):
    """One part of the body."""

    key: Literal[
        "masalah",
        "solusi",
        "pelaksanaan",
        "sumber-daya",
        "dampak",
        "tantangan",
        "pembelajaran",
        "replikasi",
    ]
    #: The section's Markdown as the file has it, without the heading.
    markdown: str
    #: Clean HTML with links to the sources; safe to send as it is.
    html: str
    #: The sentences as plain text, for search and snippets.
    sentences: tuple[str, ...]
    #: Numbers of the sources cited, in the order of the text, with repeats.
    cites: tuple[int, ...]

    @property
    def heading(self) -> str:
        """The heading as the file writes it."""
        return vocabulary.SECTIONS[self.key].id


class FrontMatter(_Part):
    """The keys of a case file's front matter."""

    title: Name
    expansion: Annotated[Text, _between(1, 200)] | None = None
    summary: Annotated[Text, _between(40, 300)]
    agency: Name
    government: Name
    level: Annotated[Text, _one_of(vocabulary.LEVELS)]
    province: Annotated[Text, _one_of(vocabulary.PROVINCES)]
    category: Annotated[Text, _one_of(vocabulary.CATEGORIES)]
    tags: Annotated[
        tuple[Annotated[Text, _between(2, 60)], ...],
        BeforeValidator(_list),
        _between(2, 8, "tag"),
        AfterValidator(_unique),
    ]
    sdgs: Annotated[
        tuple[Sdg, ...], BeforeValidator(_list), _between(0, 17, "nomor"), AfterValidator(_unique)
    ] = ()
    started: Year | None = None
    status: Annotated[Text, _one_of(vocabulary.STATUSES)]
    status_checked: Date | None = None
    awards: Annotated[tuple[Award, ...], BeforeValidator(_list), _between(0, 30, "butir")] = ()
    results: Annotated[tuple[Result, ...], BeforeValidator(_list), _between(0, 30, "butir")] = ()
    replicated_by: Annotated[
        tuple[Replication, ...], BeforeValidator(_list), _between(0, 100, "butir")
    ] = ()
    adapted_from: Slug | None = None
    cost: Line | None = None
    staff: Line | None = None
    duration: Line | None = None
    copy_terms: Line | None = None
    legal_basis: Annotated[tuple[Line, ...], BeforeValidator(_list), _between(0, 20, "butir")] = ()
    website: Url | None = None
    sources: Annotated[tuple[Source, ...], BeforeValidator(_list), _between(1, 100, "sumber")]
    updated: Date

    @field_validator("sources")
    @classmethod
    def _one_entry_a_page(cls, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        seen: dict[str, int] = {}
        for n, source in enumerate(sources, 1):
            if source.url in seen:
                raise mistake(
                    f"alamat sumber {n} sama dengan sumber {seen[source.url]}",
                    "gabungkan keduanya dan perbaiki nomor rujukannya",
                )
            seen[source.url] = n
        return sources

    @field_validator("awards")
    @classmethod
    def _starts_before_its_awards(
        cls, awards: tuple[Award, ...], info: ValidationInfo
    ) -> tuple[Award, ...]:
        started = info.data.get("started")
        for award in awards:
            if started and award.year < started:
                raise mistake(
                    f"started ({started}) sesudah tahun penghargaan {award.name} ({award.year})",
                    "periksa keduanya di sumber",
                )
        return awards


class Case(FrontMatter):
    """One innovation: front matter, body and identity."""

    slug: Slug
    sections: tuple[Section, ...]
    #: Code of the region that runs it (Kepmendagri 300.2.2-2138/2025), if it is a region.
    region: str | None = None

    @field_validator("sections")
    @classmethod
    def _has_required_sections(cls, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        present = {section.key for section in sections}
        for key in vocabulary.REQUIRED_SECTIONS:
            if key not in present:
                heading = vocabulary.SECTIONS[key].id
                raise mistake(f"bagian “{heading}” tidak ada", f"tambahkan “## {heading}”")
        return sections

    def section(self, key: str) -> Section | None:
        """The section with this key, if the case has it."""
        return next((section for section in self.sections if section.key == key), None)

    def sentences(self, key: str) -> tuple[str, ...]:
        """The sentences of the section with this key; none if the case lacks it."""
        section = self.section(key)
        return section.sentences if section else ()

    @property
    def newest_source(self) -> DateOrYear | None:
        """The date (or year) of the newest dated source; a full date beats its bare year."""
        dates = [source.date for source in self.sources if source.date is not None]
        return max(dates, key=_as_order, default=None)

    @property
    def status_as_of(self) -> DateOrYear | None:
        """When the status was last known: the day it was checked, else the newest source."""
        return self.status_checked or self.newest_source

    def citations(self) -> tuple[int, ...]:
        """How often each source is cited in the body; index 0 is source 1."""
        cites = [n for section in self.sections for n in section.cites]
        return tuple(cites.count(n) for n in range(1, len(self.sources) + 1))


def _as_order(value: dt.date | int) -> tuple[int, int, int]:
    if isinstance(value, dt.date):
        return (value.year, value.month, value.day)
    return (value, 0, 0)
