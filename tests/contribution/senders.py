"""Files as senders make them: whole ones, and such that are broken in one way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import docx
import openpyxl

from app.contribution.draft import Draft
from app.contribution.headings import Column
from app.contribution.read_sheet import column_names
from app.contribution.templates_sheet import row_of
from app.contribution.templates_word import word_template
from tests.contribution.conftest import TODAY

#: The columns that a small case needs.
COLUMNS = column_names({"results": 1, "sources": 2})


def headings(columns: Sequence[Column] = COLUMNS) -> list[str]:
    return [column.name for column in columns]


def texts_of(draft: Draft, columns: Sequence[Column] = COLUMNS) -> list[Any]:
    return list(row_of(draft, columns))


def to_bytes(file: Any) -> bytes:
    """A workbook or a document as a file."""
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def workbook(
    rows: Iterable[Sequence[Any]], change: Callable[[Any, Any], None] | None = None
) -> bytes:
    """A workbook with these rows; ``change`` may do more to the book and its sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Inovasi"
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    return to_bytes(book)


def document(draft: Draft, change: Callable[[Any], None]) -> bytes:
    """The Word template filled in with a draft, and changed by the sender."""
    opened = docx.Document(io.BytesIO(word_template(TODAY, draft)))
    change(opened)
    return to_bytes(opened)


def rezipped(
    data: bytes,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A zip archive with some of its files changed, and with more files."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, (change or {}).get(name, bytes)(content))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()
