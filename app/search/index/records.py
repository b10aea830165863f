"""Records of any length, one for each case: its card, the whole case, its sentences.

They are most of a snapshot and stay the same while numbers move. So an update links the file of
the records that the last full build wrote, and puts those of its own cases into a small second
file. Once that has grown, or much of the first is no longer used, all are written anew.

====================  =======================================================================
``card``              the bytes of the records, in the order of the cases after a full build
``card_more``         the bytes of the records that updates have added
``card_at``           where the record of each case begins in both, one behind the other
``card_size``         the size of the record of each case
====================  =======================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.search.index.arrays import SUFFIX, Arrays, Folder, Ints, offsets
from app.search.index.generation_files import link_files

#: The records of a case: its card, the whole case, its sentences.
RECORDS = ("card", "case", "sentence")

# What updates have added, or what is no longer used, is at most such a part of all records.
_PART = 10

_Bytes = NDArray[np.uint8]


class Records:
    """The records of a snapshot, by case."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._first, self._more = arrays[name].data, arrays[f"{name}_more"].data
        self._at, self._size = arrays[f"{name}_at"], arrays[f"{name}_size"]
        self._end = len(self._first)

    def __getitem__(self, doc: int) -> memoryview:
        at = self._at.item(doc)
        if at < self._end:
            return self._first[at : at + self._size.item(doc)]
        at -= self._end
        return self._more[at : at + self._size.item(doc)]


def put(arrays: Arrays, name: str, records: Sequence[bytes]) -> None:
    """Put the records of cases, in their order."""
    arrays[name] = np.frombuffer(b"".join(records), np.uint8)
    _put_places(arrays, name, np.fromiter(map(len, records), np.int32, len(records)))


def _put_places(arrays: Arrays, name: str, sizes: Ints) -> None:
    """Put the places of records that stand one behind the other."""
    arrays[f"{name}_more"] = np.zeros(0, np.uint8)
    arrays[f"{name}_at"], arrays[f"{name}_size"] = offsets(sizes)[:-1], sizes


def merge(
    merged: Arrays, name: str, sources: Sequence[Arrays], source_of: Ints, doc_of: Ints
) -> None:
    """Write the records of some snapshots one behind the other.

    Args:
        merged: where to put them.
        name: the name of the records.
        sources: the snapshots.
        source_of, doc_of: the source of each case, and its number there.
    """
    starts, sizes = _places(name, sources, source_of, doc_of)
    first, more = ([source[f"{name}{part}"] for source in sources] for part in ("", "_more"))
    bounds = np.array([len(records) for records in first], np.int64)
    # Records that are neighbours where they come from are copied together.
    is_more = starts >= bounds[source_of]
    ends = starts + sizes
    cuts = (np.diff(source_of) != 0) | (starts[1:] != ends[:-1]) | (np.diff(is_more) != 0)
    begins = np.append(0, np.flatnonzero(cuts) + 1)[: len(doc_of)]
    parts: list[_Bytes] = [first[0][:0]]
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(doc_of)], strict=False):
        number = int(source_of[begin])
        of_source, shift = (more[number], bounds[number]) if is_more[begin] else (first[number], 0)
        parts.append(of_source[starts[begin] - shift : ends[end - 1] - shift])
    if isinstance(merged, Folder):
        merged.put_joined(name, parts)
    else:
        merged[name] = np.concatenate(parts)
    _put_places(merged, name, sizes)


def _places(
    name: str, sources: Sequence[Arrays], source_of: Ints, doc_of: Ints
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where the record of each case begins in its own source, and its size."""
    starts, sizes = np.zeros(len(doc_of), np.int64), np.zeros(len(doc_of), np.int32)
    for number, source in enumerate(sources):
        here = source_of == number
        starts[here] = source[f"{name}_at"][doc_of[here]]
        sizes[here] = source[f"{name}_size"][doc_of[here]]
    return starts, sizes


def update(
    merged: Folder, name: str, previous: Path, sources: Sequence[Arrays], order: tuple[Ints, Ints]
) -> bool:
    """Link the records of a snapshot, and put those of further cases beside them.

    Args:
        merged: the folder of the new snapshot.
        name: the name of the records.
        previous: the folder of the present snapshot.
        sources: the present snapshot, and one of the further cases.
        order: of each case of the new snapshot the source, and its number there.

    Returns:
        Whether that was done. It isn't where so much has changed that all records should be
        written anew.
    """
    base, added = sources
    first, more, new = base[name], base[f"{name}_more"], added[name]
    starts, sizes = _places(name, sources, *order)
    starts[order[0] == 1] += len(first) + len(more)
    size = len(first) + len(more) + len(new)
    unused = size - int(sizes.sum())
    if max(len(more) + len(new), unused) * _PART > size:
        return False
    link_files(previous, merged.path, [f"{name}{SUFFIX}"])
    merged.put_joined(f"{name}_more", [more, new])
    merged[f"{name}_at"], merged[f"{name}_size"] = starts, sizes
    return True
