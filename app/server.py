"""The production server: gunicorn, with several processes of several threads each.

Gunicorn is the most widely used WSGI server on Unix. It is written in Python and needs no
compiler; it replaces a worker that fails and stops a worker that hangs.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import ipaddress
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gunicorn import systemd
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from app.search.index.generations import IndexUnusableError, open_current
from app.settings import ROOT, Settings
from app.web.application import create_app, warm_up
from app.web.site import memory

log = logging.getLogger(__name__)

#: The longest first line of a request, in bytes; gunicorn answers 414 to a longer line. No
#: address of the site comes near it, since the text of a query is cut long before.
REQUEST_LINE = 8190


def _options(settings: Settings) -> dict[str, Any]:
    """Every option of gunicorn that differs from its default; times are in seconds."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host  # IPv6 in brackets
    return {
        "bind": f"{host}:{settings.port}",
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": "app.server_worker.PatientWorker",
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 5,
        "limit_request_line": REQUEST_LINE,
        "loglevel": settings.log_level,
        "logger_class": _Logger,
        "proc_name": "pustaka",
        "when_ready": _announce,
        # Which forwarded headers count is decided by Werkzeug's ProxyFix alone.
        "forwarded_allow_ips": "",
        "control_socket_disable": True,
    }


def _announce(arbiter: Any) -> None:
    """Called by gunicorn when it accepts connections."""
    for listener in arbiter.LISTENERS:
        log.info("Pustaka Inovasi siap di %s (Ctrl+C untuk berhenti)", listener)


class _Logger(Logger):
    """Gunicorn's messages in the form and at the place of all others (:mod:`app.logs`)."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def _is_open(settings: Settings) -> bool:
    """Whether other machines can reach the site without a reverse proxy in front."""
    try:
        loopback = ipaddress.ip_address(settings.host).is_loopback
    except ValueError:
        loopback = settings.host == "localhost"
    return not loopback and not settings.proxies


class _Arbiter(Arbiter):
    """Gunicorn's arbiter, which also tells systemd that it is alive, where that wants to know."""

    def murder_workers(self) -> None:
        """Called by gunicorn every second, to end workers that hang."""
        super().murder_workers()
        if self.WORKERS and self.log and "WATCHDOG_USEC" in os.environ:
            systemd.sd_notify("WATCHDOG=1", self.log)


class _Server(BaseApplication):
    """Gunicorn, configured by our settings instead of its own command line."""

    def __init__(self, settings: Settings, for_curators: bool) -> None:
        self._settings = settings
        self._for_curators = for_curators
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn."""
        for name, value in _options(self._settings).items():
            if name in self.cfg.settings:  # gunicorn 25.0 has no control socket to disable
                self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until the process is stopped."""
        _Arbiter(self).run()

    def load(self) -> Any:  # a Flask application, which gunicorn's stubs don't accept as WSGI
        """Called by gunicorn in each worker."""
        site = create_app(self._settings, for_curators=self._for_curators)
        warm_up(site)
        # What the site is made of stays: the garbage collector need not look at it again, which
        # would hold up a request for a tenth of a second.
        gc.collect()
        gc.freeze()
        return site


def run(settings: Settings, *, for_curators: bool = False) -> None:
    """Serve the site until the process is stopped; see :func:`app.web.application.create_app`.

    Where other machines can reach it without a reverse proxy, it says that this is for a network
    that one trusts.

    Meanwhile the script `pustaka` removes no package from under it: of older environments it
    removes only those whose ``pyvenv.cfg`` nobody has locked.
    """
    if _is_open(settings):
        log.warning(
            "Situs terbuka bagi komputer lain tanpa nginx di depannya: pakai hanya di jaringan "
            "sendiri. Untuk umum, lihat docs/operations.md."
        )
    memory.share_one_arena()
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # no virtual environment, or no locks on its disk
            environment = stack.enter_context((Path(sys.prefix) / "pyvenv.cfg").open())
            fcntl.flock(environment, fcntl.LOCK_SH)
        if settings.metrics:
            stack.enter_context(_shared_figures())
        _Server(settings, for_curators).run()


# What the names of those folders begin with; the number of the process follows.
_FIGURES = "pustaka-metrics-"


@contextlib.contextmanager
def _shared_figures() -> Iterator[None]:
    """A folder in which each worker counts, and any worker finds what all have counted.

    A worker that ends leaves this context, too, and must leave the folder to the others. A server
    that is killed leaves its folder behind: the next one removes it.
    """
    arbiter = os.getpid()
    _remove_figures_of_the_dead()
    folder = tempfile.mkdtemp(prefix=f"{_FIGURES}{arbiter}-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    try:
        yield
    finally:
        if os.getpid() == arbiter:
            shutil.rmtree(folder, ignore_errors=True)


def _remove_figures_of_the_dead() -> None:
    """Remove the folders of this user's servers that run no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FIGURES}*-*"):
        number = folder.name.removeprefix(_FIGURES).partition("-")[0]
        with contextlib.suppress(OSError):
            if number.isdecimal() and folder.lstat().st_uid == os.geteuid():
                try:
                    os.kill(int(number), 0)
                except (ProcessLookupError, OverflowError):
                    shutil.rmtree(folder)


def has_socket() -> bool:
    """Whether systemd listens for this process, so that no request is lost while it restarts."""
    return bool(systemd.listen_fds(unset_environment=False))


def check_address(host: str, port: int) -> None:
    """Try an address before gunicorn starts, which would repeat a failure five times.

    Raises:
        OSError: the address can't be listened on; ``errno`` says why.
    """
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as trial:
        # As gunicorn does: a port that another server has just closed is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)


# --- the index -------------------------------------------------------------------------


def has_index(settings: Settings) -> bool:
    """Whether there is an index that a worker can open."""
    try:
        open_current(settings.index, check_whoosh=False)
    except IndexUnusableError:
        return False
    return True


#: How long the watcher has to stay away, in seconds, before it is started again.
RESTART_AFTER = 2.0


@contextlib.contextmanager
def watcher(settings: Settings) -> Iterator[None]:
    """Run ``pustaka index --watch`` beside the site for as long as the context lasts.

    If it ends by itself, as when it was killed for want of memory, it is started again. A worker
    that ends leaves this context, too, and must leave the watcher running.
    """
    arbiter = os.getpid()
    ended = threading.Event()
    command = _index_command(settings, "--watch")
    process = subprocess.Popen(command, env=_environment(), stdin=subprocess.DEVNULL)

    def keep() -> None:
        nonlocal process
        while not ended.is_set():
            code = process.wait()
            if ended.wait(RESTART_AFTER):
                return
            log.error("Pengikut perubahan berhenti (kode %d); dijalankan lagi.", code)
            process = subprocess.Popen(command, env=_environment(), stdin=subprocess.DEVNULL)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        if os.getpid() == arbiter:
            ended.set()
            process.terminate()
            process.wait()
            keeper.join()


def _index_command(settings: Settings, *options: str) -> list[str]:
    folders = ["--content", str(settings.content), "--index", str(settings.index)]
    return [sys.executable, "-P", "-m", "app.cli", "index", "--log", *folders, *options]


def _environment() -> dict[str, str]:
    """This process's environment; ``app`` is imported from here, whatever the current folder."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
