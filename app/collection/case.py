"""A case, its front matter, sections and sources, as frozen values.

The format is the one of ``docs/case-format.md``. Every rule that a single file can break
is checked here, so a ``Case`` that exists may be shown. Rules that involve other cases
stand in :mod:`app.collection.check`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self
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

from app.collection import text_check, vocabulary
from app.collection.near_values import near_value

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_MAX = 80

# The year of Indonesia's independence; an earlier year is a typing error.
FIRST_YEAR = 1945


#: Kinds of mistakes whose remedy depends on the file: a text that YAML reads as a number, date
#: or truth value, and a text that is empty.
NO_TEXT: Final = "no_text"
EMPTY: Final = "empty"


def mistake(
    message: str, remedy: str, kind: Literal["case", "no_text", "empty"] = "case"
) -> PydanticCustomError:
    """A validation error with a message and a remedy that a curator understands.

    Both are Indonesian, without a full stop.
    """
    return PydanticCustomError(kind, "{message}", {"message": message, "remedy": remedy})


def _today(info: ValidationInfo) -> dt.date:
    """Today's date, or the date that the caller passes as today's."""
    context: Mapping[str, Any] = info.context or {}
    today: dt.date = context.get("today") or dt.date.today()
    return today


_FILL_OR_REMOVE = "isi, atau hapus barisnya bila sumber tidak menyebutnya"


def _text(value: object) -> str:
    """A text with each run of white space as one space; no other type is converted.

    YAML reads ``1.212`` (in Indonesia 1212) as a number with a fraction. Converted back to
    text it could differ from what the file says, so the curator is asked for quotation
    marks instead.
    """
    if isinstance(value, bool | int | float | dt.date):
        raise mistake(
            f"harus berupa teks, tetapi terbaca sebagai {_kind(value)}",
            "tulis di antara tanda kutip",
            NO_TEXT,
        )
    if value is None:
        raise mistake("kosong", _FILL_OR_REMOVE, EMPTY)
    if not isinstance(value, str):
        raise mistake(f"harus berupa teks, tetapi berisi {_kind(value)}", "tulis sebagai satu teks")
    text = " ".join(value.split())
    if not text:
        raise mistake("kosong", _FILL_OR_REMOVE, EMPTY)
    if not text.isascii() and not text_check.is_visible(text):
        raise mistake("hanya berisi karakter tak terlihat", _FILL_OR_REMOVE, EMPTY)
    # Printable texts, which are nearly all, hold no control characters: a fast first look.
    for char in "" if text.isprintable() else text:
        if unicodedata.category(char) in {"Cc", "Co", "Cs", "Cn"}:
            raise mistake(
                f"memuat karakter kendali U+{ord(char):04X}", "hapus karakter itu, lalu simpan lagi"
            )
    return text


def _kind(value: object) -> str:
    """The type of a YAML value, in Indonesian."""
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
    """An http or https address with a host."""
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
    """A year from :data:`FIRST_YEAR` to this year."""
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
    """A date from :data:`FIRST_YEAR` to today."""
    if info.mode == "json" and isinstance(value, str):
        value = dt.date.fromisoformat(value)  # the index stores a case as JSON
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


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise mistake(
            f"harus berupa ya/tidak, tetapi berisi {_kind(value)}",
            "tulis true, atau hapus kuncinya",
        )
    return value


def _source_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise mistake("bukan nomor sumber", "tulis nomor sumber sejak 1, misalnya 3")
    return value


# A list of at most this many values is written out though the value that was meant is named.
_SHORT_LIST = 12


def one_of(values: vocabulary.Vocabulary) -> AfterValidator:
    """A value of a vocabulary."""

    def check(value: str) -> str:
        if value not in values:
            near = near_value(value, values)
            remedy = f"maksudnya “{near}”? " if near else ""
            if near is None or len(values) <= _SHORT_LIST:
                remedy += f"{'Pilih' if near else 'pilih'} salah satu: {', '.join(values)}"
            raise mistake(f"“{value}” tidak dikenal", remedy.rstrip())
        return value

    return AfterValidator(check)


def between(least: int, most: int, unit: str = "huruf") -> AfterValidator:
    """A text or list of ``least`` to ``most`` characters or entries, in this Indonesian unit."""

    def check(value: Any) -> Any:
        if len(value) < least:
            raise mistake(
                f"terlalu sedikit: {len(value)} {unit}", f"tulis {least} sampai {most} {unit}"
            )
        if len(value) > most:
            raise mistake(
                f"terlalu banyak: {len(value)} {unit}", f"ringkas menjadi paling banyak {most}"
            )
        return value

    return AfterValidator(check)


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value) or len(value) > SLUG_MAX:
        raise mistake(
            f"“{value}” bukan slug", "tulis nama berkas kasusnya tanpa .md, misalnya putik-sari"
        )
    return value


def unique(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values of which no two are the same or differ only in capital letters."""
    folded = [value.casefold() if isinstance(value, str) else value for value in values]
    for n, value in enumerate(folded):
        if value in folded[:n]:
            raise mistake(f"“{values[n]}” tertulis dua kali", "hapus salah satunya")
    return values


def as_list(value: object) -> object:
    """A YAML list, unchanged."""
    if not isinstance(value, list):
        raise mistake(
            f"harus berupa daftar, tetapi berisi {_kind(value)}",
            "awali tiap butir dengan “- ” atau tulis [butir, butir]",
        )
    return value


Text = Annotated[str, BeforeValidator(_text)]
TextLine = Annotated[Text, between(1, 300)]
Name = Annotated[Text, between(1, 150)]
Url = Annotated[Text, between(1, 1000), AfterValidator(_url)]
Slug = Annotated[Text, AfterValidator(_slug)]
Year = Annotated[int, BeforeValidator(_year)]
Date = Annotated[dt.date, BeforeValidator(_date)]
DateOrYear = Annotated[dt.date | int, BeforeValidator(_date_or_year)]
Sdg = Annotated[int, BeforeValidator(_sdg)]
Flag = Annotated[bool, BeforeValidator(_flag)]
SourceNumber = Annotated[int, BeforeValidator(_source_number)]


class Model(BaseModel):
    """The base of all values of content files: frozen, without unknown keys."""

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


# The docstrings of the next four classes stand in the API's schema as their descriptions.


class Award(Model):
    """A prize the innovation won, by the name the giver uses."""

    name: Name
    #: The rank or class: ``Top 99``, ``Juara I``.
    rank: TextLine
    year: Year


class Result(Model):
    """One measured result, in the words and figures of its source."""

    measure: TextLine
    #: The figure after the innovation, mostly with its year in brackets: ``8 (2023)``.
    after: TextLine
    #: The figure before the innovation, if a source says it.
    before: TextLine | None = None
    #: Whether it tells a worsening; it then counts for no evidence step.
    adverse: Flag = False
    #: The number of the source in which somebody outside the owner examined this result (a
    #: study, evaluation or audit); only where the case's own text says so.
    examined_by: SourceNumber | None = None


class Replication(Model):
    """Somebody who copied the innovation; ``case`` is that copy's slug, if it has a file."""

    #: The agency; if it only promised or plans to copy, the text says so.
    by: TextLine
    year: Year | None = None
    case: Slug | None = None
    #: A figure measured at this copy, from a source that the section Replikasi cites.
    result: TextLine | None = None


class Source(Model):
    """A page or book that facts were taken from; cited in the body as ``[^n]``, from 1."""

    title: TextLine
    url: Url
    publisher: Name | None = None
    date: DateOrYear | None = None
    #: The address of a copy in a web archive, for readers when the page itself is gone.
    archived: Url | None = None

    @property
    def year(self) -> int | None:
        """The year of publication, if the source is dated."""
        return self.date.year if isinstance(self.date, dt.date) else self.date


class SectionText(Model):
    """The text of a section of a body."""

    #: The section's Markdown as the file has it, without the heading.
    markdown: str
    #: The section as safe HTML, with citations as links to the list of what is cited.
    html: str
    #: The sentences as plain text, for search and snippets.
    sentences: tuple[str, ...]
    #: The number of the source (in a theme: of the case) of each citation, in the order of
    #: the text.
    cites: tuple[int, ...]


class Section(SectionText):
    """A section of the body of a case, under one heading."""

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

    @property
    def heading(self) -> str:
        """The heading as the file writes it."""
        return vocabulary.SECTIONS[self.key].id


class FrontMatter(Model):
    """The keys of a case file's front matter."""

    title: Name
    expansion: Annotated[Text, between(1, 200)] | None = None
    summary: Annotated[Text, between(40, 300)]
    #: The summary in English, by an editor.
    summary_en: Annotated[Text, between(40, 330)] | None = None
    #: Problems that the innovation answers, in the words of those who have them. They are an
    #: editor's words and no facts, so they need no source; see :mod:`app.collection.problems`.
    problems: Annotated[
        tuple[Annotated[Text, between(20, 140)], ...],
        BeforeValidator(as_list),
        between(0, 8, "butir"),
        AfterValidator(unique),
    ] = ()
    agency: Name
    government: Name
    level: Annotated[Text, one_of(vocabulary.LEVELS)]
    province: Annotated[Text, one_of(vocabulary.PROVINCES)]
    category: Annotated[Text, one_of(vocabulary.CATEGORIES)]
    tags: Annotated[
        tuple[Annotated[Text, between(2, 60)], ...],
        BeforeValidator(as_list),
        between(2, 8, "tag"),
        AfterValidator(unique),
    ]
    sdgs: Annotated[
        tuple[Sdg, ...], BeforeValidator(as_list), between(0, 17, "nomor"), AfterValidator(unique)
    ] = ()
    started: Year | None = None
    status: Annotated[Text, one_of(vocabulary.STATUSES)]
    status_checked: Date | None = None
    awards: Annotated[tuple[Award, ...], BeforeValidator(as_list), between(0, 30, "butir")] = ()
    results: Annotated[tuple[Result, ...], BeforeValidator(as_list), between(0, 30, "butir")] = ()
    replicated_by: Annotated[
        tuple[Replication, ...], BeforeValidator(as_list), between(0, 100, "butir")
    ] = ()
    adapted_from: Slug | None = None
    cost: TextLine | None = None
    staff: TextLine | None = None
    duration: TextLine | None = None
    copy_terms: TextLine | None = None
    legal_basis: Annotated[
        tuple[TextLine, ...], BeforeValidator(as_list), between(0, 20, "butir")
    ] = ()
    website: Url | None = None
    sources: Annotated[tuple[Source, ...], BeforeValidator(as_list), between(1, 100, "sumber")]
    updated: Date

    @field_validator("sources")
    @classmethod
    def _have_different_addresses(cls, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        seen: dict[str, int] = {}
        for n, source in enumerate(sources, 1):
            if source.url in seen:
                raise mistake(
                    f"alamat sumber {n} sama dengan sumber {seen[source.url]}",
                    "gabungkan keduanya dan perbaiki nomor rujukannya",
                )
            seen[source.url] = n
        return sources

    @model_validator(mode="after")
    def _results_name_sources_that_exist(self) -> Self:
        for n, result in enumerate(self.results, 1):
            if result.examined_by is not None and result.examined_by > len(self.sources):
                raise mistake(
                    f"examined_by hasil {n} menunjuk sumber {result.examined_by} yang tidak ada",
                    f"tulis nomor sumber dari 1 sampai {len(self.sources)}",
                )
        return self

    @field_validator("awards")
    @classmethod
    def _are_not_older_than_the_innovation(
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
    """One innovation: its front matter, its sections, and its identity."""

    slug: Slug
    sections: tuple[Section, ...]
    #: The code of the region whose government runs it (Kepmendagri 300.2.2-2138/2025); None
    #: for a ministry or a company.
    region: str | None = None

    @field_validator("sections")
    @classmethod
    def _include_the_required_sections(cls, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        present = {section.key for section in sections}
        for key in vocabulary.REQUIRED_SECTIONS:
            if key not in present:
                heading = vocabulary.SECTIONS[key].id
                raise mistake(f"bagian “{heading}” tidak ada", f"tambahkan “## {heading}”")
        return sections

    @classmethod
    def read_back(cls, stored: bytes) -> Case:
        """The case that ``model_dump_json(exclude_none=True)`` wrote, without any check.

        The index stores cases that were checked when it was built. To check one again takes two
        and a half times as long as this, and the page of a theme reads two dozen.
        """
        values = json.loads(stored)
        for source in values["sources"]:
            if isinstance(source.get("date"), str):
                source["date"] = dt.date.fromisoformat(source["date"])
        for section in values["sections"]:
            section["sentences"] = tuple(section["sentences"])
            section["cites"] = tuple(section["cites"])
        for key in ("problems", "tags", "sdgs", "legal_basis"):
            values[key] = tuple(values[key])
        for key, model in _LISTED.items():
            values[key] = tuple([model.model_construct(**entry) for entry in values[key]])
        for key in ("status_checked", "updated"):
            if key in values:
                values[key] = dt.date.fromisoformat(values[key])
        return cls.model_construct(**values)

    def section(self, key: str) -> Section | None:
        """The section with this key, if the case has it."""
        return next((section for section in self.sections if section.key == key), None)

    def sentences(self, key: str) -> tuple[str, ...]:
        """The sentences of the section with this key; none if the case lacks it."""
        section = self.section(key)
        return section.sentences if section else ()

    @property
    def newest_source(self) -> DateOrYear | None:
        """The date or year of the newest dated source; 2021-03-04 is newer than 2021."""
        dates = [source.date for source in self.sources if source.date is not None]
        return max(dates, key=_as_order, default=None)

    @property
    def status_as_of(self) -> DateOrYear | None:
        """When the status was last known: the day it was checked, else the newest source's date."""
        return self.status_checked or self.newest_source

    def citations(self) -> tuple[int, ...]:
        """The number of citations of each source in the body; index 0 is source 1."""
        cites = [n for section in self.sections for n in section.cites]
        return tuple(cites.count(n) for n in range(1, len(self.sources) + 1))


# The lists of models in a case.
_LISTED: Mapping[str, type[Model]] = {
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
    "sections": Section,
}


def _as_order(value: dt.date | int) -> tuple[int, int, int]:
    """Sorts dates and years; a year comes before each of its dates."""
    if isinstance(value, dt.date):
        return (value.year, value.month, value.day)
    return (value, 0, 0)
