"""The workbook that a planner opens, prints and passes on."""

from __future__ import annotations

import io
import shutil
import subprocess

import openpyxl
import pytest

from app.collection import vocabulary
from app.collection.evidence import assess
from app.documents.office.sheet_layout import MOST_DIGITS
from app.web.workbench import export, spreadsheet
from tests.conftest import without_office

SEARCH = "q=stunting&category=kesehatan&sort=name"


def sheets(answer):
    """The rows of each sheet, as a list of cells by the name of the column."""
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    tables = {}
    for sheet in book.worksheets:
        header, *rows = sheet.iter_rows(values_only=True)
        tables[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return book, tables


def test_the_workbook_has_every_result_in_the_order_of_the_page(client, ask, real_cases):
    _book, tables = sheets(client.get(f"/cari.xlsx?{SEARCH}"))
    answer = ask(q="stunting", category="kesehatan", sort="name", per_page=100)
    slugs = [result["slug"] for result in answer["results"]]
    assert [row["Alamat"].rpartition("/")[2] for row in tables["Inovasi"]] == slugs
    assert [row["Nama"] for row in tables["Rincian"]] == [
        real_cases[slug].case.title for slug in slugs
    ]


def test_a_row_says_in_words_what_a_planner_needs(client, real_cases):
    case = real_cases["putik-sari"].case
    _book, tables = sheets(client.get("/pilihan.xlsx?s=putik-sari"))
    (row,), (details,) = tables["Inovasi"], tables["Rincian"]
    assert next(iter(row)) == "Nama"
    assert (row["Kabupaten atau kota"], row["Provinsi"]) == ("Kabupaten Malang", "Jawa Timur")
    assert row["Bukti"] == vocabulary.EVIDENCE[str(assess(case).step)].id
    assert row["Mulai"] == case.started and row["Biaya"] == "Belum ada data"
    assert row["Status"].startswith("Berkembang (")
    for name, texts in (
        ("Ukuran hasil", [result.measure for result in case.results]),
        ("Sebelum", [result.before or "Belum ada data" for result in case.results]),
        ("Sesudah", [result.after for result in case.results]),
    ):
        lines = [line for line in row[name].split("\n") if line]
        assert lines == [f"{n}. {text}" for n, text in enumerate(texts, 1)]
    assert "baru janji atau rencana" in row["Ditiru oleh"]
    assert case.sources[0].url in details["Sumber"]
    assert "PPID" in details["Kanal resmi"] and "lapor.go.id" in details["Kanal resmi"]
    assert details["Kasus diperbarui"].date() == case.updated


def test_nothing_of_the_table_for_machines_is_lost(real_cases, client):
    case = real_cases["gebrak-pakumis"].case
    book, _tables = sheets(client.get("/cari.xlsx?q=gebrak+pakumis"))
    text = "\n".join(
        str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    )
    for value in (
        *(case.expansion, case.summary, case.summary_en, case.agency, case.government),
        *(case.website, case.cost, case.staff, case.duration, case.copy_terms),
        *case.problems,
        *case.legal_basis,
        *(", ".join(case.tags),),
    ):
        assert value is None or value in text


def test_a_case_without_a_regency_says_so_with_a_dash(real_cases):
    cases = [parsed.case for parsed in real_cases.values() if parsed.case]
    assert {spreadsheet.regency(case) for case in cases if case.level == "kementerian"} == {"–"}
    assert all(
        spreadsheet.regency(case).startswith(("Kabupaten ", "Kota "))
        for case in cases
        if case.level in {"kabupaten", "kota"}
    )


def test_a_single_result_has_no_number(real_cases):
    case = next(
        parsed.case
        for parsed in real_cases.values()
        if parsed.case and len(parsed.case.results) == 1
    )
    (result,) = case.results
    assert spreadsheet.results(case) == (result.measure, result.before, result.after)


def test_a_figure_that_got_worse_stands_beside_the_good_one(client):
    _book, tables = sheets(client.get("/pilihan.xlsx?s=2h2-center"))
    (row,) = tables["Inovasi"]
    (line,) = [line for line in row["Ukuran hasil"].split("\n") if line.endswith("(memburuk)")]
    assert f"{line[:2]} 45" in row["Sebelum"] and f"{line[:2]} 48" in row["Sesudah"]


def test_the_description_names_search_date_and_licence(client):
    book, _tables = sheets(client.get(f"/cari.xlsx?{SEARCH}"))
    about = dict(book["Tentang berkas ini"].iter_rows(values_only=True))
    assert about["Pencarian"] == "stunting" and about["Saringan"] == "Bidang: Kesehatan"
    assert "CC BY 4.0" in about["Lisensi"] and about["Alamat"].endswith(f"/cari?{SEARCH}")
    assert about["Diunduh"].date()
    assert "inovasi tentang stunting" in book["Inovasi"].oddFooter.left.text


def test_the_sheet_for_paper_prints_in_letters_of_seven_points(client):
    book, _tables = sheets(client.get("/pilihan.xlsx?s=putik-sari"))
    dimensions = book["Inovasi"].column_dimensions.values()
    assert sum(column.width for column in dimensions) <= MOST_DIGITS


@pytest.mark.slow  # starts LibreOffice
@pytest.mark.parametrize("text", ["sampah", "ibu hamil", "stunting", "pelayanan perizinan"])
def test_25_results_print_on_three_pages(client, tmp_path, monkeypatch, text):
    if not shutil.which("soffice") or not shutil.which("pdfinfo"):
        without_office("LibreOffice Calc and poppler are needed")
    monkeypatch.setattr(export, "MOST_ROWS", 25)
    answer = client.get("/cari.xlsx", query_string={"q": text, "related": 1})
    (tmp_path / "hasil.xlsx").write_bytes(answer.data)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "hasil.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    info = subprocess.run(
        ["pdfinfo", str(tmp_path / "hasil.pdf")], check=True, capture_output=True, text=True
    ).stdout
    pages = next(line.split()[1] for line in info.splitlines() if line.startswith("Pages:"))
    assert int(pages) <= 3
