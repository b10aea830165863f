"""A worker of the server that slow clients can't stop, and that doesn't outlive a hung request.

Gunicorn's threaded worker gives a thread to each connection as soon as it is made. With four
threads, four clients that send half a head of a request and fall silent stop the worker
for everybody. And it tells the arbiter that it is alive for as long as its main thread runs,
whatever became of the others.

This one gives a thread to a request whose head has arrived whole. Until then the connection
waits in the main thread, which looks at what has come without reading it. A client that falls
silent in the midst of a body, or doesn't read its answer, loses the thread after
:data:`SILENCE`. A worker with a request that runs for longer than the timeout of the server
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
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from app import server_refusals
from app.logs import with_members

#: How long a connection may take for the head of a request, in seconds.
HEAD_TIME = 10.0

#: How long a client may be silent in the midst of a body or of an answer, in seconds.
SILENCE = 30.0

#: How often to look again at a head that has come in part, in seconds.
LOOK_AGAIN = 0.05

# A head of more bytes is passed on as it is: gunicorn refuses it with its own limits.
_LONGEST_PEEK = 65_536


class _Connection(TConn):
    """A connection whose reads and writes end after :data:`SILENCE`."""

    def init(self) -> None:
        """Called by a thread before each request."""
        super().init()
        self.sock.settimeout(SILENCE)


class PatientWorker(ThreadWorker):
    """See the module; registered as the worker class of the server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections with a part of a head, and when to close them.
        self._unfinished: dict[TConn, float] = {}
        # Since when each thread works at its request.
        self._running: dict[int, float] = {}
        self._ending = False

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
        connection = _Connection(self.cfg, client, address, listener.getsockname())
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
        if _has_head(conn.sock):
            conn.data_ready = True
            self.enqueue_req(conn)
        else:
            self._unfinished[conn] = time.monotonic() + HEAD_TIME

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        """Wait for events; meanwhile look again at the heads that have come in part."""
        super().wait_for_and_dispatch_events(LOOK_AGAIN if self._unfinished else timeout)
        now = time.monotonic()
        for conn, deadline in list(self._unfinished.items()):
            if _has_head(conn.sock):
                del self._unfinished[conn]
                conn.data_ready = True
                self.enqueue_req(conn)
            elif now > deadline or not self.alive:
                del self._unfinished[conn]
                self.nr_conns -= 1
                conn.close()

    # --- hung requests ----------------------------------------------------------------

    def handle(self, conn: TConn) -> Any:
        """Answer a request, in a thread of its own."""
        with self._timed():
            return super().handle(conn)

    def handle_error(self, req: Any, client: Any, _addr: Any, exc: Any) -> None:
        """Answer a request that can't be read, or that failed outside of the site."""
        status = server_refusals.status_of(exc)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            method, path = getattr(req, "method", ""), getattr(req, "path", "")
            self.log.error("Error handling %s %s", method, path, exc_info=exc)
        else:  # the message of the error may hold what was sent
            self.log.warning("Refused with %d: %s", status, type(exc).__name__)
        server_refusals.send(client, status)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        thread = threading.get_ident()
        self._running[thread] = time.monotonic()
        try:
            yield
        finally:
            self._running.pop(thread, None)

    def notify(self) -> None:
        """Tell the arbiter that this worker is alive; end it if a request hangs."""
        super().notify()
        limit = time.monotonic() - self.cfg.timeout
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


def _has_head(client: socket.socket) -> bool:
    """Whether a socket holds the whole head of a request, or has nothing more to come."""
    try:
        data = client.recv(_LONGEST_PEEK, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True  # whoever reads it finds out why
    return not data or b"\r\n\r\n" in data or b"\n\n" in data or len(data) >= _LONGEST_PEEK


def _stack(thread: int) -> str:
    """Where a thread is."""
    frame = sys._current_frames().get(thread)
    return "".join(traceback.format_stack(frame)) if frame else "gone"
