"""The pages of regions and institutions."""

from __future__ import annotations

import gc
import re
from urllib.parse import parse_qs, urlsplit
from weakref import ref

import pytest

from app.collection import vocabulary
from app.collection.geography import geography, neighbours, regions_in
from app.collection.regions import by_code, regions
from app.search.engine import Engine
from app.web.regions import surroundings
from tests.web.conftest import text_of

CODE = {name: region.code for name, region in regions().items()}


def rows(page, section):
    return page.all(f"//section[@aria-labelledby='{section}']//tbody/tr")


def test_a_region_is_remembered_for_one_index_which_can_still_be_let_go(real_index, content):
    region = by_code()["35.07"]
    engine, other = Engine.open(real_index, content), Engine.open(real_index, content)
    around = surroundings.surroundings(engine, region, "id")
    assert around.cards
    assert surroundings.surroundings(engine, region, "id") is around
    assert surroundings.surroundings(other, region, "id") is not around
    assert surroundings.surroundings(engine, region, "en").similar != around.similar
    gone = ref(engine)
    del engine
    gc.collect()
    assert gone() is None


def test_a_region_without_a_case_says_so_and_names_the_nearest(get):
    page = get("/daerah/35.02")
    assert page.status == 200
    lead = page.text("//p[@class='lead']")
    assert lead.startswith("Belum ada kasus dari Kabupaten Ponorogo. Terdekat: ")
    assert "(berbatasan darat)" in lead
    assert not page.all("//h2[@id='kasus']")


def test_a_region_shows_its_cases_and_those_of_its_neighbours_across_any_border(get, real_engine):
    code = CODE["Kabupaten Ngawi"]
    page = get(f"/daerah/{code}")
    assert set(page.slugs) == set(real_engine.regions[code])
    shown = {text_of(row[0].find("a")) for row in rows(page, "dekat")}
    with_cases = {by_code()[c].name for c in neighbours(code) if c in real_engine.regions}
    assert with_cases <= shown
    assert "Kabupaten Blora" in shown or "Kabupaten Sragen" in shown
    without = {by_code()[c].name for c in neighbours(code)} - with_cases
    text = page.text("//section[@aria-labelledby='dekat']")
    assert all(name in text for name in without)


def test_neighbours_come_before_all_others_and_the_rest_by_distance(get):
    for code in ("35.02", "53.05", "94.02", "51"):
        notes = [text_of(row[0].find("p")) for row in rows(get(f"/daerah/{code}"), "dekat")]
        assert len(notes) >= 3
        borders = [note.endswith("berbatasan darat") for note in notes]
        assert borders == sorted(borders, reverse=True)


def test_similar_regions_have_a_reason_and_are_not_those_nearby(get):
    page = get("/daerah/35.02")
    near = {text_of(row[0].find("a")) for row in rows(page, "dekat")}
    similar = rows(page, "mirip")
    assert len(similar) == 4
    for row in similar:
        assert text_of(row[0].find("a")) not in near
        assert "sama-sama kabupaten; penduduk 979 ribu dan " in text_of(row[0].find("p"))
        assert row.findall("td//li")


def test_fields_without_a_case_here_or_next_door_lead_to_the_best_documented(
    get, real_engine, total_of
):
    page = get("/daerah/35.02")
    around = ("35.02", *neighbours("35.02"))
    slugs = [slug for c in around for slug in real_engine.regions.get(c, ())]
    cases = list(real_engine.cards_of(slugs).values())
    lacking = vocabulary.CATEGORIES.keys() - {card.category for card in cases}
    fields = rows(page, "bidang")
    assert {text_of(row[0]) for row in fields} == {vocabulary.CATEGORIES[key].id for key in lacking}
    for row in fields:
        *best, search = row.findall("td//a")
        assert best and total_of(search.get("href")) > 0


def test_a_province_lists_its_kabupaten_and_kota_with_their_cases(get, real_engine):
    page = get("/daerah/51")
    assert page.text("//p[@class='lead']").endswith(" kasus dari kabupaten dan kotanya.")
    items = page.all("//section[@aria-labelledby='isi-provinsi']//li")
    assert len(items) == 9
    for item in items:
        code = item.find("a").get("href").rsplit("/", 1)[1]
        count = int(text_of(item.find("span")).split()[0])
        assert count == len(real_engine.regions.get(code, ()))


def test_the_cases_here_and_around_are_searched_filtered_and_downloaded(
    get, client, real_engine, total_of
):
    page = get("/daerah/35.02")
    near = [row[0].find("a").get("href").rsplit("/", 1)[1] for row in rows(page, "dekat")]
    links = [link.get("href") for link in page.all("//section[@aria-labelledby='cari']//a")]
    every, with_results, file = links
    assert total_of(every) == sum(len(real_engine.regions[code]) for code in near)
    assert 0 < total_of(with_results) < total_of(every)
    assert client.get(file).status_code == 200
    fields = page.all("//section[@aria-labelledby='cari']//input[@name='region']")
    assert [field.get("value") for field in fields] == ["35.02", *near]


def test_the_nearest_cases_become_an_event_in_one_click(get):
    link, _invitation = [i for i in get("/daerah/35.02").links if i.startswith("/acara?s=")]
    assert link.count("s=") == 5
    assert get(link).status == 200


def test_neighbours_without_a_case_are_invited_in_one_click_or_by_field(get, real_engine):
    page = get("/daerah/35.21")
    lacking = [code for code in neighbours("35.21") if code not in real_engine.regions]
    _event, link = [i for i in page.links if i.startswith("/acara?s=")]
    assert parse_qs(urlsplit(link).query)["undang"] == lacking
    assert get(link).status == 200
    (form,) = page.all("//section[@aria-labelledby='undang']//form")
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert sent == {"near": "35.21", "undang_sekitar": "35.21"}
    assert len(form.findall(".//option")) == len(vocabulary.CATEGORIES)


def test_a_province_without_more_than_it_may_invite_says_how_many_there_are(get, real_engine):
    for code in ("12", "94"):
        lacking = [r.code for r in regions_in(code) if r.code not in real_engine.regions]
        text = get(f"/daerah/{code}").text("//section[@aria-labelledby='undang']")
        assert f"Undang {min(len(lacking), 30)} daerah" in text
        assert ("yang pertama dari" in text) == (len(lacking) > 30)


def test_every_region_and_institution_has_a_page(get, client, real_engine):
    for code in [*by_code()][::23]:
        page = get(f"/daerah/{code}")
        assert page.status == 200 and page.text("//h1")
    links = [link for link in get("/daerah").links if link.startswith("/instansi/")]
    assert len(links) > 30
    for link in links[::6]:
        page = get(link)
        assert page.slugs or page.all("//section[@aria-labelledby='tercatat']")


def test_an_institution_shows_cases_of_others_in_its_fields_and_who_copied_whom(get, real_engine):
    page = get("/instansi/kepolisian-negara-republik-indonesia")
    own = [c for c in real_engine.cards() if c.government == "Kepolisian Negara Republik Indonesia"]
    fields = {text_of(row[0]): row for row in rows(page, "bidang")}
    assert fields.keys() == {vocabulary.CATEGORIES[card.category].id for card in own}
    for row in fields.values():
        linked = {link.get("href") for link in row.findall("td//a")}
        assert len(linked) >= 2
        assert linked.isdisjoint(f"/inovasi/{card.slug}" for card in own)
    (line,) = page.texts("//section[@aria-labelledby='tiru']//li")
    assert "meniru" in line
    silent = get("/instansi/mahkamah-agung").text("//section[@aria-labelledby='tiru']")
    assert "Belum ada data tentang inovasi yang ditiru oleh atau dari Mahkamah Agung." in silent


def test_of_many_cases_an_institution_shows_the_best_documented(get, real_engine, monkeypatch):
    monkeypatch.setattr(surroundings, "CASES_OF_AN_INSTITUTION", 4)
    # With a list, since the page without one may be cached.
    page = get("/instansi/kepolisian-negara-republik-indonesia?s=putik-sari")
    assert len(page.slugs) == 4
    steps = [card.evidence for card in real_engine.cards_of(page.slugs).values()]
    assert min(steps) >= 1
    assert page.text("//p[@class='lead']") == "20 kasus."
    assert "Cari semua kasus dari Kepolisian Negara" in page.text("//main")


def test_cases_of_no_region_are_on_the_page_of_their_institution(get, real_engine):
    cards = [card for card in real_engine.cards() if card.government == "Mahkamah Agung"]
    assert set(get("/instansi/mahkamah-agung").slugs) == {card.slug for card in cards}


@pytest.mark.parametrize(
    "path",
    [
        *("/daerah/99", "/daerah/35.99", "/daerah/x", "/daerah/%F0%9F%98%80"),
        *("/daerah/" + "9" * 3000, "/instansi/x", "/instansi/Mahkamah%20Agung"),
    ],
)
def test_nonsense_gets_404_and_a_way_on(get, path):
    page = get(path)
    assert page.status == 404
    assert "ini tidak ada" in page.text("//h1")
    assert "/daerah" in page.links


def test_who_copied_whom_is_told_from_both_sides(get, real_engine):
    pair = next(p for p in real_engine.replications if p.original_region and p.copier_region)
    for region in (pair.original_region, pair.copier_region):
        page = get(f"/daerah/{region.code}")
        told = page.text("//section[@aria-labelledby='tiru']")
        assert pair.copy.by in told and pair.original.title in told
        assert f"/replikasi?region={region.code}" in page.links
    assert "Belum ada data tentang inovasi yang ditiru" in get("/daerah/53.05").text()


# --- finding a region -----------------------------------------------------------------


def test_the_name_of_one_region_leads_to_its_page(client):
    answer = client.get("/daerah?nama=ponorogo&s=putik-sari")
    assert answer.status_code == 303
    assert answer.location == "/daerah/35.02?s=putik-sari"


def test_a_name_of_two_regions_offers_both(get):
    page = get("/daerah?nama=malang")
    assert page.status == 200
    assert {"/daerah/35.07", "/daerah/35.73"} <= set(page.links)


def test_a_misspelt_name_is_kept_and_near_names_are_offered(get):
    page = get("/daerah?nama=ponorgo")
    assert page.status == 404
    assert page.only("//input[@id='nama']").get("value") == "ponorgo"
    assert "Tidak ada daerah bernama “ponorgo”" in page.text("//*[@id='nama-e']")
    assert "/daerah/35.02" in page.links


def test_provinces_stand_by_island_with_their_numbers(get, real_engine):
    page = get("/daerah")
    provinces = [link for link in page.links if link.startswith("/daerah/")]
    assert len(provinces) == 38
    assert len(page.all("//datalist/option")) == 552
    assert len(geography()) == 552


# --- ways in --------------------------------------------------------------------------


def test_a_case_leads_to_the_page_of_its_region_or_institution(get, real_engine):
    assert "/daerah/35.07" in get("/inovasi/putik-sari").links
    slug = next(c.slug for c in real_engine.cards() if c.government == "Mahkamah Agung")
    assert "/instansi/mahkamah-agung" in get(f"/inovasi/{slug}").links


@pytest.mark.parametrize("path", ["/", "/statistik"])
def test_home_and_statistics_lead_to_the_regions(get, path):
    assert "/daerah" in get(path).links


def test_a_list_that_names_an_unknown_case_is_reported(get):
    page = get("/daerah/35.02?s=tidak-ada")
    assert page.status == 400
    assert "Tidak ada kasus “tidak-ada”" in page.text()


@pytest.mark.parametrize("url", ["/daerah/a%00b", "/instansi/a%00b", "/daerah/%1b%5b2J"])
def test_control_characters_of_an_address_do_not_get_into_the_page(client, url):
    answer = client.get(url)
    assert answer.status_code == 404
    assert not re.search("[\x00-\x08\x0e-\x1f]", answer.text)


@pytest.mark.parametrize("address", ["ngawi", "Kabupaten-Ngawi", "Ngawy"])
def test_a_name_in_place_of_a_code_leads_to_its_region(get, address):
    page = get(f"/daerah/{address}")
    assert page.status == 404
    assert "Mungkin maksud Anda" in page.text("//main") and "/daerah/35.21" in page.links
