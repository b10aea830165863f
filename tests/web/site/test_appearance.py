"""Light and dark by a link, without a script, and without a way out of the site."""

from __future__ import annotations

from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(("choice", "theme"), [("gelap", "dark"), ("terang", "light")])
def test_a_choice_is_stored(client, choice, theme):
    answer = client.get(f"/tentang?warna={choice}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tentang")
    assert f'data-theme="{theme}"' in client.get("/tentang").text
    client.get("/?warna=perangkat")
    assert "data-theme" not in client.get("/tentang").text


def test_the_cookie_holds_nothing_but_the_choice(client):
    cookie = client.get("/?warna=gelap").headers["Set-Cookie"]
    assert cookie.startswith("warna=gelap;")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    secure = client.get("/?warna=gelap", base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" in secure


def test_the_links_keep_the_search(get, client):
    search = "q=anak&category=kesehatan&category=gender&page=2"
    (dark,) = [link for link in get(f"/cari?{search}").links if "warna=gelap" in link]
    location = client.get(dark).headers["Location"]
    assert urlsplit(location).path == "/cari"
    assert parse_qsl(urlsplit(location).query) == parse_qsl(search)


def test_a_choice_that_does_not_exist_changes_nothing(client):
    answer = client.get("/?warna=%22%3E%3Cscript%3E")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("warna", '"><script>')
    assert "<script>" not in client.get("/").text


def test_the_vary_header_says_that_pages_differ(client):
    assert "Cookie" in client.get("/").headers["Vary"]


HOSTILE = ["//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "//x@evil"]


@pytest.mark.parametrize("path", [*HOSTILE, "/\r\nSet-Cookie: x=y", "/\t/evil.example", ""])
def test_the_way_back_stays_on_the_site(app, path):
    _stays(app, path)


@given(st.text(max_size=30) | st.text(alphabet="/\\.:@%?#\t\n\rab", max_size=12))
def test_the_way_back_stays_on_the_site_whatever_the_path(app, path):
    _stays(app, path)


def _stays(app, path: str) -> None:
    # The client would take "//evil.example" for another host; a server passes it on as path.
    raw = {"PATH_INFO": path.encode().decode("latin-1")}
    answer = app.test_client().get("/?warna=gelap&a=b", environ_overrides=raw)
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert urlsplit(urljoin("http://localhost/", location)).netloc == "localhost"
    assert not set(location) & set("\\\r\n\t")
    assert answer.headers.getlist("Set-Cookie")[0].startswith("warna=gelap;")
    assert len(answer.headers.getlist("Set-Cookie")) == 1
