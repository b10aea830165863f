"""Atom feeds of the collection and of searches."""

from __future__ import annotations

from urllib.parse import quote

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.sharing.feeds import ENTRIES
from tests.web.conftest import make_site

HOST = "http://localhost"


def read(client, address):
    """A feed as a reader of feeds understands it; an error if it is not well formed."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


def assert_valid(feed, address):
    """What RFC 4287 asks of a feed: identity, title, time and author; the same of each entry."""
    assert feed.feed.id == HOST + address
    assert feed.feed.title and feed.feed.updated_parsed and feed.feed.author
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"] == HOST + address
    for entry in feed.entries:
        assert entry.id == entry.link and entry.title and entry.summary and entry.updated_parsed
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) <= ENTRIES


def test_the_feed_of_the_collection_has_the_latest_cases(client, real_engine):
    feed = read(client, "/umpan.atom")
    assert_valid(feed, "/umpan.atom")
    assert len(feed.entries) == ENTRIES
    days = [entry.updated[:10] for entry in feed.entries]
    assert days == sorted((card.updated for card in real_engine.cards()), reverse=True)[:ENTRIES]
    assert feed.feed.updated[:10] == days[0]


def test_a_search_has_a_feed_of_what_it_finds(client, ask):
    address = "/cari.atom?q=stunting&province=Jawa+Timur"
    feed = read(client, address + "&page=2&sort=name&s=putik-sari")
    assert_valid(feed, address)
    found = ask(q="stunting", province="Jawa Timur", per_page=100)["results"]
    assert {entry.link for entry in feed.entries} == {HOST + hit["url"] for hit in found}
    assert "stunting" in feed.feed.title and "Jawa Timur" in feed.feed.title


def test_a_case_that_was_just_changed_stands_first(content_folder, case_text):
    files = {f"kasus-{n}": case_text(updated="2026-01-02") for n in range(ENTRIES + 3)}
    files["baru"] = case_text(title="Baru", updated="2026-11-20", status="berhenti")
    site = make_site(content_folder, files)
    for address in ("/umpan.atom", "/cari.atom"):
        feed = read(site, address)
        assert feed.entries[0].title.startswith("Baru")
        assert len(feed.entries) == ENTRIES


def test_a_search_without_results_has_an_empty_feed(client):
    feed = read(client, "/cari.atom?q=%22sapi+terbang+malam%22")
    assert not feed.entries and feed.feed.updated_parsed


def test_what_cannot_be_used_is_refused_with_the_reason(client):
    answer = client.get("/cari.atom?sort=x")
    assert answer.status_code == 400
    assert "Urutan “x” tidak dikenal" in answer.text
    assert client.get("/cari.atom?mode=lanjut&q=judl:air").status_code == 400


@pytest.mark.parametrize(
    ("page", "feed"),
    [("/", "/umpan.atom"), ("/cari?q=air&s=putik-sari&page=2", f"{HOST}/cari.atom?q=air&page=2")],
)
def test_a_page_names_its_feed(get, client, page, feed):
    link = get(page).only("//link[@type='application/atom+xml']")
    assert (link.get("rel"), link.get("href")) == ("alternate", feed)
    assert read(client, feed.removeprefix(HOST)).feed.title


@given(st.text(max_size=40))
def test_a_feed_of_any_text_is_well_formed(app, text):
    answer = app.test_client().get(f"/cari.atom?q={quote(text, safe='', errors='replace')}")
    assert answer.status_code == 200
    feed = feedparser.parse(answer.data)
    assert not feed.bozo and feed.feed.title
