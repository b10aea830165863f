"""A case on one sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.collection import vocabulary
from app.collection.case import Case, Source
from app.collection.evidence import assess
from app.collection.wording import ADVERSE, host, place, shortened, source_date, whole_sentences

# The sections on a sheet, in their order.
_SECTIONS = ("masalah", "solusi", "pelaksanaan", "tantangan", "pembelajaran")

#: The room on one sheet, in lines of 11 pt: on the page that is printed, and in Word, where the
#: code stands below the text. Measured with all cases of the collection.
PRINTED, IN_WORD = 50, 50

# Characters of a line.
_LINE = 78

# A section gets at most this many characters, and fewer where the sheet is full.
_MOST_CHARACTERS, _LEAST_CHARACTERS, _STEP = 840, 120, 20

_MOST_RESULTS, _MOST_SOURCES = 4, 4
_LONGEST_LINE, _LONGEST_SOURCE_TITLE = 150, 90

# What ends a section of which more stands in the file.
MORE = " …"


@dataclass(frozen=True)
class Handout:
    """The contents of a sheet.

    Attributes:
        slug: the case.
        title: its title.
        expansion: the long form of the title.
        agency: the agency that runs it.
        place: where it is run.
        started: the year in which it started; None where no source says.
        status: its life status.
        evidence: the name of its evidence step.
        sections: heading and text of problem, solution, steps, challenges and lessons, as
            far as the file has them; a text that is shortened ends with :data:`MORE`.
        facts: name and value of cost, staff, duration, legal basis and terms of copying, as
            far as a source says.
        gaps: the names of the sections and facts that no source says.
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
    facts: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    results: tuple[tuple[str, str | None, str], ...]
    sources: tuple[str, ...]
    more_sources: int

    @property
    def shortened(self) -> bool:
        """Whether more of a section stands in the file."""
        return any(text.endswith(MORE) for _heading, text in self.sections)


def handout(case: Case, room: float = PRINTED) -> Handout:
    """The sheet of a case; its sections are whole sentences of the file, as far as they fit.

    Args:
        case: The case.
        room: The room on the sheet, in lines.
    """
    step = str(assess(case).step)
    facts = (
        ("Biaya", _line(case.cost)),
        ("Tenaga", _line(case.staff)),
        ("Lama penerapan", _line(case.duration)),
        ("Dasar hukum", _line("; ".join(case.legal_basis))),
        ("Syarat meniru", _line(case.copy_terms)),
    )
    absent = [vocabulary.SECTIONS[key].id for key in _SECTIONS if not case.sentences(key)]
    sheet = Handout(
        slug=case.slug,
        title=case.title,
        expansion=case.expansion or "",
        agency=case.agency,
        place=place(case),
        started=str(case.started) if case.started else None,
        status=vocabulary.STATUSES[case.status].id,
        evidence=vocabulary.EVIDENCE[step].id,
        sections=(),
        facts=tuple((name, value) for name, value in facts if value),
        gaps=(*(name for name, value in facts if not value), *absent),
        results=_results(case),
        sources=tuple(
            _source(number, source) for number, source in enumerate(case.sources[:_MOST_SOURCES], 1)
        ),
        more_sources=max(0, len(case.sources) - _MOST_SOURCES),
    )
    return replace(sheet, sections=_sections(case, room - _other_lines(sheet)))


# --- as much as fits ------------------------------------------------------------------


def _sections(case: Case, room: float) -> tuple[tuple[str, str], ...]:
    """The sections, each with as many whole sentences as fit into so many lines together."""
    for most in range(_MOST_CHARACTERS, _LEAST_CHARACTERS, -_STEP):
        sections = tuple(
            (vocabulary.SECTIONS[key].id, _beginning(case.sentences(key), most))
            for key in _SECTIONS
            if case.sentences(key)
        )
        if sum(1.6 + _lines(text) for _heading, text in sections) <= room:
            break
    return sections


def _beginning(sentences: Sequence[str], most: int) -> str:
    """The first sentences, with a sign if there are more."""
    text = whole_sentences(sentences, most, cut_first=True)
    is_whole = len(text) >= len(" ".join(sentences))
    return text if is_whole else text.removesuffix("…").rstrip() + MORE


def _lines(text: str, line: int = _LINE) -> int:
    """The lines that a text takes."""
    return -(-len(text) // line)


def _other_lines(sheet: Handout) -> float:
    """The lines that everything but the sections takes, headings and room between included."""
    head = 3 * _lines(sheet.title, 40) + _lines(sheet.expansion, 60)
    head += _lines(sheet.agency + sheet.place, 55) + 1
    facts = 1.6 + sum(1.3 * _lines(value, 55) for _name, value in sheet.facts)
    gaps = _lines(", ".join(sheet.gaps)) if sheet.gaps else 0
    results = 3.0 + sum(
        1.3 * max(_lines(measure, 36), _lines(before or "Belum ada data", 21), _lines(after, 21))
        for measure, before, after in sheet.results
    )
    sources = 1.6 + 0.85 * (1 + sum(_lines(source, 95) for source in sheet.sources))
    return max(head, 7) + facts + gaps + results + sources


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
