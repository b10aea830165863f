"""English pages stand below /en/, and nothing on them leads out of English."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from app.web.site.languages import NAMES
from tests.web.conftest import PAGES, Page, take_apart, text_of


def leads_elsewhere(address: str) -> bool:
    """Whether an address is one of this site in the other language."""
    parts = urlsplit(address)
    here = parts.netloc in {"", "localhost"} and parts.path.startswith("/")
    return here and not parts.path.startswith(("/en/", "/static/"))


#: Cases are written in Indonesian, and so is the form for them.
TRANSLATED = {name: path for name, path in PAGES.items() if not path.startswith("/usul")}


@pytest.mark.parametrize("path", TRANSLATED.values(), ids=list(TRANSLATED))
def test_links_and_forms_of_an_english_page_stay_english(get, path):
    indonesian, english = get(path), get(f"/en{path}")
    assert english.status == indonesian.status
    assert english.root.get("lang") == "en"
    assert set(filter(leads_elsewhere, english.links)) == {switch(english).get("href")}
    forms = [form.get("action", "") for form in english.all("//form[@action]")]
    assert not list(filter(leads_elsewhere, forms))
    to_english = {link for link in indonesian.links if link.startswith("/en/")}
    assert to_english == {switch(indonesian).get("href")}


def switch(page: Page):
    """The link to the page in the other language."""
    return page.only("//header//a[@hreflang]")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cari?q=air+bersih&category=kesehatan&s=putik-sari",
        "/inovasi/putik-sari",
        "/tidak-ada",
    ],
)
def test_the_switch_leads_to_the_same_page_and_back(get, path):
    there = switch(get(path))
    assert (text_of(there), there.get("lang")) == (NAMES["en"], "en")
    back = switch(get(there.get("href")))
    assert (text_of(back), back.get("lang")) == (NAMES["id"], "id")
    assert back.get("href") == path


def test_redirects_stay_in_the_language(client):
    moved = client.get("/en/inovasi/Putik-Sari")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/en/inovasi/putik-sari")
    themed = client.get("/en/cari?q=air&warna=gelap")
    assert (themed.status_code, themed.headers["Location"]) == (303, "/en/cari?q=air")


@pytest.mark.parametrize(("path", "to"), [("/en", "/en/"), ("/en?q=a%26b", "/en/?q=a%26b")])
def test_the_prefix_alone_leads_to_the_home_page(client, path, to):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (308, to)


@pytest.mark.parametrize("path", ["/english", "/en/en/cari", "/enak", "/EN/cari"])
def test_other_addresses_that_begin_alike_are_not_english_pages(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/en//evil.example/", "/en//evil.example/?warna=gelap", "/en/%5C/x"]
)
def test_no_address_leads_out_of_the_site(client, path):
    answer = client.get(path)
    there = urlsplit(urljoin("http://localhost/", answer.headers.get("Location", "/")))
    assert there.netloc == "localhost"
    links = Page(answer.status_code, answer.text).links if answer.status_code < 300 else []
    assert not [link for link in links if "evil" in urlsplit(link).netloc]


def test_both_languages_have_static_files_at_one_address(get):
    for path in ("//link[@rel='stylesheet']", "//link[@rel='icon']"):
        assert [each.get("href") for each in get("/").all(path)] == [
            each.get("href") for each in get("/en/").all(path)
        ]


def test_the_page_cache_keeps_languages_apart(client):
    first = {path: client.get(path) for path in ("/tentang", "/en/tentang")}
    assert first["/tentang"].headers["ETag"] != first["/en/tentang"].headers["ETag"]
    for path, answer in first.items():
        again = client.get(path)
        assert again.data == answer.data
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(path, headers=tag).status_code == 304
    other = {"If-None-Match": first["/tentang"].headers["ETag"]}
    assert client.get("/en/tentang", headers=other).status_code == 200


def test_a_page_does_not_depend_on_the_browsers_languages(client):
    plain = client.get("/tentang")
    english = client.get("/tentang", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert english.data == plain.data
    assert "Accept-Language" not in plain.headers["Vary"]


def test_robots_leave_the_same_addresses_alone_in_both_languages(client):
    rules = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /cari?" in rules and "Disallow: /en/cari?" in rules


def test_the_site_below_a_folder_has_its_languages_there(app):
    page = take_apart(app.test_client(), "/en/tentang")
    below = app.test_client().get("/en/tentang", environ_overrides={"SCRIPT_NAME": "/pustaka"})
    there = Page(below.status_code, below.text)
    assert switch(page).get("href") == "/tentang"
    assert switch(there).get("href") == "/pustaka/tentang"
    assert "/pustaka/en/cari" in there.links
    icon = there.only("//link[@rel='icon']").get("href")
    assert icon is not None and icon.startswith("/pustaka/static/")
