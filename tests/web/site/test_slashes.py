"""An address with a slash at its end."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/tentang/", "/tentang"),
        ("/cari/?q=air+bersih&sort=name&s=putik-sari", "/cari?q=air+bersih&sort=name&s=putik-sari"),
        ("/inovasi/putik-sari/", "/inovasi/putik-sari"),
        ("/inovasi/tidak-ada/", "/inovasi/tidak-ada"),
        ("/tema//", "/tema"),
        ("/api/v1/search/?q=air", "/api/v1/search?q=air"),
    ],
)
def test_it_leads_to_the_page_without_the_slash(client, address, page):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (308, page)


@pytest.mark.parametrize(
    "address",
    [
        "/tidak-ada/",
        "/index.html",
        "/index.html/",
        "/static/",
        "/a/b/c/",
        "/%2e%2e/",
        "/.well-known/",
    ],
)
def test_what_is_no_page_stays_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["//contoh.go.id/", "/%2Fcontoh.go.id/", "//contoh.go.id/tentang/"]
)
def test_nobody_is_led_to_another_host(client, address):
    answer = client.get(address)
    assert "://" not in answer.headers.get("Location", "").removeprefix("http://localhost/")
    assert not answer.headers.get("Location", "/x").startswith("//")


def test_a_form_that_was_sent_is_sent_again(client):
    answer = client.post("/rencana/?s=putik-sari", data={"instansi": "Kecamatan"})
    assert answer.status_code == 308
    assert client.post("/tentang/").status_code == 404
