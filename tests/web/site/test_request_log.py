"""The id of a request, and its line in the access log."""

from __future__ import annotations

import logging

import pytest

from app.settings import Settings
from app.web.application import create_app

LOGGER = "app.web.site.request_log"


@pytest.fixture
def site(content, real_index):
    """Make a client of the site with these settings."""

    def make(**settings):
        folders = {"content": content, "index": real_index}
        return create_app(Settings(**folders, **settings)).test_client()

    return make


def test_each_answer_bears_an_id_of_its_own(site):
    client = site()
    ids = {
        client.get(path).headers["X-Request-ID"] for path in ("/", "/", "/tidak-ada", "/healthz")
    }
    assert len(ids) == 4
    assert all(len(number) == 16 for number in ids)


def test_the_id_of_the_proxy_counts_if_there_is_one_and_it_looks_like_an_id(site):
    good, proxied = {"X-Request-ID": "nginx-1.a_B"}, site(proxies=1)
    assert proxied.get("/healthz", headers=good).headers["X-Request-ID"] == "nginx-1.a_B"
    assert site().get("/healthz", headers=good).headers["X-Request-ID"] != "nginx-1.a_B"
    for bad in ("", "a b", "x" * 65, "é", '"><script>'):
        answer = proxied.get("/healthz", headers={"X-Request-ID": bad})
        assert len(answer.headers["X-Request-ID"]) == 16


def lines(caplog):
    return [record for record in caplog.records if record.name == LOGGER]


def test_no_request_is_logged_unless_the_operator_wants_it(site, caplog):
    caplog.set_level(logging.INFO)
    site().get("/cari?q=rahasia")
    assert "rahasia" not in caplog.text
    assert lines(caplog) == []


def test_the_access_log_leaves_out_who_asked_and_what_was_searched(site, caplog):
    caplog.set_level(logging.INFO)
    client = site(access_log="path")
    client.get("/cari?q=rahasia", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    client.get("/en/tidak-ada/é")
    first, second = lines(caplog)
    assert first.getMessage().startswith("access: GET /cari 200 ")
    assert first.members.keys() == {"method", "path", "status", "bytes", "ms"}
    assert first.members["bytes"] > 1000
    assert "rahasia" not in caplog.text and "203.0.113.9" not in caplog.text
    assert second.members["path"] == "/en/tidak-ada/é"
    assert second.members["status"] == 404


def test_the_full_access_log_has_the_query_and_the_client_that_the_proxy_names(site, caplog):
    caplog.set_level(logging.INFO)
    client = site(access_log="full", proxies=1)
    client.get("/cari?q=air", headers={"X-Forwarded-For": "203.0.113.9"})
    [record] = lines(caplog)
    assert record.members["query"] == "q=air"
    assert record.members["client"] == "203.0.113.9"
