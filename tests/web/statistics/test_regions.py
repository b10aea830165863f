"""The regions with and without cases: whom to invite, and what to show them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from app.collection.coverage import coverage
from app.collection.regions import regions
from tests.web.conftest import text_of
from tests.web.statistics.conftest import rows_of


def test_a_province_lists_each_region_once_with_cases_or_examples(get, real_engine):
    page = get("/statistik/daerah?province=Jawa+Timur")
    without, having, _replications = page.all("//table")
    names = [text_of(row[0]) for table in (without, having) for row in table.findall("tbody/tr")]
    every = {r.name for r in regions().values() if r.province == "Jawa Timur"}
    assert {name.removeprefix("Pemerintah Provinsi ") for name in names} == every
    assert len(names) == len(every)
    expected = coverage(real_engine.regions)["Jawa Timur"]
    assert page.texts("//h2")[:2] == [
        f"{len(expected.without_cases)} daerah belum punya kasus",
        f"{len(expected.with_cases)} daerah sudah punya kasus",
    ]
    for row in without.findall("tbody/tr"):
        assert 1 <= len(row.findall("td//a")) <= 2
        assert row.findall("th/a")


def test_examples_can_become_an_event(get):
    page = get("/statistik/daerah?province=Papua")
    [link] = [link for link in page.links if link.startswith("/acara?s=")]
    assert get(link).status == 200


def test_every_province_has_a_page(get):
    links = [link.get("href") for link in get("/statistik/daerah").all("//table//a")]
    assert len(links) == 38
    assert all(get(link).status == 200 for link in links)


@pytest.mark.parametrize("typed", ["Nasional", "Atlantis", "<b>x</b>", "x" * 5000])
def test_an_unknown_province_is_reported_beside_the_field(get, client, typed):
    page = get(f"/statistik/daerah?province={typed}")
    assert page.status == 400
    assert "tidak dikenal; pilih satu dari daftar" in page.text("//*[@id='province-e']")
    assert client.get("/statistik/daerah.csv", query_string={"province": typed}).status_code == 400


def test_the_list_to_invite_as_csv(client, real_engine):
    header, *rows = rows_of(client.get("/statistik/daerah.csv"))
    assert header[:5] == ["Kode", "Daerah", "Tingkat", "Provinsi", "Jumlah kasus"]
    assert len(rows) == 552
    without = [row for row in rows if row[4] == "0"]
    assert len(without) == 552 - len(real_engine.regions)
    assert all(row[5] == "Belum ada data" and row[6] and "/inovasi/" in row[7] for row in without)
    [malang] = [row for row in rows if row[0] == "35.07"]
    assert "Putik Sari" in malang[5] and malang[6:8] == ["", ""]
    assert header[8:] == ["Berbatasan darat dengan", "Terdekat selain itu"]
    assert "Kabupaten Blitar; " in malang[8] and malang[9] == ""
    bali = rows_of(client.get("/statistik/daerah.csv?province=Bali"))[1:]
    assert {row[3] for row in bali} == {"Bali"}


def test_the_list_of_a_province_as_a_workbook(client, get):
    page = get("/statistik/daerah?province=Bali")
    assert {f"/statistik/daerah.{kind}?province=Bali" for kind in ("csv", "xlsx")} <= set(
        page.links
    )
    answer = client.get("/statistik/daerah.xlsx?province=Bali")
    assert "daerah-dan-kasusnya-bali-20" in answer.headers["Content-Disposition"]
    sheet, about = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
    assert {row[3] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"Bali"}
    assert ("Alamat", "http://localhost/statistik/daerah?province=Bali") in list(
        about.iter_rows(values_only=True)
    )


def test_regions_of_the_engine_are_those_of_the_cases(real_engine, real_cases):
    expected: dict[str, set[str]] = {}
    for slug, parsed in real_cases.items():
        if parsed.case and parsed.case.region:
            expected.setdefault(parsed.case.region, set()).add(slug)
    assert {code: set(slugs) for code, slugs in real_engine.regions.items()} == expected
