"""The catalogue of a generation: arrays of its own, in a folder within its snapshot.

==============================  =============================================================
``entry``, ``entry_at``         bytes of each entry: its JSON
``stem``, ``stem_at``           the stems of all entries, and where the postings of each begin
``stem_docs``, ``stem_weights`` the entries that hold each stem, ascending, and the weight of
                                the most telling column that holds it
``value``, ``value_at``         columns with their values (“province”, tab, “Jawa Timur”), and
                                where the entries of each begin
``value_docs``                  the entries that have each value, ascending
==============================  =============================================================

:mod:`~.arrays` says how lists stand in an array, and how files are mapped into memory. Entries
are numbered from 0, those of the newest year first, those of a year by name.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.collection import catalogue, files, regions
from app.collection.catalogue import CatalogueEntry
from app.collection.finding import Finding
from app.search import language
from app.search.index import arrays as layout
from app.search.index.arrays import Arrays, Floats, Ints, offsets
from app.search.index.generation_files import link_files

#: The folder within a snapshot.
FOLDER = "catalogue"

#: Columns that are searched, each with its weight: a word of the name tells more than one
#: of the government.
WEIGHTS: Mapping[str, float] = {
    "title": 4.0,
    "expansion": 3.0,
    "agency": 1.5,
    "government": 1.5,
    "province": 1.0,
    "award": 1.0,
    "year": 1.0,
}

#: Columns that entries are filtered by.
FILTERED = ("year", "award", "province", "level", "government", "region", "case")

# Entries that are remembered. Decoding one takes 10 µs.
_CACHED_ENTRIES = 512


# --- what a build has to do -----------------------------------------------------------


@dataclass(frozen=True)
class CataloguePlan:
    """What a build has to do about the catalogue.

    Attributes:
        digest: SHA-256 of the file; empty if there is none.
        entries: the entries to write; None if the present index has them.
        findings: why rows of the file gave no entry.
    """

    digest: str
    entries: tuple[CatalogueEntry, ...] | None
    findings: tuple[Finding, ...]


def plan(content: Path, digest: str | None, left_out: Sequence[str]) -> CataloguePlan:
    """Compare the catalogue of a content folder with the present index.

    Args:
        content: the content folder; it may have no catalogue.
        digest: SHA-256 of the file that the present index has; None without an index.
        left_out: the findings that kept files and rows out of the present index.
    """
    path = content / catalogue.FILE
    data = files.read_if_present(path, catalogue.MAX_BYTES)
    if isinstance(data, Finding):
        return CataloguePlan("", (), (data,))
    present = hashlib.sha256(data).hexdigest() if data else ""
    # The findings about bad rows are stored nowhere as such: they are worked out anew.
    if present == digest and not any(f"{catalogue.FILE}:" in finding for finding in left_out):
        return CataloguePlan(present, None, ())
    parsed = catalogue.parse(path, data)
    return CataloguePlan(present, parsed.entries, parsed.findings)


def write(folder: Path, plan: CataloguePlan, previous: Path | None) -> None:
    """Write the catalogue of a new generation.

    Args:
        folder: the folder of the new snapshot.
        plan: what to write.
        previous: the folder of the present snapshot, which has an unchanged catalogue.
    """
    if plan.entries is None and previous:
        (folder / FOLDER).mkdir()
        names = (path.name for path in (previous / FOLDER).iterdir())
        link_files(previous / FOLDER, folder / FOLDER, names)
    else:
        layout.write(arrays_of(plan.entries or ()), folder / FOLDER)


def read(folder: Path) -> CatalogueArrays:
    """The catalogue of a snapshot.

    Raises:
        OSError, ValueError, LookupError: a file can't be read.
    """
    return CatalogueArrays(layout.read(folder / FOLDER))


# --- writing --------------------------------------------------------------------------


def arrays_of(entries: Sequence[CatalogueEntry]) -> Arrays:
    """The arrays of some entries."""
    ordered = sorted(entries, key=lambda entry: (-(entry.year or 0), *entry.key))
    records = [entry.model_dump_json(exclude_none=True).encode() for entry in ordered]
    stems: dict[str, dict[int, float]] = defaultdict(dict)
    values: dict[str, dict[int, float]] = defaultdict(dict)
    for doc, entry in enumerate(ordered):
        for stem, weight in _stems_of(entry):
            stems[stem][doc] = max(weight, stems[stem].get(doc, 0.0))
        for text in values_of(entry):
            values[text][doc] = 1.0
    return {
        "entry": np.frombuffer(b"".join(records), np.uint8),
        "entry_at": offsets(map(len, records)),
        **_inverted("stem", stems),
        "stem_weights": np.array(
            [weight for stem in sorted(stems) for weight in stems[stem].values()], np.float32
        ),
        **_inverted("value", values),
    }


def _inverted(name: str, docs: Mapping[str, Mapping[int, float]]) -> Arrays:
    """Sorted texts with the entries of each."""
    texts = sorted(docs)
    return {
        name: layout.join_texts(texts),
        f"{name}_at": offsets(len(docs[text]) for text in texts),
        f"{name}_docs": np.array([doc for text in texts for doc in docs[text]], np.int32),
    }


def _stems_of(entry: CatalogueEntry) -> Iterator[tuple[str, float]]:
    """The stems of an entry, with the weight of the column that holds them."""
    for column, weight in WEIGHTS.items():
        text = str(getattr(entry, column) or "")
        if column == "government":
            text = text.removeprefix(regions.GOVERNMENT_PREFIX)
        words = language.folded(text)
        for stem in language.stems_of(words):
            yield stem, weight
        if column == "title" and len(words) > 1:
            yield language.name_key(text), weight  # a name may be typed as one word


def values_of(entry: CatalogueEntry) -> Iterator[str]:
    """The values of an entry in the columns that entries are filtered by."""
    region = entry.region
    for column in FILTERED:
        value = (region.code if region else None) if column == "region" else getattr(entry, column)
        if value is not None:
            yield f"{column}\t{value}"


# --- reading --------------------------------------------------------------------------


class Names(NamedTuple):
    """What an entry is called, and the government that tells it from others of that name."""

    title: str
    expansion: str | None
    government: str


class CatalogueArrays:
    """The arrays of the catalogue, and the methods that read them. Never changes.

    Attributes:
        entries: the number of entries.
        values: column → the values that some entry has, sorted.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self.entries = len(arrays["entry_at"]) - 1
        stems, values = layout.split_texts(arrays["stem"]), layout.split_texts(arrays["value"])
        self._stem_number = {stem: number for number, stem in enumerate(stems)}
        self._value_number = {value: number for number, value in enumerate(values)}
        self.values: dict[str, list[str]] = {column: [] for column in FILTERED}
        for text in values:
            column, value = text.split("\t", 1)
            self.values[column].append(value)
        self.entry = lru_cache(_CACHED_ENTRIES)(self._entry)

    def _entry(self, doc: int) -> CatalogueEntry:
        return CatalogueEntry.model_validate_json(self._record(doc))

    def _record(self, doc: int) -> bytes:
        first, end = self._arrays["entry_at"][doc : doc + 2].tolist()
        return self._arrays["entry"][first:end].tobytes()

    def names(self, docs: Iterable[int]) -> Iterator[Names]:
        """What some entries are called, read ten times as fast as whole entries."""
        for doc in docs:
            values = json.loads(self._record(doc))
            yield Names(values["title"], values.get("expansion"), values["government"])

    def stem(self, stem: str) -> tuple[Ints, Floats] | None:
        """The entries that hold a stem, and the weight in each; None if none does."""
        number = self._stem_number.get(stem)
        if number is None:
            return None
        rows = slice(*self._arrays["stem_at"][number : number + 2].tolist())
        return self._arrays["stem_docs"][rows], self._arrays["stem_weights"][rows]

    def having(self, column: str, value: str) -> Ints:
        """The entries that have a value in a column, ascending."""
        number = self._value_number.get(f"{column}\t{value}")
        if number is None:
            return self._arrays["value_docs"][:0]
        return self._arrays["value_docs"][slice(*self._arrays["value_at"][number : number + 2])]
