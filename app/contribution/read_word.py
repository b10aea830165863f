"""One case from a Word file: the template, filled in.

Headings and the names in the left column of a table say which field a text belongs to, and
the heading row of a table which rows it holds. What stands elsewhere isn't dropped: it goes
with the field above it, or the message quotes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from app.contribution.draft import Draft, Paragraph, Place
from app.contribution.fields import FIELDS, SECTIONS, Field
from app.contribution.headings import column_named, field_named, folded, nearest_field
from app.contribution.reading import (
    ReadCase,
    Reading,
    RefusedError,
    Remark,
    Spot,
    entries,
    paragraph_of,
    start_of,
    typed_items,
)
from app.contribution.word_form import NUMBER, OWN_WORDS, TABLE_HEADER, hint
from app.contribution.word_text import WordCell, WordParagraph, WordTable, read_blocks

#: The most blocks of a file that a case can come from.
MAX_BLOCKS = 5_000

_NUMBERS = {folded(NUMBER), "nomor", "#"}
_WHOLE = Spot("seluruh berkas")


def read_word(data: bytes) -> Reading:
    """The case in a Word file.

    Args:
        data: a file that :func:`app.contribution.office_files.kind_of` has passed.

    Raises:
        RefusedError: no field of the template is in it.
    """
    blocks = read_blocks(data)
    if len(blocks) > MAX_BLOCKS:
        raise RefusedError(
            f"berkas berisi {len(blocks)} paragraf dan tabel", "satu berkas Word memuat satu kasus"
        )
    reader = _CaseReader()
    for block in blocks:
        if isinstance(block, WordTable):
            reader.add_table(block)
        else:
            reader.add_paragraph(block)
    if not reader.found:
        raise RefusedError(
            "tidak ada judul isian dari templat, misalnya “Nama inovasi” atau “Masalah”",
            "salin isinya ke templat dari /usul/templat.docx",
        )
    return Reading((reader.case(),))


def _is_like(text: str, words: str) -> bool:
    """Whether a text is a hint of the template as another release of it has it."""
    if not len(words) / 2 < len(text) < len(words) * 2:
        return False
    return fuzz.ratio(text, words) > 80


class _CaseReader:
    """Puts the blocks of a file into the fields of one draft."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._current: Field | None = None
        # Whether a remark already says that what follows isn't read.
        self._is_lost = False
        self._lines: dict[str, list[str]] = {}
        self._rows: dict[str, list[dict[str, str]]] = {}
        self._sections: dict[str, list[Paragraph]] = {}
        self._spots: dict[Place, Spot] = {}
        self._remarks: dict[Remark, None] = {}  # in their order, none twice

    def case(self) -> ReadCase:
        """The case, after all blocks."""
        texts, lists = {}, {}
        for field in FIELDS:
            lines = self._lines.get(field.key, [])
            if field.kind == "list" and (listed := entries(field, lines)):
                lists[field.key] = listed
            elif field.kind != "list" and lines:
                texts[field.key] = " ".join(lines)
        for some in self._rows.values():
            while some and not some[-1]:
                some.pop()
        rows = {key: tuple(some) for key, some in self._rows.items() if some}
        # The order of the case format, whatever the order in the file.
        sections = {
            field.key: tuple(self._sections[field.key])
            for field in SECTIONS
            if self._sections.get(field.key)
        }
        return ReadCase(
            Draft(texts, lists, rows, sections), _WHOLE, self._spots, tuple(self._remarks)
        )

    # --- paragraphs -------------------------------------------------------------------

    def add_paragraph(self, paragraph: WordParagraph) -> None:
        """Read a heading, or a text for the field of the last heading."""
        self._note_what_is_lost(paragraph)
        if paragraph.text and not paragraph.item and self._is_heading(paragraph):
            return
        for text in (paragraph.text, *paragraph.boxed):
            if text and folded(text) not in OWN_WORDS:
                self._add_text(text, paragraph)

    def _is_heading(self, paragraph: WordParagraph) -> bool:
        """Begin the field that a heading names; False for a paragraph that is a text."""
        name = paragraph.text
        if (field := field_named(name)) is not None:
            self._begin(field)
            return True
        if not paragraph.level:
            return False
        if folded(name) in OWN_WORDS:
            self._current = None
            return True
        near = nearest_field(name)
        spot = Spot(f"judul “{start_of(name)}”")
        if near is None and paragraph.level > 2 and self._is_in_section():
            message = "sub-judul di dalam bagian tidak dipakai"
            self._remark(spot, message, "jadikan kalimat biasa", "warning")
            return False
        self._remark(
            spot,
            f"judul “{start_of(name)}” tidak dikenal, jadi isinya tidak dibaca",
            f"ganti menjadi “{near.label}”" if near else "pakai judul dari templat",
        )
        self._current = None
        self._is_lost = True
        return True

    def _is_in_section(self) -> bool:
        return self._current is not None and self._current.kind == "paragraphs"

    def _begin(self, field: Field) -> None:
        self._current, self._is_lost = field, False
        if field.key in self.found and field.kind == "paragraphs":
            message = f"judul “{field.label}” tertulis dua kali"
            self._remark(self._spot(), message, "gabungkan kedua bagiannya", "warning")
        self.found.add(field.key)
        self._spots.setdefault(self._place(), self._spot())

    def _add_text(self, text: str, paragraph: WordParagraph) -> None:
        """Add a text to the field of the last heading."""
        field = self._current
        if field is None:
            if not self._is_lost:
                message = f"teks “{start_of(text)}” tidak di bawah judul isian, jadi tidak dibaca"
                remedy = "pindahkan ke bawah judul isiannya, atau hapus"
                self._remark(_WHOLE, message, remedy, "warning")
            return
        # Some begin to type at the end of the hint.
        text = text.removeprefix(hint(field)).strip()
        if not text or _is_like(text, hint(field)):
            return
        if field.kind == "rows":
            self._remark(
                self._spot(),
                f"teks “{start_of(text)}” ada di luar tabel, jadi tidak dibaca",
                f"tulis di dalam tabel “{field.label}”",
            )
        elif field.kind == "paragraphs":
            for piece in typed_items(text):
                self._add_paragraph(field, piece, paragraph)
        else:
            lines = text.splitlines() if field.kind == "list" else [" ".join(text.split())]
            self._lines.setdefault(field.key, []).extend(lines)

    def _add_paragraph(self, field: Field, text: str, paragraph: WordParagraph) -> None:
        paragraphs = self._sections.setdefault(field.key, [])
        place = (*self._place(), len(paragraphs))
        self._spots[place] = Spot(f"bagian “{field.label}”, paragraf {len(paragraphs) + 1}")
        item, numbered = paragraph.item, paragraph.numbered
        paragraphs.append(paragraph_of(text, item=item, numbered=numbered))

    # --- tables -----------------------------------------------------------------------

    def add_table(self, table: WordTable) -> None:
        """Read a table of answers, or the rows of a field."""
        rows = list(table.rows)
        while rows and not any(cell.text for cell in rows[-1]):
            rows.pop()
        for row in rows:
            for cell in row:
                for paragraph in cell.paragraphs:
                    self._note_what_is_lost(paragraph)
        if not rows:
            return
        if (field := self._field_of_rows(rows[0])) is not None:
            self._begin(field)
            self._add_rows(field, rows)
        elif any(self._named_by(row) for row in rows):
            for row in rows:
                self._add_answer(row)
            self._current = None
        else:
            self._add_unknown_table(rows)

    def _field_of_rows(self, header: Sequence[WordCell]) -> Field | None:
        """The field whose columns the heading row of a table names, or None."""

        def known(field: Field) -> int:
            return sum(column_named(field, cell.text) is not None for cell in header)

        tables = [field for field in FIELDS if field.columns]
        best = max(tables, key=lambda field: (known(field), field is self._current))
        return best if known(best) > 1 else None

    def _add_rows(self, field: Field, rows: Sequence[Sequence[WordCell]]) -> None:
        """Read the rows of a field below their heading row."""
        columns = [column_named(field, cell.text) for cell in rows[0]]
        numbers = next((n for n, cell in enumerate(rows[0]) if folded(cell.text) in _NUMBERS), None)
        where = f"tabel “{field.label}”"
        for n, (cell, column) in enumerate(zip(rows[0], columns, strict=True)):
            if column is None and cell.text and n != numbers:
                known = ", ".join(f"“{column.label}”" for column in field.columns)
                message = f"kolom “{start_of(cell.text)}” tidak dikenal, jadi tidak dibaca"
                self._remark(Spot(where), message, f"pakai kolom {known}")
        for row in rows[1:]:
            entries = self._rows.setdefault(field.key, [])
            spot = Spot(f"{where}, baris {len(entries) + 1}")
            self._check_row(row, len(columns), spot)
            texts = {
                column.key: cell.text
                for column, cell in zip(columns, row, strict=False)
                if column is not None and cell.text
            }
            if texts or field.key == "sources":  # an empty one keeps the numbers of the others
                if numbers is not None and texts:
                    self._check_number(row[numbers].text, len(entries) + 1, spot)
                self._add_row(field, entries, texts, spot)

    def _check_row(self, row: Sequence[WordCell], columns: int, spot: Spot) -> None:
        if any(cell.merged for cell in row):
            message = "ada sel yang digabung"
            self._remark(spot, message, "pisahkan (Split Cells), lalu isi tiap sel")
        elif len(row) != columns:
            self._remark(spot, "jumlah selnya lain dari judulnya", "samakan jumlah selnya")

    def _check_number(self, text: str, number: int, spot: Spot) -> None:
        """Say where the number before a source isn't the one that citations count by."""
        typed = text.strip(" .)")
        if typed.isascii() and typed.isdigit() and int(typed) != number:
            message = f"nomor “{start_of(text)}” tertulis pada sumber ke-{number}"
            self._remark(spot, message, "urutkan nomornya dari 1, lalu sesuaikan rujukannya")

    def _add_row(
        self, field: Field, entries: list[dict[str, str]], texts: dict[str, str], spot: Spot
    ) -> None:
        place: Place = (field.key, len(entries))
        self._spots[place] = spot
        for column in field.columns:
            self._spots[(*place, column.key)] = Spot(f"{spot.text}, kolom “{column.label}”")
        entries.append(texts)

    def _named_by(self, row: Sequence[WordCell]) -> Field | None:
        """The field that the first cell of a row names, or None."""
        first = row[0].paragraphs[0].text if row[0].paragraphs else ""
        field = field_named(first)
        return field if field is not None and field.kind != "rows" and len(row) > 1 else None

    def _add_answer(self, row: Sequence[WordCell]) -> None:
        """Read a row with the name of a field and its answer."""
        if tuple(map(folded, (cell.text for cell in row))) == tuple(map(folded, TABLE_HEADER)):
            return
        field = self._named_by(row)
        if field is None:
            if any(cell.text for cell in row[1:]) or folded(row[0].text) not in OWN_WORDS:
                self._add_unknown_answer(row)
            return
        self._begin(field)
        if any(cell.nested for cell in row[1:]):
            message = "ada tabel di dalam tabel"
            self._remark(self._spot(), message, "ketik isinya sebagai teks biasa", "warning")
        for cell in row[1:]:
            for paragraph in cell.paragraphs:
                for text in (paragraph.text, *paragraph.boxed):
                    if text:
                        self._add_text(text, paragraph)

    def _add_unknown_answer(self, row: Sequence[WordCell]) -> None:
        name = start_of(row[0].text)
        near = nearest_field(row[0].paragraphs[0].text) if row[0].paragraphs else None
        self._remark(
            Spot(f"baris “{name}”"),
            f"isian “{name}” tidak dikenal, jadi tidak dibaca",
            f"ganti namanya menjadi “{near.label}”" if near else "pindahkan ke isian dari templat",
        )

    def _add_unknown_table(self, rows: Sequence[Sequence[WordCell]]) -> None:
        """Keep the text of a table that no field knows as paragraphs of its section."""
        first = start_of(" | ".join(cell.text for cell in rows[0]))
        self._remark(
            self._spot() if self._current else Spot(f"tabel “{first}”"),
            f"tabel “{first}” tidak dikenal",
            "pakai tabel dari templat, atau tulis isinya sebagai paragraf",
        )
        if self._current is not None and self._current.kind == "paragraphs":
            for row in rows:
                text = " | ".join(cell.text for cell in row if cell.text)
                self._add_text(text, WordParagraph(text))

    # --- places and remarks -----------------------------------------------------------

    def _note_what_is_lost(self, paragraph: WordParagraph) -> None:
        if paragraph.pictures:
            message = "ada gambar, yang tidak ikut dibaca"
            self._remark(self._spot(), message, "tulis isinya sebagai teks", "warning")
        if paragraph.comments:
            message = "ada komentar, yang tidak ikut dibaca"
            self._remark(self._spot(), message, "tulis isinya di dalam teks, bila perlu", "warning")
        if paragraph.notes:
            message = "ada catatan kaki, yang tidak ikut dibaca"
            remedy = "tulis sumbernya di tabel “Sumber”, lalu rujuk dengan nomornya, misalnya [1]"
            self._remark(self._spot(), message, remedy)

    def _place(self) -> Place:
        field = self._current
        if field is None:
            return ()
        return ("sections", field.key) if field.kind == "paragraphs" else (field.key,)

    def _spot(self) -> Spot:
        field = self._current
        if field is None:
            return _WHOLE
        kinds = {"paragraphs": "bagian", "rows": "tabel"}
        return Spot(f"{kinds.get(field.kind, 'isian')} “{field.label}”")

    def _remark(self, spot: Spot, message: str, remedy: str, level: str = "error") -> None:
        remark = Remark(spot, "error" if level == "error" else "warning", message, remedy)
        self._remarks[remark] = None
