"""The files of ``deploy/``, run for real before a real site: only ports and paths are replaced."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import NoReturn

import pytest

from app.settings import ROOT
from bench import nginx

DEPLOY = ROOT / "deploy"
HOST = nginx.HOST
SLUGS = ("putik-sari", "jarik-ma-siti", "air-murah")


def without(program: str, package: str) -> NoReturn:
    """Skip the test, or fail it where the servers are required (PUSTAKA_REQUIRE_SERVERS=1)."""
    reason = f"{program} needed (Debian: {package})"
    if os.environ.get("PUSTAKA_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def program(name: str, package: str) -> str:
    """The path of a program, also of one that only root has on PATH."""
    return nginx.path_of(name) or without(name, package)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until somebody listens on a port."""
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@contextlib.contextmanager
def running(
    command: list[str], port: int, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that listens on a port for as long as the context lasts."""
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        wait_for(port, process, log)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def site_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a running ``pustaka serve`` with a few cases, set up as for a proxy."""
    folder = tmp_path_factory.mktemp("site")
    innovations = folder / "content" / "innovations"
    innovations.mkdir(parents=True)
    for slug in SLUGS:
        shutil.copy(ROOT / "content" / "innovations" / f"{slug}.md", innovations)
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--workers", "1"]
    folders = ["--content", str(folder / "content"), "--index", str(folder / "index")]
    settings = {"PUSTAKA_PROXIES": "1", "PUSTAKA_HOSTS": HOST}
    with running([*command, *folders], port, folder / "site.log", **settings):
        yield port


@dataclass(frozen=True)
class Answer:
    """What a visitor gets."""

    status: int
    headers: Message
    text: str


@dataclass(frozen=True)
class Proxy:
    """A running proxy with its ports on 127.0.0.1."""

    plain: int
    tls: int

    def ask(
        self,
        path: str,
        *,
        host: str = HOST,
        method: str = "GET",
        body: str | None = None,
        tls: bool = True,
        **headers: str,
    ) -> Answer:
        """Ask as a browser does.

        Raises:
            OSError, http.client.HTTPException: there was no answer.
        """
        address = ("127.0.0.1", self.tls if tls else self.plain)
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.sock = socket.create_connection(address, 30)
        if tls:
            connection.sock = _trusting().wrap_socket(connection.sock, server_hostname=host)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(connection):
            # A server that refuses a body may close before all of it was sent.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
                connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())


def _trusting() -> ssl.SSLContext:
    """TLS without a look at the certificate, which a test has made itself."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that stands for ``/etc/ssl/pustaka``."""
    folder = tmp_path_factory.mktemp("tls")
    nginx.make_certificate(program("openssl", "openssl"), folder)
    return folder
