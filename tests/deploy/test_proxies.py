"""nginx and HAProxy with the files of ``deploy/``, before a real site."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.web.site import security
from bench import nginx
from tests.deploy.conftest import DEPLOY, HOST, Answer, Proxy, free_port, program, running

pytestmark = pytest.mark.slow  # starts a site, and a proxy for each test


def _nginx(folder: Path, site_port: int, certificate: Path, proxy: Proxy) -> list[str]:
    """The command that runs nginx with the documented file."""
    path = nginx.configure(folder, site_port, certificate, proxy.plain, proxy.tls)
    return [program("nginx", "nginx-light"), "-c", str(path)]


def _haproxy(folder: Path, site_port: int, certificate: Path, proxy: Proxy) -> list[str]:
    """The command that runs HAProxy with the documented file."""
    text = (DEPLOY / "haproxy.cfg").read_text("utf-8")
    for written, used in (
        ("bind :80\n", f"bind :{proxy.plain}\n"),
        ("bind :443 ", f"bind :{proxy.tls} "),
        ("127.0.0.1:8000", f"127.0.0.1:{site_port}"),
        ("/etc/ssl/pustaka", str(certificate)),
        ("/srv/pustaka/deploy", str(DEPLOY)),
    ):
        assert written in text
        text = text.replace(written, used)
    (folder / "haproxy.cfg").write_text(text)
    return [program("haproxy", "haproxy"), "-f", str(folder / "haproxy.cfg")]


KINDS = {"nginx": _nginx, "haproxy": _haproxy}


@contextlib.contextmanager
def _before(site_port: int, kind: str, folder: Path, certificate: Path) -> Iterator[Proxy]:
    """A proxy of the documented kind before the site that listens on the port."""
    proxy = Proxy(free_port(), free_port())
    command = KINDS[kind](folder, site_port, certificate, proxy)
    with running(command, proxy.tls, folder / "output"):
        yield proxy


@pytest.fixture(params=KINDS)
def proxy(
    request: pytest.FixtureRequest, tmp_path: Path, site_port: int, certificate: Path
) -> Iterator[Proxy]:
    """Each of the documented proxies, before the site; new for each test, so that none has
    used up the limits of another.
    """
    with _before(site_port, request.param, tmp_path, certificate) as made:
        yield made


def _is_ours(answer: Answer, heading: str) -> bool:
    """Whether a page of the proxy is the static one, whole and with the headers of the site."""
    assert f"<h1>{heading}</h1>" in answer.text
    assert '<html lang="id">' in answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Retry-After"] == "30"
    for name, value in security.HEADERS.items():
        if name != "Content-Security-Policy":
            assert answer.headers[name] == value, name
    [style] = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in policy
    return True


def test_a_visitor_gets_the_site_over_tls_alone(proxy):
    plain = proxy.ask("/cari?q=air", tls=False)
    assert plain.status == 301
    assert plain.headers["Location"] == f"https://{HOST}/cari?q=air"
    page = proxy.ask("/cari?q=air")
    assert page.status == 200
    assert f'href="https://{HOST}/cari?q=air"' in page.text  # its canonical address
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    for name, value in security.HEADERS.items():
        assert page.headers[name] == value, name
    packed = proxy.ask("/healthz", **{"Accept-Encoding": "gzip"})
    assert packed.status == 200


def test_a_plan_as_long_as_the_site_takes_passes(proxy):
    """Whatever the site thinks of it, the proxy passes it on, and the visitor gets it back."""
    body = "s=putik-sari&celah=" + "a" * 990_000
    answer = proxy.ask("/rencana", method="POST", body=body)
    assert answer.status in {200, 400}
    assert "a" * 1000 in answer.text


def test_what_is_too_large_is_refused_in_indonesian(proxy, request):
    answer = proxy.ask("/rencana", method="POST", body="celah=" + "a" * 1_100_000)
    assert answer.status == 413
    assert "<h1>Kiriman terlalu besar</h1>" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    if "nginx" in request.node.name:  # behind HAProxy, it is the page of the site
        assert _is_ours(answer, "Kiriman terlalu besar")


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/cari?q=" + "a" * 20_000, {}), ("/", {"Cookie": "a" * 20_000})],
    ids=["address", "header"],
)
def test_what_is_too_long_is_refused_in_indonesian(proxy, path, headers):
    answer = proxy.ask(path, **headers)
    assert answer.status in {400, 414, 431}
    assert '<html lang="id">' in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("proxy", ["nginx"], indirect=True)  # HAProxy's page can't be replaced
@pytest.mark.parametrize(
    ("path", "headers"),
    [("/cari?q=" + "a" * 40_000, {}), ("/", {"Cookie": "a" * 40_000})],
    ids=["address", "header"],
)
def test_what_cannot_be_read_is_refused_in_indonesian(proxy, path, headers):
    answer = proxy.ask(path, **headers)
    assert answer.status in {400, 414}
    assert _is_ours(answer, "Permintaan ini tidak bisa dibaca")


@pytest.mark.parametrize("tls", [True, False])
def test_another_host_gets_no_answer(proxy, tls):
    with pytest.raises((OSError, http.client.HTTPException)):
        proxy.ask("/", host="lain.example", tls=tls)


def test_many_files_are_refused_while_pages_go_on(proxy):
    # An address that costs nothing but counts as one that does; many at a time, so that they come
    # faster than the limit also on a slow machine.
    with ThreadPoolExecutor(8) as visitors:
        answers = list(visitors.map(proxy.ask, ["/usul/tidak-ada"] * 60))
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {404, 429}
    assert statuses.count(404) >= 10
    assert _is_ours(answers[statuses.index(429)], "Terlalu banyak permintaan")
    assert proxy.ask("/").status == 200


@pytest.mark.parametrize("kind", KINDS)
def test_while_the_site_is_down_visitors_read_that_it_is_being_prepared(
    kind, tmp_path, certificate
):
    with _before(free_port(), kind, tmp_path, certificate) as proxy:
        answer = proxy.ask("/cari?q=air")
    assert answer.status in {502, 503}
    assert _is_ours(answer, "Situs sedang disiapkan")


def test_forged_headers_are_replaced(proxy):
    forged = {
        "X-Forwarded-Host": "jahat.example",
        "X-Forwarded-Proto": "http",
        "X-Request-ID": "palsu",
    }
    page = proxy.ask("/inovasi/air-murah", **forged)
    assert page.status == 200
    assert "jahat.example" not in page.text
    assert page.headers["X-Request-ID"] != "palsu"
    assert f'href="https://{HOST}/inovasi/air-murah"' in page.text
