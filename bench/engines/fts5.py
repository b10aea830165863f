"""SQLite's full-text index FTS5, through Python's own ``sqlite3``.

Set up after the FTS5 documentation: an external-content table, ``bm25()`` with column
weights as the rank, ``optimize`` after the build.
"""

# ruff: noqa: S608 - names of tables and columns are our own, values are bound

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.collection.case import Case
from bench.collection import Collection
from bench.engines.base import (
    FIELDS,
    MULTIPLE,
    SINGLE,
    TOP,
    WEIGHTS,
    Answer,
    Document,
    Engine,
    document,
    others,
    timed,
)
from bench.queries import Query

_TEXTS = ", ".join(FIELDS)
_FACETS = ", ".join(SINGLE)

# The facets stand in narrow tables of their own: in the row of the texts, each count
# would have to step over them.
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

_HELD = ", ".join(f"t.{key}" for key in SINGLE)
_FIND_MATCHING = (
    f"INSERT INTO found SELECT fts.rowid, fts.rank, {_HELD} "
    "FROM fts JOIN facets t ON t.id = fts.rowid WHERE fts MATCH ?"
)
_FIND_ALL = f"INSERT INTO found SELECT t.id, 0, {_HELD} FROM facets t"
# The texts of the page's rows alone are read.
_PAGE = (
    "SELECT c.slug, c.title, c.summary FROM ("
    f"SELECT f.id, f.score FROM found f WHERE {{where}} ORDER BY f.score, f.id LIMIT {TOP}"
    ") AS top JOIN cases c ON c.id = top.id ORDER BY top.score, top.id"
)


class Fts5(Engine):
    """Ranked by FTS5, facets by GROUP BY over the rows found."""

    name = "fts5"
    label = "SQLite FTS5"

    @classmethod
    def version(cls) -> str:
        """The version of the SQLite library."""
        return sqlite3.sqlite_version

    def build(self, collection: Collection) -> float:
        """All rows in one transaction, then one merged index."""
        documents = [document(case) for case in collection.cases]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        started = time.perf_counter()
        database = self._connect()
        for statement in _SCHEMA:
            database.execute(statement)
        with database:
            for number, doc in enumerate(documents, 1):
                _insert(database, number, doc)
            database.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        database.execute("ANALYZE")
        database.close()
        return timed(started)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.folder / "cases.db")
        # Everything in memory: the file mapped, temporary tables never on disk.
        database.executescript(
            "PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -65536;"
            "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        )
        return database

    def open(self) -> None:
        """A connection, and the table that holds the matches of a query."""
        self._database = self._connect()
        self._database.isolation_level = None  # each statement for itself: nothing is written
        self._database.execute(
            f"CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, score, {_FACETS})"
        )

    def close(self) -> None:
        """The connection."""
        self._database.close()

    def search(self, query: Query) -> Any:
        """The matches once, with their facets, into a temporary table; the rest from there.

        Matching anew for each facet took several times as long; one statement with a
        materialized table and UNION ALL the same at the median, more at the 95th
        percentile; facets as numbers instead of texts the same.
        """
        run = self._database.execute
        matching = _matching(query)
        run("BEGIN")
        if matching:
            run(_FIND_MATCHING, (matching,))
        else:
            run(_FIND_ALL)
        where, values = _where(query.filters)
        (total,) = run(f"SELECT count(*) FROM found f WHERE {where}", values).fetchone()
        hits = run(_PAGE.format(where=where), values).fetchall()
        facets = {key: self._count(key, query.filters) for key in (*SINGLE, *MULTIPLE)}
        run("DELETE FROM found")
        run("COMMIT")
        return total, hits, facets

    def _count(self, key: str, filters: Mapping[str, Sequence[str]]) -> list[tuple[str, int]]:
        where, values = _where(others(filters, key))
        if key in SINGLE:
            counting = f"SELECT {key}, count(*) FROM found f WHERE {where} GROUP BY 1"
        else:
            counting = (
                f"SELECT t.value, count(*) FROM found f JOIN {key} t ON t.id = f.id "
                f"WHERE {where} GROUP BY 1"
            )
        return self._database.execute(counting, values).fetchall()

    def answer(self, found: Any) -> Answer:
        """Rows."""
        total, hits, facets = found
        return Answer(
            total,
            tuple(slug for slug, _, _ in hits),
            tuple(title for _, title, _ in hits),
            {key: dict(counts) for key, counts in facets.items()},
        )

    def update_one(self, case: Case) -> float:
        """Out with the old row's words, in with the new; the way of external content."""
        new = document(case)
        started = time.perf_counter()
        run = self._database.execute
        run("BEGIN")
        old = run(f"SELECT id, {_TEXTS} FROM cases WHERE slug = ?", (new.slug,)).fetchone()
        number = old[0]
        run(
            f"INSERT INTO fts(fts, rowid, {_TEXTS}) VALUES ('delete', ?{', ?' * len(FIELDS)})",
            old,
        )
        for table in ("cases", "facets", *MULTIPLE):
            run(f"DELETE FROM {table} WHERE id = ?", (number,))
        _insert(self._database, number, new)
        run("COMMIT")
        return timed(started)


def _insert(database: sqlite3.Connection, number: int, doc: Document) -> None:
    texts = [doc.texts[field] for field in FIELDS]
    marks = ", ?" * len(FIELDS)
    database.execute(f"INSERT INTO cases VALUES (?, ?{marks})", (number, doc.slug, *texts))
    database.execute(f"INSERT INTO fts(rowid, {_TEXTS}) VALUES (?{marks})", (number, *texts))
    single = [doc.facets[key][0] for key in SINGLE]
    database.execute(f"INSERT INTO facets VALUES (?{', ?' * len(SINGLE)})", (number, *single))
    for key in MULTIPLE:
        rows = [(number, value) for value in doc.facets[key]]
        database.executemany(f"INSERT INTO {key} VALUES (?, ?)", rows)


def _matching(query: Query) -> str:
    """A query in FTS5's language. OR must be said: words alone mean AND, which finds
    nothing for most questions. FTS5 has no stop list; the words come without."""
    if query.phrase:
        return _quoted([query.phrase])
    return _quoted(query.words)


def _quoted(strings: Iterable[str]) -> str:
    return " OR ".join(f'"{string}"' for string in strings)


def _where(filters: Mapping[str, Sequence[str]]) -> tuple[str, list[str]]:
    """The condition that rows ``f`` of the matches pass the filters, and its values."""
    conditions = ["1"]
    bound: list[str] = []
    for key, values in filters.items():
        marks = ", ".join("?" * len(values))
        if key in SINGLE:
            conditions.append(f"f.{key} IN ({marks})")
        else:
            conditions.append(f"f.id IN (SELECT id FROM {key} WHERE value IN ({marks}))")
        bound += values
    return " AND ".join(conditions), bound
