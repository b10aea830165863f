"""A case on one sheet of A4."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.collection import vocabulary
from app.collection.case import Case, Source
from app.collection.evidence import assess
from app.documents.event.guide import shortened
from app.documents.office.dates import long_date

# What fits on one sheet, measured with the longest cases of the collection: characters of
# each part, rows of results, sources.
_ROOM = {"masalah": 480, "solusi": 620, "tantangan": 330, "pembelajaran": 330}
_RESULTS, _SOURCES = 4, 4
_LINE = 150


@dataclass(frozen=True)
class Handout:
    """What stands on the sheet; empty texts and rows are gaps.

    Attributes:
        where: place and level.
        facts: name and value of what it took; None where no source says.
        results: measure, before (None where no source says), after.
        parts: heading and text of problem, solution, challenges and lessons.
        sources: as the sheet lists them.
        more_sources: how many more the case has.
    """

    slug: str
    title: str
    expansion: str
    agency: str
    where: str
    started: str | None
    status: str
    evidence: str
    parts: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str | None], ...]
    results: tuple[tuple[str, str | None, str], ...]
    sources: tuple[str, ...]
    more_sources: int


def handout(case: Case) -> Handout:
    """The sheet of a case. Every text is of whole sentences as the file has them."""
    step = str(assess(case).step)
    best = sorted(case.results, key=lambda result: result.before is None)[:_RESULTS]
    return Handout(
        slug=case.slug,
        title=case.title,
        expansion=case.expansion or "",
        agency=case.agency,
        where=place_of(case),
        started=str(case.started) if case.started else None,
        status=vocabulary.STATUSES[case.status].id,
        evidence=f"{step}. {vocabulary.EVIDENCE[step].id}",
        parts=tuple((vocabulary.SECTIONS[key].id, _excerpt(case, key)) for key in _ROOM),
        facts=(
            ("Biaya", _line(case.cost)),
            ("Tenaga", _line(case.staff)),
            ("Lama penerapan", _line(case.duration)),
            ("Dasar hukum", _line("; ".join(case.legal_basis))),
            ("Syarat meniru", _line(case.copy_terms)),
        ),
        results=tuple(
            (shortened(r.measure, _LINE), _line(r.before), shortened(r.after, _LINE)) for r in best
        ),
        sources=tuple(_source(n, source) for n, source in enumerate(case.sources[:_SOURCES], 1)),
        more_sources=max(0, len(case.sources) - _SOURCES),
    )


def place_of(case: Case) -> str:
    """Where a case is run: ``Kabupaten Malang, Jawa Timur``."""
    if case.level == "provinsi":
        return f"Provinsi {case.province}"
    government = case.government.removeprefix("Pemerintah ")
    if case.province in government or case.province == vocabulary.NATIONAL:
        return government
    return f"{government}, {case.province}"


def agency_and_place(case: Case) -> str:
    """``Kecamatan Wonosari, Kabupaten Malang, Jawa Timur``, nothing said twice."""
    parts = [part for part in place_of(case).split(", ") if part not in case.agency]
    return ", ".join([case.agency, *parts])


def _line(text: str | None) -> str | None:
    return shortened(text, _LINE) if text else None


def _excerpt(case: Case, key: str) -> str:
    """The first whole sentences of a section that fit; the first is cut if it alone doesn't."""
    room = _ROOM[key]
    kept: list[str] = []
    for section in case.sections:
        for sentence in section.sentences if section.key == key else ():
            if kept and len(" ".join([*kept, sentence])) > room:
                return " ".join(kept)
            kept.append(shortened(sentence, room))
    return " ".join(kept)


def _source(number: int, source: Source) -> str:
    host = (urlsplit(source.url).hostname or source.url).removeprefix("www.")
    date = source.date
    when = long_date(date) if isinstance(date, dt.date) else str(date or "tanpa tanggal")
    return f"{number}. {shortened(source.title, 110)}. {host}, {when}"
