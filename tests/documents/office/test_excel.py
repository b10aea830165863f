"""Excel files, read back by other programs than the one that wrote them."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

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
