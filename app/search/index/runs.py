"""Runs: records or rows of several sources that stay neighbours, and so are copied together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.index.arrays import Arrays, Folder, Ints


class Run(NamedTuple):
    """Records or rows of a source that stay neighbours: from ``first`` to before ``end``."""

    source: int
    first: int
    end: int


def runs_of(source_of: Ints, doc_of: Ints) -> list[Run]:
    """The cases in their new order, given by source and number there, as runs."""
    ends = np.flatnonzero((np.diff(source_of) != 0) | (np.diff(doc_of) != 1)) + 1
    return [
        Run(int(source_of[first]), int(doc_of[first]), int(doc_of[first]) + end - first)
        for first, end in bounds(ends, len(doc_of))
    ]


def bounds(inner: Ints, length: int) -> Iterator[tuple[int, int]]:
    """Where the parts begin and end that inner bounds divide a length into."""
    return pairwise([0, *inner.tolist(), length] if length else ())


def parts(runs: Sequence[Run], columns: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """The runs, each cut out of its source's own column; at least one part."""
    return [columns[0][:0], *(columns[run.source][run.first : run.end] for run in runs)]


def joined(runs: Sequence[Run], columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The runs one behind the other, each cut out of its source's own column."""
    return np.concatenate(parts(runs, columns))


def put_joined(arrays: Arrays, name: str, parts: Sequence[NDArray[Any]]) -> None:
    """Put parts of an array one behind the other."""
    if isinstance(arrays, Folder):
        arrays.put_joined(name, parts)
    else:
        arrays[name] = np.concatenate(parts)


def elements(runs: Sequence[Run], at: Sequence[Ints]) -> list[Run]:
    """Runs of records as runs of their elements, which begin at ``at[source][record]``."""
    return [
        Run(run.source, int(at[run.source][run.first]), int(at[run.source][run.end]))
        for run in runs
    ]
