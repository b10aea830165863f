"""The parts of a build, each in a process of its own."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, TypeVar

from app.search.index.interrupts import held_back

Outcome = TypeVar("Outcome", covariant=True)


class Task(Protocol[Outcome]):
    """A part of a build that a process may do."""

    def run(self) -> Generator[None, None, Outcome]:
        """Do it; yields after each step that the progress counts."""


def run_tasks(
    tasks: Sequence[Task[Outcome]], progress: Callable[[], Iterable[object]] = lambda: ()
) -> list[Outcome]:
    """Run tasks, each in a process of its own if there are several; returns their outcomes.

    ``progress`` gives an iterable that has an element for each step.
    """
    outcomes: dict[int, Outcome] = {}
    if len(tasks) == 1:
        steps = _in_this_process(tasks[0], outcomes)
    else:
        steps = _in_processes(tasks, outcomes)
    for _ in progress():
        next(steps)
    for _ in steps:
        pass
    return [outcomes[number] for number in range(len(tasks))]


def _in_this_process(task: Task[Outcome], outcomes: dict[int, Outcome]) -> Iterator[None]:
    outcomes[0] = yield from task.run()


@dataclass(frozen=True)
class _Done:
    """The last message of a process."""

    outcome: Any


def _in_processes(tasks: Sequence[Task[Outcome]], outcomes: dict[int, Outcome]) -> Iterator[None]:
    """Run each task in a process of its own; yields for each step of any of them.

    The outcomes are put into ``outcomes``, by the number of the task. Each process starts
    a new interpreter ("spawn"): a forked copy of a process with threads may hang.
    """
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        working: dict[Connection, int] = {}
        for number in range(len(tasks)):
            ours, theirs = context.Pipe()
            stack.enter_context(ours)
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            with held_back():
                process.start()
            stack.callback(process.join)
            stack.callback(process.terminate)
            theirs.close()
            working[ours] = number
        # The task is sent afterwards, not given as an argument: if a process dies before
        # it has read its arguments, start() waits for ever, since it has the other end of
        # their pipe open itself.
        for connection, number in working.items():
            _send(connection, tasks[number])
        while working:
            ready = wait(list(working))
            for connection in [connection for connection in working if connection in ready]:
                message = _receive(connection)
                if message:
                    outcomes[working.pop(connection)] = message.outcome
                else:
                    yield


_DIED = "proses pembuat indeks berhenti sebelum selesai"


def _send(connection: Connection, task: Task[Any]) -> None:
    try:
        connection.send(task)
    except OSError:
        raise OSError(_DIED) from None


def _receive(connection: Connection) -> _Done | None:
    """The next message of a process: None for a step, or the final outcome."""
    try:
        message = connection.recv()
    except (EOFError, ConnectionError):
        raise OSError(_DIED) from None
    if isinstance(message, Exception):
        raise message
    return message  # type: ignore[no-any-return]  # what _work sends


def _work(connection: Connection) -> None:
    """The whole work of a process: run the task that it receives, and send the outcome."""
    gc.disable()  # the process ends with its task, and hardly anything in it is a cycle
    outcomes: dict[int, Any] = {}
    try:
        for step in _in_this_process(connection.recv(), outcomes):
            connection.send(step)
        connection.send(_Done(outcomes[0]))
    except Exception as exc:  # the builder reports whatever happened
        with suppress(OSError):  # of a builder that was killed, nobody is left to tell
            connection.send(exc)
