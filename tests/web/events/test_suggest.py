"""A proposed set of cases: balanced, explained, and each case can be swapped."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.conftest import take_apart


def test_a_proposal_is_balanced_explained_and_the_same_again(get, client):
    page = get("/acara/usul?q=stunting&n=6")
    assert len(page.slugs) == 6
    assert page.slugs == take_apart(client, "/acara/usul?q=stunting&n=6").slugs
    why = page.texts("//*[@class='match']")
    assert all(text.startswith("Mengapa dipilih: ") for text in why)
    assert any("menceritakan pembelajaran" in text or "berhenti" in text for text in why)
    places = page.texts("//li[@class='card']/div/p[1]")
    assert len({place.rsplit(", ", 1)[-1].split(" · ")[0] for place in places}) >= 4


def test_one_click_swaps_one_case_and_another_brings_it_back(get):
    page = get("/acara/usul?q=sampah")
    swap = [link for link in page.links if "tanpa=" in link][1]
    swapped = get(swap)
    assert page.slugs[1] not in swapped.slugs
    assert [s for k, s in enumerate(swapped.slugs) if k != 1] == [
        s for k, s in enumerate(page.slugs) if k != 1
    ]
    back = [
        link for link in swapped.links if link.startswith("/acara/usul") and "tanpa=" not in link
    ]
    assert any(get(link).slugs == page.slugs for link in back)


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
    assert len(page.slugs) == 5


def test_a_search_that_finds_nothing_says_so(get):
    assert "Tidak ada kasus yang cocok" in get('/acara/usul?q="sapi+terbang+malam"').text()
