"""Titles, texts and pictures beside a link, and the links that pass a page on."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.site.share import mail_url, whatsapp_url


def tags(page):
    """The Open Graph and Twitter tags of a page."""
    named = ((tag.get("property") or tag.get("name", ""), tag) for tag in page.all("//meta"))
    return {name: tag.get("content") for name, tag in named if re.match("og:|twitter:", name)}


def test_every_page_says_what_it_is_beside_a_link(each_page):
    shown = tags(each_page)
    title = each_page.text("//title").removesuffix(" – Pustaka Inovasi")
    description = each_page.only("//meta[@name='description']").get("content").strip()
    assert shown["og:title"] == title
    assert shown["og:description"] == description
    assert 20 < len(description) < 400 and "\n" not in description
    assert shown["og:site_name"] == "Pustaka Inovasi"
    assert shown["twitter:card"] == "summary_large_image"
    assert shown["og:image"].startswith("http://localhost/")


@pytest.mark.parametrize(
    ("address", "picture"),
    [
        ("/inovasi/putik-sari?s=simba-asia", "/inovasi/putik-sari/gambar.png"),
        ("/tema/mengelola-sampah?cara=1", "/tema/mengelola-sampah/gambar.png"),
        ("/daerah/35.07", "/daerah/35.07/gambar.png"),
        ("/cari?q=stunting", "/gambar.png"),
    ],
)
def test_a_page_has_the_picture_of_what_it_shows(get, client, address, picture):
    assert tags(get(address))["og:image"] == f"http://localhost{picture}"
    assert client.get(picture).mimetype == "image/png"


def test_the_main_pages_have_titles_and_descriptions_of_their_own(get):
    pages = [
        get(address)
        for address in (
            *("/", "/tentang", "/tema", "/daerah", "/statistik", "/statistik/daerah", "/replikasi"),
            *("/tentang/mutu", "/acara", "/cari/lanjut", "/bukti/0", "/bukti/4", "/daerah/35.07"),
            *(
                "/inovasi/putik-sari",
                "/tema/mengelola-sampah",
                "/instansi/badan-narkotika-nasional",
            ),
        )
    ]
    assert len({page.text("//title") for page in pages}) == len(pages)
    descriptions = {page.only("//meta[@name='description']").get("content") for page in pages}
    assert len(descriptions) == len(pages)


@pytest.mark.parametrize(
    "address", ["/inovasi/putik-sari", "/tema/mengelola-sampah", "/daerah/35.07"]
)
def test_a_page_is_passed_on_without_the_readers_list(get, address):
    page = get(f"{address}?s=simba-asia")
    url = f"http://localhost{address}"
    assert page.only("//input[@id='tautan']").get("value") == url
    (whatsapp,) = [link for link in page.links if link.startswith("https://wa.me/")]
    (text,) = parse_qs(urlsplit(whatsapp).query)["text"]
    assert text.endswith(url) and len(text) > len(url) + 5
    (mail,) = [link for link in page.links if link.startswith("mailto:?subject=")]
    assert parse_qs(urlsplit(mail).query)["body"] == [url]


@given(st.text(min_size=1, max_size=50))
def test_any_text_arrives_whole(text):
    address = "http://localhost/inovasi/a&b=c#d"
    sent = parse_qs(urlsplit(whatsapp_url(text, address)).query, strict_parsing=True)
    assert sent == {"text": [f"{text}\n{address}"]}
    mail = parse_qs(urlsplit(mail_url(text, address)).query, strict_parsing=True)
    assert mail == {"subject": [text], "body": [address]}
