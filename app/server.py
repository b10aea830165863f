"""The production server: gunicorn, several processes with several threads each.

Gunicorn is the most widely used WSGI server on Unix, in pure Python, and needs no
compiler; a failing worker is replaced, a hanging one is killed.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from gunicorn.app.base import BaseApplication

from app import create_app
from app.settings import Settings

# Longer requests aren't made by a browser on our pages: a query is cut long before.
REQUEST_LINE = 8190


class _Server(BaseApplication):
    """Gunicorn with our settings instead of its command line."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn."""
        settings = self._settings
        options: dict[str, Any] = {
            "bind": f"[{settings.host}]:{settings.port}"
            if ":" in settings.host
            else f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "limit_request_line": REQUEST_LINE,
            "loglevel": settings.log_level,
            "proc_name": "pustaka",
            "when_ready": _announce,
            # Behind a proxy the forwarded headers are judged by Werkzeug's ProxyFix alone.
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:  # a Flask, which gunicorn's stubs don't know as WSGI
        """Called by gunicorn in each worker."""
        return create_app(self._settings)


def check_address(host: str, port: int) -> None:
    """See whether an address can be served, since gunicorn would try five times.

    Raises:
        OSError: it can't; ``errno`` says why.
    """
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as trial:
        # As gunicorn does: a port that was in use a moment ago is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)


def _announce(arbiter: Any) -> None:
    for listener in arbiter.LISTENERS:
        sys.stderr.write(f"Pustaka Inovasi siap di {listener} (Ctrl+C untuk berhenti)\n")


def run(settings: Settings) -> None:
    """Serve until told to stop."""
    _Server(settings).run()


@contextlib.contextmanager
def watcher(settings: Settings) -> Iterator[None]:
    """Keep the index up to date in a process of its own while the site runs."""
    command = [sys.executable, "-m", "app.cli", "index", "--watch"]
    folders = ["--content", str(settings.content), "--index", str(settings.index)]
    with subprocess.Popen([*command, *folders], stdin=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


@contextlib.contextmanager
def no_watcher() -> Iterator[None]:
    """Nothing."""
    yield
