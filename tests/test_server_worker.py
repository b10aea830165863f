"""What a worker of the server does besides answering; tests/test_server.py asks real servers."""

from __future__ import annotations

from typing import Any

from gunicorn.config import Config
from gunicorn.workers.gthread import ThreadWorker

from app.server_worker import PatientWorker


def test_a_worker_gives_freed_memory_back_now_and_then_while_it_answers(monkeypatch):
    returns: list[float] = []
    now = 1000.0
    monkeypatch.setattr("app.server_worker.memory.return_freed", lambda: returns.append(now))
    monkeypatch.setattr("app.server_worker.time.monotonic", lambda: now)
    worker: Any = PatientWorker(0, 0, [], None, 60, Config(), None)
    monkeypatch.setattr(ThreadWorker, "finish_request", lambda *_: None)

    for seconds in range(8):
        now = 1000.0 + seconds
        if seconds < 5:
            worker.finish_request(None, None)
        worker.notify()

    worker.tmp.close()
    assert returns == [1003.0, 1006.0], "after 2 s each, and not while nobody asks"
