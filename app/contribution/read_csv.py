"""Cases from a CSV file with the headings of the Excel template.

Excel writes CSV in the separator and the encoding of the sender's Windows, and says neither.
Both are found out: the encoding by what can be decoded, the separator by which one makes
names of columns out of the heading row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from app.contribution.read_sheet import Cell, Fault, Sheet, known_columns, read_sheet
from app.contribution.reading import Reading, RefusedError
from app.documents.office.tables import MAX_CELL

_SEPARATORS = ",;\t"
_SAVE_AS = "simpan dari Excel sebagai CSV UTF-8, atau kirim berkas .xlsx"


def read_csv(data: bytes) -> Reading:
    """The cases of a CSV file.

    Raises:
        RefusedError: it is no CSV file with the headings of the template.
    """
    return read_sheet(Sheet("", _rows(_decoded(data))))


def _decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError("bukan berkas teks, atau penyandiannya tidak dikenal", _SAVE_AS)


def _rows(text: str) -> list[tuple[int, list[Cell]]]:
    """The rows of a text with the number of each, by the separator that fits best."""
    first, _, rest = text.partition("\n")
    if first.strip().casefold() in {f"sep={separator}" for separator in ",;"}:
        text = rest
    best: list[tuple[int, list[Cell]]] = []
    mistake: RefusedError | None = None
    for separator in _SEPARATORS:
        try:
            rows = _parsed(text, separator)
        except RefusedError as exc:
            mistake = mistake or exc
            continue
        if not best or _score(rows) > _score(best):
            best = rows
    if mistake and not _score(best):
        raise mistake
    return best


def _score(rows: Sequence[tuple[int, Sequence[Cell]]]) -> int:
    return max((known_columns(cells) for _, cells in rows[:30]), default=0)


def _parsed(text: str, separator: str) -> list[tuple[int, list[Cell]]]:
    """The rows of a text, cells divided by a separator.

    Raises:
        RefusedError: a quotation mark isn't closed, or a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[Cell]]] = []
    width = 0
    try:
        for number, fields in enumerate(reader, 1):
            cells = [Cell(_undefused(field)) for field in fields]
            if known_columns(cells[:400]) > 2:
                width = max(width, len(cells))
            if width and any(cell.text for cell in cells[width:]):
                cells[0] = Cell(cells[0].text, fault=_TOO_MANY)
                del cells[width:]
            rows.append((number, cells))
    except csv.Error:
        raise RefusedError(
            f"tanda kutip tidak ditutup atau sel terlalu panjang, di sekitar baris ke-"
            f"{reader.line_num} berkas (paling panjang {MAX_CELL} huruf)",
            _SAVE_AS,
        ) from None
    return rows


_TOO_MANY = Fault(
    "error",
    "baris ini punya lebih banyak sel daripada judulnya",
    "beri tanda kutip pada isi yang memuat pemisah kolom, atau kirim berkas .xlsx",
)


def _undefused(field: str) -> str:
    """A cell without the apostrophe or the minus sign that guards against formulas."""
    lines = []
    for line in field.splitlines():
        if line[:1] == "'" and line[1:2] in set("=+@-"):
            line = line[1:]
        lines.append(f"-{line[1:]}" if line.startswith("− ") else line)
    return "\n".join(lines)
