"""The one address of a page."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

HOST = "http://localhost"


def canonical(page):
    links = page.all("//link[@rel='canonical']")
    shared = [tag.get("content") for tag in page.all("//meta[@property='og:url']")]
    assert [link.get("href") for link in links] == shared
    return shared[0] if shared else None


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("/", "/"),
        ("/?fbclid=x&s=putik-sari", "/"),
        ("/inovasi/putik-sari?utm_source=wa&s=mie-keriting", "/inovasi/putik-sari"),
        ("/tema/mengelola-sampah?cara=1&s=putik-sari", "/tema/mengelola-sampah"),
        ("/daerah/35.07?s=putik-sari", "/daerah/35.07"),
        ("/cari?q=stunting&s=putik-sari&fbclid=x", "/cari?q=stunting"),
        ("/cari?page=2", "/cari?page=2"),
        ("/cari?page=1&sort=relevance&q=", "/cari"),
        (
            "/cari?province=Jawa+Timur&q=sampah&category=lingkungan",
            "/cari?q=sampah&category=lingkungan&province=Jawa+Timur",
        ),
        ("/replikasi", "/replikasi"),
        ("/katalog?s=putik-sari", "/katalog"),
        ("/usul", "/usul"),
        ("/statistik/daerah?s=putik-sari", "/statistik/daerah"),
    ],
)
def test_a_page_has_one_address_whatever_is_added_to_it(get, address, one):
    assert canonical(get(address)) == HOST + one


@pytest.mark.parametrize(
    "address",
    [
        "/banding?s=jarik-ma-siti&s=putik-sari",
        "/replikasi?province=Bali",
        "/katalog?year=2019",
        "/tidak-ada",
        "/pilihan",
    ],
)
def test_what_has_no_single_address_names_none(get, address):
    assert canonical(get(address)) is None


def test_the_address_is_that_of_the_host_that_was_asked(client):
    text = client.get("/tentang", base_url="https://pustaka.contoh.go.id/situs").text
    assert '<link rel="canonical" href="https://pustaka.contoh.go.id/situs/tentang">' in text


def test_every_canonical_page_answers_under_its_address(each_page, get):
    address = canonical(each_page)
    if address and each_page.status == 200:
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        assert get(path).status == 200
        assert canonical(get(path)) == address
