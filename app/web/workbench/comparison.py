"""Cases side by side: the facts that decide, a row each, as plain values.

The rows are parted by what they say about the choice: rows in which the cases differ, in
groups; rows that are the same for all; and rows that no case has data for. The page, the CSV
and the Word file of ``/banding`` all show the same :class:`Comparison`; their views stand in
:mod:`app.web.workbench.comparison_views`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection import section_html, vocabulary, wording
from app.collection.case import Case, Replication, Result, Section
from app.collection.contacts import channels
from app.collection.evidence import assess, is_compared, is_promise
from app.collection.section_html import Block
from app.web.site import case_text
from app.web.site.i18n import label, language
from app.web.site.links import url_for

#: How many cases can stand beside each other and still be read.
FEWEST, MOST = 2, 4

#: The characters of a section that are shown; the blocks behind them are folded.
UNFOLDED = 500

#: The characters up to which the first block of a section is shown even if it is longer.
LONGEST_BLOCK = 1000


@dataclass(frozen=True)
class ComparedFact:
    """A fact of one case.

    Attributes:
        text: the fact.
        note: what qualifies it, for example how old it is.
        url: the web address that it links to, if any.
        measure: for a result, the thing that was measured.
        from_case: whether the text is that of the case, which is Indonesian.
    """

    text: str
    note: str = ""
    url: str = ""
    measure: str = ""
    from_case: bool = False

    @property
    def words(self) -> str:
        """The fact in a line, with its measure before and its note in brackets behind it."""
        text = f"{self.measure}: {self.text}" if self.measure else self.text
        return f"{text} ({self.note})" if self.note else text


@dataclass(frozen=True)
class Prose:
    """A section of a case as safe HTML, whose citations lead to the page of the case.

    Attributes:
        key: the key of the section.
        shown: the blocks up to :data:`UNFOLDED` characters.
        folded: the blocks behind them; empty if there are none.
    """

    key: str
    shown: str
    folded: str


@dataclass(frozen=True)
class ComparisonCell:
    """The facts of one case about the subject of a row; none where no source says any.

    A section has its lines as facts, and ``prose`` for showing.
    """

    facts: tuple[ComparedFact, ...] = ()
    prose: Prose | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ComparisonRow:
    """A subject, such as the cost, with a cell for each case."""

    key: str
    name: str
    cells: tuple[ComparisonCell, ...]

    @property
    def unknown(self) -> bool:
        """Whether no case has data."""
        return not any(cell.facts for cell in self.cells)

    @property
    def same(self) -> bool:
        """Whether all cases say the same."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1 and not self.unknown

    @property
    def differs(self) -> bool:
        """Whether the cases differ; a case without data differs from one with data."""
        return not self.same and not self.unknown


@dataclass(frozen=True)
class ComparisonGroup:
    """Rows about one question, such as the means that are needed."""

    key: str
    name: str
    rows: tuple[ComparisonRow, ...]


@dataclass(frozen=True)
class Comparison:
    """Cases in columns, subjects in groups of rows."""

    cases: tuple[Case, ...]
    groups: tuple[ComparisonGroup, ...]

    @property
    def rows(self) -> tuple[ComparisonRow, ...]:
        """All rows: first those that differ, then those that are the same, then the unknown."""
        rows = [row for group in self.groups for row in group.rows]
        return tuple(sorted(rows, key=lambda row: (row.unknown, row.same)))

    @property
    def differences(self) -> tuple[ComparisonGroup, ...]:
        """The groups with the rows in which the cases differ."""
        groups = (
            replace(group, rows=tuple(row for row in group.rows if row.differs))
            for group in self.groups
        )
        return tuple(group for group in groups if group.rows)

    @property
    def same(self) -> tuple[ComparisonRow, ...]:
        """The rows in which all cases say the same."""
        return tuple(row for row in self.rows if row.same)

    @property
    def unknown(self) -> tuple[ComparisonRow, ...]:
        """The rows that no case has data for."""
        return tuple(row for row in self.rows if row.unknown)


def compare(cases: Sequence[Case]) -> Comparison:
    """The deciding facts of some cases, in the language of the page.

    The groups follow the questions of an officer: did it work, what does it take, by what
    means, does it live, who copied it on what terms, where.
    """
    groups = (
        ComparisonGroup(key, name, tuple(_row(cases, *row) for row in rows))
        for key, name, rows in _groups()
    )
    return Comparison(tuple(cases), tuple(groups))


def _row(
    cases: Sequence[Case], key: str, name: str, cell: Callable[[Case], ComparisonCell]
) -> ComparisonRow:
    return ComparisonRow(key, name, tuple(map(cell, cases)))


#: The key and the name of a row, and the function that makes a cell of a case.
_Row = tuple[str, str, Callable[[Case], ComparisonCell]]


def _groups() -> Iterable[tuple[str, str, tuple[_Row, ...]]]:
    """The key, the name and the rows of each group."""
    yield (
        "hasil",
        _("Hasil dan bukti"),
        (
            ("results", _("Hasil"), _results),
            ("evidence", _("Kekuatan bukti"), _evidence),
            ("impact", _("Dampak"), _section("dampak")),
            ("sources", _("Sumber"), _sources),
        ),
    )
    yield (
        "sumber-daya",
        _("Biaya, tenaga, waktu, dan dasar hukum"),
        (
            ("cost", _("Biaya"), lambda case: _told(case.cost)),
            ("staff", _("Tenaga"), lambda case: _told(case.staff)),
            ("resources", _("Sumber daya"), _section("sumber-daya")),
            ("duration", _("Lama penerapan"), lambda case: _told(case.duration)),
            ("legal_basis", _("Dasar hukum"), lambda case: _told(*case.legal_basis)),
        ),
    )
    yield (
        "cara",
        _("Masalah dan cara kerja"),
        (
            ("problem", _("Masalah"), _section("masalah")),
            ("solution", _("Solusi"), _section("solusi")),
            ("steps", _("Pelaksanaan"), _section("pelaksanaan")),
            ("challenges", _("Tantangan"), _section("tantangan")),
            ("lessons", _("Pembelajaran"), _section("pembelajaran")),
        ),
    )
    yield (
        "status",
        _("Status"),
        (
            ("status", _("Status"), _status),
            ("started", _("Mulai"), lambda case: _cell(case.started)),
        ),
    )
    yield (
        "peniruan",
        _("Peniruan dan pengakuan"),
        (
            ("replicated_by", _("Ditiru oleh"), _copies),
            ("copy_terms", _("Syarat meniru"), lambda case: _told(case.copy_terms)),
            ("awards", _("Penghargaan"), lambda case: _told(*map(wording.award, case.awards))),
        ),
    )
    yield (
        "tempat",
        _("Tempat dan instansi"),
        (
            ("place", _("Tempat"), lambda case: _cell(case_text.place(case))),
            ("agency", _("Instansi"), lambda case: _cell(case.agency)),
            ("level", _("Tingkat"), lambda case: _cell(label(vocabulary.LEVELS[case.level]))),
            (
                "category",
                _("Bidang"),
                lambda case: _cell(label(vocabulary.CATEGORIES[case.category])),
            ),
            ("contacts", _("Tanyakan kepada"), _contacts),
        ),
    )


def _cell(*values: str | int | None) -> ComparisonCell:
    """A cell of facts without notes; None and empty texts are left out."""
    return ComparisonCell(tuple(ComparedFact(str(value)) for value in values if value))


def _told(*texts: str | None) -> ComparisonCell:
    """A cell of texts of the case; None and empty texts are left out."""
    return ComparisonCell(tuple(ComparedFact(text, from_case=True) for text in texts if text))


def _section(key: str) -> Callable[[Case], ComparisonCell]:
    """A function that makes a cell of the section with this key."""

    def tell(case: Case) -> ComparisonCell:
        section = case.section(key)
        return _prose(case, section) if section else ComparisonCell()

    return tell


def _prose(case: Case, section: Section) -> ComparisonCell:
    """A section with the blocks folded that are too many."""

    def name(source: str) -> str:
        return _("Sumber %(n)s kasus %(title)s", n=source, title=case.title)

    url = url_for("pages.case", slug=case.slug)
    blocks = section_html.blocks(section_html.linked_to_case(section.html, url, name))
    lengths = accumulate(block.length for block in blocks)
    shown = sum(length <= UNFOLDED for length in lengths)
    if not shown and blocks and blocks[0].length <= LONGEST_BLOCK:
        shown = 1
    return ComparisonCell(
        facts=tuple(ComparedFact(line, from_case=True) for block in blocks for line in block.lines),
        prose=Prose(section.key, _html(blocks[:shown]), _html(blocks[shown:])),
    )


def _html(blocks: Iterable[Block]) -> str:
    return "\n".join(block.html for block in blocks)


def _results(case: Case) -> ComparisonCell:
    return ComparisonCell(tuple(map(_result, case.results)))


def _result(result: Result) -> ComparedFact:
    before = f"{result.before} → " if result.before else ""
    notes = [
        *([label(wording.ADVERSE)] if result.adverse else []),
        *([] if result.before or is_compared(result) else [label(wording.NO_BEFORE)]),
    ]
    return ComparedFact(
        f"{before}{result.after}", "; ".join(notes), measure=result.measure, from_case=True
    )


def _evidence(case: Case) -> ComparisonCell:
    return _cell(label(vocabulary.EVIDENCE[str(assess(case).step)]))


def _status(case: Case) -> ComparisonCell:
    age = case_text.status_age(case)
    return ComparisonCell((ComparedFact(label(vocabulary.STATUSES[case.status]), age.text),))


def _copies(case: Case) -> ComparisonCell:
    return ComparisonCell(tuple(map(_copy, case.replicated_by)))


def _copy(copy: Replication) -> ComparedFact:
    note = label(wording.ONLY_PROMISED) if is_promise(copy.by) else ""
    return ComparedFact(wording.copy(copy), note, from_case=True)


def _sources(case: Case) -> ComparisonCell:
    count = ngettext("%(num)s sumber", "%(num)s sumber", len(case.sources))
    years = [source.year for source in case.sources if source.year]
    note = _("terbaru %(year)s", year=max(years)) if years else _("tak bertanggal")
    return ComparisonCell((ComparedFact(count, note),))


def _contacts(case: Case) -> ComparisonCell:
    """The official channels; where each address was seen is its note."""
    return ComparisonCell(
        tuple(
            ComparedFact(
                channel.name(language()), channel.known_from(language()), channel.url or ""
            )
            for channel in channels(case)
        )
    )
