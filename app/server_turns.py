"""Whose turn it is: how many requests a worker works at, and that they don't disturb each other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class Turns:
    """So many turns to work at a request, in the order in which they were asked for."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting: deque[Callable[[], object]] = deque()
        self._lock = threading.Lock()

    def ask(self, begin: Callable[[], object]) -> None:
        """Call a function, in some thread, when its turn has come."""
        with self._lock:
            if not self._free:
                self._waiting.append(begin)
                return
            self._free -= 1
        begin()

    def give_back(self) -> None:
        """End a turn; the next that was asked for begins."""
        with self._lock:
            if not self._waiting:
                self._free += 1
                return
            begin = self._waiting.popleft()
        begin()


class OneAtATime:
    """Lets threads work one after the other, as long as none of them works for long.

    Python runs one thread at a time anyway. Threads that work side by side take its lock from each
    other at every system call, and wake up on another core, whose caches are cold.
    """

    def __init__(self, patience: float) -> None:
        """``patience`` is how long a thread waits for another one, in seconds."""
        self._patience = patience
        self._changed = threading.Condition()
        self._at_work: int | None = None

    def begin(self) -> None:
        """Wait until no other thread works; one that takes long is left to work beside this."""
        with self._changed:
            self._changed.wait_for(lambda: self._at_work is None, self._patience)
            self._at_work = threading.get_ident()

    def end(self) -> None:
        """Let the next thread begin, unless it has begun already."""
        with self._changed:
            if self._at_work == threading.get_ident():
                self._at_work = None
                self._changed.notify()
