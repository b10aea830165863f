"""Sockets of slow clients; tests/test_server.py asks real servers."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from app.server_socket import PatientSocket

MUCH = bytes(range(256)) * 40_000


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
