"""The Word template of a case, empty or filled in with a draft.

:mod:`app.contribution.read_word` reads it back. Short answers stand in a table with a
drop-down list wherever there is something to choose; results, awards, copies and sources are
tables of their own; the text of the case stands under headings, as people write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby

from app.collection.markup import CITATION
from app.contribution.draft import Draft, Paragraph
from app.contribution.fields import FIELDS, SECTIONS, Field
from app.contribution.word_form import ABOUT, INTRODUCTION, NUMBER, TABLE_HEADER, TEXT, TITLE, hint
from app.documents.office.content import Content, Span
from app.documents.office.word import WordDocument

# The rows that stand ready in each table; a row more is a press of the Tab key in Word.
_READY = {"awards": 3, "results": 4, "replicated_by": 2, "sources": 8}

# The widths of the columns, by table.
_WIDTHS = {
    "awards": (5, 5, 2),
    "results": (5, 4, 4, 2.4, 2.4),
    "replicated_by": (5, 2, 4, 4),
    "sources": (1.3, 6, 6, 3, 2.6),
}


def word_template(created: dt.date, draft: Draft | None = None) -> bytes:
    """The template as a Word file, with the texts of a draft if there is one.

    ``created`` is the day that its properties name. Nothing of the draft is left out or cut,
    apart from rows and sections that the format doesn't know.
    """
    draft = draft or Draft()
    document = WordDocument(TITLE, created=created, size=10, bound=False)
    document.title(TITLE)
    for line in INTRODUCTION:
        document.paragraph(line)
    document.heading(ABOUT)
    document.table(
        TABLE_HEADER,
        [(_name(field), _answer(field, draft)) for field in FIELDS if not field.columns],
        widths=(6, 11),
    )
    for field in FIELDS:
        if field.columns:
            _add_rows(document, field, draft.rows.get(field.key, ()))
    document.heading(TEXT)
    for section in SECTIONS:
        document.heading(_starred(section), 2)
        document.paragraph(Span(hint(section), "soft"), keep=True)
        _add_paragraphs(document, draft.sections.get(section.key, ()))
    return document.to_bytes()


def _starred(field: Field) -> str:
    return f"{field.label} *" if field.mandatory else field.label


def _name(field: Field) -> Content:
    return [Span(_starred(field), "strong"), Span(f"\n{hint(field)}", "soft")]


def _answer(field: Field, draft: Draft) -> Content:
    if field.kind == "list":
        return "\n".join(draft.lists.get(field.key, ()))
    return _value(field, draft.texts.get(field.key, ""))


def _value(field: Field, text: str) -> Content:
    """A value as people read it, with the list to choose from."""
    names = tuple(label.id for label in field.choices.values())
    return Span(named(field, text), choices=names) if field.kind == "choice" else text


def named(field: Field, text: str) -> str:
    """A value by its name for people, if the field has such names."""
    chosen = field.choices.get(text) if field.kind == "choice" else None
    return chosen.id if chosen else text


def _add_rows(document: WordDocument, field: Field, rows: Iterable[Mapping[str, str]]) -> None:
    document.heading(_starred(field), 2)
    document.paragraph(Span(hint(field), "soft"), keep=True)
    filled = list(rows)
    filled += [{}] * (_READY[field.key] - len(filled))
    numbered = field.key == "sources"
    header = [_starred(column) for column in field.columns]
    cells = [[named(column, row.get(column.key, "")) for column in field.columns] for row in filled]
    if numbered:
        header = [NUMBER, *header]
        cells = [[str(n), *row] for n, row in enumerate(cells, 1)]
    document.table(header, cells, widths=_WIDTHS[field.key])


def _add_paragraphs(document: WordDocument, paragraphs: Iterable[Paragraph]) -> None:
    if not paragraphs:
        document.paragraph("")
    for (item, numbered), group in groupby(paragraphs, lambda one: (one.item, one.numbered)):
        texts = map(cited, group)
        if not item:
            for text in texts:
                document.paragraph(text)
        elif numbered:
            document.numbers(texts)
        else:
            document.bullets(texts)


def cited(paragraph: Paragraph) -> str:
    """The text of a paragraph with its citations as contributors write them.

    >>> cited(Paragraph("Biaya turun [^2], antrean juga.", (1, 3)))
    'Biaya turun [2], antrean juga. [1, 3]'
    """
    text = CITATION.sub(lambda cite: f"[{cite[1]}]", paragraph.text)
    sources = ", ".join(map(str, paragraph.sources))
    return f"{text} [{sources}]" if sources else text
