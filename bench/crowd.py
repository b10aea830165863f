"""``python -m bench.crowd``: whether a visitor is kept waiting while others crowd the site.

The site serves the real cases from two workers, behind nginx with the file of ``deploy/``. In each
scene an attacker asks for one kind of thing that is costly, over several connections at once and as
often as nginx lets one address. Meanwhile a visitor with another address asks for a page
five times a second, and the latency of a page counts from the moment at which it was due. Each
scene has a site and an nginx of its own, so that none has used up the limits of another.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import multiprocessing
import random
import shutil
import socket
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

import click

from app.search.index import builder
from app.settings import ROOT
from bench import collection as collections
from bench import nginx
from bench.queries import content_words
from bench.timing import percentile
from bench.web import free_port, our_site, server_process

#: The goal: nobody waits as long as this, in milliseconds.
MOST_MS = 1000.0

#: The attacker and the visitor have addresses of their own, as nginx counts by address.
ATTACKER, VISITOR, WARMING = "127.0.0.1", "127.0.0.2", "127.0.0.3"

WORKERS = 2

# The visitor's pages a second.
_RATE = 5

# Seconds that an answer may take.
_TIMEOUT = 30.0

# Seconds that the attacker waits after an answer of nginx itself. Without it, the attacker would
# take the processors that site and visitor share with it.
_PAUSE = 0.02

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Request:
    """What is asked for; with a body it is sent by POST."""

    path: str
    body: str | None = None


@dataclass
class Outcome:
    """What a scene has shown.

    Attributes:
        ms: the latency of each of the visitor's pages.
        visitor, attacker: status → how many answers had it; 0 for none.
    """

    ms: list[float] = field(default_factory=list)
    visitor: Counter[int] = field(default_factory=Counter)
    attacker: Counter[int] = field(default_factory=Counter)

    @property
    def is_good(self) -> bool:
        """Whether the visitor got every page in time."""
        return set(self.visitor) == {200} and max(self.ms) < MOST_MS


# --- what is asked for --------------------------------------------------------------------


class Things:
    """Words and cases to ask for, by chance."""

    def __init__(self, words: Sequence[str], slugs: Sequence[str], seed: int) -> None:
        self._words, self._slugs = words, slugs
        self.chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
        self._numbers = itertools.count()

    def words(self, number: int) -> str:
        """Words of the collection."""
        return " ".join(self.chance.choices(self._words, k=number))

    def misspelt(self, number: int) -> str:
        """Words with a wrong letter each."""
        return " ".join(map(self._with_slip, self.chance.choices(self._words, k=number)))

    def _with_slip(self, word: str) -> str:
        place = self.chance.randrange(1, len(word))
        return word[:place] + self.chance.choice("bcfjqvxz") + word[place + 1 :]

    def slugs(self, number: int) -> list[str]:
        """Cases, each once."""
        return self.chance.sample(self._slugs, min(number, len(self._slugs)))

    def number(self) -> int:
        """A number that was not given before."""
        return next(self._numbers)


def misspelt_search(things: Things) -> Request:
    """A search for words that nobody has misspelt so before."""
    return Request("/cari?" + urlencode({"q": things.misspelt(30)}))


def pasted_list(things: Things) -> Request:
    """A list for an event, of names that no case has."""
    lines = [things.misspelt(9)[:79] for _ in range(50)]
    return Request("/acara?" + urlencode({"tempel": "\n".join(lines)}))


def proposal(things: Things) -> Request:
    """The form that proposes cases for an event."""
    return Request("/acara/usul?" + urlencode({"q": things.words(3), "n": 12}))


def letters(things: Things) -> Request:
    """The letters to the speakers of an event."""
    values = {"s": things.slugs(12), "judul": f"Temu {things.number()}"}
    return Request("/acara/undangan.docx?" + urlencode(values, doseq=True))


def large_form(things: Things) -> Request:
    """A form of 100,000 fields."""
    return Request("/koreksi", f"judul={things.number()}" + "&a" * 100_000)


def new_page(things: Things) -> Request:
    """The page of a case, at an address that nobody has asked for before."""
    [slug] = things.slugs(1)
    return Request(f"/inovasi/{slug}?dari={things.number()}")


def page(things: Things) -> Request:
    """What the visitor asks for: the home page, a case, or a search."""
    [slug] = things.slugs(1)
    search = "/cari?" + urlencode({"q": things.words(2)})
    return Request(things.chance.choice(("/", f"/inovasi/{slug}", search)))


#: What the attacker asks for in each scene.
SCENES: Mapping[str, Callable[[Things], Request]] = {
    "right after the start": misspelt_search,
    "misspelt searches": misspelt_search,
    "pasted lists": pasted_list,
    "proposals for an event": proposal,
    "letters as Word": letters,
    "forms of 100,000 fields": large_form,
    "pages, no address twice": new_page,
}

#: The scene before which the site has answered nothing.
COLD = "right after the start"


# --- asking ---------------------------------------------------------------------------------


class _Visit(http.client.HTTPSConnection):
    """A connection to nginx from an address of the loopback interface."""

    def __init__(self, port: int, source: str) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        super().__init__(nginx.HOST, timeout=_TIMEOUT, context=context)
        self._to, self._from, self._tls = ("127.0.0.1", port), (source, 0), context

    def connect(self) -> None:
        """Called before a request, unless the connection is still open."""
        plain = socket.create_connection(self._to, _TIMEOUT, self._from)
        self.sock = self._tls.wrap_socket(plain, server_hostname=nginx.HOST)

    def status_of(self, request: Request) -> int:
        """Ask and read the whole answer; 0 if there is none."""
        method = "GET" if request.body is None else "POST"
        headers = {"Accept-Encoding": "gzip"} | ({} if request.body is None else _FORM)
        try:
            self.request(method, request.path, request.body, headers)
            answer = self.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return 0
        return answer.status


def ask_once(port: int, source: str, request: Request) -> int:
    """The status of an answer over a connection of its own; 0 if there is none."""
    with contextlib.closing(_Visit(port, source)) as visit:
        return visit.status_of(request)


def attack(port: int, name: str, things: Things, connections: int, told: Connection) -> None:
    """Ask for the things of a scene until told to stop, then tell the statuses.

    Runs in a process of its own.
    """
    make = SCENES[name]
    statuses: Counter[int] = Counter()
    stopped = threading.Event()

    def keep_asking() -> None:
        with contextlib.closing(_Visit(port, ATTACKER)) as visit:
            while not stopped.is_set():
                status = visit.status_of(make(things))
                statuses[status] += 1
                if status in {0, 429}:
                    time.sleep(_PAUSE)

    attackers = [threading.Thread(target=keep_asking, daemon=True) for _ in range(connections)]
    for attacker in attackers:
        attacker.start()
    told.recv()
    stopped.set()
    for attacker in attackers:
        attacker.join(_TIMEOUT)
    told.send(statuses)


@contextlib.contextmanager
def attacked(
    port: int, name: str, things: Things, connections: int, outcome: Outcome
) -> Iterator[None]:
    """Attack the site for as long as the context lasts; note the statuses in the outcome."""
    ours, theirs = multiprocessing.Pipe()
    arguments = (port, name, things, connections, theirs)
    attacker = multiprocessing.Process(target=attack, args=arguments, daemon=True)
    attacker.start()
    try:
        yield
        ours.send("stop")
        outcome.attacker += ours.recv()
    finally:
        attacker.terminate()
        attacker.join()


def visit(port: int, things: Things, seconds: float, outcome: Outcome) -> None:
    """Ask for pages as a visitor, each when it is due, and note the latencies."""
    started = time.monotonic()

    def ask(request: Request, due: float) -> None:
        status = ask_once(port, VISITOR, request)
        outcome.ms.append((time.monotonic() - due) * 1000)
        outcome.visitor[status] += 1

    with ThreadPoolExecutor(int(_TIMEOUT * _RATE)) as pool:
        for number in range(max(1, int(seconds * _RATE))):
            due = started + number / _RATE
            time.sleep(max(0.0, due - time.monotonic()))
            pool.submit(ask, page(things), due)


def warm_up(port: int, things: Things, pages: int = 80) -> None:
    """Ask for pages, several at once so that each worker answers some."""
    requests = [page(things) for _ in range(pages)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(partial(ask_once, port, WARMING), requests))


# --- scenes -------------------------------------------------------------------------------


def play(
    site: int, folder: Path, name: str, things: Things, seconds: float, connections: int
) -> Outcome:
    """Play a scene with an nginx of its own before the site that listens on a port."""
    outcome = Outcome()
    with _nginx(site, folder) as port:
        if name != COLD:
            warm_up(port, things)
        with attacked(port, name, things, connections, outcome):
            visit(port, things, seconds, outcome)
    return outcome


@contextlib.contextmanager
def _nginx(site: int, folder: Path) -> Iterator[int]:
    """nginx before the site; gives the port for TLS."""
    nginx.make_certificate(_program("openssl"), folder)
    tls = free_port()
    path = nginx.configure(folder, site, folder, free_port(), tls)
    with server_process([_program("nginx"), "-c", str(path)], {}, folder / "nginx.log") as process:
        while not _listens(tls):
            if process.poll() is not None:
                raise click.ClickException((folder / "nginx.log").read_text())
            time.sleep(0.05)
        yield tls


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


def _program(name: str) -> str:
    path = nginx.path_of(name)
    if not path:
        raise click.ClickException(f"needs {name} (Debian: {nginx.PROGRAMS[name]})")
    return path


# --- telling --------------------------------------------------------------------------------

HEADING = (
    "| Scene | p50 ms | p95 ms | worst ms | the visitor's answers | the attacker's answers |\n"
    "|---|---|---|---|---|---|"
)


def row(name: str, outcome: Outcome) -> str:
    """The row of a table about a scene."""
    times = " | ".join(f"{percentile(outcome.ms, share):.0f}" for share in (0.5, 0.95, 1))
    return f"| {name} | {times} | {_told(outcome.visitor)} | {_told(outcome.attacker)} |"


def _told(statuses: Counter[int]) -> str:
    return ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("scenes", nargs=-1, type=click.Choice(list(SCENES)))
@click.option("--seconds", default=20.0, show_default=True, help="Time for each scene.")
@click.option("--connections", default=8, show_default=True, help="Those of the attacker.")
@click.option("--seed", default=1, show_default=True, help="Chooses what is asked for.")
def main(scenes: Sequence[str], seconds: float, connections: int, seed: int) -> None:
    """Play the scenes, or all; exit code 1 if the visitor waited too long or got no page."""
    folder = collections.FOLDER / "crowd"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    content = ROOT / "content"
    builder.build(content, folder / "index")
    cases = collections.read(content).cases
    words = {word for case in cases for word in content_words(f"{case.title} {case.summary}")}
    long_words = sorted(word for word in words if len(word) > 4 and word.isalpha())
    things = Things(long_words, [case.slug for case in cases], seed)
    click.echo(HEADING)
    good = True
    for name in scenes or SCENES:
        settings = {"PUSTAKA_PROXIES": "1", "PUSTAKA_HOSTS": nginx.HOST}
        log = folder / "log"
        with our_site(content, folder / "index", workers=WORKERS, log=log, **settings) as (site, _):
            outcome = play(site, folder, name, things, seconds, connections)
        click.echo(row(name, outcome))
        sys.stdout.flush()
        good = good and outcome.is_good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
