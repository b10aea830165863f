"""A case in words: its place, owner, awards, copies, status with its age, and sources.

Pages, Word files, spreadsheets and handouts all take these words from here, so that a
fact reads the same wherever it stands. The functions know neither Flask nor gettext:
``language`` says which of the site's two languages to write. Names of places, agencies
and awards stay as the case file has them, in both languages.

Most functions take anything with the attributes of a case that they need (the
``Protocol`` classes below): a whole ``Case``, or the card of a case in a list of results.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from app.collection import evidence, vocabulary
from app.collection.case import Award, DateOrYear, Result, Source
from app.collection.regions import GOVERNMENT_PREFIX
from app.collection.vocabulary import Label, Language

# --- places and owners ----------------------------------------------------------------

_PROVINCE = Label("Provinsi {name}", "{name} Province")


class Placed(Protocol):
    """The attributes that say where a case is run."""

    @property
    def level(self) -> str: ...
    @property
    def government(self) -> str: ...
    @property
    def province(self) -> str: ...


class Owned(Protocol):
    """The attributes that say who runs a case."""

    @property
    def agency(self) -> str: ...
    @property
    def government(self) -> str: ...


class OwnedAndPlaced(Owned, Placed, Protocol):
    """The attributes that say who runs a case, and where."""


class Titled(Protocol):
    """The attributes that name a case."""

    @property
    def title(self) -> str: ...
    @property
    def expansion(self) -> str | None: ...


def government_place(government: str) -> str:
    """The place that a government governs; another institution's name stays whole.

    >>> government_place("Pemerintah Kabupaten Malang"), government_place("Kementerian Agama")
    ('Kabupaten Malang', 'Kementerian Agama')
    """
    return government.removeprefix(GOVERNMENT_PREFIX)


def place(case: Placed, language: Language = "id") -> str:
    """The place a case belongs to: ``Kabupaten Malang, Jawa Timur``.

    The province is left out where the government's name has it, and for an institution
    of the whole country.
    """
    government = government_place(case.government)
    if case.level == "provinsi" or government == _PROVINCE.id.format(name=case.province):
        return _PROVINCE.text(language).format(name=case.province)
    if case.province in government or case.province == vocabulary.NATIONAL:
        return government
    return f"{government}, {case.province}"


def agency_and_place(case: OwnedAndPlaced, language: Language = "id") -> str:
    """``Kecamatan Wonosari, Kabupaten Malang, Jawa Timur``.

    Names of places that the agency's name already has are left out.
    """
    names = [name for name in place(case, language).split(", ") if name not in case.agency]
    return ", ".join([case.agency, *names])


def owner(case: Owned) -> str:
    """The agency and its government: ``Kecamatan Wonosari, Pemerintah Kabupaten Malang``.

    A ministry is both; it is named once.
    """
    if case.agency == case.government:
        return case.agency
    return f"{case.agency}, {case.government}"


def title_and_expansion(case: Titled, *, quoted: bool = False) -> str:
    """``Putik Sari (Pusat Informasi …)``; ``quoted`` puts the title between quotation marks."""
    title = f"“{case.title}”" if quoted else case.title
    return f"{title} ({case.expansion})" if case.expansion else title


def host(url: str) -> str:
    """The host of a web address, for showing.

    >>> host("https://www.malangkab.go.id/berita?id=1")
    'malangkab.go.id'
    """
    return (urlsplit(url).hostname or url).removeprefix("www.")


# --- awards, results, copies ----------------------------------------------------------

#: Stands beside an entry of ``replicated_by`` that is only a promise (see
#: :func:`app.collection.evidence.is_promise`).
ONLY_PROMISED = Label("baru janji atau rencana", "only promised or planned so far")

#: Stands beside a result whose figure before the innovation is unknown.
NO_BEFORE = Label("sebelumnya: belum ada data", "before: no data yet")

#: Stands beside a result that tells a worsening.
ADVERSE = Label("memburuk", "worse than before")

_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")


class CopyEntry(Protocol):
    """A use of an innovation by another agency: an entry of ``replicated_by``, or a
    ``Copy`` of :mod:`app.collection.family`."""

    @property
    def by(self) -> str: ...
    @property
    def year(self) -> int | None: ...


def award(award: Award) -> str:
    """``Top 99 KIPP 2021``."""
    return f"{award.rank} {award.name} {award.year}"


def result(result: Result, language: Language = "id") -> str:
    """``Kasus stunting: 120 → 40``; without a figure before, ``Kasus stunting: 40``.

    An adverse result says so: ``Kematian bayi: 45 → 48 (memburuk)``.
    """
    before = f"{result.before} → " if result.before else ""
    worse = f" ({ADVERSE.text(language)})" if result.adverse else ""
    return f"{result.measure}: {before}{result.after}{worse}"


@dataclass(frozen=True)
class Figures:
    """A result whose figures stand apart from the brackets behind them.

    Attributes:
        measure: the thing that was measured.
        before: the figure before, or None where no source says it.
        after: the figure after.
        period: the texts in the brackets, mostly years: ``2021 → 2023``.
    """

    measure: str
    before: str | None
    after: str
    period: str | None

    @property
    def length(self) -> int:
        """The number of characters in both figures."""
        return len(self.before or "") + len(self.after)


def figures(measure: str, before: str | None, after: str) -> Figures:
    """A result with the brackets taken off its figures.

    >>> figures("Desa mandiri", "0 (2021)", "8 (2023)")
    Figures(measure='Desa mandiri', before='0', after='8', period='2021 → 2023')
    """
    after, after_note = _without_brackets(after)
    if before is None:
        return Figures(measure, None, after, after_note)
    before, before_note = _without_brackets(before)
    both = before_note and after_note
    period = f"{before_note} → {after_note}" if both else before_note or after_note
    return Figures(measure, before, after, period)


def _without_brackets(text: str) -> tuple[str, str | None]:
    """A text without the brackets at its end, and the text in the brackets.

    A text that is nothing but brackets stays as it is.
    """
    brackets = _BRACKETS.search(text)
    if not brackets or not brackets.start():
        return text, None
    return text[: brackets.start()], brackets[1]


def copy(copy: CopyEntry, *, brackets: bool = True) -> str:
    """``Kabupaten Malang (2022)``, or ``Kabupaten Malang, 2022`` without brackets."""
    if not copy.year:
        return copy.by
    return f"{copy.by} ({copy.year})" if brackets else f"{copy.by}, {copy.year}"


def copier_name(by: str) -> str:
    """The copier that an entry of ``replicated_by`` names, without what brackets add.

    >>> copier_name("Kabupaten Tegal (Yuk Sekolah Maning), menurut tulisan Kompasiana")
    'Kabupaten Tegal'
    """
    return by.partition("(")[0].strip(" ,") or by


#: The first of several copiers, and how many more there are.
AND_MORE = Label("{first} dan {n} lainnya", "{first} and {n} more")


# --- dates and sources ----------------------------------------------------------------

#: Names of the months, January first.
MONTHS = (
    Label("Januari", "January"),
    Label("Februari", "February"),
    Label("Maret", "March"),
    Label("April", "April"),
    Label("Mei", "May"),
    Label("Juni", "June"),
    Label("Juli", "July"),
    Label("Agustus", "August"),
    Label("September", "September"),
    Label("Oktober", "October"),
    Label("November", "November"),
    Label("Desember", "December"),
)

_UNDATED = Label("tanpa tanggal", "undated")


def long_date(date: dt.date, language: Language = "id") -> str:
    """A date with the month in letters, as Babel's format ``long`` has it; English is British.

    >>> long_date(dt.date(2027, 3, 1)), long_date(dt.date(2027, 3, 1), "en")
    ('1 Maret 2027', '1 March 2027')
    """
    return f"{date.day} {MONTHS[date.month - 1].text(language)} {date.year}"


def source_date(source: Source, language: Language = "id") -> str:
    """``1 Maret 2027``, ``2027`` or ``tanpa tanggal``, as precise as the source is."""
    if source.date is None:
        return _UNDATED.text(language)
    return _date_or_year(source.date, language)


def publication(source: Source, language: Language = "id") -> str:
    """Who published a source, if known, and when: ``Pemkab Malang, 1 Maret 2027``."""
    publisher = f"{source.publisher}, " if source.publisher else ""
    return f"{publisher}{source_date(source, language)}"


def _date_or_year(value: DateOrYear | str, language: Language) -> str:
    """A date in words, or a year; a text is an ISO date or a year."""
    if isinstance(value, str) and "-" in value:
        value = dt.date.fromisoformat(value)
    return long_date(value, language) if isinstance(value, dt.date) else str(value)


# --- status ---------------------------------------------------------------------------

_CHECKED = Label("dicek {date}", "checked {date}")
_BY_SOURCE_OF = Label("menurut sumber {date}", "according to a source of {date}")
_BY_UNDATED_SOURCE = Label("menurut sumber tak bertanggal", "according to an undated source")
_SOURCE_OF = Label("sumber {date}", "source of {date}")
# No source says an unknown status, so the date is only that of the newest source.
_NEWEST_SOURCE_OF = Label("sumber terbaru {date}", "newest source of {date}")
_UNDATED_SOURCE = Label("sumber tak bertanggal", "source undated")
_TO_BE_CHECKED = Label("{text}, perlu dicek", "{text}, to be checked")


class WithStatus(Protocol):
    """The attributes that say whether an innovation still runs, and how well that is known."""

    @property
    def status(self) -> str: ...
    @property
    def status_as_of(self) -> DateOrYear | str | None:
        """When the status was last known: a date, an ISO date or a year."""

    @property
    def status_checked(self) -> object:
        """True or a date if a curator checked the status then; else the date is a source's."""


@dataclass(frozen=True)
class StatusAge:
    """When a status was last known, in words.

    Attributes:
        text: the words, for a sentence.
        short: fewer words, for a list: ``sumber 2019, perlu dicek``.
        to_check: whether both end with “perlu dicek”: see
            :func:`app.collection.evidence.needs_check`.
    """

    text: str
    short: str
    to_check: bool


def status_age(
    case: WithStatus, language: Language = "id", today: dt.date | None = None
) -> StatusAge:
    """When a status was last known: ``dicek 2024``, ``menurut sumber 2019, perlu dicek``.

    ``today`` is the day to count from (default: the system's).
    """
    as_of = case.status_as_of
    year = None if as_of is None else str(as_of)[:4]
    text = _known_from(case, language, year)
    if year is None:
        short = _UNDATED_SOURCE.text(language)
    else:
        by = _CHECKED if case.status_checked else _SOURCE_OF
        short = by.text(language).format(date=year)
    if evidence.needs_check(case.status, as_of, today):
        to_be_checked = _TO_BE_CHECKED.text(language)
        return StatusAge(
            to_be_checked.format(text=text), to_be_checked.format(text=short), to_check=True
        )
    return StatusAge(text, short, to_check=False)


def status_date(case: WithStatus, language: Language = "id") -> str:
    """When a status was last known, with the whole date, whether old or not.

    ``dicek 1 Maret 2027``, ``menurut sumber 2019`` or ``menurut sumber tak bertanggal``.
    """
    as_of = case.status_as_of
    date = None if as_of is None else _date_or_year(as_of, language)
    return _known_from(case, language, date)


def _known_from(case: WithStatus, language: Language, date: str | None) -> str:
    """Who knew a status last, and when; ``date`` is that day or year in words."""
    unknown = case.status == "belum-diketahui"
    if date is None:
        return (_UNDATED_SOURCE if unknown else _BY_UNDATED_SOURCE).text(language)
    by_source = _NEWEST_SOURCE_OF if unknown else _BY_SOURCE_OF
    return (_CHECKED if case.status_checked else by_source).text(language).format(date=date)


def status_with_age(
    case: WithStatus, language: Language = "id", today: dt.date | None = None
) -> str:
    """``Berlanjut (dicek 2024)``: see :func:`status_age`."""
    name = vocabulary.STATUSES[case.status].text(language)
    return f"{name} ({status_age(case, language, today).text})"


def status_with_date(case: WithStatus, language: Language = "id") -> str:
    """``Berlanjut, dicek 1 Maret 2027``: see :func:`status_date`."""
    return f"{vocabulary.STATUSES[case.status].text(language)}, {status_date(case, language)}"


# --- texts cut to a length ------------------------------------------------------------


def whole_sentences(sentences: Iterable[str], limit: int, *, cut_first: bool = False) -> str:
    """The first sentences that fit into ``limit`` characters, none of them cut.

    The first sentence is there even if it alone is longer; ``cut_first`` shortens it then.

    >>> whole_sentences(("Satu dua.", "Tiga empat.", "Lima."), 21)
    'Satu dua. Tiga empat.'
    """
    text = ""
    for sentence in sentences:
        if not text:
            text = shortened(sentence, limit) if cut_first else sentence
        elif len(text) + 1 + len(sentence) <= limit:
            text += f" {sentence}"
        else:
            break
    return text


def shortened(text: str, limit: int, *, inside_words: bool = False) -> str:
    """A text of at most ``limit`` characters; a longer one is cut and ends with “…”.

    It is cut between words, or wherever it gets too long if ``inside_words``.

    >>> shortened("satu, dua", 8), shortened("satu, dua", 8, inside_words=True)
    ('satu…', 'satu, d…')
    """
    if len(text) <= limit:
        return text
    start = text[: limit - 1]
    if inside_words:
        return start.rstrip() + "…"
    return start.rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
