"""Cases from an Excel workbook, one case a row.

The workbook is loaded whole, since only then does openpyxl know merged cells. Values are
taken as the sender saw them (:mod:`app.contribution.shown_numbers`); formulas give the value
that Excel worked out last. Links to other files aren't followed.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from app.contribution.read_sheet import MAX_CASES, Cell, Fault, Sheet, find_header, read_sheet
from app.contribution.reading import ReadCase, Reading, RefusedError, Remark, Spot, listed
from app.contribution.shown_numbers import shown_day, shown_number

#: Sheets of the template that hold no cases, in small letters.
OWN_SHEETS = frozenset({"petunjuk", "daftar"})

#: The most columns that are looked at.
MAX_COLUMNS = 1_000

_ERRORS = "ada kesalahan Excel ({})"
_NOT_READ = "tidak terbaca sebagai berkas Excel"
_SAVE_AS = "buka di Excel, pilih Simpan Sebagai, lalu Buku Kerja Excel (.xlsx)"


def read_excel(data: bytes) -> Reading:
    """The cases on all visible sheets of a workbook that have the headings of the template.

    Args:
        data: a file that :func:`app.contribution.office_files.kind_of` has passed.

    Raises:
        RefusedError: openpyxl can't read it, or no sheet has the headings.
    """
    book = _loaded(data, formulas=True)
    has_formulas = any(
        cell.data_type == "f" for sheet in book.worksheets for cell in _cells(sheet).values()
    )
    values = _loaded(data, formulas=False) if has_formulas else book
    cases: list[ReadCase] = []
    remarks: list[Remark] = []
    mistake: RefusedError | None = None
    for number, worksheet in enumerate(book.worksheets):
        if worksheet.title.strip().casefold() in OWN_SHEETS:
            continue
        sheet = Sheet(worksheet.title, list(_rows(worksheet, values.worksheets[number])))
        if worksheet.sheet_state != "visible":
            remarks += _about_hidden(sheet)
        elif find_header(sheet) is None:
            remarks += _about_other(sheet)
        else:
            try:
                reading = read_sheet(sheet)
            except RefusedError as exc:
                mistake = exc
                continue
            cases += reading.cases
            remarks += [*reading.remarks, *_about_far_columns(worksheet)]
            remarks += _about_hidden_rows(worksheet, reading)
    if not cases:
        raise mistake or _nothing_found(remarks)
    if len(cases) > MAX_CASES:
        raise RefusedError(f"ada {len(cases)} baris", f"bagi menjadi berkas {MAX_CASES} baris")
    return Reading(tuple(cases), (*remarks, *_about_pictures(data)))


def _nothing_found(remarks: list[Remark]) -> RefusedError:
    """The refusal of a workbook without a sheet that could be read."""
    hidden = [remark.spot.sheet for remark in remarks if remark.level == "error"]
    if hidden:
        return RefusedError(
            f"isinya ada di lembar tersembunyi: {listed(hidden)}",
            "klik kanan nama lembar, pilih Tampilkan (Unhide), lalu simpan",
        )
    return RefusedError(
        "judul kolom tidak ditemukan di lembar mana pun",
        "salin baris judul dari templat ke baris pertama lembarnya",
    )


def _loaded(data: bytes, *, formulas: bool) -> Any:
    """The workbook, with formulas or with the values that Excel worked out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features that openpyxl leaves out
            return openpyxl.load_workbook(
                io.BytesIO(data), data_only=not formulas, keep_links=False
            )
    except Exception:
        # A file can break the rules of the standard in more ways than openpyxl expects.
        raise RefusedError(_NOT_READ, _SAVE_AS) from None


def _cells(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells of a sheet by row and column, from 1.

    openpyxl's public ways make every cell up to the last one, and the last one of a sheet may
    be its millionth row, which somebody coloured.
    """
    cells: dict[tuple[int, int], Any] = sheet._cells
    return cells


def _rows(sheet: Worksheet, values: Worksheet) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet that have cells."""
    merged = {place: str(area) for area in sheet.merged_cells.ranges for place in area.cells}
    rows: dict[int, dict[int, Cell]] = {}
    for place, found in sorted(_cells(sheet).items()):
        cell = _cell(found, values, merged.get(place))
        if place[1] <= MAX_COLUMNS and (cell.text or cell.fault):
            rows.setdefault(place[0], {})[place[1]] = cell
    for number, cells in rows.items():
        yield number, [cells.get(column, Cell()) for column in range(1, max(cells) + 1)]


def _cell(cell: Any, values: Worksheet, merged: str | None) -> Cell:
    """A cell as the sender saw it, with what is wrong with it."""
    fault = None
    value, kind = cell.value, cell.data_type
    if cell.comment is not None:
        message = "ada komentar pada sel, yang tidak ikut dibaca"
        fault = Fault("warning", message, "tulis isinya di dalam sel, bila perlu")
    if merged:
        fault = Fault("error", f"sel {merged} digabung", "pisahkan (Unmerge), lalu isi tiap sel")
    if kind == "f":
        found = _cells(values).get((cell.row, cell.column))
        value, kind = (found.value, found.data_type) if found is not None else (None, "n")
        fault = _about_formula(value) if not merged else fault
    if value is None:
        return Cell(fault=fault)
    if kind == "e":
        fault = Fault("error", _ERRORS.format(value), "ketik nilainya")
        return Cell(fault=fault)
    text, day = _shown(value, cell.number_format)
    return Cell(text, day, fault)


def _about_formula(value: object) -> Fault:
    if value is None:
        return Fault("error", "rumus tanpa nilai", "ketik nilainya, bukan rumusnya")
    return Fault("warning", "isinya rumus, jadi nilainya yang dipakai", "periksa nilainya")


def _shown(value: Any, number_format: str) -> tuple[str, dt.date | None]:
    """The text of a value, and its day if it is a date."""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak", None
    if isinstance(value, int | float):
        return shown_number(value, number_format), None
    if isinstance(value, dt.datetime):
        return shown_day(value, number_format), value.date()
    if isinstance(value, dt.date):
        return shown_day(value, number_format), value
    if isinstance(value, dt.time):
        return f"{value:%H.%M}", None
    return unescape(str(value)).strip(), None


# --- remarks about sheets -------------------------------------------------------------


def _about_hidden(sheet: Sheet) -> Iterator[Remark]:
    if find_header(sheet) is not None:
        message = "lembar tersembunyi, jadi tidak dibaca"
        remedy = "klik kanan nama lembar, pilih Tampilkan (Unhide), atau hapus lembarnya"
        yield Remark(_sheet_spot(sheet), "error", message, remedy)


def _about_other(sheet: Sheet) -> Iterator[Remark]:
    if sheet.rows:
        message = "lembar tanpa judul kolom dari templat, jadi tidak dibaca"
        remedy = "salin baris judul dari templat, atau biarkan bila bukan daftar inovasi"
        yield Remark(_sheet_spot(sheet), "warning", message, remedy)


def _about_hidden_rows(worksheet: Any, reading: Reading) -> Iterator[Remark]:
    hidden = {row for row, dimension in worksheet.row_dimensions.items() if dimension.hidden}
    for case in reading.cases:
        if case.spot.row in hidden:
            message = "baris tersembunyi atau tersaring, tetapi ikut dibaca"
            yield Remark(case.spot, "warning", message, "hapus barisnya bila tidak dimaksudkan")


def _about_far_columns(worksheet: Worksheet) -> Iterator[Remark]:
    far = [cell for (_, column), cell in _cells(worksheet).items() if column > MAX_COLUMNS]
    if any(cell.value is not None for cell in far):
        spot = Spot(f"lembar “{worksheet.title}”", worksheet.title)
        message = f"ada isi di belakang kolom ke-{MAX_COLUMNS}, yang tidak dibaca"
        yield Remark(spot, "error", message, "pindahkan isinya ke kolom dari templat, atau hapus")


def _about_pictures(data: bytes) -> Iterator[Remark]:
    """A workbook keeps its pictures and charts beside the sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    if any(name.startswith(("xl/media/", "xl/charts/")) for name in names):
        message = "ada gambar atau grafik, yang tidak ikut dibaca"
        yield Remark(Spot("seluruh berkas"), "warning", message, "tulis isinya di dalam sel")


def _sheet_spot(sheet: Sheet) -> Spot:
    return Spot(f"lembar “{sheet.name}”", sheet.name)
