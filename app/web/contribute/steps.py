"""The steps of the form, and the names of its fields.

What a field is called and how it is filled in stands in :mod:`app.contribution.fields`. A name
is the key of the case format where there is one field of it: ``title``. Rows and paragraphs are
numbered from 1: ``results-2-after``, ``masalah-1``. Which sources a field is based on has the
field's name and ``-sumber``: ``cost-sumber``, ``masalah-1-sumber``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.collection import vocabulary
from app.contribution import fields
from app.contribution.fields import Field

#: The ending of the name of a field that holds the numbers of sources.
CITES = "-sumber"

#: The most rows of each key that has rows, and the most paragraphs of a section. Rows are as
#: many as the case format takes.
MOST_ROWS: Mapping[str, int] = {
    "awards": 30,
    "results": 30,
    "replicated_by": 100,
    "sources": 100,
}
MOST_PARAGRAPHS = 40

#: Texts and rows outside the sections whose sources can be chosen → the section that then tells
#: them too, with the sources, and the words that begin its sentence.
TOLD_IN: Mapping[str, tuple[str, str]] = {
    "results": ("Dampak", ""),
    "awards": ("Dampak", "Penghargaan"),
    "cost": ("Sumber Daya", "Biaya"),
    "staff": ("Sumber Daya", "Tenaga"),
    "duration": ("Pelaksanaan", "Waktu penerapan"),
    "legal_basis": ("Pelaksanaan", "Dasar hukum"),
    "copy_terms": ("Replikasi", "Syarat meniru"),
    "replicated_by": ("Replikasi", "Peniru"),
}


@dataclass(frozen=True)
class Step:
    """A page of the form.

    Attributes:
        title: its heading.
        intro: what it is about, a sentence or two.
        items: the keys of its fields, and the headings of its sections, in their order.
    """

    title: str
    intro: str = ""
    items: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields and sections of the step."""
        return tuple(map(fields.by_key, self.items))


STEPS = (
    Step(
        "Inovasi dan pelaksananya",
        "Inovasi apa, dan siapa yang menjalankannya?",
        (
            *("title", "expansion", "agency", "government", "level", "province", "category"),
            *("started", "status", "status_checked", "website", "adapted_from"),
        ),
    ),
    Step(
        "Sumber",
        "Laman, berita, atau buku terbuka yang menyebut fakta inovasi ini. Pada langkah "
        "berikutnya Anda cukup memilih nomornya.",
        ("sources",),
    ),
    Step(
        "Masalah dan solusi",
        "Tulis kalimat pendek dengan kata-kata sendiri, lalu pilih sumbernya.",
        ("Masalah", "Solusi", "summary", "problems", "tags", "sdgs", "summary_en"),
    ),
    Step(
        "Hasil",
        "Apa yang berubah? Tulis angka seperti di sumber; yang tidak disebut sumber dikosongkan.",
        ("results", "Dampak", "awards"),
    ),
    Step(
        "Pelaksanaan dan biaya",
        "Inilah yang paling dicari orang yang mau meniru. Kosongkan yang tidak disebut sumber.",
        ("Pelaksanaan", "duration", "legal_basis", "cost", "staff", "Sumber Daya"),
    ),
    Step(
        "Pelajaran dan peniru",
        "Apa yang sulit, apa yang dipelajari, siapa yang sudah meniru? Semua boleh kosong.",
        ("Tantangan", "Pembelajaran", "replicated_by", "copy_terms", "Replikasi"),
    ),
    Step("Periksa"),
)

#: The number of the last step, which checks what the others hold; steps count from 1.
REVIEW = len(STEPS)


def step_of(key: str) -> int:
    """The number of the step with this key or heading; the last for what stands in none."""
    return next((n for n, step in enumerate(STEPS, 1) if key in step.items), REVIEW)


#: The keys that have rows, and the headings, which have paragraphs.
ROWS = tuple(
    field.key for step in STEPS for field in step.fields if field.kind in {"rows", "paragraphs"}
)


# --- names ----------------------------------------------------------------------------

_KEY_OF_HEADING: Mapping[str, str] = {label.id: key for key, label in vocabulary.SECTIONS.items()}


def base(item: str) -> str:
    """What the names of a field begin with: its key; of a section, the key of the section.

    >>> base("title"), base("Sumber Daya")
    ('title', 'sumber-daya')
    """
    return _KEY_OF_HEADING.get(item, item)


@cache
def _names() -> Mapping[str, re.Pattern[str]]:
    """Key or heading → the names of its fields."""
    items = (item for step in STEPS for item in step.items)
    return {item: re.compile(_pattern(fields.by_key(item))) for item in items}


def _pattern(field: Field) -> str:
    start, cites = re.escape(base(field.key)), f"({CITES})?"
    if field.kind == "paragraphs":
        return rf"{start}-(?P<row>[1-9]\d{{0,2}}){cites}"
    if field.kind == "rows":
        columns = "|".join(column.key for column in field.columns)
        chosen = f"|{CITES[1:]}" if field.key in TOLD_IN else ""
        return rf"{start}-(?P<row>[1-9]\d{{0,2}})-({columns}{chosen})"
    return f"{start}{cites}" if field.key in TOLD_IN else start


def item_of(name: str) -> str | None:
    """The key or heading that a name belongs to; None if there is no field of that name.

    >>> item_of("sumber-daya-2-sumber"), item_of("results-31-after"), item_of("x")
    ('Sumber Daya', None, None)
    """
    for item, pattern in _names().items():
        match = pattern.fullmatch(name)
        if match:
            row = match.groupdict().get("row")
            return item if row is None or int(row) <= most_rows(item) else None
    return None


def most_rows(item: str) -> int:
    """The most rows of a key, or paragraphs of a section."""
    return MOST_ROWS.get(item, MOST_PARAGRAPHS)


def row_of(name: str) -> int:
    """The number of the row or paragraph that a name belongs to; 0 if it belongs to none."""
    number = re.search(r"-(\d{1,3})(?:-|$)", name)
    return int(number[1]) if number else 0


def row_name(item: str, row: int, column: str = "") -> str:
    """The name of a paragraph, or of a column of a row."""
    return f"{base(item)}-{row}-{column}" if column else f"{base(item)}-{row}"


def row_named(name: str) -> tuple[str, int] | None:
    """The key or heading, and the number, of a row or paragraph; None if there is none.

    >>> row_named("results-2"), row_named("sumber-daya-1"), row_named("title-1")
    (('results', 2), ('Sumber Daya', 1), None)
    """
    start, _, number = name.rpartition("-")
    item = next((item for item in ROWS if base(item) == start), None)
    known = item and re.fullmatch(r"[1-9]\d{0,2}", number, re.ASCII)
    return (item, int(number)) if item and known else None
