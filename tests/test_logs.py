"""The log: one form for all lines, which nothing that is logged can break."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest

from app import logs

HEAD = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d"

log = logging.getLogger("tests.logs")


@pytest.fixture(autouse=True)
def root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_has_time_zone_level_process_and_request(capsys):
    logs.configure("info", "text")
    token = logs.REQUEST_ID.set("abc-1")
    log.warning("indeks %s", "rusak")
    logs.REQUEST_ID.reset(token)
    log.warning("tanpa permintaan")
    log.debug("tidak ditulis")
    first, second = capsys.readouterr().err.splitlines()
    assert re.fullmatch(rf"{HEAD} WARNING \[\d+ abc-1\] indeks rusak", first)
    assert re.fullmatch(rf"{HEAD} WARNING \[\d+\] tanpa permintaan", second)


def test_a_json_line_has_the_members_of_its_message_too(capsys):
    logs.configure("info", "json")
    log.info("access: /", extra=logs.with_members(path="/", status=200))
    line = json.loads(capsys.readouterr().err)
    assert re.fullmatch(HEAD, line.pop("time"))
    assert line.pop("pid") > 0
    assert line == {
        "level": "info",
        "logger": "tests.logs",
        "message": "access: /",
        "path": "/",
        "status": 200,
    }


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("typed", ["a\nb", "a\rb", "a\x1b[2Jb", "a\u2028b", "a\u202eb", "a\x85b"])
def test_what_is_logged_begins_no_line_of_its_own(capsys, form, typed):
    logs.configure("info", form)
    log.error("alamat %s", typed)
    written = capsys.readouterr().err
    assert len(written.splitlines()) == 1
    assert written.rstrip("\n").isprintable()


def test_the_lines_of_a_traceback_are_indented(capsys):
    logs.configure("info", "text")
    try:
        raise ValueError("a\n2026-01-01T00:00:00.000+00:00 INFO [1] palsu")
    except ValueError:
        log.exception("gagal")
    first, *others = capsys.readouterr().err.splitlines()
    assert first.endswith("gagal")
    assert others[0] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") for line in others)


def test_the_stack_of_another_thread_is_written_like_a_traceback(capsys):
    for form in ("text", "json"):
        logs.configure("info", form)
        log.error("di sini:", extra=logs.with_members(traceback="satu\n  dua\n"))
    text, second, third, line = capsys.readouterr().err.splitlines()
    assert text.endswith("di sini:")
    assert (second, third) == ("    satu", "      dua")
    assert json.loads(line)["traceback"] == "satu\n  dua\n"


def test_configured_twice_each_message_is_written_once(capsys):
    logs.configure("info", "text")
    logs.configure("error", "json")
    log.error("sekali")
    log.info("tidak")
    assert json.loads(capsys.readouterr().err)["message"] == "sekali"
