"""The need log: what it stores, what it doesn't, and its bounds."""

from __future__ import annotations

import datetime as dt
import sqlite3
from multiprocessing import Process

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import needs
from app.search.needs import LONGEST_WORD, MOST_WORDS, NeedLog, NeedLogError, words_of

DAY = dt.date(2026, 11, 29)


@pytest.fixture
def log(tmp_path):
    return NeedLog(tmp_path / "needs.sqlite")


def test_the_same_words_are_counted_whatever_their_order_and_form(log):
    for text in ("sapi terbang", "Terbang SAPI!", "yang terbang di sapi", "kuda laut"):
        assert log.add(text, DAY)
    assert [*log.read(1)] == [("2026-11", "sapi terbang", 3), ("2026-11", "kuda laut", 1)]
    assert [need.times for need in log.read(2)] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yang di ke",
        "budi@gmail.com rusak",
        "Budi 3504012301900001",
        "telepon 0812-3456-7890 tidak aktif",
        "😀",
        " ".join(f"kata{'abcdefghij'[n]}" for n in range(MOST_WORDS + 1)),
    ],
)
def test_what_may_be_personal_or_says_nothing_is_not_stored(log, text):
    assert not log.add(text, DAY)
    assert log.read(1) == []


@given(st.text(max_size=200))
def test_stored_words_are_letters_alone_and_bounded(text):
    words = words_of(text).split()
    assert words == sorted(set(words))
    assert len(words) <= MOST_WORDS
    assert all(word.isalpha() and len(word) <= LONGEST_WORD for word in words)


def test_a_flood_of_different_words_is_bounded(log, monkeypatch):
    monkeypatch.setattr(needs, "MOST_OF_A_MONTH", 5)
    words = ["satwa", "lampu", "pasar", "kapal", "gunung", "hutan", "pulau"]
    assert [log.add(word, DAY) for word in words] == [True] * 5 + [False] * 2
    assert log.add("satwa", DAY), "what is stored is still counted"
    assert len(log.read(1)) == 5


def test_old_months_go_when_a_month_begins(log):
    log.add("satwa", dt.date(2024, 11, 30))
    log.add("lampu", dt.date(2024, 12, 1))
    log.add("pasar", DAY)
    assert [need.words for need in log.read(1)] == ["pasar", "lampu"]


def test_the_file_tells_no_sequence(log, tmp_path):
    for text in ("zebra", "ayam", "lampu"):
        log.add(text, DAY)
    with sqlite3.connect(tmp_path / "needs.sqlite") as database:
        assert [row[0] for row in database.execute("SELECT words FROM needs")] == [
            "ayam",
            "lampu",
            "zebra",
        ]
        columns = [row[1] for row in database.execute("PRAGMA table_info(needs)")]
    assert columns == ["month", "words", "count"]


def _add_many(path):
    log = NeedLog(path)
    for _ in range(20):
        log.add("sapi terbang", DAY)


def test_several_processes_count_together(log, tmp_path, monkeypatch):
    monkeypatch.setattr(needs, "_PATIENCE", 30)
    workers = [Process(target=_add_many, args=(tmp_path / "needs.sqlite",)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert log.read(1) == [("2026-11", "sapi terbang", 60)]


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "needs.sqlite"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(NeedLogError, match="tidak bisa dipakai"):
        NeedLog(path).add("satwa", DAY)
    with pytest.raises(NeedLogError):
        NeedLog(tmp_path / "tidak" / "ada").add("satwa", DAY)
