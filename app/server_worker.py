"""A worker of the server that slow clients can't stop, and that doesn't outlive a hung request.

Gunicorn's threaded worker gives a thread to each connection as soon as it is made. With four
threads, four clients that send half a head of a request and fall silent stop the worker
for everybody. And it tells the arbiter that it is alive for as long as its main thread runs,
whatever became of the others.

This one gives a thread to a request whose head has arrived whole. Until then the connection
waits in the main thread, which looks at what has come without reading it. While a thread waits
for a client that falls silent in the midst of a body, or that doesn't read its answer, another
request has its turn; such a client is given up after :data:`SILENCE`. One that doesn't close a
finished connection has no thread to itself, either. Threads work one after the other as long as
none takes long (:mod:`app.server_turns`).

Requests for costly files form a line, so that files which wait for each other take no thread from
pages. A worker with a request that runs for longer than the timeout of the server
ends its other requests and makes room for a new one.
"""

from __future__ import annotations

import errno
import os
import selectors
import socket
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Flask
from gunicorn.workers.gthread import TConn, ThreadWorker

from app import server_refusals
from app.logs import with_members
from app.server_socket import PatientSocket
from app.server_turns import OneAtATime, Turns
from app.web import metrics
from app.web.site import memory
from app.web.site.turns import COSTLY

#: How long a connection may take for the head of a request, in seconds.
HEAD_TIME = 10.0

#: How long a client may be silent in the midst of a body or of an answer, in seconds.
SILENCE = 30.0

#: How many clients of a worker are waited for in the midst of a body or of an answer. If there are
#: more, the one that has been silent for longest is given up.
MOST_AWAITED = 60

#: How often a worker tells the arbiter that it is alive, in seconds; it need not at each request.
NOTICE = 0.5

#: How long a request waits for another one that is being worked at, in seconds: a few pages.
PATIENCE = 0.02

#: How often to look again at a head that has come in part, in seconds.
LOOK_AGAIN = 0.05

#: How long a client may take to close a connection that the server has closed, in seconds.
CLOSING_TIME = 2.0

#: How many requests for a costly file may wait in line; the site itself refuses further ones.
MOST_IN_LINE = 10

#: How often a worker that answers requests gives freed memory back to the system, in seconds.
RETURN_MEMORY = 2.0

# The most bytes that a client may send on a connection that the server has closed.
_MOST_DRAINED = 65_536

_COSTLY = tuple(ending.encode("ascii") for ending in COSTLY)

# A head of more bytes is passed on as it is: gunicorn refuses it with its own limits.
_LONGEST_PEEK = 65_536


class _Connection(TConn):
    """A connection whose reads and writes end after :data:`SILENCE`."""

    def init(self) -> None:
        """Called by a thread before each request."""
        super().init()
        self.sock.settimeout(SILENCE)

    def close(self, graceful: bool = False) -> None:
        """Close the connection; called by the main thread, which must not wait for the client."""
        if not (graceful and self.linger(self)):
            super().close()

    #: Takes over a connection that is to be closed; False if it can be closed at once.
    linger: Callable[[TConn], bool]


class PatientWorker(ThreadWorker):
    """See the module; registered as the worker class of the server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections with a part of a head, and when to close them.
        self._unfinished: dict[TConn, float] = {}
        self._turns = Turns(self.cfg.threads)
        self._work = OneAtATime(PATIENCE)
        # Threads that have a turn.
        self._working: set[int] = set()
        # Threads that wait for their clients, the longest first.
        self._awaited: dict[int, socket.socket] = {}
        self._lock = threading.Lock()
        # Since when each thread works at its request.
        self._running: dict[int, float] = {}
        # Connections that the server has closed: when to give up, bytes that may still come.
        self._closing: dict[TConn, tuple[float, int]] = {}
        # The connection whose file is being made, and those that wait for their turn.
        self._file: TConn | None = None
        self._line: deque[TConn] = deque()
        self._next_notice = 0.0
        self._ending = False
        # Whether there may be freed memory, and when it was last given back.
        self._has_answered = True
        self._returned = time.monotonic()

    # --- turns ------------------------------------------------------------------------

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Called by gunicorn: a thread for each turn, and for each client that is waited for."""
        return ThreadPoolExecutor(self.cfg.threads + MOST_AWAITED)

    def enqueue_req(self, conn: TConn) -> None:
        """Give a request to a thread when its turn has come."""
        self._turns.ask(partial(super().enqueue_req, conn))

    def handle(self, conn: TConn) -> Any:
        """Answer a request, in a thread that has a turn."""
        thread = threading.get_ident()
        self._working.add(thread)
        self._work.begin()
        self._running[thread] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._running.pop(thread, None)
            self._give_turn_back(thread)

    def _give_turn_back(self, thread: int) -> None:
        if thread in self._working:
            self._working.remove(thread)
            self._work.end()
            self._turns.give_back()

    @contextmanager
    def _await(self, client: socket.socket) -> Iterator[None]:
        """Let another request have the turn of this thread, which waits for a client.

        What is left to do afterwards is done without a turn. If the thread waited for one, and the
        request with that turn for a thread, neither would go on.
        """
        thread = threading.get_ident()
        self._running.pop(thread, None)
        with self._lock:
            self._awaited[thread] = client
            given_up = None
            if len(self._awaited) > MOST_AWAITED:
                given_up = self._awaited.pop(next(iter(self._awaited)))
        if given_up:
            with suppress(OSError):  # its thread finds the connection closed
                given_up.shutdown(socket.SHUT_RDWR)
        self._give_turn_back(thread)
        try:
            yield
        finally:
            with self._lock:
                self._awaited.pop(thread, None)
            self._running[thread] = time.monotonic()

    # --- heads ------------------------------------------------------------------------

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, which waits for its first bytes without a thread."""
        try:
            client, address = listener.accept()
        except OSError as exc:
            if exc.errno not in {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK}:
                raise
            return
        self.nr_conns += 1
        client = PatientSocket(fileno=client.detach())
        client.awaited = self._await
        connection = _Connection(self.cfg, client, address, listener.getsockname())
        connection.linger = self._linger
        connection.timeout = time.monotonic() + HEAD_TIME
        self.pending_conns.append(connection)
        readable = partial(self.on_pending_socket_readable, connection)
        self.poller.register(client, selectors.EVENT_READ, readable)

    def on_pending_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The first bytes of a new connection have come."""
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        self._begin(conn)

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The first bytes of a further request on a connection have come."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._begin(conn)

    def _begin(self, conn: TConn) -> None:
        head = _head(conn.sock)
        if head is not None:
            self._pass_on(conn, head)
        else:
            self._unfinished[conn] = time.monotonic() + HEAD_TIME

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        """Wait for events; meanwhile look again at the heads that have come in part."""
        super().wait_for_and_dispatch_events(LOOK_AGAIN if self._unfinished else timeout)
        now = time.monotonic()
        for conn, deadline in list(self._unfinished.items()):
            head = _head(conn.sock)
            if head is not None:
                del self._unfinished[conn]
                self._pass_on(conn, head)
            elif now > deadline or not self.alive:
                del self._unfinished[conn]
                self.nr_conns -= 1
                conn.close()
        for conn, (deadline, _) in list(self._closing.items()):
            if now > deadline:
                self._end(conn)

    # --- the line for files -------------------------------------------------------------

    def _pass_on(self, conn: TConn, head: bytes) -> None:
        """Give a request to a thread, or put it in line if it is for a costly file."""
        conn.data_ready = True
        if not _is_costly(head) or len(self._line) >= MOST_IN_LINE:
            self.enqueue_req(conn)
        elif self._file is None:
            self._file = conn
            self.enqueue_req(conn)
        else:
            self._line.append(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """A request has been answered; called in the main thread."""
        super().finish_request(conn, fs)
        self._has_answered = True
        if conn is self._file:
            self._file = self._line.popleft() if self._line else None
            if self._file:
                self.enqueue_req(self._file)

    # --- closing ------------------------------------------------------------------------

    def _linger(self, conn: TConn) -> bool:
        """Say that nothing more will come, and wait without a thread until the client closes.

        Closing at once would lose the end of an answer if the client had sent more (RFC 9112,
        section 9.6). Gunicorn waits for the client in the main thread.
        """
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))
        except (OSError, ValueError, KeyError):
            return False
        self._closing[conn] = time.monotonic() + CLOSING_TIME, _MOST_DRAINED
        self.nr_conns += 1
        return True

    def _drain(self, conn: TConn, client: socket.socket) -> None:
        """Throw away what a client sends on a closed connection."""
        deadline, most = self._closing[conn]
        try:
            received = len(client.recv(4096))
        except BlockingIOError:
            return
        except OSError:
            received = 0
        self._closing[conn] = deadline, most - received
        if not received or received >= most:
            self._end(conn)

    def _end(self, conn: TConn) -> None:
        del self._closing[conn]
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    # --- hung requests ----------------------------------------------------------------

    def handle_error(self, req: Any, client: Any, _addr: Any, exc: Any) -> None:
        """Answer a request that can't be read, or that failed outside of the site."""
        status = server_refusals.status_of(exc)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            method, path = getattr(req, "method", ""), getattr(req, "path", "")
            self.log.error("Error handling %s %s", method, path, exc_info=exc)
        else:  # the message of the error may hold what was sent
            self.log.warning("Refused with %d: %s", status, type(exc).__name__)
        site: object = self.wsgi
        if isinstance(site, Flask):
            metrics.count_refusal(site, status)
        server_refusals.send(client, status)

    def notify(self) -> None:
        """Tell the arbiter that this worker is alive; end it if a request hangs."""
        now = time.monotonic()
        if now > self._next_notice:
            self._next_notice = now + NOTICE
            super().notify()
        if self._has_answered and now > self._returned + RETURN_MEMORY:
            self._has_answered = False
            self._returned = now
            memory.return_freed()
        limit = now - self.cfg.timeout
        hung = [thread for thread, since in list(self._running.items()) if since < limit]
        if hung and not self._ending:
            self._ending = True
            self.log.error("A request runs for more than %d s; the worker ends.", self.cfg.timeout)
            for thread in hung:
                self.log.error("It is here:", extra=with_members(traceback=_stack(thread)))
            self.alive = False
            # The others may end, but nobody waits for the hung one: not even the interpreter,
            # which would join its thread.
            last_word = threading.Timer(self.cfg.graceful_timeout + 2, os._exit, args=(1,))
            last_word.daemon = True
            last_word.start()


def _head(client: socket.socket) -> bytes | None:
    """What a socket holds, with the whole head of a request; None if more of that is to come."""
    try:
        data = client.recv(_LONGEST_PEEK, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""  # whoever reads it finds out why
    is_whole = not data or b"\r\n\r\n" in data or b"\n\n" in data or len(data) >= _LONGEST_PEEK
    return data if is_whole else None


def _is_costly(head: bytes) -> bool:
    """Whether a request is for a file that takes long to make."""
    parts = head.split(b" ", 2)
    return len(parts) == 3 and parts[1].partition(b"?")[0].endswith(_COSTLY)


def _stack(thread: int) -> str:
    """Where a thread is."""
    frame = sys._current_frames().get(thread)
    return "".join(traceback.format_stack(frame)) if frame else "gone"
