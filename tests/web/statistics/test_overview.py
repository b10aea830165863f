"""The collection in numbers: the map, the bars, and category by province."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from app.collection import evidence, vocabulary
from app.collection.stats import count_running, count_statuses
from app.web.statistics.charts import SHADES
from tests.web.conftest import text_of
from tests.web.statistics.conftest import rows_of


def test_tiles_lead_to_as_many_cases_as_they_say(get, total_of, real_engine):
    tiles = get("/statistik").all("//ol[@class='map body']/li/a")
    assert len(tiles) == 38
    counts = real_engine.values("province")
    for tile in tiles[::6]:
        count = int(text_of(tile.find("b")))
        assert total_of(tile.get("href")) == count == counts.get(text_of(tile[0]), 0)
        assert tile.get("class") == f"k{sum(count >= least for least in SHADES)}"


@pytest.mark.parametrize("facet", ["category", "evidence", "status", "year"])
def test_bars_count_every_case_once(get, total_of, real_engine, facet):
    table = get("/statistik").only(f"//section[@aria-labelledby='menurut-{facet}']/table")
    counts = [int(text_of(row[1])) for row in table.findall(".//tbody/tr")]
    assert sum(counts) == real_engine.cases
    first = table.find(".//tbody/tr")
    assert total_of(first.find(".//a").get("href")) == counts[0]


def test_a_bar_is_as_long_as_the_share_beside_it_says(get):
    for row in get("/statistik").all("//table[@class='bars']/tbody/tr"):
        _track, *parts = row.iter("{http://www.w3.org/2000/svg}rect")
        share = float(text_of(row[2]).rstrip("%").replace(",", "."))
        assert float(parts[0].get("width").rstrip("%")) == pytest.approx(share, abs=0.11)


def test_statuses_by_recent_sources_are_told_apart_from_older_ones(get, real_engine):
    running = count_running(count_statuses(real_engine.cards()))
    since = f"menurut sumber sejak {evidence.recent_since()}"
    page = get("/statistik")
    name, number, note = page.all("//dl[@class='strip body']/div")[1]
    assert text_of(name) == f"Masih berjalan {since}"
    assert text_of(number).split()[0] == str(running.recent)
    assert (
        text_of(note) == f"{running.older} lagi menurut sumber yang lebih lama atau tanpa tanggal"
    )
    for row in page.all("//section[@aria-labelledby='menurut-status']//tbody/tr"):
        recent, old = map(int, re.findall(r"(\d+) menurut sumber", text_of(row[0])))
        assert recent + old == int(text_of(row[1]))
    assert f"Masih berjalan: {running.recent} {since}, {running.older} " in text_of(
        get("/").only("//main")
    )


def test_years_that_no_file_says_stand_last(get):
    rows = get("/statistik").all("//section[@aria-labelledby='menurut-year']//tbody/tr")
    names = [text_of(row.find(".//a")) for row in rows]
    assert names[-1] == "Belum ada data"
    assert "Belum ada data" not in names[:-1]


def test_the_grid_counts_are_what_their_links_find(get, total_of, real_engine):
    page = get("/statistik")
    rows = page.all("//table[@class='grid']/tbody/tr")
    assert len(rows) == 39
    total = sum(int(text_of(row[-1]).split()[0]) for row in rows)
    assert total == real_engine.cases
    links = page.all("//table[@class='grid']/tbody//a")
    for link in links[:: len(links) // 8]:
        assert total_of(link.get("href")) == int(text_of(link).split()[0])
    zeros = page.all("//table[@class='grid']/tbody//td[@class='n none']")
    assert zeros and all(text_of(zero) == "0" for zero in zeros)


def test_the_grid_as_csv_is_the_grid(client, real_engine):
    header, *rows = rows_of(client.get("/statistik.csv"))
    assert header[:2] == ["Provinsi", "Pengentasan kemiskinan"] and header[-1] == "Semua"
    assert [row[0] for row in rows] == list(vocabulary.PROVINCES)
    for row in rows:
        assert sum(map(int, row[1:-1])) == int(row[-1])
    assert sum(int(row[-1]) for row in rows) == real_engine.cases


def test_the_grid_as_a_workbook_has_numbers(client):
    rows = rows_of(client.get("/statistik.csv"))
    answer = client.get("/statistik.xlsx")
    assert "kasus-menurut-provinsi-dan-bidang-20" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    cells = [[str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == rows and sheet["B2"].data_type == "n"


def test_the_page_leads_to_both_files(get):
    assert {"/statistik.csv", "/statistik.xlsx"} <= set(get("/statistik").links)
