"""A filled-in template as the form: what somebody wrote in Word is checked and sent here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from app.contribution import fields, importing
from app.contribution.conversion import value_of
from app.contribution.draft import Draft, Paragraph
from app.contribution.reading import RefusedError
from app.web.contribute.filled import Filled, read_values
from app.web.contribute.steps import CITES, row_name

#: The endings of the names of files that are read, and of those that are mistaken for them: the
#: reader says how to save such a file so that it can be read.
ENDINGS = (
    *(".docx", ".xlsx", ".csv"),
    *(".doc", ".xls", ".docm", ".xlsm", ".rtf", ".odt", ".ods", ".pdf"),
)

#: The most remarks that are shown.
MOST_REMARKS = 20


def is_template(name: str, data: bytes) -> bool:
    """Whether a file may be a template that somebody filled in, or was meant to be one."""
    return data.startswith(b"PK") or PurePath(name).suffix.casefold() in ENDINGS


def filled_from(name: str, data: bytes) -> tuple[Filled, Sequence[str]]:
    """The form filled in with the case in a file, and what was noticed on reading it.

    Raises:
        RefusedError: the file can't be read, or holds several cases.
        TooLongError: it holds more than may be typed.
    """
    reading = importing.read_only(name, data)
    if len(reading.cases) > 1:
        raise RefusedError(
            f"berkas memuat {len(reading.cases)} inovasi, formulir ini memuat satu",
            "kirimkan berkasnya kepada pengelola, atau muat satu per satu",
        )
    case = reading.cases[0]
    remarks = [
        f"{remark.spot.text}: {remark.message}; {remark.remedy}."
        for remark in (*reading.remarks, *case.remarks)
    ]
    return Filled(read_values(_values_of(case.draft))), remarks[:MOST_REMARKS]


def _values_of(draft: Draft) -> Iterator[tuple[str, Sequence[str]]]:
    """The fields of the form by name, with the texts of a draft."""
    for key, text in draft.texts.items():
        yield key, [_chosen(fields.by_key(key), text, key)]
    for key, texts in draft.lists.items():
        yield key, texts if key == "sdgs" else ["\n".join(texts)]
    for key, rows in draft.rows.items():
        for number, row in enumerate(rows, 1):
            for column in fields.by_key(key).columns:
                text = _chosen(column, row.get(column.key, ""), key, column.key)
                yield row_name(key, number, column.key), [text]
    for heading, paragraphs in draft.sections.items():
        for number, paragraph in enumerate(paragraphs, 1):
            name = row_name(heading, number)
            yield name, [_typed(paragraph)]
            yield f"{name}{CITES}", list(map(str, paragraph.sources))


def _chosen(field: fields.Field, text: str, *keys: str) -> str:
    """A text as the form wants it: of a choice, the value that the text names."""
    if field.kind != "choice" or not text:
        return text
    value = value_of(text, *keys)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(paragraph: Paragraph) -> str:
    sign = "1. " if paragraph.numbered else "- " if paragraph.item else ""
    return f"{sign}{paragraph.text}"
