"""One form for every line of the log, whoever writes it: gunicorn, the site or a build.

A line has the time with its zone, the level, the process, the request that it belongs to, and a
message. What a visitor or a file brings into a message can't begin a line of its own: control
characters are written as escapes, and the lines of a traceback are indented.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import sys
from contextvars import ContextVar
from typing import Any, Literal, TextIO

#: How lines are written: for people, or each as a JSON object.
LogFormat = Literal["text", "json"]

#: The id of the request that this thread answers; empty outside of requests.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")

# Control characters, those that end a line in Unicode, and those that turn the direction of text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(text: str) -> str:
    r"""A text with escapes for the characters that could end or disguise a line.

    >>> one_line("a\nb")
    'a\\x0ab'
    """
    return _CONTROL.sub(lambda match: _escape(match[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class TextFormatter(logging.Formatter):
    """``2026-11-30T11:30:12.345+07:00 INFO [412 8f3a…] message``: process, and request if any."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line, and the indented lines of its traceback."""
        request = f" {REQUEST_ID.get()}" if REQUEST_ID.get() else ""
        head = f"{_time(record)} {record.levelname} [{record.process}{request}]"
        message, traceback = one_line(record.getMessage()), _traceback(self, record)
        traceback = traceback or getattr(record, "members", {}).get("traceback", "")
        return "\n    ".join([f"{head} {message}", *map(one_line, traceback.split("\n"))]).rstrip()


class JsonFormatter(logging.Formatter):
    """A JSON object in a line: the same members, and those that a message brings along."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line."""
        members = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "pid": record.process,
            "logger": record.name,
            "request_id": REQUEST_ID.get() or None,
            "message": record.getMessage(),
            "traceback": _traceback(self, record) or None,
        }
        filled = {name: value for name, value in members.items() if value is not None}
        return json.dumps(filled | getattr(record, "members", {}))


def _time(record: logging.LogRecord) -> str:
    moment = dt.datetime.fromtimestamp(record.created).astimezone()
    return moment.isoformat(timespec="milliseconds")


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    if not record.exc_info or not record.exc_info[0]:
        return ""
    return formatter.formatException(record.exc_info)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to standard error as it is now, which a program may have exchanged."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self.stream = sys.stderr
        super().emit(record)


def configure(level: str, form: LogFormat) -> None:
    """Write the messages of all loggers from this level on to standard error.

    May be called again, with other arguments.
    """
    handler = _StandardError()
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    root = logging.getLogger()
    for earlier in [handler for handler in root.handlers if isinstance(handler, _StandardError)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level.upper())


def with_members(**members: Any) -> dict[str, Any]:
    """The argument ``extra`` of a message that brings further members into a JSON line.

    A member ``traceback``, the lines of a stack, is also written as text.
    """
    return {"members": members}
