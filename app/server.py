"""The production server: gunicorn, several processes with several threads each.

Gunicorn is the most widely used WSGI server on Unix, in pure Python, and needs no
compiler; a failing worker is replaced, a hanging one is killed.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from gunicorn.app.base import BaseApplication

from app.settings import ROOT, Settings
from app.web.application import create_app

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


def build_index(settings: Settings) -> int:
    """Bring the index up to date; the exit code of ``pustaka index``.

    In a process of its own: the workers are copies of this one, and what builds an index
    and what it leaves behind would stay in the memory of each.
    """
    return subprocess.run(_index_command(settings), env=_environment(), check=False).returncode


@contextlib.contextmanager
def watcher(settings: Settings) -> Iterator[None]:
    """Keep the index up to date in a process of its own while the site runs."""
    command = _index_command(settings, "--watch")
    with subprocess.Popen(command, env=_environment(), stdin=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _index_command(settings: Settings, *options: str) -> list[str]:
    folders = ["--content", str(settings.content), "--index", str(settings.index)]
    return [sys.executable, "-P", "-m", "app.cli", "index", *folders, *options]


def _environment() -> dict[str, str]:
    """Ours, in which this very ``app`` is found, wherever the command was called from."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
