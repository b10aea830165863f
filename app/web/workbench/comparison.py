"""Cases side by side: the facts that decide, one row each, as plain values.

The page, the CSV and the Word file of ``/banding`` all show the same
:class:`Comparison`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection import vocabulary
from app.collection.case import Case, Replication, Result
from app.collection.evidence import assess, is_promise
from app.web.site.i18n import label
from app.web.site.present import host, status_age, where

#: How many cases can stand beside each other and still be read.
FEWEST, MOST = 2, 4

#: A section is quoted up to about so many characters, in whole sentences.
QUOTED = 420


@dataclass(frozen=True)
class Line:
    """One fact of a cell.

    Attributes:
        text: the fact.
        note: what qualifies it: how old it is, where it stands.
        url: where it leads, if anywhere.
    """

    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """What one case says of one thing; no lines where no source says it.

    ``more`` is the key of the section that says more than is quoted.
    """

    lines: tuple[Line, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that decides, for every case; ``same`` if all say the same of it."""

    key: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        return len(self.cells) > 1 and len(set(self.cells)) == 1


@dataclass(frozen=True)
class Comparison:
    """Cases in columns, facts in rows."""

    cases: tuple[Case, ...]
    rows: tuple[Row, ...]


def compare(cases: Sequence[Case]) -> Comparison:
    """The deciding facts of some cases.

    The rows follow the questions of an officer: which problem, by what means, did it
    work, does it live, what does it take, who copied it on what terms, what went wrong.
    """
    return Comparison(
        tuple(cases),
        tuple(Row(key, name, tuple(map(cell, cases))) for key, name, cell in _rows()),
    )


def _rows() -> Iterable[tuple[str, str, Callable[[Case], Cell]]]:
    yield "problem", _("Masalah"), _section("masalah")
    yield "solution", _("Solusi"), lambda case: _cell(case.summary)
    yield "results", _("Hasil"), lambda case: Cell(tuple(map(_result, case.results)))
    yield "evidence", _("Kekuatan bukti"), _evidence
    yield "status", _("Status"), _status
    yield "place", _("Tempat"), lambda case: _cell(where(case))
    yield "agency", _("Instansi"), lambda case: _cell(case.agency)
    yield "level", _("Tingkat"), lambda case: _cell(label(vocabulary.LEVELS[case.level]))
    yield "category", _("Bidang"), lambda case: _cell(label(vocabulary.CATEGORIES[case.category]))
    yield "started", _("Mulai"), lambda case: _cell(case.started and str(case.started))
    yield "cost", _("Biaya"), lambda case: _cell(case.cost)
    yield "staff", _("Tenaga"), lambda case: _cell(case.staff)
    yield "duration", _("Lama penerapan"), lambda case: _cell(case.duration)
    yield "legal_basis", _("Dasar hukum"), lambda case: _cell(*case.legal_basis)
    yield (
        "replicated_by",
        _("Ditiru oleh"),
        lambda case: Cell(tuple(map(_copy, case.replicated_by))),
    )
    yield "copy_terms", _("Syarat meniru"), lambda case: _cell(case.copy_terms)
    yield "challenges", _("Tantangan"), _section("tantangan")
    yield "lessons", _("Pembelajaran"), _section("pembelajaran")
    yield "awards", _("Penghargaan"), _awards
    yield "sources", _("Sumber"), _sources
    yield "website", _("Situs"), _website


def _cell(*texts: str | int | None) -> Cell:
    return Cell(tuple(Line(str(text)) for text in texts if text))


def _section(key: str) -> Callable[[Case], Cell]:
    def quote(case: Case) -> Cell:
        said = next((s.sentences for s in case.sections if s.key == key), ())
        text = first_sentences(said, QUOTED)
        if not text:
            return Cell()
        return Cell((Line(text),), key if len(text) < len(" ".join(said)) else "")

    return quote


def first_sentences(sentences: Sequence[str], limit: int) -> str:
    """Whole sentences up to a length; the first in any case.

    >>> first_sentences(("Satu dua.", "Tiga empat.", "Lima."), 21)
    'Satu dua. Tiga empat.'
    """
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        if text and len(longer) > limit:
            break
        text = longer
    return text


def _result(result: Result) -> Line:
    if result.before:
        return Line(f"{result.measure}: {result.before} → {result.after}")
    return Line(f"{result.measure}: {result.after}", _("sebelumnya: belum ada data"))


def _evidence(case: Case) -> Cell:
    step = str(assess(case).step)
    text = _("%(step)s dari 4: %(name)s", step=step, name=label(vocabulary.EVIDENCE[step]))
    return Cell((Line(text),))


def _status(case: Case) -> Cell:
    as_of = None if case.status_as_of is None else str(case.status_as_of)
    age = status_age(as_of, case.status_checked is not None)
    return Cell((Line(label(vocabulary.STATUSES[case.status]), age.text),))


def _copy(copy: Replication) -> Line:
    text = f"{copy.by} ({copy.year})" if copy.year else copy.by
    return Line(text, _("baru rencana atau komitmen") if is_promise(copy.by) else "")


def _awards(case: Case) -> Cell:
    return _cell(*(f"{award.rank} {award.name} {award.year}" for award in case.awards))


def _sources(case: Case) -> Cell:
    years = [source.year for source in case.sources if source.year]
    count = ngettext("%(num)s sumber", "%(num)s sumber", len(case.sources))
    note = _("terbaru %(year)s", year=max(years)) if years else _("tak bertanggal")
    return Cell((Line(count, note),))


def _website(case: Case) -> Cell:
    return Cell((Line(host(case.website), url=case.website),)) if case.website else Cell()
