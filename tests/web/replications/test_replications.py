"""The page, the files and the API of who copied whom, with one set of parameters."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from app.collection.replications import KINDS, SORTS
from tests.web.conftest import text_of

ROWS = "//table[@class='stacked pairs']/tbody/tr"
PARAMETERS = [
    {},
    {"kind": "dijanjikan"},
    {"province": "Jawa Timur", "side": "peniru", "sort": "daerah"},
    {"region": "35.73", "sort": "tahun"},
    {"case": "jarik-ma-siti", "category": "pendidikan"},
    {"province": "Bali"},
]


def csv_rows(client, parameters) -> list[list[str]]:
    answer = client.get("/replikasi.csv", query_string=parameters)
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    return rows[1 : rows.index([])]


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_page_files_and_api_have_the_same_pairs_in_the_same_order(client, get, parameters):
    query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in parameters.items())
    page = get(f"/replikasi?{query}")
    api = client.get("/api/v1/replications", query_string=parameters).get_json()
    file = csv_rows(client, parameters)
    workbook = load_workbook(
        io.BytesIO(client.get("/replikasi.xlsx", query_string=parameters).data)
    )
    sheet = list(workbook.worksheets[0].iter_rows(values_only=True))[1:]
    told = [(pair["original"]["title"], pair["copier"]["by"]) for pair in api["replications"]]
    assert [(row[0], row[4]) for row in file] == [(row[0], row[4]) for row in sheet] == told
    assert len(page.all(ROWS)) == api["total"] == len(told)
    for row, (title, by) in zip(page.texts(ROWS), told, strict=True):
        assert title in row and by in row
    assert api["query"]["filters"].items() <= parameters.items()


def test_a_row_links_to_both_cases_and_to_its_sources(get):
    page = get("/replikasi?case=simba-asia")
    (row,) = page.all(ROWS)
    links = [link.get("href") for link in row.iter("a")]
    assert links[:2] == ["/inovasi/jarik-ma-siti", "/inovasi/simba-asia"]
    assert len(links) > 2 and all(link.startswith("https://") for link in links[2:])
    assert {"2023", "Dipakai", "Pendidikan"} <= set(page.texts(f"{ROWS}/td/span"))


def test_the_copier_comes_first_where_the_list_goes_by_copier(get):
    for sort in SORTS:
        header = get(f"/replikasi?case=simba-asia&sort={sort}").texts("//thead//th")
        assert header[0] == ("Peniru" if sort in {"peniru", "daerah"} else "Inovasi asal")


def test_a_promise_is_called_one(get):
    page = get("/replikasi?kind=dijanjikan")
    assert set(page.texts(f"{ROWS}/td[3]")) == {KINDS["dijanjikan"].id}
    assert "0 dipakai" in page.text("//*[@role='status']")


def test_lists_of_the_form_tell_how_many_pairs_each_value_gives(get):
    page = get("/replikasi?kind=dipakai")
    for option in page.all("//select[@id='category']/option")[1:3]:
        name, _, count = text_of(option).rpartition(" ")
        narrower = get(f"/replikasi?kind=dipakai&category={option.get('value')}")
        assert len(narrower.all(ROWS)) == int(count.strip("()"))
        assert narrower.text("//select[@id='category']/option[@selected]").startswith(name)


def test_orders_and_filters_stay_in_the_address(get):
    page = get("/replikasi?province=Jawa+Timur&sort=peniru&s=putik-sari")
    orders = page.all("//nav[@aria-label='Urutkan']//a")
    for link, sort in zip(orders, SORTS, strict=True):
        values = parse_qs(urlsplit(link.get("href")).query)
        assert values["province"] == ["Jawa Timur"] and values["s"] == ["putik-sari"]
        assert values.get("sort", ["asal"]) == [sort]
    hidden = {(f.get("name"), f.get("value")) for f in page.all("//main//input[@type='hidden']")}
    assert hidden == {("sort", "peniru"), ("s", "putik-sari")}


def test_an_empty_list_is_no_proof_that_nobody_copied(get):
    page = get("/replikasi?province=Bali")
    assert page.status == 200 and not page.all(ROWS)
    assert "Belum tentu tidak ada yang meniru" in page.text("//main")
    assert "/replikasi" in page.links


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("category=x", "category"),
        ("category=kesehatan&category=ekonomi", "category"),
        ("kind=x", "kind"),
        ("province=Jawa", "province"),
        ("region=99.99", "region"),
        ("case=tidak-ada", "case"),
        ("case=" + "x" * 300, "case"),
        ("side=kiri", "side"),
        ("sort=x", "sort"),
        ("page=0", "page"),
        ("per_page=101", "per_page"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client, get, query, name):
    page = get(f"/replikasi?{query}")
    assert page.status == 400 and page.all(ROWS)
    assert page.texts("//*[@role='alert']//code") == [name]
    assert client.get(f"/replikasi.csv?{query}").status_code == 400
    answer = client.get(f"/api/v1/replications?{query}")
    assert answer.status_code == 400 and answer.get_json()["errors"][0]["name"] == name


def test_pages(client, get):
    first, last = get("/replikasi?per_page=30"), get("/replikasi?per_page=30&page=2")
    assert len(first.all(ROWS)) == 30
    assert "/replikasi?page=2&per_page=30#hasil" in first.links
    assert not {*first.texts(f"{ROWS}")} & {*last.texts(f"{ROWS}")}
    assert get("/replikasi?page=7").status == 404
    assert client.get("/api/v1/replications?page=7").status_code == 404


def test_a_collection_without_copies_has_an_empty_list(site):
    client = site({"obat": None})
    page = client.get("/replikasi")
    assert page.status_code == 200 and "Belum ada catatan peniruan" in page.text
    assert client.get("/api/v1/replications").get_json()["total"] == 0
    assert client.get("/replikasi.xlsx").status_code == 200
