"""Hosts that are none, hosts of other sites, and bodies in chunks."""

from __future__ import annotations

import io

import pytest

from app.search.index import builder
from app.settings import Settings
from app.web.application import create_app
from app.web.site.security import MOST_BYTES
from tests.web.conftest import take_apart

BAD_HOSTS = ["a" * 64, "a..b", ".a", "a:b", "a/b", "evil@a", "a b", "[::1", "a:123456", "é.id", "-"]


def body(client, path, data, **environ):
    """The answer to a POST whose body comes in chunks, as a server hands it on."""
    return client.post(
        path,
        input_stream=data,
        headers={"Transfer-Encoding": "chunked"},
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": "", **environ},
    )


@pytest.mark.parametrize("host", BAD_HOSTS)
@pytest.mark.parametrize("path", ["/", "/cari?s=putik-sari", "/api/v1/search", "/tidak-ada"])
def test_a_host_that_is_none_is_refused_with_a_page_like_any_other(client, host, path):
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert host not in answer.text or host == "-"


@pytest.mark.parametrize(
    "host", ["localhost:8000", "10.0.0.1", "[::1]:80", "pustaka_web", "a.go.id."]
)
def test_without_a_list_any_host_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.fixture
def listed(content_folder, tmp_path):
    """A site that answers to two names."""
    content_folder.write("antar-obat")
    index = tmp_path / "index"
    builder.build(content_folder.path, index)
    hosts = "pustaka.contoh.go.id, www.pustaka.contoh.go.id"
    return create_app(Settings(content=content_folder.path, index=index, hosts=hosts)).test_client()


def test_with_a_list_only_its_hosts_are_answered(listed):
    for host in ("pustaka.contoh.go.id", "WWW.pustaka.contoh.go.id:443", "pustaka.contoh.go.id."):
        assert listed.get("/", headers={"Host": host}).status_code == 200
    for host in ("evil.example", "pustaka.contoh.go.id.evil.example", "localhost"):
        page = listed.get("/cari?s=antar-obat", headers={"Host": host})
        assert page.status_code == 400
        assert "evil" not in page.text


def test_who_watches_the_server_may_ask_it_by_its_number(listed):
    for path in ("/healthz", "/readyz"):
        assert listed.get(path, headers={"Host": "10.0.0.1:8000"}).status_code == 200


def test_a_list_that_is_none_is_refused_at_the_start():
    with pytest.raises(Exception, match="PUSTAKA_HOSTS"):
        Settings.from_environment(environment={"PUSTAKA_HOSTS": "http://a/b"})


def test_a_body_in_chunks_is_read_like_any_other(client):
    page = take_apart(client, "/rencana?s=putik-sari")
    assert page.status == 200
    sent = body(client, "/rencana", io.BytesIO(b"s=putik-sari&judul=Rencana+kami"))
    assert sent.status_code == 200
    assert "Putik Sari" in sent.text


def test_a_body_beyond_the_limit_is_413_however_it_is_sent(client):
    large = b"s=putik-sari&celah=" + b"a" * MOST_BYTES
    plain = client.post("/rencana", data=large, content_type="application/x-www-form-urlencoded")
    in_chunks = body(client, "/rencana", io.BytesIO(large))
    assert [plain.status_code, in_chunks.status_code] == [413, 413]
    assert len(in_chunks.data) < 20_000
    assert "Kiriman terlalu besar" in in_chunks.text


def test_a_bad_chunk_is_a_mistake_of_the_client(client):
    class Chunks:
        def read(self, _):
            raise RuntimeError("InvalidChunkSize")

    answer = body(client, "/rencana", io.BytesIO(), **{"wsgi.input": Chunks()})
    assert answer.status_code == 400
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
