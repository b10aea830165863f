"""The need log: what people searched for and the collection has nothing about.

It is off unless the operator names a file. Of a search only its words are stored, in
alphabetical order and without words of grammar, numbers and anything that could name a person
by number or mail; and of those only how often they were asked in a month. There is no address,
time of day or sequence. Rows are bounded, so a flood can't fill a disk.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.search import language

#: Different needs that are stored of a month; further ones are not.
MOST_OF_A_MONTH = 2_000

#: Months that are kept, this one included.
MONTHS = 24

#: A text with more words is no need but a paragraph, and is not stored.
MOST_WORDS = 8

#: A text with more digits may hold a number that names a person. Two years have eight.
MOST_DIGITS = 8

#: A longer word is no word of Indonesian.
LONGEST_WORD = 30

# Seconds that a visitor may wait for another process that writes.
_PATIENCE = 0.05

# Without a row number, rows are in the order of their key: the file doesn't tell which
# need was asked first.
_TABLE = """
CREATE TABLE IF NOT EXISTS needs (
    month TEXT NOT NULL, words TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (month, words)
) WITHOUT ROWID
"""


class NeedLogError(Exception):
    """The file of the log can't be used; the message, in Indonesian, says why."""


class Need(NamedTuple):
    """Words that were asked for together, in which month (``2026-11``), how often."""

    month: str
    words: str
    times: int


def words_of(text: str) -> str:
    """The words of a search as the log stores them; empty if nothing of it may be stored.

    >>> words_of("Antrean yang panjang di puskesmas!"), words_of("saya 3504012301900001")
    ('antrean panjang puskesmas', '')
    """
    if "@" in text or sum(map(str.isdigit, text)) > MOST_DIGITS:
        return ""  # a mail address, a telephone number: what stands beside it is personal too
    words = {word for word in language.folded(text) if word not in language.STOP_WORDS}
    kept = sorted(word for word in words if word.isalpha() and len(word) <= LONGEST_WORD)
    return " ".join(kept) if 0 < len(kept) <= MOST_WORDS else ""


class NeedLog:
    """The log in one SQLite file, which several processes write to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, text: str, today: dt.date | None = None) -> bool:
        """Count a search that found nothing; whether it was counted.

        Raises:
            NeedLogError: the file can't be written.
        """
        words = words_of(text)
        if not words:
            return False
        today = today or dt.date.today()
        month = today.strftime("%Y-%m")
        with self._open() as database:
            known = database.execute(
                "UPDATE needs SET count = count + 1 WHERE month = ? AND words = ?", (month, words)
            ).rowcount
            if known:
                return True
            (stored,) = database.execute(
                "SELECT count(*) FROM needs WHERE month = ?", (month,)
            ).fetchone()
            if stored >= MOST_OF_A_MONTH:
                return False
            if not stored:
                database.execute("DELETE FROM needs WHERE month <= ?", (_before(today),))
            database.execute("INSERT INTO needs VALUES (?, ?, 1)", (month, words))
        return True

    def read(self, least: int) -> list[Need]:
        """The needs that were asked at least so often in a month: the newest month first.

        Raises:
            NeedLogError: the file can't be read.
        """
        if not self._path.exists():
            return []
        with self._open() as database:
            rows = database.execute(
                "SELECT month, words, count FROM needs WHERE count >= ? "
                "ORDER BY month DESC, count DESC, words",
                (least,),
            )
            return [Need(*row) for row in rows]

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection with a transaction that ends with the block."""
        try:
            with (
                contextlib.closing(
                    sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level="IMMEDIATE")
                ) as database,
                database,
            ):
                database.execute(_TABLE)
                yield database
        except sqlite3.Error as exc:
            raise NeedLogError(f"{self._path} tidak bisa dipakai ({exc})") from exc


def _before(today: dt.date) -> str:
    """The newest month that is no longer kept."""
    month = today.year * 12 + today.month - 1 - MONTHS
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
