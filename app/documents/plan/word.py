"""The replication plan as a Word file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from app.collection.wording import long_date, publication
from app.documents.office.content import Content, Signature, Span, blank, or_blank
from app.documents.plan.budget import budget_notes
from app.documents.plan.form import PLAN_SECTIONS, PlanField, PlanSection, PlanTable
from app.documents.plan.plan import Plan
from app.documents.plan.prefill import CaseFact, case_facts

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

# The width of a column by the kind of its field, of a column of row headings, and of a
# column of row numbers. A table is scaled to the width of the page, so only ratios matter.
_WIDTHS = {"date": 2.9, "line": 3.0, "text": 4.2, "number": 2.4, "choices": 4.2}
_HEADINGS_WIDTH = 3.0
_NUMBERS_WIDTH = 1.2
_SUMS_WIDTH = 3.0


def plan_to_word(plan: Plan, address: str, today: dt.date) -> bytes:
    """The plan as a Word file, in which the office continues.

    Fields that nobody filled in are blanks; facts that no source says are gaps.

    Args:
        plan: The plan.
        address: The address of the case's page.
        today: The day on which the file is made.
    """
    from app.documents.office.word import WordDocument  # loads python-docx

    case = plan.case
    word = WordDocument(f"Rencana aksi replikasi {case.title}", created=today, draft=True, size=10)
    word.title(
        "RENCANA AKSI REPLIKASI", " di ".join(filter(None, (case.title, plan.values["instansi"])))
    )
    word.paragraph(_introduction(plan, address, today), small=True)
    facts = case_facts(case)
    for number, section in enumerate(PLAN_SECTIONS, 1):
        word.heading(f"{number}. {section.title}")
        _write_section(word, section, plan, facts)
    word.heading(f"{len(PLAN_SECTIONS) + 1}. Sumber berkas kasus")
    word.numbers(_sources(plan))
    _write_approval(word, plan)
    return word.to_bytes()


def _introduction(plan: Plan, address: str, today: dt.date) -> Content:
    """What the file is, and how to read its marks."""
    return [
        Span("Draf: bukan formulir resmi. ", "strong"),
        f"Disusun {long_date(today)} dari berkas kasus ",
        Span(plan.case.title, url=address),
        " di Pustaka Inovasi. Angka dalam kurung siku menunjuk ke daftar sumber di akhir. ",
        blank("…"),
        " menandai yang perlu Anda lengkapi; ",
        Span("belum ada data", "gap"),
        " berarti tidak disebut oleh sumber yang dibaca.",
    ]


def _write_section(
    word: WordDocument, section: PlanSection, plan: Plan, facts: Mapping[str, CaseFact]
) -> None:
    """Write the facts and fields of a section in two columns, with its tables in between."""
    pairs = [(facts[key].label, _fact(facts[key])) for key in section.case_facts]
    for item in section.items:
        if isinstance(item, PlanField):
            pairs.append((item.label, _value(plan, item)))
            continue
        if pairs:
            word.pairs(pairs)
            pairs = []
        _write_table(word, item, plan)
    if pairs:
        word.pairs(pairs)


def _fact(fact: CaseFact) -> Content:
    return fact.text or Span("Belum ada data", "gap")


def _value(plan: Plan, field: PlanField) -> Content:
    """The value of a field with its origin, or a blank."""
    if field.kind == "choices":
        return _choices(plan, field)
    text = plan.text(field)
    origin = plan.origin(field)
    if not text:
        empty = blank(_lower_first(field.label))
        return [Span(origin, "gap"), "\n", empty] if origin else empty
    return [text, Span(f"\n({origin})", "soft")] if origin else text


def _choices(plan: Plan, field: PlanField) -> str:
    """A line for each box, ticked or not, in characters that every font has."""
    ticked = plan.chosen(field)
    choices = (field.choices or {}).items()
    return "\n".join(f"[{'x' if value in ticked else '  '}] {text}" for value, text in choices)


def _write_table(word: WordDocument, table: PlanTable, plan: Plan) -> None:
    """Write a table, and below it where its texts come from and what the case file lacks."""
    if table.sum_heading:
        _write_budget(word, table, plan)
        return
    rows = plan.rows(table)
    heading, width = ("Tahap", _HEADINGS_WIDTH) if table.row_headings else ("No.", _NUMBERS_WIDTH)
    names = table.row_headings or tuple(str(number) for number, _row in enumerate(rows, 1))
    word.table(
        [heading, *(column.label for column in table.columns)],
        [
            [name, *(plan.text(field) or Span("[isi]", "blank") for field in row)]
            for name, (_number, row) in zip(names, rows, strict=True)
        ],
        widths=[width, *map(_width, table.columns)],
        first_strong=bool(table.row_headings),
    )
    fields = [field for _number, row in rows for field in row]
    filled = (plan.origin(field) for field in fields if plan.values[field.key])
    origins = "; ".join(filter(None, dict.fromkeys(filled)))
    if origins:
        word.paragraph(Span(f"Isian awal {origins}.", "soft"), small=True)
    for field in fields:
        if plan.is_gap(field):
            word.paragraph(Span(plan.origin(field), "gap"), small=True)


def _write_budget(word: WordDocument, table: PlanTable, plan: Plan) -> None:
    """Write the table of costs, with the cost of each row on the right and their total."""
    budget = plan.budget
    word.paragraph(Span(table.caption, "strong"), keep=True)
    word.table(
        ["No.", *(column.label for column in table.columns), table.sum_heading],
        [
            [str(name), *(plan.text(field) for field in row), plan.cost(number)]
            for name, (number, row) in enumerate(plan.rows(table), 1)
        ],
        widths=[_NUMBERS_WIDTH, *map(_width, table.columns), _SUMS_WIDTH],
        aligns=["left", *(_align(column) for column in table.columns), "right"],
        total=("Jumlah seluruhnya", plan.total if budget.costs else blank("jumlah")),
    )
    for note in budget_notes(budget):
        word.paragraph(note, small=True)


def _width(column: PlanField) -> float:
    return column.width or _WIDTHS[column.kind]


def _align(column: PlanField) -> Literal["left", "right"]:
    return "right" if column.kind == "number" else "left"


def _write_approval(word: WordDocument, plan: Plan) -> None:
    word.heading("Persetujuan")
    word.paragraph([blank("tempat"), ", ", blank("tanggal")], align="right", keep=True)
    word.signatures(
        [
            Signature("Mengetahui,", blank("jabatan pimpinan instansi")),
            Signature("Penanggung jawab,", or_blank(plan.values["pj"], "jabatan")),
        ]
    )


def _lower_first(text: str) -> str:
    return text[0].lower() + text[1:]


def _sources(plan: Plan) -> Iterator[Content]:
    for source in plan.case.sources:
        described = f"{source.title}. {publication(source)}. "
        yield [described, Span(source.url, url=source.url)]
