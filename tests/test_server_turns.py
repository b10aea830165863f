"""Turns of the server's threads; tests/test_server.py asks real servers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from app.server_turns import OneAtATime, Turns


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
