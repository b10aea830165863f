"""Ctrl+C while the commands are being imported ends the process at once, without a traceback.

Python would raise KeyboardInterrupt in the middle of an import; Click answers to it only once
a command runs. The module is imported before all others.
"""

from __future__ import annotations

import signal
import threading

_usual = signal.getsignal(signal.SIGINT)
if threading.current_thread() is threading.main_thread() and _usual is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def imported() -> None:
    """From now on, Ctrl+C raises KeyboardInterrupt again."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL and _usual is signal.default_int_handler:
        signal.signal(signal.SIGINT, _usual)
