"""The sitemap: every page that search engines should know, and no other."""

from __future__ import annotations

import pytest

from app.web.sharing import sitemap
from tests.web.conftest import make_site
from tests.web.sharing.xml import parse, text

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "http://localhost"


def read(client, address="/sitemap.xml"):
    """Address → day of the last change, or None."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = parse(answer.data)
    assert root.tag == f"{NAMESPACE}urlset"
    return {
        text(url, f"{NAMESPACE}loc"): url.findtext(f"{NAMESPACE}lastmod")
        for url in root.iter(f"{NAMESPACE}url")
    }


def test_it_has_every_case_theme_and_region_with_its_last_change(client, real_engine):
    found = read(client)
    cards = {card.slug: card for card in real_engine.cards()}
    for slug, card in cards.items():
        assert found[f"{HOST}/inovasi/{slug}"] == card.updated
    for slug, theme in real_engine.themes.items():
        assert found[f"{HOST}/tema/{slug}"] == theme.updated.isoformat()
    for code, slugs in real_engine.regions.items():
        newest = max(cards[slug].updated for slug in slugs)
        assert found[f"{HOST}/daerah/{code}"] == newest
    assert f"{HOST}/daerah/35.02" not in found  # a region without a case
    assert found[f"{HOST}/"] == max(card.updated for card in cards.values())


def test_every_kind_of_page_in_it_may_be_indexed_and_is_canonical(client, get):
    kinds: dict[str, str] = {}
    for address in read(client):
        path = address.removeprefix(HOST)
        kinds.setdefault(path.split("/")[1] if path.count("/") > 1 else path, path)
    assert len(kinds) > 12
    rules = client.get("/robots.txt").text
    for path in kinds.values():
        page = get(path)
        assert page.status == 200
        assert not page.all("//meta[@name='robots']"), path
        assert page.only("//link[@rel='canonical']").get("href") == HOST + path
        assert f"Disallow: {path}\n" not in rules


def test_robots_are_told_where_it_is(client):
    text = client.get("/robots.txt", base_url="https://pustaka.contoh.go.id").text
    assert "\nSitemap: https://pustaka.contoh.go.id/sitemap.xml\n" in text


def test_the_readers_list_and_another_host_change_nothing_else(client):
    plain = client.get("/sitemap.xml").text
    listed = client.get("/sitemap.xml?s=putik-sari", base_url="https://contoh.go.id").text
    assert listed == plain.replace(HOST, "https://contoh.go.id")


def test_its_addresses_are_put_together_once_for_each_engine(client, monkeypatch):
    client.get("/sitemap.xml")
    monkeypatch.setattr(sitemap, "_main_pages", None)
    assert client.get("/sitemap.xml?lagi=1").status_code == 200


def test_beyond_the_limit_there_are_several_and_an_index(content_folder, monkeypatch):
    site = make_site(content_folder, {"a": None, "b": None})
    most = len(read(site)) - 1
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", most)
    index = parse(site.get("/sitemap.xml").data)
    assert index.tag == f"{NAMESPACE}sitemapindex"
    parts = [(loc.text or "").removeprefix(HOST) for loc in index.iter(f"{NAMESPACE}loc")]
    assert parts == ["/sitemap/1.xml", "/sitemap/2.xml"]
    first, second = (read(site, part) for part in parts)
    assert len(first) == most and second and not first.keys() & second.keys()
    assert {f"{HOST}/inovasi/a", f"{HOST}/inovasi/b"} <= first.keys() | second.keys()


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "99999999999", "١", "1.0"])
def test_a_part_that_does_not_exist_is_not_found(client, number):
    assert client.get(f"/sitemap/{number}.xml").status_code == 404


def test_a_collection_without_cases_has_a_sitemap(content_folder):
    assert f"{HOST}/tentang" in read(make_site(content_folder, {}))
