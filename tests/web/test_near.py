"""What is near a place: on the page, in the API and in files."""

from __future__ import annotations

import csv
import io

import pytest

from tests.web.conftest import text_of

CHIP = "Hapus saringan Dekat Kabupaten"
MARKS = "//li[@class='card']//p[@class='small near']"


def address_of(page, text: str) -> str:
    """The address that the only link with a text leads to."""
    (address,) = {link.get("href") for link in page.all("//a") if text_of(link).startswith(text)}
    return address


def test_a_planner_gets_from_home_to_neighbours_with_measured_results_and_to_a_file(get, client):
    """Three steps: a search, a filter, the neighbours alone; the file is one more."""
    home = get("/")
    assert "sampah dekat Ngawi" in home.text("//main")
    found = get("/cari?q=sampah dekat Surabaya")
    ticked = get("/cari?q=sampah dekat Surabaya&known=result")
    assert 0 < ticked.total < found.total
    narrowed = get(address_of(ticked, "Hanya Kota Surabaya dan tetangganya"))
    assert 0 < narrowed.total < ticked.total
    file = client.get(address_of(narrowed, "Unduh semua hasil ini sebagai Excel"))
    assert file.status_code == 200


def test_the_page_says_that_a_place_has_no_case_on_the_subject_and_which_are_nearest(get):
    page = get("/cari?q=sampah Ponorogo")
    text = page.text("//main")
    assert "Belum ada kasus tentang sampah dari Kabupaten Ponorogo. Terdekat: Kota Batu" in text
    assert "(sekitar 114 km)" in text
    assert page.text("//*[@role='status']").startswith("22 inovasi tentang sampah (yang dekat")
    marks = page.texts(MARKS)
    assert marks[0] == "Satu provinsi, sekitar 114 km"
    assert [mark.split(",")[0] for mark in marks[:4]] == ["Satu provinsi"] * 3 + ["Satu pulau"]


def test_with_filters_it_does_not_claim_more_than_it_knows(get):
    text = get("/cari?q=sampah Ponorogo&known=result").text("//main")
    assert "Dengan saringan ini belum ada kasus dari Kabupaten Ponorogo." in text


def test_cards_say_how_near_a_case_is(get):
    page = get("/cari?near=35.21")
    own = "Kabupaten Ngawi sendiri"
    assert page.texts(MARKS)[:3] == [own, own, "Bertetangga"]  # next door: no distance
    assert not get("/cari").all(MARKS)


@pytest.mark.parametrize(
    ("address", "without"),
    [
        ("/cari?q=sampah&near=35.21", "/cari?q=sampah"),
        ("/cari?q=sampah dekat Ngawi", "/cari?q=sampah"),
        ("/cari?q=sampah di Ponorogo&sort=evidence", "/cari?q=sampah&sort=evidence"),
    ],
)
def test_a_chip_takes_the_place_away(get, address, without):
    assert address_of(get(address), CHIP) == f"{without}#hasil"


def test_the_words_for_a_place_can_be_read_as_words(get):
    page = get("/cari?q=sampah dekat Ngawi")
    as_words = get(address_of(page, "Baca nama tempat sebagai kata biasa"))
    assert CHIP not in as_words.text("//main")


def test_filters_and_a_new_text_keep_the_place(get):
    page = get("/cari?q=sampah&near=35.21")
    fields = page.all("//form//input[@name='near'][@value='35.21']")
    assert len(fields) == 2  # the search box and the panel


def test_the_box_for_a_region_can_choose_one_that_is_near(get):
    page = get("/cari?q=sampah&daerah=ngawi&dekat=1")
    assert page.total == get("/cari?q=sampah").total
    assert address_of(page, CHIP) == "/cari?q=sampah#hasil"


def test_a_name_of_several_regions_gets_proposals_that_are_near_too(get):
    page = get("/cari?q=sampah&daerah=malang&dekat=1")
    assert page.status == 400
    hrefs = [a.get("href") for a in page.all("//*[@role='alert']//a")]
    assert hrefs == ["/cari?q=sampah&near=35.07", "/cari?q=sampah&near=35.73"]
    assert page.all("//input[@name='dekat'][@checked]")


@pytest.mark.parametrize("code", ["99.99", "Ngawi", "35.21.01", "<b>"])
def test_a_code_of_no_region_is_refused_with_the_remedy(get, client, code):
    page = get(f"/cari?q=sampah&near={code}")
    assert page.status == 400
    assert "misalnya 35.21" in page.text("//main")
    for path in ("/api/v1/search", "/cari.csv"):
        assert client.get(path, query_string={"near": code}).status_code == 400


def test_the_api_says_how_near_each_case_is(ask):
    answer = ask(q="sampah", near="35.21")
    assert answer["query"]["near"] == "35.21"
    near = answer["interpretation"]["near"]
    assert (near["codes"], near["label"], near["lacking"]) == (["35.21"], "Kabupaten Ngawi", False)
    assert near["nearest"][0] == {"code": "35.79", "label": "Kota Batu", "km": 138}
    assert answer["results"][0]["nearness"] == "province"
    assert answer["results"][0]["distance_km"] == 138
    assert ask(q="sampah")["results"][0]["nearness"] is None


def test_the_file_has_the_order_of_the_page(client, ask):
    answer = ask(q="sampah dekat Ngawi", per_page=100)
    text = client.get("/cari.csv?q=sampah dekat Ngawi").get_data(as_text=True)
    slugs = [row["slug"] for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))]
    assert slugs[: answer["total"]] == [result["slug"] for result in answer["results"]]


def test_a_region_searches_with_its_neighbours_first(get):
    page = get("/daerah/35.21")
    assert page.all("//form//input[@name='near'][@value='35.21']")


def test_where_neighbours_have_nothing_measured_the_nearest_measured_cases_are_shown(get):
    page = get("/cari?q=sampah&known=result&near=35.21&region=35.21&region=33.14")
    sentence = page.text("//main")
    assert "Tidak ada inovasi tentang sampah" in sentence
    assert "lebih dulu)" not in sentence
    nearest = [link for link in page.links if link.startswith("/inovasi/")]
    assert nearest[0].startswith("/inovasi/suroboyo-bus")
    assert not any("bayar-pbb-dengan-sampah-kota-batu" in link for link in nearest)
