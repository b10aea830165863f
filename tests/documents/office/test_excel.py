"""Excel files, read back by other programs than the one that wrote them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.excel import to_xlsx
from app.documents.office.tables import MAX_CELL
from tests.conftest import without_office
from tests.documents.office.conftest import FORMULAS, make_table, read_sheet


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    cells = read_sheet(to_xlsx(make_table((text, -5, text))))[1]
    assert [kind for kind, _text in cells] == ["inlineStr", "n", "inlineStr"]
    assert cells[0][1] == text.replace("\r", "\n")


def test_a_text_like_an_error_of_excel_stays_a_text():
    assert read_sheet(to_xlsx(make_table(("#N/A", 1, "TRUE"))))[1][0] == ("inlineStr", "#N/A")


@given(st.text(max_size=60))
def test_any_text_gives_a_file_that_can_be_read(text):
    cells = read_sheet(to_xlsx(make_table((text, 1, text * 2))))[1]
    texts = "".join(text for _kind, text in cells)
    assert not any(ord(char) < 32 and char not in "\n\t" for char in texts)


def test_a_megabyte_is_cut_to_the_longest_cell_of_excel():
    content = make_table(("x" * 1_000_000, 1, "=" * 1_000_000))
    assert all(len(text) <= MAX_CELL for _kind, text in read_sheet(to_xlsx(content))[1])


def test_the_workbook_describes_itself_and_keeps_its_header_in_view():
    content = to_xlsx(make_table(("putik-sari", 2019, None)))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.read("xl/workbook.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'name="Hasil  pencarian   a b"' in names and 'name="Tentang berkas ini"' in names
    assert 'state="frozen"' in sheet and 'topLeftCell="B2"' in sheet
    assert read_sheet(content)[1][2] == ("inlineStr", "Belum ada data")
    assert read_sheet(content, 2) == [
        [("inlineStr", "Pencarian"), ("inlineStr", "=stunting")],
        [("inlineStr", "Jumlah baris"), ("n", "1")],
    ]


def test_a_date_is_a_date_in_indonesian_words_and_a_year_a_number():
    content = to_xlsx(make_table(("x", 2019, dt.date(2026, 11, 29))))
    year, date = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["B2":"C2"][0]
    assert year.value == 2019 and year.number_format == "General"
    assert date.is_date and date.value.date() == dt.date(2026, 11, 29)
    assert date.number_format == "[$-421]d mmmm yyyy"


def test_the_first_sheet_prints_on_a4_on_its_side_with_its_header_on_each_page():
    table = make_table(("putik-sari", 2019, "x"), caption="Tabel & isinya,\nhari ini")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(to_xlsx(table))).worksheets[0]
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1" and sheet.auto_filter.ref == "A1:C2"
    assert sheet.print_area == "'Hasil  pencarian   a b'!$A$1:$C$2"
    assert sheet.oddFooter.left.text == "Tabel && isinya, hari ini"
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


def test_sheets_for_the_screen_have_nothing_to_print():
    details = make_table(("putik-sari", 2019, "x"))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(make_table(details=details))))
    for sheet in book.worksheets[1:]:
        first, _colon, _last = sheet.print_area.rpartition("!")[2].partition(":")
        assert sheet[first.replace("$", "")].value is None


def test_a_row_is_as_high_as_its_text_and_stays_automatic():
    content = to_xlsx(make_table(("x", 1, "kata " * 60), ("x", 1, "kata")))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    heights = [float(height) for height in re.findall(r'<row r="\d+" ht="([\d.]+)"', sheet)]
    assert heights[1] >= 5 * heights[2] and "customHeight" not in sheet


def test_nothing_in_the_workbook_is_calculated_or_fetched():
    content = to_xlsx(make_table(*((text, 1, text) for text in FORMULAS), ("http://x.id", 1, "")))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.namelist()
        sheets = "".join(book.read(name).decode() for name in names if "worksheets/" in name)
    assert "<f>" not in sheets and "hyperlink" not in sheets
    assert not any("externalLink" in name or "worksheets/_rels" in name for name in names)


def _calc() -> str | None:
    """LibreOffice, if it can read workbooks: LibreOffice Writer alone cannot."""
    office = shutil.which("soffice")
    library = office and list(Path(office).resolve().parent.glob("libsclo.so"))
    return office if library else None


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_reads_the_workbook(tmp_path):
    if not _calc():
        without_office("LibreOffice Calc is needed (Debian: libreoffice-calc-nogui)")
    (tmp_path / "hasil.xlsx").write_bytes(to_xlsx(make_table((FORMULAS[0], 2019, "Rp5 juta"))))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless"),
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"),
            *(str(tmp_path), str(tmp_path / "hasil.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    converted = (tmp_path / "hasil.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(converted, newline="")))
    assert rows[1] == [FORMULAS[0], "2019", "Rp5 juta"]
