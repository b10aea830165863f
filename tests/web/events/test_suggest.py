"""A proposed set of cases: balanced, explained, and each case can be swapped."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.conftest import take_apart
from tests.web.events.conftest import form_of, press


def test_a_proposal_is_balanced_explained_and_the_same_again(get, client):
    page = get("/acara/usul?q=stunting&n=6")
    assert len(page.slugs) == 6
    assert page.slugs == take_apart(client, "/acara/usul?q=stunting&n=6").slugs
    why = page.texts("//*[@class='match']")
    assert all(text.startswith("Mengapa dipilih: ") for text in why)
    assert any("menceritakan pembelajaran" in text or "berhenti" in text for text in why)
    places = page.texts("//li[@class='card']/div/p[1]")
    assert len({place.rsplit(", ", 1)[-1].split(" · ")[0] for place in places}) >= 4


def test_one_click_swaps_one_case_and_another_brings_it_back(client, get):
    page = get("/acara/usul?q=sampah")
    swapped = press(client, page, f"ganti-{page.slugs[1]}")
    assert page.slugs[1] not in swapped.slugs
    assert [s for k, s in enumerate(swapped.slugs) if k != 1] == [
        s for k, s in enumerate(page.slugs) if k != 1
    ]
    assert press(client, swapped, f"kembalikan-{page.slugs[1]}").slugs == page.slugs


def test_a_set_keeps_to_the_filters_and_carries_the_details(get):
    page = get("/acara/usul?category=kesehatan&province=Jawa+Timur&judul=Temu&n=3")
    assert len(page.slugs) == 3
    assert all("Kesehatan" in t and "Jawa Timur" in t for t in page.texts("//p[@class='where']"))
    use = next(link for link in page.links if link.startswith("/acara?s="))
    assert parse_qs(urlsplit(use).query)["judul"] == ["Temu"]


def test_a_search_leads_to_a_proposal_with_its_parameters(get):
    page = get("/cari?q=anak&category=pendidikan&sort=newest&page=2")
    [link] = [link for link in page.links if link.startswith("/acara/usul")]
    assert parse_qs(urlsplit(link).query) == {
        "q": ["anak"],
        "category": ["pendidikan"],
        "sort": ["newest"],
    }


@pytest.mark.parametrize("n", ["0", "50", "x", "-1"])
def test_a_size_that_cannot_be_is_reported(get, n):
    page = get(f"/acara/usul?q=stunting&n={n}")
    assert page.status == 400
    assert "dari 1 sampai 12" in page.text("//*[@role='alert']")
    assert page.only("//input[@id='n']").get("value") == n
    assert len(page.slugs) == 5


def test_a_search_that_finds_nothing_says_so(get):
    assert "Tidak ada kasus yang cocok" in get('/acara/usul?q="sapi+terbang+malam"').text()


# --- from a theme ---------------------------------------------------------------------


def test_a_set_from_a_theme_shows_each_approach(get, real_engine):
    page = get("/acara/usul?dari_tema=mengelola-sampah&n=5")
    theme = real_engine.themes["mengelola-sampah"]
    assert len(page.slugs) == 5
    assert {theme.approach_of(slug).name for slug in page.slugs} == {
        approach.name for approach in theme.approaches
    }
    why = page.texts("//*[@class='match']")
    assert all("mewakili cara" in text for text in why)


def test_from_a_theme_to_the_papers_it_takes_three_clicks(get):
    theme = get("/tema/mengelola-sampah")
    (propose,) = [link for link in theme.links if "dari_tema=" in link]
    (use, _again) = [link for link in get(propose).links if link.startswith("/acara?s=")]
    form = get(use)
    fields = {field.get("name"): field.get("value") for field in form.all("//input")}
    assert fields["judul"] == "Belajar bersama: Mengurangi dan mengolah sampah"
    assert fields["tema"] == "Mengurangi dan mengolah sampah"
    (button,) = form.all("//button[@formaction='/acara/cetak']")
    assert get(use.replace("/acara?", f"{button.get('formaction')}?")).status == 200


def test_the_title_is_indonesian_on_english_pages_too(get):
    page = get("/en/acara/usul?dari_tema=mengelola-sampah")
    use = next(link for link in page.links if link.startswith("/en/acara?s="))
    title = parse_qs(urlsplit(use).query)["judul"]
    assert title == ["Belajar bersama: Mengurangi dan mengolah sampah"]
    assert "stands for the approach" in page.text()


def test_a_swap_keeps_the_theme_the_number_and_the_details(client, get):
    page = get("/acara/usul?dari_tema=mengelola-sampah&judul=Temu&tempat=Aula")
    swapped = press(client, page, f"ganti-{page.slugs[0]}", n="6")
    assert page.slugs[0] not in swapped.slugs and len(swapped.slugs) == 6
    assert {("dari_tema", "mengelola-sampah"), ("tempat", "Aula")} <= {*form_of(swapped)}
    use = next(link for link in swapped.links if link.startswith("/acara?s="))
    assert parse_qs(urlsplit(use).query)["judul"] == ["Temu"]


def test_the_form_offers_every_theme(get, real_engine):
    for address in ("/acara", "/acara/usul"):
        options = get(address).all("//select[@name='dari_tema']//option")
        assert {option.get("value") for option in options} - {""} == set(real_engine.themes)


def test_an_unknown_theme_is_refused_with_the_list_of_all(get):
    page = get("/acara/usul?dari_tema=tidak-ada&judul=Temu")
    assert page.status == 400
    assert "Tidak ada tema “tidak-ada”." in page.text()
    assert page.all("//select[@name='dari_tema']")
