"""Tables, and their CSV files; :mod:`app.documents.office.excel` writes Excel files.

Both kinds of file carry a description of the table (:attr:`Table.about`): the CSV file
below the rows and an empty line, so that its first line stays the header; the workbook on
a sheet of its own.

The texts are written by others, and a spreadsheet program could take them for formulas.
They stay texts in both files: a workbook states the type of each cell, and in a CSV file
the sign of a formula is defused (:func:`harmless`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.office.content import clean

#: The value of a cell: text, a whole number, a date, or None where no source says it.
CellValue = str | float | dt.date | None

#: The longest text that Excel takes in a cell, in characters.
MAX_CELL = 32_767

#: The beginning of a text that spreadsheet programs may take for a formula, also behind
#: white space and quotation marks, and in full-width characters.
FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]|[\t\r\n]")

# The sign of a formula at the beginning of a field. A program that expects semicolons or tabs
# pays no heed to the quotation marks of a field between commas: for it, a field also begins
# behind each semicolon, tab and line end inside a cell.
_FORMULA_SIGN = re.compile(r"((?:^|[;\t\n])[\s'\"]*)([=+\-@＝＋－＠])")


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
        caption: the line at the foot of each printed page; the title if it is empty.
        widths: the widths of the columns on a sheet, in digits; if there are none, they
            follow from the texts.
        details: rows on a further sheet that is made for the screen and not for paper.
    """

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[CellValue, ...]]
    gap: str
    about: tuple[tuple[str, CellValue], ...]
    about_title: str
    caption: str = ""
    widths: tuple[int, ...] = ()
    details: Table | None = None


def to_csv(table: Table) -> bytes:
    """A table as CSV (RFC 4180): with commas, CRLF and UTF-8; dates are ISO dates.

    A byte order mark at the start tells Excel that the file is UTF-8. The file has no line
    ``sep=,``, which Excel knows but other readers take for the header.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(harmless, table.header))
    for row in table.rows:
        writer.writerow(harmless(table.gap if cell is None else cell) for cell in row)
    if table.about:
        writer.writerow([])
        for name_and_value in table.about:
            writer.writerow(
                harmless(table.gap if cell is None else cell) for cell in name_and_value
            )
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str | float | dt.date) -> str | float | dt.date:
    """A cell that no spreadsheet program takes for a formula, whatever it separates cells by.

    A hyphen in the place of a sign becomes a minus sign (U+2212), which reads the same and
    begins no formula; any other sign gets an apostrophe before it. The places are the
    beginning of the cell, and inside the cell those behind a semicolon or a line end, where
    Excel under an Indonesian Windows begins a new cell. White space around the text goes,
    and a tab becomes a space. (After OWASP's page on CSV injection.)

    >>> harmless("=1+1"), harmless("-5 persen"), harmless("satu; -2;=3"), harmless(-5)
    ("'=1+1", '−5 persen', "satu; −2;'=3", -5)
    """
    if not isinstance(cell, str):
        return cell
    text = clean_cell(cell, MAX_CELL).replace("\t", " ").strip()
    if not _FORMULA_SIGN.search(text):
        return text
    return clean(_FORMULA_SIGN.sub(_defused, text), MAX_CELL)


def _defused(sign: re.Match[str]) -> str:
    before, character = sign.groups()
    return f"{before}−" if character in "-－" else f"{before}'{character}"


def clean_cell(text: str, limit: int) -> str:
    """The text of a cell after :func:`~app.documents.office.content.clean`."""
    # Most cells are a clean line; isprintable() finds that out ten times as fast.
    return text if text.isprintable() and len(text) <= limit else clean(text, limit)
