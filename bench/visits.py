"""The addresses that visitors ask for: pages, searches, answers for programs, and files.

Pages are those of the site's own sitemap, so that every kind of page is asked for. Half of the
searches have words in a combination that nobody has asked for before.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.documents.letters import LETTERS
from bench.collection import Collection
from bench.queries import Query, content_words, make
from bench.web import our_path

#: The share of requests that ask for a file, which is costly to make.
FILES = 0.05

# How many of a hundred other requests ask for what.
_SHARES = {"search": 45, "page": 35, "program": 15, "asset": 5}

_ASSETS = ("/static/style.css", "/static/filters.js", "/opensearch.xml", "/readyz", "/healthz")

_TABLES = ("/katalog", "/replikasi", "/statistik", "/statistik/daerah", "/tentang/mutu")


@dataclass(frozen=True)
class Visit:
    """A request by GET: its kind (``search``, ``page``, ``program``, ``asset``, ``file``), path."""

    kind: str
    path: str


class Visits:
    """Makes up visits without end; the same seed makes the same ones."""

    def __init__(self, collection: Collection, sitemap: str, seed: int = 1) -> None:
        """Prepare the addresses.

        Args:
            collection: the cases that the site serves.
            sitemap: the site's ``/sitemap.xml``.
            seed: the start of the random numbers.
        """
        self._random = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
        self._pages: list[str] = re.findall(
            r"<loc>https?://[^/<]+(/[^<]*)</loc>", html.unescape(sitemap)
        )
        self._slugs = [case.slug for case in collection.cases]
        self._themes = [path for path in self._pages if path.startswith("/tema/")]
        self._queries = make(collection.cases)
        self._words = sorted({w for case in collection.cases for w in content_words(case.title)})
        self._makers: Mapping[str, Callable[[], str]] = {
            "search": self._search,
            "page": self._page,
            "program": self._program,
            "asset": self._asset,
        }

    def __iter__(self) -> Iterator[Visit]:
        while True:
            if self._random.random() < FILES:
                yield Visit("file", self._file())
            else:
                [kind] = self._random.choices(list(_SHARES), list(_SHARES.values()))
                yield Visit(kind, self._makers[kind]())

    def _some(self, values: Sequence[str], most: int) -> list[str]:
        return self._random.sample(values, min(len(values), self._random.randint(1, most)))

    def _query(self) -> Query:
        query = self._random.choice(self._queries)
        if self._random.random() < 0.5:
            text = " ".join(self._some(self._words, 4))
            query = Query("new", text, filters=query.filters)
        return query

    def _search(self) -> str:
        path = our_path("/cari", self._query())
        return f"/en{path}" if self._random.random() < 0.05 else path

    def _page(self) -> str:
        if self._random.random() < 0.5:
            return f"/inovasi/{self._random.choice(self._slugs)}"
        return self._random.choice(self._pages)

    def _asset(self) -> str:
        return self._random.choice(_ASSETS)

    def _program(self) -> str:
        word = self._random.choice(self._words)
        return self._random.choice(
            [
                our_path("/api/v1/search", self._query()),
                f"/api/v1/cases/{self._random.choice(self._slugs)}",
                "/api/v1/suggest?" + urlencode({"q": word[: self._random.randint(2, 6)]}),
                "/api/v1/catalogue?" + urlencode({"q": word}),
                "/api/v1/themes",
                "/api/v1/vocabulary",
                "/umpan.atom",
            ]
        )

    def _file(self) -> str:
        theme = self._random.choice(self._themes)
        event = [("s", slug) for slug in self._some(self._slugs, 4)]
        chosen = urlencode(event)
        compared = urlencode([("s", slug) for slug in self._random.sample(self._slugs, 3)])
        event.append(("judul", f"Temu {self._random.choice(self._words)}"))
        query = our_path("/cari.xlsx", self._query())
        return self._random.choice(
            [
                f"/rencana.docx?s={self._random.choice(self._slugs)}",
                f"/surat/{self._random.choice(list(LETTERS))}.docx?{event[0][0]}={event[0][1]}",
                f"{theme}.docx",
                f"{theme}.xlsx",
                f"/acara.docx?{urlencode(event)}",
                f"/acara/lembar.docx?{urlencode(event)}",
                f"/acara/undangan.docx?{urlencode(event)}",
                f"/banding.docx?{compared}",
                f"/pilihan.xlsx?{chosen}",
                query,
                query.replace(".xlsx", ".csv"),
                f"{self._random.choice(_TABLES)}.xlsx",
            ]
        )


def searches(collection: Collection, seed: int = 1) -> Iterator[str]:
    """The addresses of searches alone, without end; the same seed makes the same ones."""
    visits = Visits(collection, "", seed)
    while True:
        yield visits._search()
