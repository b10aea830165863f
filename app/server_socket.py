"""The socket of a client that may be slow."""

from __future__ import annotations

import errno
import select
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any


class PatientSocket(socket.socket):
    """A socket with a timeout whose thread gives up its turn before it waits for the client.

    The system's socket never blocks, whatever the timeout: to switch that for each part of a
    request and an answer would take a dozen system calls, at each of which a thread may lose
    Python's lock.
    """

    #: A context in which a thread may wait for the client of a socket.
    awaited: Callable[[socket.socket], AbstractContextManager[None]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        super().setblocking(False)
        self._timeout: float | None = None

    def setblocking(self, flag: bool, /) -> None:
        """Set the timeout to none, or to zero."""
        self._timeout = None if flag else 0.0

    def settimeout(self, value: float | None, /) -> None:
        """Set how long to wait for each part, in seconds; None for as long as it takes."""
        self._timeout = value

    def gettimeout(self) -> float | None:
        """The timeout."""
        return self._timeout

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive what comes first."""
        try:
            return super().recv(size, flags)
        except BlockingIOError:
            if flags or self._timeout == 0:
                raise
        with self.awaited(self):
            self._wait(select.POLLIN)
            return super().recv(size)

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send everything. The timeout is that of each part: a slow client isn't a silent one."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self.send(rest, flags) :]
        except BlockingIOError:
            if self._timeout == 0:
                raise
            with self._sending():
                self._send_slowly(rest, flags)

    def _send_slowly(self, rest: memoryview, flags: int) -> None:
        while rest:
            self._wait(select.POLLOUT)
            with suppress(BlockingIOError):  # another thread may fill the room first
                rest = rest[self.send(rest, flags) :]

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Send a file, which the system reads."""
        with self._sending():
            return super().sendfile(file, offset, count)

    @contextmanager
    def _sending(self) -> Iterator[None]:
        """Wait for a client to read; one that doesn't is as good as gone."""
        with self.awaited(self):
            try:
                yield
            except TimeoutError as exc:
                raise BrokenPipeError(errno.EPIPE, "the client reads no further") from exc

    def _wait(self, event: int) -> None:
        """Wait until the client sends, or takes more.

        Raises:
            TimeoutError: it has done nothing for the whole timeout.
        """
        poll = select.poll()
        poll.register(self, event)
        if not poll.poll(None if self._timeout is None else self._timeout * 1000):
            raise TimeoutError("timed out")
