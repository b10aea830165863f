"""Links on a page to the page itself repeat what the page knows, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from app.web.site.this_page import LONGEST_REPEATED


def adding(page):
    """The parameters of the links that add a case to the list."""
    links = page.all("//a[@data-keep]")
    assert links
    return [parse_qs(urlsplit(link.get("href")).query) for link in links]


def test_a_link_keeps_what_the_page_knows_and_drops_the_rest(get):
    page = get("/cari?q=anak&province=Jawa+Timur&utm_source=x&fbclid=y&sort=name")
    for parameters in adding(page):
        assert parameters.keys() == {"q", "province", "sort", "s"}


def size(client, path):
    return len(client.get(path, headers={"Accept-Encoding": ""}).data)


@pytest.mark.parametrize("text", ["a&" * 4000, "province=Aceh&" * 570, "q=" + "a" * 8000])
def test_a_page_does_not_grow_with_its_address(client, text):
    assert size(client, f"/cari?{text}") < size(client, "/cari?q=anak") + 45 * LONGEST_REPEATED


def test_unknown_parameters_leave_no_trace(client):
    assert size(client, "/cari?" + "a&" * 4000) < 1.1 * size(client, "/cari")
