"""Cases side by side: the facts that decide, a row each, as plain values.

The page, the CSV and the Word file of ``/banding`` all show the same :class:`Comparison`;
their views stand in :mod:`app.web.workbench.comparison_views`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection import vocabulary, wording
from app.collection.case import Case, Replication, Result
from app.collection.evidence import assess, is_promise
from app.web.site import case_text
from app.web.site.i18n import label

#: How many cases can stand beside each other and still be read.
FEWEST, MOST = 2, 4

#: The characters of a section up to which it is quoted, in whole sentences.
QUOTED = 420


@dataclass(frozen=True)
class ComparedFact:
    """A fact of one case.

    Attributes:
        text: the fact.
        note: what qualifies it, for example how old it is.
        url: the web address that it links to, if any.
    """

    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class ComparisonCell:
    """What one case says about the subject of a row; no facts where no source says any.

    ``more`` is the key of the section of the case that says more than is quoted.
    """

    facts: tuple[ComparedFact, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class ComparisonRow:
    """A subject, such as the cost, with a cell for each case."""

    key: str
    name: str
    cells: tuple[ComparisonCell, ...]

    @property
    def same(self) -> bool:
        """Whether all cases say the same."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1


@dataclass(frozen=True)
class Comparison:
    """Cases in columns, subjects in rows."""

    cases: tuple[Case, ...]
    rows: tuple[ComparisonRow, ...]


def compare(cases: Sequence[Case]) -> Comparison:
    """The deciding facts of some cases, in the language of the page.

    The rows follow the questions of an officer: which problem, by what means, did it
    work, does it live, what does it take, who copied it on what terms, what went wrong.
    """
    return Comparison(
        tuple(cases),
        tuple(ComparisonRow(key, name, tuple(map(cell, cases))) for key, name, cell in _rows()),
    )


def _rows() -> Iterable[tuple[str, str, Callable[[Case], ComparisonCell]]]:
    """The key and the name of each row, and the function that makes a cell of a case."""
    yield "problem", _("Masalah"), _section("masalah")
    yield "solution", _("Solusi"), lambda case: _cell(case.summary)
    yield "results", _("Hasil"), _results
    yield "evidence", _("Kekuatan bukti"), _evidence
    yield "status", _("Status"), _status
    yield "place", _("Tempat"), lambda case: _cell(case_text.place(case))
    yield "agency", _("Instansi"), lambda case: _cell(case.agency)
    yield "level", _("Tingkat"), lambda case: _cell(label(vocabulary.LEVELS[case.level]))
    yield "category", _("Bidang"), lambda case: _cell(label(vocabulary.CATEGORIES[case.category]))
    yield "started", _("Mulai"), lambda case: _cell(case.started)
    yield "cost", _("Biaya"), lambda case: _cell(case.cost)
    yield "staff", _("Tenaga"), lambda case: _cell(case.staff)
    yield "duration", _("Lama penerapan"), lambda case: _cell(case.duration)
    yield "legal_basis", _("Dasar hukum"), lambda case: _cell(*case.legal_basis)
    yield "replicated_by", _("Ditiru oleh"), _copies
    yield "copy_terms", _("Syarat meniru"), lambda case: _cell(case.copy_terms)
    yield "challenges", _("Tantangan"), _section("tantangan")
    yield "lessons", _("Pembelajaran"), _section("pembelajaran")
    yield "awards", _("Penghargaan"), lambda case: _cell(*map(wording.award, case.awards))
    yield "sources", _("Sumber"), _sources
    yield "website", _("Situs"), _website


def _cell(*values: str | int | None) -> ComparisonCell:
    """A cell of facts without notes; None and empty texts are left out."""
    return ComparisonCell(tuple(ComparedFact(str(value)) for value in values if value))


def _section(key: str) -> Callable[[Case], ComparisonCell]:
    """A function that quotes the section with this key."""

    def quote(case: Case) -> ComparisonCell:
        sentences = case.sentences(key)
        text = wording.whole_sentences(sentences, QUOTED)
        if not text:
            return ComparisonCell()
        is_cut = len(text) < len(" ".join(sentences))
        return ComparisonCell((ComparedFact(text),), more=key if is_cut else "")

    return quote


def _results(case: Case) -> ComparisonCell:
    return ComparisonCell(tuple(map(_result, case.results)))


def _result(result: Result) -> ComparedFact:
    note = "" if result.before else label(wording.NO_BEFORE)
    return ComparedFact(wording.result(result), note)


def _evidence(case: Case) -> ComparisonCell:
    return _cell(label(vocabulary.EVIDENCE[str(assess(case).step)]))


def _status(case: Case) -> ComparisonCell:
    age = case_text.status_age(case)
    return ComparisonCell((ComparedFact(label(vocabulary.STATUSES[case.status]), age.text),))


def _copies(case: Case) -> ComparisonCell:
    return ComparisonCell(tuple(map(_copy, case.replicated_by)))


def _copy(copy: Replication) -> ComparedFact:
    note = label(wording.ONLY_PROMISED) if is_promise(copy.by) else ""
    return ComparedFact(wording.copy(copy), note)


def _sources(case: Case) -> ComparisonCell:
    count = ngettext("%(num)s sumber", "%(num)s sumber", len(case.sources))
    years = [source.year for source in case.sources if source.year]
    note = _("terbaru %(year)s", year=max(years)) if years else _("tak bertanggal")
    return ComparisonCell((ComparedFact(count, note),))


def _website(case: Case) -> ComparisonCell:
    if not case.website:
        return ComparisonCell()
    return ComparisonCell((ComparedFact(wording.host(case.website), url=case.website),))
