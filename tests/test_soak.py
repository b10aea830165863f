"""The soak of ``bench.soak``: its visits, its figures, and what it calls a fault."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.settings import Settings
from app.web.application import create_app
from bench import collection as collections
from bench import soak
from bench.soak import Asked, Findings, Memory
from bench.visits import Visit, Visits


@pytest.fixture(scope="module")
def client(real_index, content):
    return create_app(Settings(content=content, index=real_index)).test_client()


@pytest.fixture(scope="module")
def visits(client, content):
    return Visits(collections.read(content), client.get("/sitemap.xml").text)


@pytest.mark.slow  # makes Word files and tables
def test_every_visit_is_answered(client, visits):
    kinds: Counter[str] = Counter()
    for visit in itertools.islice(visits, 150):
        with client.get(visit.path) as answer:
            assert answer.status_code == 200, visit
            is_file = "attachment" in answer.headers.get("Content-Disposition", "")
            assert is_file == (visit.kind == "file")
        kinds[visit.kind] += 1
    assert set(kinds) == {"search", "page", "program", "asset", "file"}


def test_a_twentieth_asks_for_files_and_many_searches_are_new(visits):
    asked = list(itertools.islice(visits, 4000))
    assert 150 < sum(visit.kind == "file" for visit in asked) < 250
    searches = [visit.path for visit in asked if visit.kind == "search"]
    assert len(set(searches)) > 0.8 * len(searches)


def test_moments_come_at_the_rate_and_end_in_time():
    moments = list(soak.moments(50, 60, seed=1))
    assert 2700 < len(moments) < 3300
    assert moments == sorted(moments) and moments[-1] < 60
    assert moments == list(soak.moments(50, 60, seed=1)) != list(soak.moments(50, 60, seed=2))


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(self.path[1:]))
        self.end_headers()

    def log_message(self, *_arguments):
        pass


def test_each_answer_is_noted_with_what_was_wrong():
    paths = ["/200", "/500", "/303"]
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        port = server.server_address[1]
        visits = iter([*(Visit("page", path) for path in paths), Visit("file", "/303")])
        found = soak.run(port, 1, visits, iter([0.0, 0.0, 0.01, 0.01]), lambda *_: None)
        server.shutdown()
    good = {(one.visit.kind, one.visit.path): one.is_good for one in found.asked}
    assert good == {
        ("page", "/200"): True,
        ("page", "/500"): False,
        ("page", "/303"): True,
        ("file", "/303"): False,
    }
    assert not soak.ask(port, Visit("page", "/200"), 0, 0).is_good  # nobody answers any more


def found(ms: float = 20.0, grown: float = 0.0, minutes: int = 12) -> Findings:
    """An even run: a request each second, 100 MB that grow by ``grown`` in the last minutes."""
    asked = [Asked(Visit("page", "/"), float(at), ms, 200) for at in range(60 * minutes)]
    memory = [
        Memory(at, {1: 20.0, 2: 200.0}, {1: 10.0, 2: 90.0 + (grown if at > 600 else 0)}, at * 0.5)
        for at in range(0, 60 * minutes, 5)
    ]
    return Findings(asked, memory)


def test_an_even_run_reaches_the_goals():
    lines, good = soak.summary(found())
    assert good
    assert lines[0] == "720 requests in 12.0 minutes, 0 errors"
    assert lines[-1].endswith("100 MB in minute 10, 100 MB in the last: +0.0%")
    assert soak.row(found(), 2) == "| 2 | 60 | 0 | 20 | 20 | 20 | 20 | 200 | 90 | 100 | 50% |"


def test_a_slow_answer_in_fifty_a_growth_an_error_or_a_dead_worker_misses_them():
    assert not soak.summary(found(grown=10.0))[1]
    assert not soak.summary(found(ms=301.0))[1]
    failed = found()
    failed.asked[5] = replace(failed.asked[5], status=503)
    lines, good = soak.summary(failed)
    assert not good and "503" in lines[1]
    replaced = found()
    replaced.memory[-1] = replace(replaced.memory[-1], own={1: 10.0, 3: 90.0})
    assert not soak.summary(replaced)[1]


def test_a_short_run_says_nothing_of_growth():
    assert soak.growth(found(minutes=5).memory) is None
