"""``/metrics``: who may read it, and what it tells."""

from __future__ import annotations

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.settings import Settings
from app.web.application import create_app

SECRET = "-".join(["rahasia"] * 3)


@pytest.fixture
def site(content, real_index):
    """Make a client of the site with these settings."""

    def make(**settings):
        folders = {"content": content, "index": real_index}
        return create_app(Settings(**folders, **settings)).test_client()

    return make


def figures(client) -> dict[tuple[str, ...], float]:
    """Each figure by its name and the values of its labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_it_is_off_unless_the_operator_wants_it(site):
    answer = site().get("/metrics")
    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.text
    assert site().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_programs_on_this_computer_may_read_it_if_so_set(site):
    client, elsewhere = site(metrics="loopback"), {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200
    assert client.get("/metrics", environ_base=elsewhere).status_code == 404
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": ""}).status_code == 404


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_visitor_behind_the_proxy_is_no_program_on_this_computer(site, proxies):
    """Also where the operator forgot to say that there is a proxy."""
    client = site(metrics="loopback", proxies=proxies)
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    assert client.get("/metrics").status_code == 200


def test_a_token_opens_it_from_anywhere(site):
    client, elsewhere = site(metrics=SECRET), {"REMOTE_ADDR": "192.0.2.7"}
    for given, status in (
        (f"Bearer {SECRET}", 200),
        (SECRET, 404),
        ("Bearer loopback", 404),
        ("Bearer é", 404),
    ):
        answer = client.get("/metrics", headers={"Authorization": given}, environ_base=elsewhere)
        assert answer.status_code == status, given
    assert client.get("/metrics").status_code == 404


def test_it_is_read_under_any_host_and_never_stored(site):
    client = site(metrics="loopback", hosts="pustaka.contoh.go.id")
    answer = client.get("/metrics", headers={"Host": "127.0.0.1:8000"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_requests_are_counted_by_route_and_status(site):
    client = site(metrics="loopback")
    for path in ("/inovasi/putik-sari", "/inovasi/simba-asia", "/inovasi/tidak-ada", "/x/y"):
        client.get(path)
    found = figures(client)
    assert found["pustaka_requests_total", "/inovasi/<slug>", "200"] == 2
    assert found["pustaka_requests_total", "/inovasi/<slug>", "404"] == 1
    assert found["pustaka_requests_total", "none", "404"] == 1
    assert found["pustaka_request_seconds_count", "/inovasi/<slug>"] == 3


def test_pages_are_counted_by_where_they_came_from(site):
    client = site(metrics="loopback")
    tag = client.get("/tentang").headers["ETag"]
    client.get("/tentang")
    client.get("/tentang", headers={"If-None-Match": tag})
    found = figures(client)
    assert [found["pustaka_pages_total", source] for source in ("made", "cache", "browser")] == [
        1,
        1,
        1,
    ]


def test_searches_that_found_nothing_are_counted_without_their_words(site):
    client = site(metrics="loopback")
    client.get("/cari?q=zzyzx")
    client.get("/cari?q=sampah")
    assert figures(client)["pustaka_searches_without_result_total",] == 1
    assert "zzyzx" not in client.get("/metrics").text


def test_the_figures_of_the_index(site, real_engine):
    found = figures(site(metrics="loopback"))
    assert found["pustaka_index_usable",] == 1
    assert found["pustaka_index_info", real_engine.generation] == 1
    assert found["pustaka_index_built_seconds",] == real_engine.built_at.timestamp()
    assert found["pustaka_cases",] == real_engine.cases
    assert found["pustaka_files_left_out",] == 0


def test_an_index_that_cannot_be_used_is_a_figure(tmp_path):
    settings = Settings(content=tmp_path, index=tmp_path / "berkas", metrics="loopback")
    settings.index.write_text("bukan folder")
    found = figures(create_app(settings).test_client())
    assert found["pustaka_index_usable",] == 0
    assert ("pustaka_cases",) not in found


def test_it_names_no_address_and_no_text_of_a_visitor(site):
    client = site(metrics="loopback")
    client.get("/cari?q=rahasia&s=putik-sari", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    client.open("/rahasia", method="RAHASIA")
    text = client.get("/metrics").text
    assert "rahasia" not in text.lower()
    assert "192.0.2.7" not in text
    assert not re.search(r"putik", text)
