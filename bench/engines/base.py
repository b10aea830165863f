"""The calls of every measured engine, and the documents of peers: the texts that ours indexes."""

from __future__ import annotations

import importlib.metadata
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from app.collection.case import Case
from app.search.facets import BY_KEY
from app.search.fields import FIELDS as OUR_FIELDS
from bench.collection import Collection
from bench.queries import FACET_KEYS, Query

#: The number of results that a page shows.
TOP = 20

#: Facets of which a case has exactly one value.
SINGLE = ("category", "status", "evidence", "replicated", "province", "level", "year")

#: Facets of which a case may have several values, or none.
MULTIPLE = tuple(key for key in FACET_KEYS if key not in SINGLE)

#: The fields that peers search. ``body`` joins all other fields of ours, sections and facts.
FIELDS = ("title", "expansion", "tags", "summary", "agency", "place", "body")

#: Field → the weight of an occurrence, as in ``app/search/fields.py``.
WEIGHTS: Mapping[str, float] = {
    **{field.name: field.weight for field in OUR_FIELDS if field.name != "category"},
    "body": 1.0,
}

_IN_BODY = frozenset({field.name for field in OUR_FIELDS}) - frozenset(FIELDS)


@dataclass(frozen=True)
class Document:
    """What a peer indexes of a case: exactly the texts that our engine searches.

    Attributes:
        slug: the slug of the case.
        texts: field (of ``FIELDS``) → text.
        facets: facet key → values.
    """

    slug: str
    texts: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]]


def document(case: Case) -> Document:
    """The document of a case."""
    texts = {field.name: field.text_of(case) for field in OUR_FIELDS}
    body = "\n".join(texts[field.name] for field in OUR_FIELDS if field.name in _IN_BODY)
    return Document(
        case.slug,
        {name: body if name == "body" else texts[name] for name in FIELDS},
        {key: tuple(BY_KEY[key].values_of(case)) for key in FACET_KEYS},
    )


@dataclass(frozen=True)
class Answer:
    """The answer of an engine in a form that all share, to compare engines.

    Attributes:
        total: the number of cases that match.
        slugs: the slugs of the first ``TOP`` of them.
        titles: their titles, read from the index.
        facets: facet key → value → count, each under the filters of the other facets alone.
    """

    total: int
    slugs: tuple[str, ...]
    titles: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]


class Engine(ABC):
    """A measured engine. It is built once, then opened, perhaps in another process.

    ``search`` is the call whose time is measured. It must return everything that a page of
    results needs as Python values: the first twenty results with slug, title and summary, the
    number of matches, the counts of all facets. ``answer`` makes results comparable; its time
    isn't measured.
    """

    #: The name on the command line.
    name: ClassVar[str]
    #: The name in the tables.
    label: ClassVar[str]
    #: The installed package whose version the report names; empty if there is none.
    package: ClassVar[str] = ""
    #: Whether the engine can search phrases; if not, it searches the words of a phrase.
    phrases: ClassVar[bool] = True

    def __init__(self, folder: Path, content: Path) -> None:
        self.folder = folder
        self.content = content

    @abstractmethod
    def build(self, collection: Collection) -> float:
        """Index a whole collection anew; returns the seconds it took."""

    @abstractmethod
    def open(self) -> None:
        """Open the index, ready to search."""

    @abstractmethod
    def search(self, query: Query) -> Any:
        """Answer a query, in the engine's own form."""

    @abstractmethod
    def answer(self, result: Any) -> Answer:
        """Convert what ``search`` returned."""

    @abstractmethod
    def update_one(self, case: Case) -> float:
        """Replace a case; returns the seconds until the next ``search`` sees the change."""

    def close(self) -> None:  # noqa: B027 - most engines have nothing to close
        """Close open files."""

    def size(self) -> int:
        """The bytes that the index takes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    @classmethod
    def version(cls) -> str:
        """The version of the engine; empty if it has none."""
        return importlib.metadata.version(cls.package) if cls.package else ""


class Peer(Engine):
    """An engine that indexes documents, which are made before the time starts."""

    def build(self, collection: Collection) -> float:
        """Index the documents of a collection in an empty folder."""
        documents = [document(case) for case in collection.cases]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        started = time.perf_counter()
        self.index(documents)
        return time.perf_counter() - started

    @abstractmethod
    def index(self, documents: Sequence[Document]) -> None:
        """Write an index of these documents to the folder."""

    def update_one(self, case: Case) -> float:
        """Replace the document of a case."""
        new = document(case)
        started = time.perf_counter()
        self.replace(new)
        return time.perf_counter() - started

    @abstractmethod
    def replace(self, new: Document) -> None:
        """Replace the document with the same slug, so that the next ``search`` sees it."""


def without(filters: Mapping[str, Sequence[str]], key: str) -> dict[str, Sequence[str]]:
    """The filters of all facets but this one."""
    return {facet: values for facet, values in filters.items() if facet != key}
