"""What every engine under test does, and what it gets: the same texts, the same facets."""

from __future__ import annotations

import importlib.metadata
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from app.collection.case import Case
from app.search.facets import FACETS
from app.search.fields import FIELDS as SEARCHED_FIELDS
from bench.collection import Collection
from bench.queries import Query

#: Results shown on a page.
TOP = 20

FACET_KEYS = tuple(facet.key for facet in FACETS)

#: Facets of which a case has one value, and those of which it may have several.
SINGLE = ("category", "status", "evidence", "replicated", "province", "level", "year")
MULTIPLE = tuple(key for key in FACET_KEYS if key not in SINGLE)

#: The searched texts and what an occurrence in each counts; ours in app/search/fields.py,
#: whose parts of the body are one text here.
WEIGHTS: Mapping[str, float] = {
    **{field.name: field.weight for field in SEARCHED_FIELDS if field.name != "category"},
    "body": 1.0,
}
FIELDS = ("title", "expansion", "tags", "summary", "agency", "place", "body")

_IN_BODY = frozenset({field.name for field in SEARCHED_FIELDS}) - frozenset(FIELDS)


@dataclass(frozen=True)
class Document:
    """What a peer indexes of a case: exactly the texts that ours searches.

    Attributes:
        slug: its identity.
        texts: field (of ``FIELDS``) → text; the body holds the facts as well.
        facets: facet key → values.
    """

    slug: str
    texts: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]]


def document(case: Case) -> Document:
    """The document of a case."""
    texts = {field.name: field.text_of(case) for field in SEARCHED_FIELDS}
    body = "\n".join(texts[field.name] for field in SEARCHED_FIELDS if field.name in _IN_BODY)
    return Document(
        case.slug,
        {name: body if name == "body" else texts[name] for name in FIELDS},
        {facet.key: tuple(facet.values_of(case)) for facet in FACETS},
    )


@dataclass(frozen=True)
class Answer:
    """An engine's answer in neutral form, to compare engines by.

    Attributes:
        total: how many cases were found.
        slugs: the first ``TOP`` of them.
        titles: their titles, read from the index.
        facets: facet key → value → count, each under the filters of the others alone.
    """

    total: int
    slugs: tuple[str, ...]
    titles: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]


class Engine(ABC):
    """An engine under test. It is built once, then opened, perhaps in another process.

    ``search`` is what is timed: it must return everything that a results page needs as
    values of Python (the first twenty with slug, title and summary, the number found,
    the counts of all facets). ``answer`` makes them comparable and isn't timed.
    """

    #: How it is called on the command line, and in the tables.
    name: ClassVar[str]
    label: ClassVar[str]
    #: The package whose version is named, if any.
    package: ClassVar[str] = ""
    #: Whether a phrase can be searched; if not, its words are.
    phrases: ClassVar[bool] = True

    def __init__(self, folder: Path, content: Path) -> None:
        self.folder = folder
        self.content = content

    @abstractmethod
    def build(self, collection: Collection) -> float:
        """Index a whole collection anew; the seconds it took."""

    @abstractmethod
    def open(self) -> None:
        """Open what was built, ready to search."""

    @abstractmethod
    def search(self, query: Query) -> Any:
        """Answer a query, in the engine's own form."""

    @abstractmethod
    def answer(self, found: Any) -> Answer:
        """An engine's own form of an answer in neutral form."""

    @abstractmethod
    def update_one(self, case: Case) -> float:
        """Replace one case; the seconds until the next ``search`` sees it."""

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Let go of files."""

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    @classmethod
    def version(cls) -> str:
        """The version of the package under test."""
        return importlib.metadata.version(cls.package) if cls.package else ""


def timed(started: float) -> float:
    """Seconds since."""
    return time.perf_counter() - started


def others(filters: Mapping[str, Sequence[str]], key: str) -> dict[str, Sequence[str]]:
    """The filters without that of one facet."""
    return {k: values for k, values in filters.items() if k != key}
