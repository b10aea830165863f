"""The page that corrects a case: ways to the curators, or a file to pass on."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from app.settings import Settings
from app.web.application import create_app
from app.web.corrections.correction import MOST_SOURCE, MOST_TEXT
from tests.web.conftest import Page, take_apart

PAGES = ["/koreksi", "/inovasi/putik-sari/koreksi"]


@pytest.fixture(scope="module")
def client_with(content, real_index):
    """``client_with(contact_mail=…)``: the site with some settings."""

    def make(**settings):
        return create_app(Settings(content=content, index=real_index, **settings)).test_client()

    return make


def sent_to(client, path, **values) -> Page:
    answer = client.post(path, data=values)
    return Page(answer.status_code, answer.text)


def ways(page) -> list[str]:
    """The links to the curators."""
    return [link for link in page.links if link.startswith("mailto:") or "formulir" in link]


# --- reaching the curators ------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_without_a_contact_the_page_says_so_and_offers_a_file(get, path):
    page = get(path)
    assert page.status == 200
    assert "belum punya alamat untuk menghubungi pengelola" in page.text("//main")
    assert page.only("//main//form[@method='post']").get("action") == path
    assert ways(page) == []


def test_a_mail_to_the_curators_names_the_case(client_with):
    client = client_with(contact_mail="pustaka@contoh.go.id")
    page = take_apart(client, "/inovasi/putik-sari/koreksi")
    (link,) = ways(page)
    parts = urlsplit(link)
    assert parts.path == "pustaka@contoh.go.id"
    assert parse_qs(parts.query)["subject"] == ["Perbaikan: Putik Sari"]
    assert "Alamat: http://localhost/inovasi/putik-sari\r\n" in parse_qs(parts.query)["body"][0]
    assert not page.all("//main//form[@method='post']")


@pytest.mark.parametrize(
    ("setting", "path", "link"),
    [
        ("https://a.go.id/formulir", PAGES[1], "https://a.go.id/formulir"),
        (
            "https://a.go.id/formulir?k={kasus}&v=1",
            PAGES[1],
            "https://a.go.id/formulir?k=http://localhost/inovasi/putik-sari&v=1",
        ),
        ("https://a.go.id/formulir?k={kasus}", PAGES[0], "https://a.go.id/formulir?k="),
    ],
)
def test_a_form_gets_the_address_of_the_case_only_where_it_asks_for_it(
    client_with, setting, path, link
):
    page = take_apart(client_with(contact_url=setting), path)
    assert [unquote(way) for way in ways(page)] == [link]


def test_a_new_contact_gives_pages_a_new_tag(client_with):
    without, with_mail = (
        client_with(contact_mail=mail).get(PAGES[0]).headers["ETag"] for mail in ("", "a@b.go.id")
    )
    assert without != with_mail


@pytest.mark.parametrize("path", ["/", "/tentang", "/tidak-ada", "/inovasi/putik-sari"])
def test_every_page_leads_to_the_curators(get, path):
    assert "/koreksi" in get(path).links


def test_the_page_of_a_case_leads_to_its_correction(get):
    assert PAGES[1] in get("/inovasi/putik-sari").links


def test_robots_leave_the_forms_alone(client, get):
    assert "Disallow: /inovasi/*/koreksi" in client.get("/robots.txt").text
    assert get(PAGES[1]).only("//meta[@name='robots']").get("content") == "noindex"


# --- the file -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [(PAGES[0], "koreksi-pustaka-inovasi"), (PAGES[1], "koreksi-putik-sari")],
)
def test_the_form_gives_a_text_file(client, path, name):
    answer = client.post(path, data={"usul": "Mulai 2018.", "sumber": "https://contoh.go.id"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.txt"'
    assert "Mulai 2018." in answer.text and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"usul": " \n", "sumber": "Buku A"}, "usul", "Kolom ini kosong"),
        ({}, "usul", "Kolom ini kosong"),
        ({"usul": "x" * (MOST_TEXT + 1)}, "usul", "paling banyak 2000 huruf"),
        ({"usul": "x", "sumber": "y" * (MOST_SOURCE + 1)}, "sumber", "paling banyak 1000 huruf"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(client, sent, field, message):
    page = sent_to(client, PAGES[1], **sent)
    assert page.status == 400
    assert message in page.text(f"//*[@id='salah-{field}']")
    assert page.only(f"//*[@id='{field}']").get("aria-invalid") == "true"
    assert page.only("//*[@id='sumber']").get("value") == sent.get("sumber", "")


def test_line_ends_count_as_a_browser_counts_them(client):
    assert client.post(PAGES[0], data={"usul": "a\r\n" * (MOST_TEXT // 2)}).status_code == 200


def test_markup_stays_text(client):
    nonsense = "<script>alert(1)</script>\"'>{{ 7*7 }}\x00"
    page = sent_to(client, PAGES[1], usul="", sumber=nonsense)
    assert page.only("//*[@id='sumber']").get("value", "").startswith("<script>")


@pytest.mark.parametrize("slug", ["tidak-ada", "<script>", "x" * 3000])
def test_an_unknown_case_is_not_found(client, slug):
    assert client.get(f"/inovasi/{slug}/koreksi").status_code == 404
    assert client.post(f"/inovasi/{slug}/koreksi", data={"usul": "x"}).status_code == 404
