"""Markdown tables, written anew from rows while the cells written by hand stay."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

#: Stands where a new row needs an explanation; a test refuses it.
UNWRITTEN = "(to be written)"

Row = Mapping[str, str]


def table(header: Sequence[str], rows: Iterable[Row], previous: str = "") -> str:
    """A Markdown table.

    Args:
        header: the columns; the first one names a row.
        rows: column → cell. Cells of other columns are carried over from ``previous``.
        previous: the same table as it was written last.
    """
    written = _cells(previous)
    lines = [_line(header), "|" + "---|" * len(header) + "\n"]
    for row in rows:
        old = written.get(row[header[0]], {})
        lines.append(_line([row.get(name, old.get(name, UNWRITTEN)) for name in header]))
    return "".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|\n"


def _cells(text: str) -> Mapping[str, Row]:
    """First cell of each row of a Markdown table → column → cell."""
    lines = [
        [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    if not lines:
        return {}
    header, _, *rows = lines
    return {row[0]: dict(itertools.zip_longest(header, row, fillvalue="")) for row in rows}


def code(*names: object) -> str:
    """Names in code style, with commas between."""
    return ", ".join(f"`{name}`" for name in names)
