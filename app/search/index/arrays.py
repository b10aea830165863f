"""The arrays of a snapshot, and the files that hold them.

A snapshot is a folder of ``.npy`` files, numpy's own format, one for each array. Large
files are mapped into memory when an index is opened, so that opening reads hardly anything
and the workers of a site share the pages of memory. Opening takes some 5 ms.

Cases are numbered from 0, the newest first. Lists of different lengths stand one behind
the other in one array; a second array, whose name ends in ``_at``, says where each list
begins, and its last element says where the last list ends.

==================================================  =========================================
``card``, ``case``, ``sentence``, with ``…_more``,  bytes of each case: its card, the whole
``…_at``, ``…_size``                                case, its sentences (:mod:`~.records`)
``key``, ``key_at``                                 bytes of each case: what it is sorted by
``stem``, ``word`` and the names in ``LISTS``       texts, sorted, separated by newlines
``stem_at``, ``stem_docs``                          the postings of each stem: the cases that
                                                    hold it, ascending
``stem_weights``, ``stem_impacts``                  for each posting the weighted occurrences
                                                    and their impact
``stem_fields``                                     for each posting the fields with an
                                                    occurrence, a bit for each field
``word_at``, ``word_positions``                     the positions of each word, ascending,
                                                    numbered through all cases
``word_docs_at``, ``word_docs``                     the cases that hold each word, ascending
``word_stem``                                       the stem of each word, by number; -1 for
                                                    a word of grammar
``name_at``, ``name_docs``, ``region_at``, …        the cases that belong to each text of a list
``case_position_at``                                where the positions of each case begin
``case_field_at``                                   where the positions of each field of a case
                                                    begin, counted from those of the case; shape
                                                    (cases, fields)
``case_sentence_at``                                where the sentences of each case begin
``sentence_start``, ``sentence_section``            where each sentence begins in those of its
                                                    case, and its section
``sentence_stem_at``, ``sentence_stems``            the stems of each sentence, by number
``length``, ``norm``                                length of each case, as a byte and
                                                    normalised for BM25
``by_name``, ``by_source``                          the place of each case in order of names,
                                                    and of newest sources
``evidence``                                        the step of each case on the evidence ladder
``bits``                                            for each value of a facet a bit for each
                                                    case, shape (values, words of 64 cases)
==================================================  =========================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.collection import vocabulary

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Arrays = MutableMapping[str, NDArray[Any]]

SUFFIX = ".npy"

# The size, in bytes, from which a file is mapped into memory instead of read. Each map
# takes a file descriptor as long as an engine lives, and a process has only 1,024 of them.
_WORTH_MAPPING = 128 * 1024

#: Lists of cases by a text: by the names of a case, the region that runs it, its tags, its
#: agency, the problems that it answers, the values of its facets ("category", tab,
#: "kesehatan"), and its properties.
LISTS = ("name", "region", "tag", "agency", "problem", "value", "property")

#: The sections of a case, by the number that sentences name them with.
SECTIONS = tuple(vocabulary.SECTIONS)


# --- files ----------------------------------------------------------------------------


def write(arrays: Arrays, folder: Path) -> None:
    """Write arrays into a new folder."""
    folder.mkdir()
    for name, values in arrays.items():
        np.save(folder / f"{name}{SUFFIX}", values)


def read(folder: Path) -> Arrays:
    """The arrays of a folder, as read-only arrays.

    Raises:
        OSError, ValueError: a file can't be read, or holds no array.
    """
    return {path.stem: _read(path) for path in folder.glob(f"*{SUFFIX}")}


def _read(path: Path) -> NDArray[Any]:
    values: NDArray[Any]
    if path.stat().st_size >= _WORTH_MAPPING:
        # As a plain array: each operation on numpy's class for maps makes another map.
        values = np.load(path, mmap_mode="r").view(np.ndarray)
    else:
        values = np.load(path)
        values.setflags(write=False)
    return values


class Folder(MutableMapping[str, NDArray[Any]]):
    """The arrays of a folder: each is written when it is set, and read when it is asked for.

    Builds work on such arrays, since those of a large collection fill the memory.
    """

    def __init__(self, path: Path) -> None:
        """Take a folder, which is made if it doesn't exist."""
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def __getitem__(self, name: str) -> NDArray[Any]:
        try:
            return np.load(self._file(name))  # type: ignore[no-any-return]
        except FileNotFoundError:
            raise KeyError(name) from None

    def __setitem__(self, name: str, values: NDArray[Any]) -> None:
        np.save(self._file(name), values)

    def __delitem__(self, name: str) -> None:
        self._file(name).unlink()

    def put_joined(self, name: str, parts: Sequence[NDArray[Any]]) -> None:
        """Write parts of an array one behind the other; they aren't joined in memory."""
        with self._file(name).open("wb") as file:
            header = {
                "descr": np.lib.format.dtype_to_descr(parts[0].dtype),
                "fortran_order": False,
                "shape": (sum(map(len, parts)), *parts[0].shape[1:]),
            }
            np.lib.format.write_array_header_1_0(file, header)
            for part in parts:
                file.write(np.ascontiguousarray(part).data)

    def __iter__(self) -> Iterator[str]:
        return (path.stem for path in self.path.glob(f"*{SUFFIX}"))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _file(self, name: str) -> Path:
        return self.path / f"{name}{SUFFIX}"


# --- contents of arrays ---------------------------------------------------------------


class Key(NamedTuple):
    """The texts that a case is sorted by; see :class:`app.search.index.entries.Entry`."""

    name_order: str
    slug: str
    order: str
    source: str


def key(arrays: Arrays, doc: int) -> Key:
    """The key of a case."""
    start, end = arrays["key_at"][doc : doc + 2].tolist()
    return Key(*arrays["key"][start:end].tobytes().decode().split("\t"))


def keys(arrays: Arrays) -> list[Key]:
    """The key of each case."""
    blob, at = arrays["key"].tobytes(), arrays["key_at"].tolist()
    return [Key(*blob[start:end].decode().split("\t")) for start, end in pairwise(at)]


def join_texts(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Texts as one array; none of them may hold a newline."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def split_texts(joined: NDArray[Any]) -> list[str]:
    """The texts of :func:`join_texts`."""
    text = joined.tobytes().decode()
    return text.split("\n") if text else []


def offsets(lengths: Iterable[int] | Ints) -> NDArray[np.int64]:
    """Where lists of these lengths begin when they stand one behind the other.

    >>> offsets([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    if not isinstance(lengths, np.ndarray):
        lengths = np.fromiter(lengths, np.int64)
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def pack(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Booleans as the bits of 64-bit integers; the last axis is a multiple of 64 long."""
    return np.packbits(flags, axis=-1, bitorder="little").view(np.uint64)


def unpack(bits: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """The booleans that :func:`pack` made into one row of bits."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)
