"""The collection in numbers, and whom to invite."""

from __future__ import annotations

import csv
import io

import pytest

from app.collection import vocabulary
from app.collection.coverage import coverage
from app.collection.regions import regions
from app.web.statistics import SHADES, TILES
from tests.web.conftest import text_of


def rows_of(answer) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_map_has_every_province_once_and_no_two_in_one_place():
    assert TILES.keys() == vocabulary.PROVINCES.keys() - {vocabulary.NATIONAL}
    assert len({(row, column) for row, column, _ in TILES.values()}) == len(TILES)


def test_tiles_lead_to_as_many_cases_as_they_say(get, total_of, real_engine):
    tiles = get("/statistik").all("//ol[@class='map body']/li/a")
    assert len(tiles) == 38
    held = real_engine.values("province")
    for tile in tiles[::6]:
        count = int(text_of(tile.find("b")))
        assert total_of(tile.get("href")) == count == held.get(text_of(tile[0]), 0)
        assert tile.get("class") == f"k{sum(count >= least for least in SHADES)}"


@pytest.mark.parametrize("facet", ["category", "evidence", "status", "year"])
def test_bars_count_every_case_once(get, total_of, real_engine, facet):
    table = get("/statistik").one(f"//section[@aria-labelledby='menurut-{facet}']/table")
    counts = [int(text_of(row[1])) for row in table.findall(".//tbody/tr")]
    assert sum(counts) == real_engine.cases
    first = table.find(".//tbody/tr")
    assert total_of(first.find(".//a").get("href")) == counts[0]


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
    body = rows[: rows.index([])]
    assert [row[0] for row in body] == list(vocabulary.PROVINCES)
    for row in body:
        assert sum(map(int, row[1:-1])) == int(row[-1])
    assert sum(int(row[-1]) for row in body) == real_engine.cases


def test_a_province_lists_each_region_once_with_cases_or_examples(get, real_engine):
    page = get("/statistik/daerah?province=Jawa+Timur")
    lacking, held = page.all("//table")
    names = [text_of(row[0]) for table in (lacking, held) for row in table.findall("tbody/tr")]
    every = {r.name for r in regions().values() if r.province == "Jawa Timur"}
    assert {name.removeprefix("Pemerintah Provinsi ") for name in names} == every
    assert len(names) == len(every)
    found = coverage(real_engine.regions)["Jawa Timur"]
    assert page.texts("//h2")[:2] == [
        f"{len(found.without_cases)} daerah belum punya kasus",
        f"{len(found.with_cases)} daerah sudah punya kasus",
    ]
    for row in lacking.findall("tbody/tr"):
        assert 1 <= len(row.findall(".//a")) <= 2


def test_examples_can_become_an_event(get):
    page = get("/statistik/daerah?province=Papua")
    [link] = [link for link in page.links if link.startswith("/acara?s=")]
    assert get(link).status == 200


def test_every_province_has_a_page(get):
    links = [link.get("href") for link in get("/statistik/daerah").all("//table//a")]
    assert len(links) == 38
    assert all(get(link).status == 200 for link in links)


@pytest.mark.parametrize("typed", ["Nasional", "Atlantis", "<b>x</b>", "x" * 5000])
def test_a_province_that_there_isnt_is_said_beside_the_field(get, client, typed):
    page = get(f"/statistik/daerah?province={typed}")
    assert page.status == 400
    assert "tidak dikenal; pilih satu dari daftar" in page.text("//*[@id='province-e']")
    assert client.get("/statistik/daerah.csv", query_string={"province": typed}).status_code == 400


def test_the_list_to_invite_as_csv(client, real_engine):
    header, *rows = rows_of(client.get("/statistik/daerah.csv"))
    assert header[:5] == ["Kode", "Daerah", "Tingkat", "Provinsi", "Jumlah kasus"]
    body = rows[: rows.index([])]
    assert len(body) == 552
    lacking = [row for row in body if row[4] == "0"]
    assert len(lacking) == 552 - len(real_engine.regions)
    assert all(row[5] == "Belum ada data" and row[6] and "/inovasi/" in row[7] for row in lacking)
    [malang] = [row for row in body if row[0] == "35.07"]
    assert "Putik Sari" in malang[5] and malang[6:8] == ["", ""]
    bali = rows_of(client.get("/statistik/daerah.csv?province=Bali"))[1:]
    assert {row[3] for row in bali[: bali.index([])]} == {"Bali"}


def test_regions_of_the_engine_are_those_of_the_cases(real_engine, real_cases):
    expected: dict[str, set[str]] = {}
    for slug, parsed in real_cases.items():
        if parsed.case and parsed.case.region:
            expected.setdefault(parsed.case.region, set()).add(slug)
    assert {code: set(slugs) for code, slugs in real_engine.regions.items()} == expected
