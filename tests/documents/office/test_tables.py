"""CSV and Excel files, read back by other programs than those that wrote them."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.excel import to_xlsx
from app.documents.office.tables import MAX_CELL, Table, to_csv
from tests.conftest import without_office

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "'=1+1",
    "=1+1",
    '=HYPERLINK("http://contoh.id","klik")',
)


def table(*rows: tuple[str | int | None, ...]) -> Table:
    return Table(
        title="Hasil [pencarian]: a/b?",
        header=("slug", "tahun", "catatan"),
        rows=rows,
        gap="Belum ada data",
        about=(("Pencarian", "=stunting"), ("Jumlah baris", len(rows))),
        about_title="Tentang berkas ini",
    )


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_sheet(content: bytes, number: int = 1) -> list[list[tuple[str, str]]]:
    """(type, text) of each cell of a sheet, from its XML; a formula has the type ``f``."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - our own file
    return [
        [
            (
                "f" if cell.find(f"{NAMESPACE}f") is not None else cell.get("t", "n"),
                "".join(cell.itertext()),
            )
            for cell in row
        ]
        for row in root.iter(f"{NAMESPACE}row")
    ]


def test_excel_knows_the_csv_as_utf8_and_its_first_line_is_the_header():
    content = to_csv(table(("putik-sari", 2019, "Rp5 juta"), ("jarik", None, "a,b\n“c”")))
    assert content.startswith(b"\xef\xbb\xbfslug,tahun,catatan\r\n")
    assert read_csv(content) == [
        ["slug", "tahun", "catatan"],
        ["putik-sari", "2019", "Rp5 juta"],
        ["jarik", "Belum ada data", "a,b\n“c”"],
        [],
        ["Pencarian", "'=stunting"],
        ["Jumlah baris", "2"],
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(text):
    content = table((text, -5, text))
    (_, cells, *_rest) = read_csv(to_csv(content))
    assert cells[0].startswith("'") and cells[1] == "-5"
    cells_of_book = read_sheet(to_xlsx(content))[1]
    assert [kind for kind, _text in cells_of_book] == ["inlineStr", "n", "inlineStr"]
    assert cells_of_book[0][1] == text.replace("\r", "\n")


def test_what_looks_like_an_error_of_excel_stays_text():
    assert read_sheet(to_xlsx(table(("#N/A", 1, "TRUE"))))[1][0] == ("inlineStr", "#N/A")


@given(st.text(max_size=60))
def test_any_text_gives_files_that_can_be_read(text):
    content = table((text, 1, text * 2))
    (header, row, *_rest) = read_csv(to_csv(content))
    assert header == ["slug", "tahun", "catatan"] and len(row) == 3
    assert row[0][:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    for cells in (row, [shown for _kind, shown in read_sheet(to_xlsx(content))[1]]):
        assert not any(ord(char) < 32 and char not in "\n\t" for char in "".join(cells))


def test_a_megabyte_is_cut_to_what_excel_takes():
    content = table(("x" * 1_000_000, 1, "=" * 1_000_000))
    assert all(len(cell) <= MAX_CELL for cell in read_csv(to_csv(content))[1])
    assert all(len(text) <= MAX_CELL for _kind, text in read_sheet(to_xlsx(content))[1])


def test_the_workbook_says_what_it_is_and_keeps_its_header_in_view():
    content = to_xlsx(table(("putik-sari", 2019, None)))
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
    """LibreOffice, if it can read workbooks; the Writer alone can't."""
    office = shutil.which("soffice")
    library = office and list(Path(office).resolve().parent.glob("libsclo.so"))
    return office if library else None


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_reads_the_workbook(tmp_path):
    if not _calc():
        without_office("LibreOffice Calc is needed (Debian: libreoffice-calc-nogui)")
    (tmp_path / "hasil.xlsx").write_bytes(to_xlsx(table((HOSTILE[0], 2019, "Rp5 juta"))))
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
    assert read_csv((tmp_path / "hasil.csv").read_bytes())[1] == [HOSTILE[0], "2019", "Rp5 juta"]
