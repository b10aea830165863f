"""Asks web addresses whether they still answer, as a polite robot does.

A host is asked at most once a second, and only what its robots.txt allows (RFC 9309); a
page is asked with HEAD, and with GET where HEAD gives no clear answer; nothing is waited for
longer than :data:`TIMEOUT`, and no more than the head of an answer is read. Addresses inside
private networks are never asked: a source could name one.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import urllib3

from app import __version__
from app.collection.links import Found

#: How the robot names itself; docs/operations.md tells owners of sites what it does.
AGENT = f"PustakaInovasi-links/{__version__}"

#: Seconds between two requests to a host, and at most so many if its robots.txt asks for more.
PAUSE = 1.0
LONGEST_PAUSE = 10.0

#: Seconds that connecting, and each wait for an answer, may take.
TIMEOUT = 15.0

#: Hosts that are asked at the same time.
HOSTS_AT_ONCE = 8

#: The asking ends if no answer at all arrives for this many seconds: some server sends its
#: answer so slowly that no single wait is too long.
STALLED = 300.0

MOST_REDIRECTS = 5
LONGEST_ROBOTS = 512 * 1024

_GONE = {404, 410}
# A host that answers HEAD with one of these may still answer GET.
_HEAD_UNCLEAR = range(400, 600)


@dataclass(frozen=True)
class Answer:
    """What an address answered: see :data:`app.collection.links.Found`; why, in Indonesian."""

    found: Found
    reason: str = ""


class _UnreachableError(Exception):
    """A request had no answer; carries what that means."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.reason)
        self.answer = answer


class LinkClient:
    """Asks the addresses of one host after another.

    Args:
        private: whether addresses inside private networks may be asked; for tests.
        pause: seconds between two requests to a host.
        timeout: seconds that an answer may take.
    """

    def __init__(
        self, *, private: bool = False, pause: float = PAUSE, timeout: float = TIMEOUT
    ) -> None:
        self._private = private
        self._pause = pause
        self._timeout = timeout
        self._stopped = threading.Event()

    def ask_all(self, urls: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Each address with its answer, as they come in.

        Hosts are asked side by side, the addresses of a host one after another. Closing the
        iterator ends the asking; so does a time without any answer (:data:`STALLED`), after
        which the addresses left over are not in the answers.
        """
        by_host: dict[str, list[str]] = {}
        for url in dict.fromkeys(urls):
            by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
        hosts: SimpleQueue[list[str]] = SimpleQueue()
        for of_host in by_host.values():
            hosts.put(of_host)
        answers: SimpleQueue[tuple[str, Answer]] = SimpleQueue()
        self._stopped.clear()
        for _ in range(min(HOSTS_AT_ONCE, len(by_host))):
            # As daemons, so that a slow server doesn't keep the command from ending.
            threading.Thread(target=self._work, args=(hosts, answers), daemon=True).start()
        try:
            for _ in range(sum(map(len, by_host.values()))):
                yield answers.get(timeout=STALLED)
        except Empty:
            return
        finally:
            self._stopped.set()

    def _work(
        self, hosts: SimpleQueue[list[str]], answers: SimpleQueue[tuple[str, Answer]]
    ) -> None:
        """Ask host after host until none is left."""
        while not self._stopped.is_set():
            try:
                urls = hosts.get_nowait()
            except Empty:
                return
            self._ask_host(urls, answers.put)

    def _ask_host(self, urls: list[str], put: Callable[[tuple[str, Answer]], None]) -> None:
        host = _Host(self)
        for url in urls:
            if self._stopped.is_set():
                return
            try:
                answer = host.ask(url)
            except _UnreachableError as exc:
                answer = exc.answer
            except Exception as exc:  # whatever a server sends, the other addresses are asked
                answer = Answer("unreadable", f"tidak terbaca ({type(exc).__name__})")
            put((url, answer))

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end of the asking."""
        self._stopped.wait(seconds)

    @property
    def pause(self) -> float:
        """Seconds between two requests to a host."""
        return self._pause

    def request(self, method: str, url: str, body: int = 0) -> tuple[int, str, bytes]:
        """One request, without following a redirect: status, Location, first bytes of the body.

        Raises:
            _UnreachableError: there was no answer, or the address must not be asked.
        """
        timeout = urllib3.Timeout(connect=self._timeout, read=self._timeout)
        self._look_up(url)
        with urllib3.PoolManager(num_pools=1, retries=False, timeout=timeout) as pool:
            try:
                response = pool.request(
                    method,
                    url,
                    headers={"User-Agent": AGENT, "Accept": "text/html, */*"},
                    redirect=False,
                    preload_content=False,
                    decode_content=False,
                )
                content = self._read(response, body)
            except urllib3.exceptions.HTTPError as exc:
                raise _UnreachableError(_why(exc, self._timeout)) from exc
            return response.status, response.headers.get("Location", ""), content

    def _read(self, response: urllib3.BaseHTTPResponse, most: int) -> bytes:
        """The first bytes of a body, within the time limit; then the connection is closed."""
        until = time.monotonic() + self._timeout
        content = b""
        try:
            while len(content) < most and time.monotonic() < until:
                piece = response.read(min(8192, most - len(content)))
                if not piece:
                    break
                content += piece
        finally:
            response.close()
        return content

    def _look_up(self, url: str) -> None:
        """Look up the host of an address.

        Raises:
            _UnreachableError: there is no such host, or it lies in a private network.
        """
        parts = urlsplit(url)
        try:
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise _UnreachableError(Answer("unreadable", "bukan alamat http atau https"))
            port = parts.port or (443 if parts.scheme == "https" else 80)
            found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        except socket.gaierror as exc:
            if exc.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}:
                raise _UnreachableError(Answer("gone", "nama situs tidak ada")) from exc
            raise _UnreachableError(Answer("unreadable", "nama situs tidak bisa dicari")) from exc
        except (ValueError, OSError) as exc:  # a port beyond 65535, a name of 64 letters
            raise _UnreachableError(Answer("unreadable", "alamat tidak sah")) from exc
        addresses = {ipaddress.ip_address(entry[4][0]) for entry in found}
        if not self._private and not all(address.is_global for address in addresses):
            raise _UnreachableError(Answer("unreadable", "alamat jaringan dalam"))


class _Host:
    """One host: its rules for robots, and the time of the last request to it."""

    def __init__(self, client: LinkClient) -> None:
        self._client = client
        self._rules: dict[str, RobotFileParser] = {}
        self._last = float("-inf")
        self._pause = client.pause

    def ask(self, url: str) -> Answer:
        """Ask one address, redirects followed.

        Raises:
            _UnreachableError: there was no answer.
        """
        for _ in range(MOST_REDIRECTS + 1):
            if not self._rules_of(url).can_fetch(AGENT, url):
                return Answer("unreadable", "robots.txt melarang")
            status, location = self._status(url)
            if not 300 <= status < 400 or not location:
                return _answer(status)
            url = urljoin(url, location)
        return Answer("unreadable", "pengalihan tidak berujung")

    def _status(self, url: str) -> tuple[int, str]:
        """The status of a page and where it redirects to."""
        status, location, _ = self._request("HEAD", url)
        if status in _HEAD_UNCLEAR:
            status, location, _ = self._request("GET", url)
        return status, location

    def _request(self, method: str, url: str, body: int = 0) -> tuple[int, str, bytes]:
        self._client.wait(self._last + self._pause - time.monotonic())
        try:
            return self._client.request(method, url, body)
        finally:
            self._last = time.monotonic()

    def _rules_of(self, url: str) -> RobotFileParser:
        """The rules of the host of an address; asked for once."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._rules:
            self._rules[root] = self._read_rules(f"{root}/robots.txt")
        return self._rules[root]

    def _read_rules(self, url: str) -> RobotFileParser:
        """The rules that a robots.txt gives (RFC 9309, section 2.3.1).

        None there (a status of 4xx) allows all; a host that fails forbids all for now.
        """
        rules = RobotFileParser()
        status, location, content = self._request("GET", url, LONGEST_ROBOTS)
        for _ in range(MOST_REDIRECTS):
            if not 300 <= status < 400 or not location:
                break
            url = urljoin(url, location)
            status, location, content = self._request("GET", url, LONGEST_ROBOTS)
        if status >= 500 or status == 429:
            raise _UnreachableError(Answer("unreadable", f"robots.txt menjawab {status}"))
        lines = content.decode("utf-8", "replace").splitlines() if status == 200 else []
        rules.parse(lines)
        delay = rules.crawl_delay(AGENT)
        if delay:
            self._pause = min(max(self._pause, float(delay)), LONGEST_PAUSE)
        return rules


def _answer(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer("alive", str(status))
    return Answer("gone" if status in _GONE else "unreadable", str(status))


def _why(exc: urllib3.exceptions.HTTPError, timeout: float) -> Answer:
    """What a failed request means; none of these says that the page is gone."""
    # A refused connection is, for urllib3, a kind of time-out.
    refused = isinstance(exc, urllib3.exceptions.NewConnectionError)
    if isinstance(exc, urllib3.exceptions.TimeoutError) and not refused:
        return Answer("unreadable", f"tidak menjawab dalam {timeout:g} detik")
    if isinstance(exc, urllib3.exceptions.SSLError):
        return Answer("unreadable", "sertifikatnya tidak sah")
    return Answer("unreadable", "sambungan gagal")
