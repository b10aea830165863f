"""The widths of a sheet's columns and the heights of its rows, so that it reads well on A4.

Excel works out the height of a row when it opens a file, LibreOffice does not: its rows
would show one line of each text. So the lines are counted here, with the widths of Arial's
characters, and both programs get the heights.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from app.documents.office.tables import CellValue, Table

#: The widest sheet that can still be read when it is printed as wide as a page, in digits: A4
#: on its side has 284 mm between the margins, and 217 digits fill them in letters of 7 points.
MOST_DIGITS = 217

#: The size of the letters, in points, and the height of a line of them in Excel.
SIZE, LINE_HEIGHT = 10, 12.75

# The highest row that Excel takes, in points.
_HIGHEST_ROW = 409

# The narrowest and the widest column, in digits.
_NARROW, _WIDE = 6, 60

# The texts of this many rows decide the widths.
_MEASURED_ROWS = 200

# A digit is 7 pixels wide, and a column loses 5 pixels to its padding; 96 pixels are 72 points.
_POINTS_OF_DIGIT, _POINTS_OF_PADDING = 7 * 0.75, 5 * 0.75

# Width in thousandths of the size of the letters → the characters of Arial that have it.
_WIDTHS = {
    222: "ijl'",
    278: " !,./:;I[]\\ft|",
    333: '()-`r"“”‘’{}',
    500: "Jckvxyzs",
    556: "0123456789abdeghnopquLF?#$_–*^",
    611: "TZ+<=>~",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
}
_WIDTH_OF = {character: width for width, texts in _WIDTHS.items() for character in texts}
_WIDEST = 1015

# No text of ordinary words has letters that are wider than this on average.
_WIDE_AVERAGE = 667

# Pieces of a line between which it may wrap: a line breaks behind a space, and in addresses
# also behind a hyphen and a slash.
_PIECE = re.compile(r"[^ /-]+[ /-]?|[ /-]")


def column_widths(table: Table) -> tuple[int, ...]:
    """The widths of a table's columns, in digits: its own, or those that its texts ask for.

    The widest columns give way until the sheet has the width of a page; their texts wrap.
    """
    if table.widths:
        return table.widths
    rows = list(islice(table.rows, _MEASURED_ROWS))
    wanted = [
        max(_longest_word(name), *(_length(row[n], table.gap) for row in rows), _NARROW) + 2
        for n, name in enumerate(table.header)
    ]
    widest = _WIDE
    while widest > _NARROW and sum(min(width, widest) for width in wanted) > MOST_DIGITS:
        widest -= 1
    return tuple(min(width, widest) for width in wanted)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _length(value: CellValue, gap: str) -> int:
    """The characters of the longest line of a cell; a date stands in words."""
    if isinstance(value, dt.date):
        return len("29 September 2026")
    return max(map(len, str(gap if value is None else value).splitlines()), default=0)


def row_height(values: Sequence[CellValue], widths: Sequence[int]) -> float:
    """The height of a row that shows its texts whole, in points, as far as Excel goes."""
    texts = [
        (value, width)
        for value, width in zip(values, widths, strict=True)
        if isinstance(value, str)
    ]
    # The longest texts come first, so that most of the others need not be counted.
    texts.sort(key=lambda cell: len(cell[0]) / cell[1], reverse=True)
    lines = 1
    for text, width in texts:
        if _most_lines(text, width) > lines:
            lines = max(lines, line_count(text, width))
    return min(lines * LINE_HEIGHT, _HIGHEST_ROW)


def _room(width: int) -> float:
    """The room in a column, in thousandths of the size of the letters."""
    return (width * _POINTS_OF_DIGIT - _POINTS_OF_PADDING) * 1000 / SIZE


def _most_lines(text: str, width: int) -> float:
    """A bound on the lines of a text: any two lines in a row hold more than a full one."""
    return 2 * len(text) * _WIDE_AVERAGE / _room(width) + 1 + text.count("\n")


def line_count(text: str, width: int) -> int:
    """The number of lines that a text takes in a column of this width, in digits."""
    room = _room(width)
    if "\n" not in text and len(text) * _WIDEST <= room:
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """The number of lines that a text without line ends wraps to."""
    count, used = 1, 0.0
    for piece in _PIECE.findall(line):
        width: float = _width(piece.rstrip(" "))
        if used and used + width > room:
            count, used = count + 1, 0.0
        if width > room:  # it breaks wherever the line is full
            count += int(width // room)
            width %= room
        used += width + (_WIDTH_OF[" "] if piece.endswith(" ") else 0)
    return count


@lru_cache(maxsize=16_384)
def _width(piece: str) -> int:
    """The width of a piece of a text in thousandths of the size of its letters."""
    return sum(_WIDTH_OF.get(character, _WIDEST) for character in piece)
