"""SQLite's full-text index FTS5, through Python's own ``sqlite3``.

Set up after the FTS5 documentation: an external-content table, ``bm25()`` with column weights
as the rank, ``optimize`` after the build.
"""

# ruff: noqa: S608 - names of tables and columns are constants of ours, values are bound

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.engines.base import (
    FIELDS,
    MULTIPLE,
    SINGLE,
    TOP,
    WEIGHTS,
    Answer,
    Document,
    Peer,
    without,
)
from bench.queries import Query

_TEXTS = ", ".join(FIELDS)
_FACETS = ", ".join(SINGLE)

# The facets are in narrow tables of their own: in the rows of the texts, every count would have
# to read past the texts.
_SCHEMA = [
    f"CREATE TABLE cases (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, {_TEXTS})",
    f"CREATE TABLE facets (id INTEGER PRIMARY KEY, {_FACETS})",
    *(f"CREATE INDEX by_{key} ON facets ({key})" for key in SINGLE),
    *(
        f"CREATE TABLE {key} (id INTEGER, value TEXT, PRIMARY KEY (id, value)) WITHOUT ROWID"
        for key in MULTIPLE
    ),
    *(f"CREATE INDEX by_{key} ON {key} (value)" for key in MULTIPLE),
    f"CREATE VIRTUAL TABLE fts USING fts5({_TEXTS}, content='cases', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO fts(fts, rank) VALUES ('rank', 'bm25({})')".format(
        ", ".join(str(WEIGHTS[field]) for field in FIELDS)
    ),
]

# The table "matches" has a row for each case that matches the text of a query.
_FACETS_OF_F = ", ".join(f"f.{key}" for key in SINGLE)
_MATCH_TEXT = (
    f"INSERT INTO matches SELECT fts.rowid, fts.rank, {_FACETS_OF_F} "
    "FROM fts JOIN facets f ON f.id = fts.rowid WHERE fts MATCH ?"
)
_MATCH_ALL = f"INSERT INTO matches SELECT f.id, 0, {_FACETS_OF_F} FROM facets f"

# Reads the texts of the rows of the page, and of no others.
_PAGE = (
    "SELECT c.slug, c.title, c.summary FROM ("
    f"SELECT m.id, m.score FROM matches m WHERE {{where}} ORDER BY m.score, m.id LIMIT {TOP}"
    ") AS top JOIN cases c ON c.id = top.id ORDER BY top.score, top.id"
)


class Fts5(Peer):
    """Ranked by FTS5; facets counted by GROUP BY over the rows that match."""

    name = "fts5"
    label = "SQLite FTS5"

    @classmethod
    def version(cls) -> str:
        """The version of the SQLite library."""
        return sqlite3.sqlite_version

    def index(self, documents: Sequence[Document]) -> None:
        """All rows in one transaction; then FTS5 merges its index into a single segment."""
        database = self._connect()
        for statement in _SCHEMA:
            database.execute(statement)
        with database:
            for id_, doc in enumerate(documents, 1):
                _insert(database, id_, doc)
            database.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        database.execute("ANALYZE")
        database.close()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.folder / "cases.db")
        # Everything in memory: the file is mapped, temporary tables never go to disk.
        database.executescript(
            "PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -65536;"
            "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        )
        return database

    def open(self) -> None:
        """A connection, and the temporary table for the matches of a query."""
        self._database = self._connect()
        # Transactions begin and end by statements, not by themselves.
        self._database.isolation_level = None
        self._database.execute(
            f"CREATE TEMP TABLE matches (id INTEGER PRIMARY KEY, score, {_FACETS})"
        )

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def search(self, query: Query) -> Any:
        """Collect the matches with their facets in a temporary table; read the rest from it.

        Also tried: matching anew for each facet, which took several times as long; a single
        statement with a materialized table and UNION ALL, which took as long at the median and
        longer at the 95th percentile; facets as numbers instead of texts, which took as long.
        """
        run = self._database.execute
        expression = _expression(query)
        run("BEGIN")
        if expression:
            run(_MATCH_TEXT, (expression,))
        else:
            run(_MATCH_ALL)
        where, values = _where(query.filters)
        (total,) = run(f"SELECT count(*) FROM matches m WHERE {where}", values).fetchone()
        hits = run(_PAGE.format(where=where), values).fetchall()
        facets = {key: self._count(key, query.filters) for key in (*SINGLE, *MULTIPLE)}
        run("DELETE FROM matches")
        run("COMMIT")
        return total, hits, facets

    def _count(self, key: str, filters: Mapping[str, Sequence[str]]) -> list[tuple[str, int]]:
        where, values = _where(without(filters, key))
        if key in SINGLE:
            counting = f"SELECT {key}, count(*) FROM matches m WHERE {where} GROUP BY 1"
        else:
            counting = (
                f"SELECT v.value, count(*) FROM matches m JOIN {key} v ON v.id = m.id "
                f"WHERE {where} GROUP BY 1"
            )
        return self._database.execute(counting, values).fetchall()

    def answer(self, result: Any) -> Answer:
        """Take the rows."""
        total, hits, facets = result
        return Answer(
            total,
            tuple(slug for slug, _, _ in hits),
            tuple(title for _, title, _ in hits),
            {key: dict(counts) for key, counts in facets.items()},
        )

    def replace(self, new: Document) -> None:
        """Delete the words of the old row from the index, then add those of the new row.

        This is how the documentation updates an external-content table.
        """
        run = self._database.execute
        run("BEGIN")
        old = run(f"SELECT id, {_TEXTS} FROM cases WHERE slug = ?", (new.slug,)).fetchone()
        id_ = old[0]
        run(
            f"INSERT INTO fts(fts, rowid, {_TEXTS}) VALUES ('delete', ?{', ?' * len(FIELDS)})",
            old,
        )
        for table in ("cases", "facets", *MULTIPLE):
            run(f"DELETE FROM {table} WHERE id = ?", (id_,))
        _insert(self._database, id_, new)
        run("COMMIT")


def _insert(database: sqlite3.Connection, id_: int, doc: Document) -> None:
    texts = [doc.texts[field] for field in FIELDS]
    marks = ", ?" * len(FIELDS)
    database.execute(f"INSERT INTO cases VALUES (?, ?{marks})", (id_, doc.slug, *texts))
    database.execute(f"INSERT INTO fts(rowid, {_TEXTS}) VALUES (?{marks})", (id_, *texts))
    single = [doc.facets[key][0] for key in SINGLE]
    database.execute(f"INSERT INTO facets VALUES (?{', ?' * len(SINGLE)})", (id_, *single))
    for key in MULTIPLE:
        rows = [(id_, value) for value in doc.facets[key]]
        database.executemany(f"INSERT INTO {key} VALUES (?, ?)", rows)


def _expression(query: Query) -> str:
    """A query in the language of FTS5; empty if it has no text.

    The words are joined by OR: without it FTS5 requires all of them, and then most questions
    find nothing. FTS5 has no list of stop words; the words of a query come without them.
    """
    strings: Iterable[str] = [query.phrase] if query.phrase else query.words
    return " OR ".join(f'"{string}"' for string in strings)


def _where(filters: Mapping[str, Sequence[str]]) -> tuple[str, list[str]]:
    """The condition that a row ``m`` of the matches passes the filters, and its values."""
    conditions = ["1"]
    bound: list[str] = []
    for key, values in filters.items():
        marks = ", ".join("?" * len(values))
        if key in SINGLE:
            conditions.append(f"m.{key} IN ({marks})")
        else:
            conditions.append(f"m.id IN (SELECT id FROM {key} WHERE value IN ({marks}))")
        bound += values
    return " AND ".join(conditions), bound
