"""Pages are not rendered or sent twice, and no page is out of date."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from app.search.index import builder
from app.settings import Settings
from app.web.application import create_app
from app.web.site import caching

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def site(content_folder, tmp_path):
    """A site of two cases, free to change."""
    content_folder.write("antar-obat")
    content_folder.write("jemput-obat")
    place = tmp_path / "index"
    builder.build(content_folder.path, place)
    return create_app(Settings(content=content_folder.path, index=place)), content_folder, place


PAGES = ["/", "/cari?q=obat", "/inovasi/antar-obat", "/tentang", "/statistik", "/api/v1/vocabulary"]
FILES = ["/statistik.xlsx", "/rencana.docx?s=antar-obat"]


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_a_browser_that_has_a_page_gets_304_before_it_is_rendered(site, monkeypatch, address):
    app, _, _ = site
    client = app.test_client()
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-cache"
    for name in list(app.view_functions):
        monkeypatch.setitem(app.view_functions, name, lambda **kwargs: pytest.fail("rendered"))
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    stored = client.get(address)
    assert (stored.status_code, stored.data) == (200, first.data)
    assert stored.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_search_of_the_api_is_stored_when_it_is_asked_for_again(site, monkeypatch):
    app, _, _ = site
    client, stored = app.test_client(), app.extensions["page_cache"].responses
    client.get("/api/v1/search?q=obat")
    client.get("/api/v1/search?q=lansia", headers=GZIP)
    assert not stored
    second = client.get("/api/v1/search?q=obat")
    assert len(stored) == 1
    monkeypatch.setitem(app.view_functions, "api.search", lambda: pytest.fail("searched"))
    for headers in ({}, GZIP):
        third = client.get("/api/v1/search?q=obat", headers=headers)
        body = gzip.decompress(third.data) if headers else third.data
        assert (body, third.headers["ETag"]) == (second.data, second.headers["ETag"])
        assert third.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/v1/search?q=obat", headers={"If-None-Match": second.headers["ETag"]})
    assert again.status_code == 304


def test_a_stored_search_of_the_api_is_never_out_of_date(site):
    app, folder, place = site
    client = app.test_client()
    answers = [client.get("/api/v1/search?q=obat").get_json() for _ in range(3)]
    folder.write("obat-malam")
    builder.build(folder.path, place)
    assert client.get("/api/v1/search?q=obat").get_json()["total"] == answers[-1]["total"] + 1


def test_few_tags_are_remembered_as_asked_for_once():
    asked = caching.AskedOnce(2)
    assert [asked.asked_again(tag) for tag in "abacbb"] == [False, False, True, False, False, True]


def test_a_change_of_the_index_is_shown_at_once(site):
    app, folder, place = site
    client = app.test_client()
    first = client.get("/cari")
    folder.write("kunjung-obat")
    builder.build(folder.path, place)
    second = client.get("/cari", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "Kunjung Obat" in second.text and "Kunjung Obat" not in first.text


def test_a_change_of_the_synonyms_is_shown_at_once(site):
    app, folder, _ = site
    client = app.test_client()
    first = client.get("/cari?q=pil")
    (folder.path / "synonyms.yaml").write_text("two_way:\n- [pil, obat]\n")
    second = client.get("/cari?q=pil", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "Tidak ada inovasi" in first.text and "Tidak ada inovasi" not in second.text


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the code, free to change."""
    return Path(
        shutil.copytree(caching.APPLICATION, tmp_path / "app", ignore=lambda *_: {"__pycache__"})
    )


@pytest.mark.parametrize(
    "name",
    [
        "search/rank/highlight.py",
        "search/engine.py",
        "collection/vocabulary.py",
        "collection/data/regions.csv",
        "documents/letters.py",
        "web/templates/site/base.html",
    ],
)
def test_an_upgrade_changes_the_tags_of_all_pages(site, code, monkeypatch, name):
    """Otherwise browsers would go on showing the pages that the old code made."""
    app, folder, place = site
    monkeypatch.setattr(caching, "APPLICATION", code)
    settings = Settings(content=folder.path, index=place)
    before, again = (
        create_app(settings).test_client().get("/cari?q=obat").headers["ETag"] for _ in range(2)
    )
    assert before == again == app.test_client().get("/cari?q=obat").headers["ETag"]
    with (code / name).open("a", encoding="utf-8") as file:
        file.write("\n# upgraded")
    upgraded = create_app(settings).test_client()
    after = upgraded.get("/cari?q=obat", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["ETag"] != before


def test_what_python_compiles_leaves_the_tags_alone(code):
    before = caching.code_digest(code)
    (code / "__pycache__").mkdir()
    (code / "__pycache__" / "server.cpython-311.pyc").write_bytes(b"compiled")
    assert caching.code_digest(code) == before


def test_readers_get_their_own_appearance_and_host(site):
    client = site[0].test_client()
    plain = client.get("/inovasi/antar-obat")
    dark = site[0].test_client()
    dark.set_cookie("warna", "gelap")
    assert 'data-theme="dark"' in dark.get("/inovasi/antar-obat").text
    assert client.get("/inovasi/antar-obat").data == plain.data
    other = client.get("/inovasi/antar-obat", base_url="https://contoh.go.id")
    assert "contoh.go.id/inovasi/antar-obat" in other.text
    assert "Cookie" in plain.headers["Vary"]


@pytest.mark.parametrize("address", ["/inovasi/tidak-ada", "/cari?sort=9", "/healthz", "/readyz"])
def test_errors_and_states_have_no_tag_and_are_not_stored(site, address):
    client = site[0].test_client()
    answer = client.get(address)
    assert "ETag" not in answer.headers
    assert not site[0].extensions["page_cache"].responses
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == answer.status_code


@pytest.mark.parametrize("address", ["/cari", "/api/v1/search", "/static/style.css", "/inovasi/9"])
def test_texts_are_compressed_for_browsers_that_accept_gzip(site, address):
    client = site[0].test_client()
    with client.get(address) as plain, client.get(address, headers=GZIP) as compressed:
        plain.get_data(), compressed.get_data()
    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in compressed.headers["Vary"]
    assert int(compressed.headers["Content-Length"]) == len(compressed.data) < len(plain.data) / 2
    if "api" not in address:  # which says how long it took
        assert gzip.decompress(compressed.data) == plain.data
    with client.get(address, headers={"Accept-Encoding": "gzip;q=0"}) as refused:
        assert "Content-Encoding" not in refused.headers


def test_the_page_cache_has_a_bound(site, monkeypatch):
    app, _, _ = site
    app.extensions["page_cache"] = caching.PageCache(100_000)
    client = app.test_client()
    for number in range(100):
        assert client.get(f"/cari?q=obat+{number}").status_code == 200
    assert 0 < app.extensions["page_cache"].responses.currsize <= 100_000


def test_files_take_no_room_from_pages(site):
    app, _, _ = site
    client = app.test_client()
    client.get("/cari?q=obat")
    pages = app.extensions["page_cache"].responses.currsize
    assert client.get("/rencana.docx?s=antar-obat").status_code == 200
    assert app.extensions["page_cache"].responses.currsize == pages
    assert 0 < app.extensions["file_cache"].responses.currsize <= caching.FILE_CACHE_BYTES


def test_a_post_is_never_answered_from_the_page_cache(site):
    client = site[0].test_client()
    shown = client.post("/rencana", data={"s": "antar-obat", "masalah_kami": "satu lawang"}).text
    assert "satu lawang" in shown
    again = client.post("/rencana", data={"s": "antar-obat", "masalah_kami": "dua"}).text
    assert "satu lawang" not in again
