"""Tables as CSV and (:mod:`app.documents.office.excel`) Excel files that open without surprises.

Both carry what the table is (:attr:`Table.about`): the CSV after the rows and an empty
line, so that its first line stays the header; the workbook on a second sheet.

Texts are foreign: what a program would take for a formula stays text in both. In CSV
that needs an apostrophe before it, after OWASP's advice on CSV injection; in a workbook
the type of the cell says it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.office.content import clean

#: A cell: text, a number, or None for what no source says.
Cell = str | int | None

#: The most that Excel takes in one cell.
MAX_CELL = 32_767

#: What spreadsheet programs take for the beginning of a formula, also after blanks and
# in its full-width form.
FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]|[\t\r\n]")


@dataclass(frozen=True)
class Table:
    """Rows under a header, and what they are.

    Attributes:
        title: name of the table; of the sheet, cut to Excel's 31 characters.
        header: names of the columns.
        rows: as many cells each.
        gap: what is written for None.
        about: name and value of what the table is: the search, its date, the licence.
        about_title: name of the sheet that says so.
    """

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    gap: str
    about: tuple[tuple[str, Cell], ...]
    about_title: str


def to_csv(table: Table) -> bytes:
    """A table as CSV (RFC 4180): commas, CRLF, UTF-8 with the mark Excel knows it by."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(_harmless, table.header))
    for row in table.rows:
        writer.writerow(_harmless(table.gap if cell is None else cell) for cell in row)
    if table.about:
        writer.writerow([])
        for pair in table.about:
            writer.writerow(_harmless(table.gap if cell is None else cell) for cell in pair)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet program runs.

    >>> _harmless("=1+1"), _harmless("-5 persen"), _harmless("5 persen"), _harmless(-5)
    ("'=1+1", "'-5 persen", '5 persen', -5)
    """
    if isinstance(cell, int):
        return cell
    text = clean_cell(cell, MAX_CELL - 1)
    return f"'{text}" if FORMULA.match(text) else text


def clean_cell(text: str, limit: int) -> str:
    """The text of a cell without what no file can hold, and not too long."""
    # Most cells are one clean line, which Python sees ten times faster than we can.
    return text if text.isprintable() and len(text) <= limit else clean(text, limit)
