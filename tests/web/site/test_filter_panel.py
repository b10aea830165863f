"""The filter panel: islands over provinces, ranges of years, a box for a region."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.regions import regions
from app.web.site.filter_panel import REGIONS


def boxes(page) -> dict[str, str]:
    return {name: page.only(f"//input[@id='{name}']").get("value") for name in BOXES}


BOXES = ("daerah", "dari", "sampai")


def ticked(page) -> list[tuple[str, str]]:
    return [(box.get("name"), box.get("value")) for box in page.all("//input[@checked]")]


def chips(page) -> list[str]:
    return [text.removeprefix("Hapus saringan ") for text in page.texts("//*[@class='chip on']")]


def test_islands_hold_their_provinces_and_open_where_one_is_chosen(get):
    page = get("/cari?province=Bali")
    islands = page.all("//details[@class='isle']")
    opened = [isle for isle in islands if isle.get("open") is not None]
    assert len(islands) == 7
    [bali] = opened
    names = [box.get("value") for box in bali.iter("input")]
    assert names[0] == "Bali dan Nusa Tenggara" and "Nusa Tenggara Timur" in names
    assert "Nasional" not in names


def test_an_island_is_said_as_a_whole(get):
    page = get("/cari?island=Maluku&province=Papua")
    assert page.text("//*[@role='status']").endswith("inovasi di seluruh Maluku atau Papua.")
    assert chips(page) == ["Seluruh Maluku", "Provinsi: Papua"]
    assert ticked(page) == [("island", "Maluku"), ("province", "Papua")]


def test_the_home_page_leads_to_islands(get):
    page = get("/")
    assert "/cari?island=Jawa" in page.links
    assert get("/cari?island=Jawa").total > get("/cari?province=Jawa+Timur").total


def test_years_are_offered_in_ranges_that_add_up(get, real_engine):
    page = get("/cari")
    counts = {}
    for label in page.all("//label[@class='opt']"):
        if label.find("input").get("name") == "year":
            count = "".join(label.find("span").itertext()).split()[0]
            counts[label.find("input").get("value")] = int(count)
    assert list(counts) == ["2024-", "2021-2023", "2018-2020", "2015-2017", "-2014", "belum-ada"]
    assert sum(counts.values()) == real_engine.cases


def test_old_addresses_with_single_years_stay(get):
    page = get("/cari?year=2019&year=2020")
    assert page.total == sum(get(f"/cari?year={year}").total for year in (2019, 2020))
    assert ticked(page) == [("year", "2020"), ("year", "2019")]
    assert chips(page) == ["Tahun mulai: 2019", "Tahun mulai: 2020"]


def test_typed_years_become_a_range_that_stays_in_the_boxes(get):
    page = get("/cari?q=anak&dari=2016&sampai=2019&daerah=")
    assert "inovasi tentang anak yang mulai 2016–2019." in page.text("//*[@role='status']")
    assert boxes(page) == {"daerah": "", "dari": "2016", "sampai": "2019"}
    assert ticked(page) == []
    assert page.total == get("/cari?q=anak&year=2016-2019").total
    assert boxes(get("/cari?year=2016-2019"))["dari"] == "2016"
    assert boxes(get("/cari?sampai=2012")) == {"daerah": "", "dari": "", "sampai": "2012"}


def test_typed_years_that_are_on_offer_are_ticked(get):
    page = get("/cari?dari=2018&sampai=2020")
    assert ticked(page) == [("year", "2018-2020")]
    assert boxes(page)["dari"] == ""


@pytest.mark.parametrize(
    ("typed", "wrong", "message"),
    [
        ({"dari": "18"}, "dari", "Tulis tahun dengan empat angka"),
        ({"dari": "2020", "sampai": "2018"}, "sampai", "sesudah tahun pertama"),
    ],
)
def test_wrong_years_are_explained_and_kept(get, typed, wrong, message):
    page = get(f"/cari?{urlencode(typed)}")
    assert page.status == 400
    assert message in page.text("//*[@role='alert']")
    assert page.only("//input[@aria-invalid]").get("id") == wrong
    assert {name: boxes(page)[name] for name in typed} == typed


def test_of_the_regions_those_with_most_cases_are_listed_and_the_chosen(get, real_engine):
    def listed(address):
        return [box.get("value") for box in get(address).all("//input[@name='region']")]

    assert len(listed("/cari")) == REGIONS
    assert listed("/cari?region=35.21")[-1] == "35.21"
    # Of a region without a case the page says so, and it can be unticked.
    names = {r.code: r.name for r in regions().values() if r.level != "provinsi"}
    empty = next(code for code in names if code not in real_engine.values("region"))
    page = get(f"/cari?region={empty}")
    assert page.text("//*[@role='status']") == f"Tidak ada inovasi di {names[empty]}."
    assert ("region", empty) in ticked(page)
    assert chips(page) == [names[empty]]


def test_a_typed_name_of_a_region_filters(get):
    page = get("/cari?daerah=ngawi&status=belum-diketahui&status=berlanjut")
    assert page.text("//*[@role='status']").endswith("di Kabupaten Ngawi.")
    assert boxes(page)["daerah"] == ""
    assert ("region", "35.21") in ticked(page)


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Malang", ["Kabupaten Malang, Jawa Timur", "Kota Malang, Jawa Timur"]),
        ("ngwi", ["Kabupaten Ngawi, Jawa Timur"]),
        ("jatim", ["Jawa Timur"]),
        ("Kalimantan", ["Kalimantan"]),
    ],
)
def test_a_name_that_is_unclear_gets_proposals_and_is_kept(get, name, proposed):
    address = urlencode({"q": "anak", "status": "berlanjut", "daerah": name})
    page = get(f"/cari?{address}")
    assert page.status == 400
    links = page.all("//*[@role='alert']//a")
    assert ["".join(link.itertext()) for link in links][: len(proposed)] == proposed
    assert boxes(page)["daerah"] == name
    query = dict(parse_qsl(urlsplit(links[0].get("href")).query))
    assert (query["q"], query["status"]) == ("anak", "berlanjut")
    assert get(links[0].get("href")).status == 200


def test_a_name_that_is_like_none_is_refused(get):
    page = get("/cari?daerah=qqqqqqq")
    assert page.status == 400
    assert "“qqqqqqq” bukan nama kabupaten atau kota" in page.text("//*[@role='alert']")
    assert not page.all("//*[@role='alert']//a")


@given(st.fixed_dictionaries({name: st.text(max_size=70) for name in BOXES}))
def test_whatever_is_typed_gets_an_answer(app, typed):
    assert app.test_client().get(f"/cari?{urlencode(typed)}").status_code in {200, 400}


def test_the_panel_stays_small_however_many_regions_there_are(get):
    assert len(get("/cari").all("//input[@name='region']")) == REGIONS
