"""What an English reader gets: English around Indonesian cases."""

from __future__ import annotations

import pytest

from tests.web.conftest import Page


def count(page: Page) -> int:
    """The number of cases that a page of results states in English."""
    return int(page.text("//*[@role='status']").split()[0].replace(",", ""))


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("child+marriage+prevention", "jo-kawin-bocah"),
        ("maternal+health+in+remote+villages", "2h2-center"),
        ("citizen+complaints", "laporgub-jateng"),
        ("Putik+Sari", "putik-sari"),
    ],
)
def test_a_search_finds_the_same_in_both_languages(get, query, slug):
    english, indonesian = get(f"/en/cari?q={query}"), get(f"/cari?q={query}")
    assert count(english) == indonesian.total
    found = [link.removeprefix("/en") for link in english.links if "/inovasi/" in link]
    assert f"/inovasi/{slug}" in found


def test_dates_and_numbers_are_british(get):
    page = get("/en/tentang").text()
    assert "1,168 facts" in page and "85.3%" in page
    assert "November 2026" in get("/en/inovasi/putik-sari").text()
