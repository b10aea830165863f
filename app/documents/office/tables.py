"""Tables, and their CSV files; :mod:`app.documents.office.excel` writes Excel files.

Both kinds of file carry a description of the table (:attr:`Table.about`): the CSV file
below the rows and an empty line, so that its first line stays the header; the workbook on
a second sheet.

The texts are written by others, and a spreadsheet program could take them for formulas.
They stay texts in both files: a CSV file needs an apostrophe before them, after OWASP's
advice on CSV injection; a workbook states the type of each cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.office.content import clean

#: The value of a cell: text, a number, or None where no source says it.
CellValue = str | int | None

#: The longest text that Excel takes in a cell, in characters.
MAX_CELL = 32_767

#: The beginning of a text that spreadsheet programs may take for a formula, also behind
#: white space, and in full-width characters.
FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]|[\t\r\n]")


@dataclass(frozen=True)
class Table:
    """Rows under a header, with a description.

    Attributes:
        title: the name of the table, and of its sheet, which has 31 characters at most.
        header: the names of the columns.
        rows: the cells of each row, one for each column.
        gap: the text for None.
        about: names and values that describe the table: the search, its date, the licence.
        about_title: the name of the sheet with the description.
    """

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[CellValue, ...]]
    gap: str
    about: tuple[tuple[str, CellValue], ...]
    about_title: str


def to_csv(table: Table) -> bytes:
    """A table as CSV (RFC 4180): with commas, CRLF and UTF-8.

    A byte order mark at the start tells Excel that the file is UTF-8.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(_harmless, table.header))
    for row in table.rows:
        writer.writerow(_harmless(table.gap if cell is None else cell) for cell in row)
    if table.about:
        writer.writerow([])
        for name_and_value in table.about:
            writer.writerow(
                _harmless(table.gap if cell is None else cell) for cell in name_and_value
            )
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet program takes for a formula.

    >>> _harmless("=1+1"), _harmless("-5 persen"), _harmless("5 persen"), _harmless(-5)
    ("'=1+1", "'-5 persen", '5 persen', -5)
    """
    if isinstance(cell, int):
        return cell
    text = clean_cell(cell, MAX_CELL - 1)
    return f"'{text}" if FORMULA.match(text) else text


def clean_cell(text: str, limit: int) -> str:
    """The text of a cell after :func:`~app.documents.office.content.clean`."""
    # Most cells are a clean line; isprintable() finds that out ten times as fast.
    return text if text.isprintable() and len(text) <= limit else clean(text, limit)
