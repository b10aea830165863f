"""A case on one sheet of A4."""

from __future__ import annotations

from dataclasses import dataclass

from app.collection import vocabulary
from app.collection.case import Case, Source
from app.collection.evidence import assess
from app.collection.wording import ADVERSE, host, place, shortened, source_date, whole_sentences

# The room on one sheet, measured with the longest cases of the collection: characters of
# each section, rows of results, sources, and characters of a line and of a source's title.
_SECTION_ROOM = {"masalah": 480, "solusi": 620, "tantangan": 330, "pembelajaran": 330}
_MOST_RESULTS, _MOST_SOURCES = 4, 4
_LONGEST_LINE, _LONGEST_SOURCE_TITLE = 150, 110


@dataclass(frozen=True)
class Handout:
    """The contents of a sheet; empty texts and rows are gaps.

    Attributes:
        slug: the case.
        title: its title.
        expansion: the long form of the title.
        agency: the agency that runs it.
        place: where it is run.
        started: the year in which it started; None where no source says.
        status: its life status.
        evidence: the name of its evidence step.
        sections: heading and text of problem, solution, challenges and lessons.
        facts: name and value of cost, staff, duration, legal basis and terms of copying;
            None where no source says.
        results: measure, figure before (None where no source says), figure after.
        sources: the first sources, numbered.
        more_sources: the number of the other sources.
    """

    slug: str
    title: str
    expansion: str
    agency: str
    place: str
    started: str | None
    status: str
    evidence: str
    sections: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str | None], ...]
    results: tuple[tuple[str, str | None, str], ...]
    sources: tuple[str, ...]
    more_sources: int


def handout(case: Case) -> Handout:
    """The sheet of a case; its texts are whole sentences of the file, as far as they fit."""
    step = str(assess(case).step)
    return Handout(
        slug=case.slug,
        title=case.title,
        expansion=case.expansion or "",
        agency=case.agency,
        place=place(case),
        started=str(case.started) if case.started else None,
        status=vocabulary.STATUSES[case.status].id,
        evidence=vocabulary.EVIDENCE[step].id,
        sections=tuple(
            (
                vocabulary.SECTIONS[key].id,
                whole_sentences(case.sentences(key), room, cut_first=True),
            )
            for key, room in _SECTION_ROOM.items()
        ),
        facts=(
            ("Biaya", _line(case.cost)),
            ("Tenaga", _line(case.staff)),
            ("Lama penerapan", _line(case.duration)),
            ("Dasar hukum", _line("; ".join(case.legal_basis))),
            ("Syarat meniru", _line(case.copy_terms)),
        ),
        results=_results(case),
        sources=tuple(
            _source(number, source) for number, source in enumerate(case.sources[:_MOST_SOURCES], 1)
        ),
        more_sources=max(0, len(case.sources) - _MOST_SOURCES),
    )


def _results(case: Case) -> tuple[tuple[str, str | None, str], ...]:
    """The first results; those with a figure from before come before the others.

    A result that got worse is never left out for one that did not.
    """
    adverse = [result for result in case.results if result.adverse][: _MOST_RESULTS - 1]
    good = sorted(
        (result for result in case.results if not result.adverse),
        key=lambda result: result.before is None,
    )
    return tuple(
        (
            shortened(result.measure, _LONGEST_LINE)
            + (f" ({ADVERSE.id})" if result.adverse else ""),
            _line(result.before),
            shortened(result.after, _LONGEST_LINE),
        )
        for result in (*good[: _MOST_RESULTS - len(adverse)], *adverse)
    )


def _line(text: str | None) -> str | None:
    return shortened(text, _LONGEST_LINE) if text else None


def _source(number: int, source: Source) -> str:
    title = shortened(source.title, _LONGEST_SOURCE_TITLE)
    return f"{number}. {title}. {host(source.url)}, {source_date(source)}"
