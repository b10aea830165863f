"""Turns and sockets of the server's worker; tests/test_server.py asks real servers."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from app.server_worker import OneAtATime, PatientSocket, Turns

MUCH = bytes(range(256)) * 40_000


def test_turns_come_in_the_order_in_which_they_were_asked_for():
    turns = Turns(2)
    begun: list[object] = []
    for number in range(5):
        turns.ask(partial(begun.append, number))
    assert begun == [0, 1]
    for done in range(3):
        turns.give_back()
        assert begun == list(range(3 + done))
    turns.give_back()
    turns.give_back()
    for name in "ab":  # both are free again
        turns.ask(partial(begun.append, name))
    assert begun[5:] == ["a", "b"]


def test_threads_work_one_after_the_other():
    work = OneAtATime(patience=20)
    at_work: list[int] = []
    most: list[int] = []

    def answer() -> None:
        work.begin()
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.01)
        at_work.pop()
        work.end()

    with ThreadPoolExecutor(4) as pool:
        for _ in range(12):
            pool.submit(answer)
    assert most == [1] * 12


def test_nobody_waits_for_a_thread_that_takes_long():
    work, long_done, second_done = OneAtATime(patience=1), threading.Event(), threading.Event()
    begun: list[str] = []

    def answer(name: str, done: threading.Event) -> None:
        work.begin()
        begun.append(name)
        done.wait(20)
        work.end()

    with ThreadPoolExecutor(3) as pool:
        long = pool.submit(answer, "long", long_done)
        second = pool.submit(answer, "second", second_done)
        _wait_until(lambda: begun == ["long", "second"])
        long_done.set()
        long.result(20)
        # The end of the long one isn't that of the second, which began beside it.
        pool.submit(answer, "third", second_done)
        time.sleep(0.1)
        assert begun == ["long", "second"]
        second_done.set()
        second.result(20)
    assert begun == ["long", "second", "third"]


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.fixture
def pair() -> Iterator[tuple[PatientSocket, socket.socket, list[str]]]:
    """A socket with a timeout, its client, and what was waited for."""
    ours, client = socket.socketpair()
    waits: list[str] = []

    @contextlib.contextmanager
    def awaited(_client: socket.socket) -> Iterator[None]:
        waits.append("begun")
        yield
        waits.append("ended")

    with PatientSocket(fileno=ours.detach()) as patient, client:
        patient.awaited = awaited
        patient.settimeout(20)
        yield patient, client, waits


def test_what_a_client_takes_at_once_is_sent_without_waiting(pair):
    ours, client, waits = pair
    ours.sendall(b"halo")
    assert client.recv(10) == b"halo"
    client.sendall(b"juga")
    assert ours.recv(10) == b"juga"
    assert waits == []
    assert ours.gettimeout() == 20


@pytest.mark.parametrize("sent_as", ["bytes", "file"])
def test_a_slow_client_gets_everything_while_others_have_the_turn(pair, sent_as, tmp_path):
    ours, client, waits = pair
    got = bytearray()

    def read() -> None:
        while data := client.recv(3000):
            got.extend(data)

    reader = threading.Thread(target=read)
    if sent_as == "bytes":
        threading.Timer(0.2, reader.start).start()
        ours.sendall(MUCH)
    else:
        reader.start()
        (tmp_path / "file").write_bytes(MUCH)
        with (tmp_path / "file").open("rb") as file:
            assert ours.sendfile(file) == len(MUCH)
    ours.shutdown(socket.SHUT_WR)
    reader.join()
    assert got == MUCH
    assert waits == ["begun", "ended"]


def test_a_client_that_reads_no_further_counts_as_gone(pair):
    ours, _client, waits = pair
    ours.settimeout(0.1)
    with pytest.raises(BrokenPipeError):
        ours.sendall(MUCH)
    assert waits == ["begun"]


def test_a_client_that_is_slow_to_send_is_waited_for(pair):
    ours, client, waits = pair
    threading.Timer(0.2, client.sendall, [b"isi"]).start()
    assert ours.recv(10) == b"isi"
    assert waits == ["begun", "ended"]


def test_a_socket_that_never_blocks_waits_for_nobody(pair):
    ours, _client, waits = pair
    ours.setblocking(False)
    with pytest.raises(BlockingIOError):
        ours.recv(10)
    with pytest.raises(BlockingIOError):
        ours.sendall(MUCH)
    assert waits == []
