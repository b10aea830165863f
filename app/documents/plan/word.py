"""The replication plan as a Word file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.documents.office.content import Content, Signature, Span
from app.documents.office.dates import long_date
from app.documents.plan.plan import PARTS, Fact, Field, Grid, Part, Plan, facts

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

# Shares of a column's width, by what it holds.
_WIDTHS = {"date": 2.9, "line": 3.0, "text": 4.2, "choices": 4.2}
_NUMBER = 1.2


def plan_to_word(plan: Plan, address: str, today: dt.date) -> bytes:
    """The plan as a Word file to go on with.

    What nobody filled in stands as a marked place, what no source says as a gap.

    Args:
        plan: The plan.
        address: Of the case's page.
        today: The day it is made.
    """
    from app.documents.office.word import WordDocument  # loads python-docx

    case = plan.case
    word = WordDocument(f"Rencana aksi replikasi {case.title}", created=today, draft=True, size=10)
    word.title(
        "RENCANA AKSI REPLIKASI", " di ".join(filter(None, (case.title, plan.values["instansi"])))
    )
    word.paragraph(
        [
            Span("Draf: bukan formulir resmi. ", "strong"),
            f"Disusun {long_date(today)} dari berkas kasus ",
            Span(case.title, url=address),
            " di Pustaka Inovasi. Angka dalam kurung siku menunjuk ke daftar sumber di akhir. ",
            Span("[isi: …]", "blank"),
            " menandai yang perlu Anda lengkapi; ",
            Span("belum ada data", "gap"),
            " berarti tidak disebut oleh sumber yang dibaca.",
        ],
        small=True,
    )
    told = facts(case)
    for number, part in enumerate(PARTS, 1):
        word.heading(f"{number}. {part.title}")
        _write_part(word, part, plan, [told[key] for key in part.facts])
    word.heading(f"{len(PARTS) + 1}. Sumber berkas kasus")
    word.numbers(_sources(plan))
    word.heading("Persetujuan")
    word.paragraph(
        [Span("[isi: tempat]", "blank"), ", ", Span("[isi: tanggal]", "blank")],
        align="right",
        keep=True,
    )
    word.signatures(
        [
            Signature("Mengetahui,", Span("[isi: jabatan pimpinan instansi]", "blank")),
            Signature("Penanggung jawab,", _or_blank(plan.values["pj"], "jabatan")),
        ]
    )
    return word.to_bytes()


def _write_part(word: WordDocument, part: Part, plan: Plan, told: list[Fact]) -> None:
    rows: list[tuple[str, Content]] = [(fact.label, _fact(fact)) for fact in told]
    for item in part.items:
        if isinstance(item, Field):
            rows.append((item.label, _value(plan, item)))
            continue
        if rows:
            word.pairs(rows)
            rows = []
        _write_grid(word, item, plan)
    if rows:
        word.pairs(rows)


def _fact(fact: Fact) -> Content:
    return fact.text or Span(f"Belum ada data: {fact.ask}", "gap")


def _value(plan: Plan, field: Field) -> Content:
    if field.kind == "choices":
        ticked = plan.chosen(field)
        choices = (field.choices or {}).items()
        # Ticks as signs of their own, which any font has.
        return "\n".join(f"[{'x' if value in ticked else '  '}] {text}" for value, text in choices)
    text = plan.text(field)
    if not text:
        gap = plan.origin(field)
        return [Span(gap, "gap"), "\n", _blank(field.label)] if gap else _blank(field.label)
    origin = plan.origin(field)
    return [text, Span(f"\n({origin})", "soft")] if origin else text


def _write_grid(word: WordDocument, grid: Grid, plan: Plan) -> None:
    kept = plan.rows(grid)
    head = "Tahap" if grid.heads else "No."
    first = 3.0 if grid.heads else _NUMBER
    word.table(
        [head, *(column.label for column in grid.columns)],
        [[name, *(_cell(plan, field) for field in row)] for name, row in kept],
        widths=[first, *(_WIDTHS[column.kind] for column in grid.columns)],
        first_strong=bool(grid.heads),
    )
    cells = [field for _, row in kept for field in row]
    origins = dict.fromkeys(plan.origin(field) for field in cells if plan.values[field.key])
    noted = "; ".join(origin for origin in origins if origin)
    if noted:
        word.paragraph(Span(f"Isian awal {noted}.", "soft"), small=True)
    for field in cells:
        if plan.is_gap(field):
            word.paragraph(Span(plan.origin(field), "gap"), small=True)


def _cell(plan: Plan, field: Field) -> Content:
    return plan.text(field) or Span("[isi]", "blank")


def _blank(label: str) -> Span:
    return Span(f"[isi: {label[0].lower()}{label[1:]}]", "blank")


def _or_blank(text: str, name: str) -> Content:
    return text or _blank(name)


def _sources(plan: Plan) -> Iterator[Content]:
    for source in plan.case.sources:
        day = source.date
        dated = long_date(day) if isinstance(day, dt.date) else str(day or "tanpa tanggal")
        by = f"{source.publisher}, " if source.publisher else ""
        yield [f"{source.title}. {by}{dated}. ", Span(source.url, url=source.url)]
