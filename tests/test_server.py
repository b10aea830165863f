"""The production server, as real processes on a real port."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli.watching import CHECK_EVERY
from app.search.index import builder, generations
from app.server_worker import MOST_AWAITED
from app.settings import ROOT

pytestmark = pytest.mark.slow  # starts real servers and waits for their answers

SLUGS = ["putik-sari", "jarik-ma-siti", "simba-asia", "nasi-tiga-beras", "air-murah"]
REQUESTS = 200


def wait_until(condition: Callable[[], bool], seconds: float) -> float:
    """Wait until a condition holds, at most so many seconds; return how long it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "waited in vain"
        time.sleep(0.05)
    return time.monotonic() - started


@dataclass(frozen=True)
class Server:
    """A running `pustaka serve` and its folders."""

    process: subprocess.Popen[bytes]
    url: str
    content: Path
    index: Path
    log: Path

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page: its status and text, or status 0 and the error if there was no answer."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def rename(self, slug: str, title: str) -> None:
        """Change the title in the file of a case, as an editor does: by replacing the file."""
        path = self.content / "innovations" / f"{slug}.md"
        text = re.sub(r"^title: .*", f"title: {title}", path.read_text(), flags=re.MULTILINE)
        draft = path.with_suffix(".tmp")
        draft.write_text(text)
        draft.replace(path)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """``serve("--workers", "1", …)``: start a server; it is stopped after the test."""
    with _serving(tmp_path) as start:
        yield start


@contextlib.contextmanager
def _serving(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers on a collection in a folder; they are stopped in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> Server:
        content = tmp_path / "content"
        (content / "innovations").mkdir(parents=True)
        for slug in SLUGS:
            shutil.copy(ROOT / "content" / "innovations" / f"{slug}.md", content / "innovations")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port), *arguments]
        folders = ["--content", str(content), "--index", str(tmp_path / "index")]
        log = tmp_path / "log"
        with log.open("w") as file:
            process = subprocess.Popen(
                [*command, *folders], cwd=ROOT, stderr=file, start_new_session=True
            )
        started.append(process)
        server = Server(process, f"http://127.0.0.1:{port}", content, tmp_path / "index", log)
        wait_until(lambda: process.poll() is not None or server.get("/readyz")[0] == 200, 30)
        assert process.poll() is None, log.read_text()
        return server

    try:
        yield start
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_no_request_fails_while_the_index_is_rebuilt(serve):
    server = serve()
    paths = ["/", "/cari?q=anak", "/inovasi/putik-sari", "/api/v1/search?q=malang", "/readyz"]
    rebuilt = threading.Event()
    answers: Counter[int] = Counter()

    def visit(number: int) -> None:
        while sum(answers.values()) < REQUESTS or not rebuilt.is_set():
            answers[server.get(paths[number % len(paths)])[0]] += 1
            number += 1

    with ThreadPoolExecutor(4) as visitors:
        visits = [visitors.submit(visit, number) for number in range(4)]
        try:
            for n in range(3):
                server.rename("air-murah", f"Air Murah {n}")
                builder.build(server.content, server.index, full=n == 1)
                _wait_for_title(server, f"Air Murah {n}", 10)
        finally:
            rebuilt.set()
        for visit_result in visits:
            visit_result.result(60)
    assert answers.keys() == {200}
    assert answers[200] >= REQUESTS


def test_the_figures_are_those_of_all_workers_also_of_one_that_ended(serve, monkeypatch):
    monkeypatch.setenv("PUSTAKA_METRICS", "loopback")
    server = serve("--workers", "2")
    for _ in range(20):
        assert server.get("/tentang")[0] == 200
    wanted = 'pustaka_requests_total{route="/tentang",status="200"} 20.0'
    assert wanted in server.get("/metrics")[1]
    [_, ending, _] = _process_tree(server.process.pid)
    os.kill(ending, signal.SIGTERM)
    wait_until(lambda: not _is_alive(ending), 10)
    wait_until(lambda: len(_process_tree(server.process.pid)) == 3, 10)
    for _ in range(10):
        assert wanted in server.get("/metrics")[1]


def test_requests_that_the_server_refuses_are_counted(serve, monkeypatch):
    monkeypatch.setenv("PUSTAKA_METRICS", "loopback")
    server = serve("--workers", "1")
    for sent in (
        b"GET /rahasia\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET /" + b"a" * 9000,
    ):
        assert "Ke beranda" in _answer(server, sent + b" HTTP/1.1\r\n\r\n")
    figures = server.get("/metrics")[1]
    assert 'pustaka_requests_total{route="refused",status="400"} 2.0' in figures
    assert 'pustaka_requests_total{route="refused",status="414"} 1.0' in figures
    assert "rahasia" not in figures


def test_the_figures_of_a_server_that_was_killed_are_removed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setenv("PUSTAKA_METRICS", "loopback")
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def folders() -> set[Path]:
        return set(tmp_path.glob("pustaka-metrics-*"))

    with contextlib.ExitStack() as servers:
        first, second, third = (
            servers.enter_context(_serving(tmp_path / name)) for name in ("a", "b", "c")
        )
        running = first()
        of_the_running = folders()
        killed = second()
        [of_the_killed] = folders() - of_the_running
        foreign = tmp_path / "pustaka-metrics-kami"
        foreign.mkdir()
        os.killpg(killed.process.pid, signal.SIGKILL)
        killed.process.wait()
        assert of_the_killed.is_dir()
        third()
        assert not of_the_killed.exists()
        assert folders() > of_the_running | {foreign}
        assert running.get("/metrics")[0] == 200


# --- requests that never reach the site ------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "status", "title"),
    [
        (b"rahasia\r\n\r\n", 400, "Permintaan ini tidak bisa dibaca"),
        (b"GET / HTTP/1.1\r\nrahasia\r\n\r\n", 400, "Permintaan ini tidak bisa dibaca"),
        (b"GET /%s HTTP/1.1\r\n\r\n" % (b"a" * 9000), 414, "Alamat terlalu panjang"),
        (
            b"GET / HTTP/1.1\r\nA: %s\r\n\r\n" % (b"a" * 9000),
            431,
            "Peramban mengirim terlalu banyak keterangan",
        ),
        (
            b"POST / HTTP/1.1\r\nTransfer-Encoding: rahasia\r\n\r\n",
            501,
            "Permintaan ini tidak bisa dibaca",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_indonesian(refusing, sent, status, title):
    answer = _answer(refusing, sent)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert f"<h1>{title}</h1>" in answer
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert "rahasia" not in answer and "Invalid" not in answer
    assert "rahasia" not in refusing.log.read_text()


def test_the_server_names_no_release(refusing):
    answer = _answer(refusing, HALF + b"Connection: close\r\n\r\n")
    [server] = re.findall(r"^Server: (.*)\r$", answer, re.MULTILINE)
    assert server == "gunicorn"


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for requests that change nothing."""
    with _serving(tmp_path_factory.mktemp("refusing")) as start:
        yield start("--workers", "1")


def _answer(server: Server, sent: bytes) -> str:
    with _connect(server, sent) as client:
        answer = b""
        while data := client.recv(4096):
            answer += data
    return answer.decode()


# --- as a service of systemd -----------------------------------------------------------------


@dataclass
class Systemd:
    """Starts the site as systemd does: it listens itself, and hears from the site how it is."""

    listener: socket.socket
    notices: socket.socket
    folders: list[str]
    log: Path

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start the site, and wait until it says that it is ready."""
        fd = self.listener.fileno()
        script = f'exec 3<&{fd}; export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@"'
        command = [sys.executable, "-m", "app.cli", "serve", "--workers", "1", *self.folders]
        notices = self.notices.getsockname()
        with self.log.open("a") as file:
            process = subprocess.Popen(
                ["bash", "-c", script, "-", *command],
                cwd=ROOT,
                stderr=file,
                pass_fds=[fd],
                env=os.environ | {"NOTIFY_SOCKET": notices} | environment,
                start_new_session=True,
            )
        assert self.next_notice().startswith("READY=1"), self.log.read_text()
        return process

    def next_notice(self) -> str:
        self.notices.settimeout(60)
        return self.notices.recv(1000).decode()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    content = tmp_path / "content"
    (content / "innovations").mkdir(parents=True)
    for slug in SLUGS:
        shutil.copy(ROOT / "content" / "innovations" / f"{slug}.md", content / "innovations")
    folders = ["--content", str(content), "--index", str(tmp_path / "index")]
    with (
        socket.create_server(("127.0.0.1", 0), backlog=500) as listener,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices,
    ):
        notices.bind(str(tmp_path / "notices"))
        yield Systemd(listener, notices, folders, tmp_path / "log")


def test_no_request_is_lost_while_a_service_restarts(systemd, tmp_path):
    """systemd keeps the socket: who comes between the old and the new site waits."""
    old = systemd.start()
    port = systemd.listener.getsockname()[1]
    site = Server(old, f"http://127.0.0.1:{port}", tmp_path, tmp_path, systemd.log)
    restarted = threading.Event()
    answers: Counter[tuple[int, str]] = Counter()

    def visit() -> None:
        while not restarted.is_set():
            answers[site.get("/cari?q=anak")] += 1

    with ThreadPoolExecutor(4) as visitors:
        visits = [visitors.submit(visit) for _ in range(4)]
        try:
            wait_until(lambda: answers.total() > 50, 30)
            old.terminate()
            assert old.wait(30) == 0
            new = systemd.start()
            seen = answers.total()
            wait_until(lambda: answers.total() > seen + 50, 30)
        finally:
            restarted.set()
        for finished in visits:
            finished.result(60)
    new.terminate()
    assert new.wait(30) == 0
    assert {status for status, _ in answers} == {200}, answers


def test_a_service_tells_systemd_that_it_is_alive(systemd):
    process = systemd.start(WATCHDOG_USEC="30000000")
    try:
        notices = [systemd.next_notice() for _ in range(2)]
        assert notices == ["WATCHDOG=1", "WATCHDOG=1"]
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.skipif(
    sys.platform != "linux", reason="reads the list of loaded libraries from Linux's /proc"
)
def test_no_worker_holds_the_libraries_that_build_the_index(serve):
    server = serve("--workers", "1")
    assert server.get("/inovasi/air-murah")[0] == 200
    [_, worker] = _process_tree(server.process.pid)
    libraries = Path(f"/proc/{worker}/maps").read_text()
    assert "pydantic_core" in libraries  # so a loaded library does appear here
    assert "nh3" not in libraries


def _wait_for_title(server: Server, title: str, seconds: float) -> float:
    return wait_until(lambda: f"<h1>{title}</h1>" in server.get("/inovasi/air-murah")[1], seconds)


def test_with_reload_a_saved_file_is_indexed_and_shows_at_once(serve):
    """The first page after the build that the file set off has it; nothing waits for a clock."""
    server = serve("--reload", "--workers", "1")
    assert server.get("/inovasi/air-murah")[0] == 200
    current = server.index / generations.CURRENT
    before = current.read_text()
    server.rename("air-murah", "Air Murah Sekali")
    wait_until(lambda: current.read_text() != before, 30)
    assert "<h1>Air Murah Sekali</h1>" in server.get("/inovasi/air-murah")[1]


def test_with_reload_a_file_with_a_mistake_is_left_out_and_all_processes_end_together(serve):
    server = serve("--reload", "--workers", "1")
    (server.content / "innovations" / "baru.md").write_text("bukan kasus")
    wait_until(lambda: '"files_left_out":1' in server.get("/readyz")[1], 10)
    assert server.get("/inovasi/air-murah")[0] == 200

    processes = _process_tree(server.process.pid)
    assert len(processes) >= 3  # the arbiter, a worker, the watcher
    server.process.terminate()
    assert server.process.wait(15) == 0
    wait_until(lambda: not any(map(_is_alive, processes)), 5)
    assert "Traceback" not in server.log.read_text()
    assert f"Pustaka Inovasi siap di {server.url}" in server.log.read_text()


# --- clients that are slow, and requests that hang -----------------------------------------

HALF = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


def _connect(server: Server, data: bytes) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    client = socket.create_connection((host, int(port)), timeout=60)
    client.sendall(data)
    return client


@pytest.mark.parametrize("sent", [b"", HALF], ids=["nothing", "half a head"])
def test_clients_that_fall_silent_keep_nobody_waiting(serve, sent):
    server = serve("--workers", "1")
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(_connect(server, sent)) for _ in range(40)]
        for _ in range(5):
            assert server.get("/cari?q=anak")[0] == 200
        with contextlib.suppress(ConnectionResetError):
            assert silent[0].recv(1) == b""  # it was closed in the end


HALF_A_BODY = (
    b"POST /koreksi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=1"
)
# More than the system stores for a client that reads nothing.
MANY = b"GET /static/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n" * 400


@pytest.mark.parametrize("sent", [HALF_A_BODY, MANY], ids=["half a body", "answers not read"])
def test_clients_that_stop_midway_keep_nobody_waiting(serve, sent):
    """Also if there are more of them than the server waits for."""
    server = serve("--workers", "1")
    with contextlib.ExitStack() as stack:
        for _ in range(MOST_AWAITED + 20):
            stack.enter_context(_connect(server, sent))
        for _ in range(20):
            assert server.get("/cari?q=anak")[0] == 200
    assert "Traceback" not in server.log.read_text()


def test_a_client_that_reads_late_gets_all_its_answers(serve):
    server = serve("--workers", "1")
    one = _answer(server, MANY[: len(MANY) // 400 - 2] + b"Connection: close\r\n\r\n")
    with _connect(server, MANY) as client:
        assert server.get("/healthz")[0] == 200
        got = 0
        while got < 400 * len(one) - 400 * 20:  # "Connection: keep-alive" is longer
            got += len(client.recv(65_536))


def test_a_head_that_comes_in_parts_is_answered(serve):
    server = serve("--workers", "1")
    with _connect(server, HALF) as client:
        for part in (b"Connection: ", b"close\r\n", b"\r", b"\n"):
            time.sleep(0.2)
            client.sendall(part)
        answer = b""
        while data := client.recv(4096):
            answer += data
    assert answer.startswith(b"HTTP/1.1 200")
    assert b'"status":"ok"' in answer.replace(b" ", b"")


def test_requests_sent_at_once_on_one_connection_are_all_answered(serve):
    server = serve("--workers", "1")
    with _connect(server, (HALF + b"\r\n") * 3 + HALF + b"Connection: close\r\n\r\n") as client:
        answer = b""
        while data := client.recv(4096):
            answer += data
    assert answer.count(b"HTTP/1.1 200") == 4


DONE = HALF + b"Connection: close\r\n\r\n"


def test_clients_that_do_not_close_a_finished_connection_keep_nobody_waiting(serve):
    """The server has closed its side; how long a client leaves its own open is its own matter."""
    server = serve("--workers", "1")
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(_connect(server, DONE)) for _ in range(10)]
        for client in clients:
            client.settimeout(5)  # one after the other would take twenty seconds
        for client in clients:
            assert client.recv(4096).startswith(b"HTTP/1.1 200")
            while client.recv(4096):
                pass
        assert server.get("/healthz")[0] == 200
        with pytest.raises(OSError):  # nobody reads what it sends for ever
            while True:
                clients[0].sendall(bytes(1000))


def test_files_wait_in_line_while_pages_are_answered(serve):
    server = serve("--workers", "1")
    paths = [f"/acara.docx?s=putik-sari&s=simba-asia&judul=Temu+{n}" for n in range(11)]
    paths[6:6] = ["/cari?q=anak", "/tentang"]
    with ThreadPoolExecutor(len(paths)) as visitors:
        answers = [visitors.submit(_status, server, path) for path in paths]
    assert {answer.result() for answer in answers} == {200}


def _status(server: Server, path: str) -> int:
    try:
        with urllib.request.urlopen(server.url + path, timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


HANGING = """
import os, threading, time
from gunicorn.app.base import BaseApplication
from app import logs, server

logs.configure("info", "text")

def application(environ, start_response):
    if environ["PATH_INFO"] == "/hang":
        time.sleep(600)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]

class Server(BaseApplication):
    def load_config(self):
        for name, value in dict(
            bind="127.0.0.1:PORT", threads=2, timeout=3, graceful_timeout=1,
            worker_class="app.server_worker.PatientWorker", control_socket_disable=True,
            logger_class=server._Logger,
        ).items():
            self.cfg.set(name, value)
    def load(self):
        return application

Server().run()
"""


def test_a_worker_whose_request_hangs_is_replaced(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", HANGING.replace("PORT", str(port))]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stderr=log, start_new_session=True)
    server = Server(process, f"http://127.0.0.1:{port}", tmp_path, tmp_path, tmp_path / "log")
    try:
        wait_until(lambda: server.get("/")[0] == 200, 30)
        first = server.get("/")[1]
        with _connect(server, b"GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            assert server.get("/")[1] == first  # the other thread answers
            wait_until(lambda: server.get("/")[0] == 200 and server.get("/")[1] != first, 30)
        assert "A request runs for more than 3 s" in server.log.read_text()
        # It says where, in lines that belong to the message.
        assert re.search("^    .* in application$", server.log.read_text(), re.MULTILINE)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_watching_goes_on_after_the_watcher_was_killed(serve):
    """As when the machine ran out of memory."""
    server = serve("--reload", "--workers", "1")
    [watcher] = [pid for pid in _process_tree(server.process.pid) if "--watch" in _command(pid)]
    os.kill(watcher, signal.SIGKILL)
    wait_until(lambda: "dijalankan lagi" in server.log.read_text(), 20)
    wait_until(lambda: server.log.read_text().count("dalam indeks") >= 2, 20)
    server.rename("air-murah", "Air Murah Terus")
    _wait_for_title(server, "Air Murah Terus", 10)


def test_watching_goes_on_after_the_cases_were_gone_for_a_moment(serve):
    """As when git checks out another branch."""
    server = serve("--reload", "--workers", "1")
    cases = server.content / "innovations"
    # The first build is that of `serve`, the second that of the watcher.
    wait_until(lambda: server.log.read_text().count("dalam indeks") == 2, 20)
    cases.rename(server.content / "gone")
    time.sleep(3 * CHECK_EVERY / 1000)
    (server.content / "gone").rename(cases)
    server.rename("air-murah", "Air Murah Lagi")
    _wait_for_title(server, "Air Murah Lagi", 10)


def test_serving_is_never_in_debug_mode(serve):
    server = serve("--workers", "1")
    status, text = server.get("/tidak-ada?__debugger__=yes&cmd=resource&f=style.css")
    assert status == 404
    assert "Halaman ini tidak ada" in text


def _process_tree(pid: int) -> list[int]:
    """A process, its children, their children and so on."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in _process_tree(int(child)))]


def _command(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
