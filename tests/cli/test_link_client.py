"""The robot that asks addresses, against a server of our own."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from app.cli import link_client
from app.cli.link_client import AGENT, Answer, LinkClient

#: Path → status, for HEAD and GET alike; a text redirects there.
PAGES: dict[str, int | str] = {
    "/ada": 200,
    "/hilang": 404,
    "/dihapus": 410,
    "/dilarang": 403,
    "/ramai": 429,
    "/rusak": 500,
    "/pindah": "/ada",
    "/pindah-ke-yang-hilang": "/hilang",
    "/putar": "/putar",
    "/tertutup/ada": 200,
}


class Handler(BaseHTTPRequestHandler):
    """Answers with the pages above; notes each request."""

    robots: tuple[int, bytes] = (404, b"")
    requests: ClassVar[list[tuple[str, str, float, str]]] = []

    def do_HEAD(self) -> None:
        if self.path == "/hanya-get":
            self._note()
            self._send(405)
        else:
            self.do_GET()

    def do_GET(self) -> None:
        self._note()
        if self.path == "/robots.txt":
            status, body = self.robots
            self._send(status, body)
        elif self.path == "/lambat":
            time.sleep(3)
            self._send(200)
        elif self.path == "/bukan-http":
            self.wfile.write(b"halo\r\n\r\n")
        else:
            answer = 200 if self.path == "/hanya-get" else PAGES.get(self.path, 404)
            if isinstance(answer, str):
                self._send(302, location=answer)
            else:
                self._send(answer)

    def _note(self) -> None:
        agent = self.headers.get("User-Agent", "")
        self.requests.append((self.command, self.path, time.monotonic(), agent))

    def _send(self, status: int, body: bytes = b"", location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Handler, "requests", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def client() -> LinkClient:
    return LinkClient(private=True, pause=0, timeout=1)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/ada", Answer("alive", "200")),
        ("/hanya-get", Answer("alive", "200")),
        ("/pindah", Answer("alive", "200")),
        ("/hilang", Answer("gone", "404")),
        ("/dihapus", Answer("gone", "410")),
        ("/pindah-ke-yang-hilang", Answer("gone", "404")),
        ("/dilarang", Answer("unreadable", "403")),
        ("/ramai", Answer("unreadable", "429")),
        ("/rusak", Answer("unreadable", "500")),
        ("/putar", Answer("unreadable", "pengalihan tidak berujung")),
        ("/lambat", Answer("unreadable", "tidak menjawab dalam 1 detik")),
        ("/bukan-http", Answer("unreadable", "sambungan gagal")),
    ],
)
def test_what_a_page_answers(site, client, path, answer):
    assert list(client.ask_all([site + path])) == [(site + path, answer)]


def test_addresses_that_no_request_can_be_sent_to(client):
    urls = {
        "http://tidak-ada.invalid/": Answer("gone", "nama situs tidak ada"),
        "http://127.0.0.1:99999/": Answer("unreadable", "alamat tidak sah"),
        f"http://{'x' * 70}.go.id/": Answer("unreadable", "alamat tidak sah"),
    }
    assert dict(client.ask_all(urls)) == urls


def test_a_port_that_nobody_listens_on(client):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and no listen(): a connection is refused
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert dict(client.ask_all([url])) == {url: Answer("unreadable", "sambungan gagal")}


def test_private_networks_are_never_asked(site):
    client = LinkClient(pause=0, timeout=1)
    answer = Answer("unreadable", "alamat jaringan dalam")
    for url in (site + "/ada", "http://localhost/", "http://169.254.169.254/", "http://[::1]/"):
        assert list(client.ask_all([url])) == [(url, answer)]
    assert Handler.requests == []


def test_robots_txt_is_asked_once_and_obeyed(site, client, monkeypatch):
    rules = (
        f"User-agent: *\nDisallow: /\n\nUser-agent: {AGENT.split('/')[0]}\nDisallow: /tertutup/\n"
    )
    monkeypatch.setattr(Handler, "robots", (200, rules.encode()))
    answers = dict(client.ask_all([site + "/ada", site + "/tertutup/ada", site + "/hilang"]))
    assert [answer.found for answer in answers.values()] == ["alive", "unreadable", "gone"]
    assert answers[site + "/tertutup/ada"].reason == "robots.txt melarang"
    asked = Counter(path for _, path, _, _ in Handler.requests)
    assert asked["/robots.txt"] == 1 and asked["/tertutup/ada"] == 0
    assert {agent for *_, agent in Handler.requests} == {AGENT}


def test_a_host_whose_robots_txt_fails_is_left_alone(site, client, monkeypatch):
    monkeypatch.setattr(Handler, "robots", (503, b""))
    assert dict(client.ask_all([site + "/ada"])) == {
        site + "/ada": Answer("unreadable", "robots.txt menjawab 503")
    }
    assert {path for _, path, _, _ in Handler.requests} == {"/robots.txt"}


@pytest.mark.parametrize(("rules", "pause"), [(b"", 0.2), (b"User-agent: *\nCrawl-delay: 1", 1)])
def test_a_host_is_asked_no_faster_than_it_wants(site, monkeypatch, rules, pause):
    monkeypatch.setattr(Handler, "robots", (200, rules))
    client = LinkClient(private=True, pause=0.2, timeout=1)
    assert len(list(client.ask_all([site + "/ada", site + "/hilang"]))) == 2
    times = [when for _, path, when, _ in Handler.requests if path != "/robots.txt"]
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert waits and all(wait >= pause - 0.01 for wait in waits)


def test_an_answer_that_never_ends_ends_the_asking(site, client, monkeypatch):
    monkeypatch.setattr(link_client, "STALLED", 0.3)
    assert list(client.ask_all([site + "/lambat"])) == []


def test_asking_can_be_left_in_between(site, client):
    asking = client.ask_all([f"{site}/halaman-{n}" for n in range(200)])
    next(asking)
    asking.close()
    time.sleep(0.3)
    asked = len(Handler.requests)
    time.sleep(0.3)
    assert len(Handler.requests) == asked < 400
