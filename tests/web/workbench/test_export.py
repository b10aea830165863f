"""All results of a search as a file, with the search written into it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest

from app.web.workbench import export

SEARCH = "q=stunting&category=kesehatan&sort=name"


def read(answer) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The rows by column, and what the file says about itself."""
    assert answer.status_code == 200, answer.text
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    end = rows.index([])
    header = rows[0]
    return [dict(zip(header, row, strict=True)) for row in rows[1:end]], dict(rows[end + 1 :])


def test_the_csv_has_every_result_in_the_order_of_the_page(client, ask):
    rows, about = read(client.get(f"/cari.csv?{SEARCH}"))
    answer = ask(q="stunting", category="kesehatan", sort="name", per_page=100)
    assert [row["slug"] for row in rows] == [result["slug"] for result in answer["results"]]
    assert [row["evidence"] for row in rows] == [str(r["evidence"]) for r in answer["results"]]
    assert len(rows) == answer["total"] > 10
    assert about["Pencarian"] == "stunting"
    assert about["Saringan"] == "Bidang: Kesehatan"
    assert about["Dalam kata"] == (
        f"{answer['total']} inovasi tentang stunting di bidang Kesehatan"
    )
    assert about["Jumlah baris"] == str(answer["total"])
    assert about["Alamat"] == f"http://localhost/cari?{SEARCH}"
    assert "CC BY 4.0" in about["Lisensi"]


def test_a_row_holds_the_facts_of_its_case_and_says_the_gaps(client):
    rows, _about = read(client.get("/cari.csv?q=gebrak+pakumis"))
    row = rows[0]
    assert list(row) == list(export.COLUMNS)
    assert row["slug"] == "gebrak-pakumis"
    assert row["url"] == "http://localhost/inovasi/gebrak-pakumis"
    assert row["level"] == "Kabupaten" and row["started"] == "2013" and row["evidence"] == "1"
    assert row["legal_basis"] == "Peraturan Bupati Nomor 63 Tahun 2019"
    assert row["copy_terms"] == row["awards"] == "Belum ada data"
    assert "https://" in row["sources"]


def test_a_row_holds_the_editors_words_a_line_each(client, real_cases):
    rows, _about = read(client.get("/cari.csv?q=gebrak+pakumis"))
    case = real_cases["gebrak-pakumis"].case
    assert rows[0]["problems"].splitlines() == list(case.problems)
    assert rows[0]["summary_en"] == case.summary_en


def test_a_figure_that_got_worse_is_marked(client):
    rows, _about = read(client.get("/pilihan.csv?s=2h2-center"))
    assert [line.endswith("(memburuk)") for line in rows[0]["results"].splitlines()].count(
        True
    ) == 1


def test_missing_words_of_an_editor_are_no_gap_of_the_sources(site):
    rows, _about = read(site({"antar-obat": None}).get("/cari.csv"))
    assert rows[0]["problems"] == rows[0]["summary_en"] == ""
    assert rows[0]["cost"] == "Belum ada data"


@pytest.mark.slow  # every case of the collection, twice
def test_the_whole_collection_fits_and_the_page_number_does_not_matter(client, real_cases):
    rows, about = read(client.get("/cari.csv?page=3&per_page=50"))
    assert {row["slug"] for row in rows} == set(real_cases)
    assert about["Pencarian"] == "semua inovasi" and about["Saringan"] == "tanpa saringan"


def test_the_files_are_named_after_the_search_and_the_day(client):
    for kind in ("csv", "xlsx"):
        answer = client.get(f"/cari.{kind}?q=Sampah%2F..%22&province=Jawa+Timur")
        day = dt.datetime.now(ZoneInfo("Asia/Jakarta")).date()
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="inovasi-sampah-jawa-timur-{day}.{kind}"'
        )


def test_a_file_that_is_cut_says_so(client, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    rows, about = read(client.get("/cari.csv?q=stunting"))
    assert len(rows) == 3
    assert about["Jumlah baris"].startswith("3 dari ")


def test_a_formula_in_the_search_does_not_run(client):
    _rows, about = read(client.get("/cari.csv", query_string={"q": "=cmd|' /C calc'!A0"}))
    assert about["Pencarian"] == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_search_that_finds_nothing_gives_an_empty_table(client, kind):
    answer = client.get(f"/cari.{kind}?q=%22sapi+terbang+malam%22")
    assert answer.status_code == 200 and answer.data


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("query", ["sort=x", "category=tidak-ada", "page=-1", "literal=%00"])
def test_a_parameter_that_cannot_be_used_is_refused_with_the_reason(client, kind, query):
    answer = client.get(f"/cari.{kind}?{query}")
    assert answer.status_code == 400 and answer.mimetype == "text/html"
    assert query.split("=")[0] in answer.text


def test_results_lead_to_their_files(get):
    page = get(f"/cari?{SEARCH}")
    for kind in ("csv", "xlsx"):
        assert f"/cari.{kind}?{SEARCH}" in page.links


# --- the shortlist --------------------------------------------------------------------

LIST = "s=putik-sari&s=gebrak-pakumis"


def test_a_shortlist_is_a_table_too(client, get):
    page = get(f"/pilihan?{LIST}")
    for kind in ("csv", "xlsx"):
        assert f"/pilihan.{kind}?{LIST}" in page.links
    rows, about = read(client.get(f"/pilihan.csv?{LIST}"))
    assert [row["slug"] for row in rows] == ["putik-sari", "gebrak-pakumis"]
    assert rows[0]["about"] == "" and about["Alamat"] == f"http://localhost/pilihan?{LIST}"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("query", ["", "?s=tidak-ada", "?s=putik-sari&s=tidak-ada"])
def test_a_shortlist_that_cannot_be_used_is_refused(client, kind, query):
    answer = client.get(f"/pilihan.{kind}{query}")
    assert answer.status_code == 400 and answer.mimetype == "text/html"
