"""Errors: each says what happened and what to do, and none shows the program."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from app.search.engine import Engine
from app.search.index import builder
from app.search.index.generations import current_generation
from app.settings import Settings
from app.web.application import create_app
from tests.web.conftest import take_apart


def test_an_unknown_address(get):
    page = get("/tidak-ada")
    assert page.status == 404
    assert page.text("//h1") == "Halaman ini tidak ada"
    assert page.only("//main//form").get("action") == "/cari"
    assert "/" in page.links


def test_an_unknown_case(get):
    page = get("/inovasi/tidak-ada")
    assert page.status == 404
    assert "Tidak ada kasus dengan alamat “tidak-ada”" in page.text("//main")


def test_upper_case_letters_lead_to_the_case(client):
    answer = client.get("/inovasi/Putik-SARI")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/inovasi/putik-sari")
    assert client.get("/inovasi/Tidak-Ada").status_code == 404


WITHDRAWN = """
lama: {reason: Digabung dengan kasus lain., instead: antar-obat}
keliru: {reason: Sumbernya dicabut.}
"""


def test_a_withdrawn_case_says_why_and_what_to_read_instead(site):
    client = site({"antar-obat": None}, WITHDRAWN)
    page = take_apart(client, "/inovasi/lama")
    assert page.status == 410
    assert "Alasan: Digabung dengan kasus lain." in page.text("//main")
    assert "/inovasi/antar-obat" in page.links
    alone = take_apart(client, "/inovasi/keliru")
    assert alone.status == 410
    assert "Sumbernya dicabut." in alone.text("//main")
    assert "sebagai gantinya" not in alone.text("//main")


def test_a_withdrawn_case_in_the_api(site):
    client = site({"antar-obat": None}, WITHDRAWN)
    answer = client.get("/api/v1/cases/lama")
    assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
    assert answer.get_json()["detail"] == "Digabung dengan kasus lain."
    assert answer.get_json()["instead"] == "antar-obat"


def test_withdrawing_a_case_takes_effect_with_the_next_index(site, content_folder):
    from app.search.index import builder

    client = site({"antar-obat": None, "lain": None})
    assert client.get("/inovasi/lain").status_code == 200
    (content_folder.innovations / "lain.md").unlink()
    (content_folder.path / "withdrawn.yaml").write_text("lain: {reason: Keliru.}\n")
    builder.build(content_folder.path, content_folder.path.parent / "index")
    assert client.get("/inovasi/lain").status_code == 410


@pytest.fixture
def broken(app, monkeypatch, caplog):
    """The site with an engine that fails in every search."""

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("rahasia dalam mesin")

    monkeypatch.setattr(Engine, "search", fail)
    caplog.set_level(logging.ERROR)
    return app.test_client()


def test_a_fault_of_the_program_is_logged_and_not_shown(broken, caplog):
    # No other test asks for this address, so that no page of it is stored.
    page = take_apart(broken, "/cari?q=anak&rusak=1")
    assert page.status == 500
    assert page.text("//h1") == "Ada yang salah di pihak kami"
    assert "rahasia" not in page.html and "Traceback" not in page.html
    assert "/cari" in caplog.text and "rahasia dalam mesin" in caplog.text


def test_the_page_of_a_fault_has_the_number_under_which_it_is_in_the_log(broken):
    answer = broken.get("/cari?q=anak&rusak=2")
    assert f"nomor {answer.headers['X-Request-ID']}" in answer.text


def test_a_fault_of_the_program_in_the_api(broken):
    answer = broken.get("/api/v1/search?q=anak")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "rahasia" not in answer.text and "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.fixture
def unready(tmp_path: Path):
    """A site without an index, and without content to build it from."""
    settings = Settings(content=tmp_path / "content", index=tmp_path / "index")
    return create_app(settings).test_client()


def test_without_an_index_the_site_asks_for_patience(unready):
    page = take_apart(unready, "/")
    assert page.status == 503
    assert page.text("//h1") == "Koleksi sedang disiapkan"
    assert int(unready.get("/").headers["Retry-After"]) > 0


@pytest.mark.parametrize("address", ["/readyz", "/api/v1/search"])
def test_without_an_index_programs_get_a_problem(unready, address):
    answer = unready.get(address)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert unready.get("/healthz").status_code == 200


def test_a_damaged_index_is_rebuilt_while_the_site_asks_for_patience(content_folder, tmp_path):
    content_folder.write("antar-obat")
    settings = Settings(content=content_folder.path, index=tmp_path / "index")
    builder.build(settings.content, settings.index)
    client = create_app(settings).test_client()
    assert client.get("/cari?q=anak").status_code == 200
    for postings in current_generation(settings.index).glob("*.pst"):
        postings.unlink()
    answer = client.get("/api/v1/search?mode=advanced&q=obat")
    assert (answer.status_code, answer.get_json()["title"]) == (503, "Koleksi sedang disiapkan")
    deadline = time.monotonic() + 60
    while answer.status_code == 503 and time.monotonic() < deadline:
        time.sleep(0.05)
        answer = client.get("/api/v1/search?mode=advanced&q=obat")
    assert answer.get_json()["total"] == 1


def test_where_no_index_can_be_built_only_the_first_request_tries(unready, monkeypatch):
    tries = []

    def fail(*_, **__):
        tries.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(builder, "build", fail)
    for _ in range(3):
        answer = unready.get("/cari?q=anak&s=putik-sari")
        assert answer.status_code == 503
        assert 0 < int(answer.headers["Retry-After"]) <= 10
    assert len(tries) == 1


def test_a_method_that_is_not_served(client):
    answer = client.post("/cari")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Cara memanggil ini tidak dilayani" in answer.text


def test_every_other_error_speaks_indonesian(client):
    answer = client.get("/static/style.css", headers={"Range": "bytes=999999-"})
    assert answer.status_code == 416
    assert "Permintaan tidak bisa dilayani" in answer.text
    assert "Requested" not in answer.text


def test_head_is_answered_like_get(client):
    for address in ("/", "/cari", "/tidak-ada", "/api/v1/search"):
        get, head = client.get(address), client.head(address)
        assert (head.status_code, head.mimetype) == (get.status_code, get.mimetype)
        assert head.data == b""
