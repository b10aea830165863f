"""Robots learn of both languages of a page."""

from __future__ import annotations

import pytest


def alternates(page):
    return {
        link.get("hreflang"): link.get("href")
        for link in page.all("//link[@rel='alternate'][@hreflang]")
    }


@pytest.mark.parametrize("path", ["/inovasi/putik-sari", "/en/inovasi/putik-sari?s=simba-asia"])
def test_robots_learn_both_addresses_without_a_readers_shortlist(get, path):
    case = "/inovasi/putik-sari"
    assert alternates(get(path)) == {
        "id": f"http://localhost{case}",
        "en": f"http://localhost/en{case}",
        "x-default": f"http://localhost{case}",
    }


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("/en/tema/mengelola-sampah?cara=1&fbclid=x", "/en/tema/mengelola-sampah"),
        ("/cari?s=putik-sari&page=2&q=air", "/en/cari?q=air&page=2"),
        ("/en/", "/en/"),
    ],
)
def test_both_addresses_are_canonical(get, path, english):
    page = get(path)
    shown = alternates(page)
    assert shown["en"] == f"http://localhost{english}"
    assert page.only("//link[@rel='canonical']").get("href") in shown.values()
    assert get(english).only("//link[@rel='canonical']").get("href") == shown["en"]


@pytest.mark.parametrize("path", ["/tidak-ada", "/en/inovasi/tidak-ada"])
def test_a_page_that_does_not_exist_has_no_alternates(get, path):
    assert alternates(get(path)) == {}


def test_the_canonical_address_of_an_english_page_is_english(get):
    page = get("/en/inovasi/putik-sari?s=simba-asia")
    assert (
        page.only("//link[@rel='canonical']").get("href")
        == "http://localhost/en/inovasi/putik-sari"
    )
