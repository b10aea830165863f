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


@pytest.mark.parametrize("path", ["/tidak-ada", "/en/inovasi/tidak-ada"])
def test_a_page_that_does_not_exist_has_no_alternates(get, path):
    assert alternates(get(path)) == {}


def test_the_canonical_address_of_an_english_page_is_english(get):
    page = get("/en/inovasi/putik-sari?s=simba-asia")
    assert page.only("//link[@rel='canonical']").get("href") == "/en/inovasi/putik-sari"
