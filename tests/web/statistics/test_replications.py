"""Who copied whom, in numbers; every number is that of the list behind it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.web.conftest import text_of

SECTION = "//section[@aria-labelledby='peniruan']"


@pytest.fixture
def pairs_at(client):
    """How many pairs an address of ``/replikasi`` lists."""

    def count(url: str) -> int:
        assert urlsplit(url).path == "/replikasi"
        parameters = dict(parse_qsl(urlsplit(url).query))
        number: int = client.get("/api/v1/replications", query_string=parameters).get_json()[
            "total"
        ]
        return number

    return count


def test_numbers_lead_to_as_many_pairs(get, pairs_at):
    entries = get("/statistik").all(f"{SECTION}//li")
    assert len(entries) > 8
    for entry in entries:
        assert pairs_at(entry.find("a").get("href")) == int(text_of(entry.find("span")).split()[0])


def test_the_most_copied_leads(get):
    lists = get("/statistik").all(f"{SECTION}//ul")
    assert text_of(lists[1][0]).startswith("e-Kinerja Banda Aceh 6")


def test_a_province_tells_what_its_regions_copied_and_what_was_copied_from_them(get, pairs_at):
    page = get("/statistik/daerah?province=Jawa+Timur")
    rows = {
        text_of(row[0]): row
        for row in page.all("//section[@aria-labelledby='meniru']/table/tbody/tr")
    }
    malang = rows["Kota Malang"]
    assert "/inovasi/jarik-ma-siti" in [link.get("href") for link in malang[1].iter("a")]
    assert pairs_at(malang[0].find("a").get("href")) == 2
    (spread,) = malang[2].iter("a")
    assert pairs_at(spread.get("href")) == int(text_of(spread).split()[0]) == 2
    assert "baru janji" in text_of(rows["Kabupaten Ngawi"][1])


def test_a_province_without_pairs_says_so(get):
    page = get("/statistik/daerah?province=Bali")
    assert "Belum ada catatan peniruan" in page.text("//section[@aria-labelledby='meniru']")


def test_a_collection_without_copies_has_no_list_of_the_most_copied(site):
    page = site({"obat": None}).get("/statistik").text
    assert "Siapa meniru siapa" in page and "Paling banyak ditiru" not in page
