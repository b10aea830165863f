"""Ctrl+C during a build ends it without a traceback of its processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

from app.search.index.interrupts import held_back


def _wait(seconds):
    time.sleep(seconds)


def test_a_process_that_is_started_meanwhile_does_not_see_ctrl_c():
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_wait, args=(0.2,))
    with held_back():
        process.start()
    assert process.pid
    os.kill(process.pid, signal.SIGINT)
    process.join(30)
    assert process.exitcode == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
