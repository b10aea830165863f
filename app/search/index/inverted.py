"""Merges inverted lists: sorted texts, each with the rows that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.index import arrays as layout
from app.search.index.arrays import Arrays, Ints, offsets
from app.search.index.assemble import ascending
from app.search.index.runs import Run, bounds, parts, put_joined

# An update whose rows are at most such a part of all is put between the rows that stay; else
# all rows are sorted.
_FEW = 20

_NEWLINE = ord("\n")


@dataclass(frozen=True)
class Source:
    """A snapshot to merge, with the new number of each of its cases; -1 drops a case."""

    arrays: Arrays
    numbers: Ints


# Gives the columns of a source in the new numbers; the first column is negative in rows that are
# dropped.
Mover = Callable[[Source], Mapping[str, NDArray[Any]]]


class Rows(NamedTuple):
    """The rows that belong to each of some texts, ascending by the first column.

    Attributes:
        at: where the rows of each text begin.
        counts: the number of rows of each text, without those that are dropped.
        columns: name of the column → value of each row.
        dropped: which rows are dropped: those whose first column is negative.
    """

    at: Ints
    counts: Ints
    columns: Mapping[str, NDArray[Any]]
    dropped: Ints

    @property
    def first(self) -> Ints:
        """The first column."""
        return next(iter(self.columns.values()))


def rows_of_texts(at: Ints, columns: Mapping[str, NDArray[Any]]) -> Rows:
    """Rows, given where those of each text begin."""
    dropped = np.flatnonzero(next(iter(columns.values())) < 0)
    text_of = np.searchsorted(at, dropped, side="right") - 1
    counts = np.diff(at) - np.bincount(text_of, minlength=len(at) - 1)
    return Rows(at, counts, columns, dropped)


def merge_inverted(
    arrays: Arrays,
    name: str,
    sources: Sequence[Source],
    move: Mover,
) -> list[Ints]:
    """Merge texts with their rows; returns the final numbers of each source's texts."""
    rows_of = [rows_of_texts(source.arrays[f"{name}_at"], move(source)) for source in sources]
    numbers_of = _merge_texts(arrays, name, sources, rows_of)
    merge_rows(arrays, name, f"{name}_at", numbers_of, rows_of)
    return numbers_of


def _merge_texts(
    arrays: Arrays, name: str, sources: Sequence[Source], rows_of: Sequence[Rows]
) -> list[Ints]:
    """Merge texts that have rows; returns the final number of each text of each source, or -1."""
    further = [layout.split_texts(source.arrays[name]) for source in sources[1:]]
    base_counts = rows_of[0].counts
    if len(further) < 2 and sum(map(len, further)) * _FEW <= len(base_counts):
        added = further[0] if further else []
        texts, *numbers = _with_few_texts(sources[0].arrays[name], base_counts, added)
        arrays[name] = texts
        return numbers[: len(sources)]
    base = layout.split_texts(sources[0].arrays[name])
    numbers_by_text = dict(zip(base, range(len(base)), strict=True))
    texts_of: list[Ints] = [np.arange(len(base), dtype=np.int32)]
    for texts_of_source in further:
        found = [numbers_by_text.setdefault(t, len(numbers_by_text)) for t in texts_of_source]
        texts_of.append(np.array(found, np.int32))
    has_rows = np.zeros(len(numbers_by_text), np.bool_)
    for own, rows in zip(texts_of, rows_of, strict=True):
        has_rows[own[rows.counts > 0]] = True
    all_texts = list(numbers_by_text)
    used = sorted(np.flatnonzero(has_rows).tolist(), key=all_texts.__getitem__)
    final = np.full(len(all_texts), -1, np.int32)
    final[used] = np.arange(len(used))
    arrays[name] = layout.join_texts([all_texts[n] for n in used])
    return [final[own] for own in texts_of]


def _with_few_texts(
    joined: NDArray[np.uint8], counts: Ints, added: Sequence[str]
) -> tuple[NDArray[np.uint8], Ints, Ints]:
    """Sorted texts without those that have no rows any more, and with a few others.

    Args:
        joined: the texts.
        counts: the number of rows of each.
        added: further texts with rows, sorted; some may be among the texts.

    Returns:
        The texts, joined; the final number of each text, or -1; and of each added text.
    """
    data = joined.tobytes() + b"\n" if len(joined) else b""
    starts = np.append(0, np.flatnonzero(np.frombuffer(data, np.uint8) == _NEWLINE) + 1)
    stays = counts > 0
    places, new = [], []
    for text in map(str.encode, added):
        place = _place_among(data, starts, text)
        places.append(place)
        new.append(data[starts[place] : starts[min(place + 1, len(counts))]] != text + b"\n")
        if not new[-1]:
            stays[place] = True
    new_texts = [text for text, is_new in zip(added, new, strict=True) if is_new]
    new_places = [place for place, is_new in zip(places, new, strict=True) if is_new]
    kept = np.append(0, np.cumsum(stays))  # before each text
    inserted = np.cumsum(np.bincount(new_places, minlength=len(starts)))
    final = np.where(stays, kept[:-1] + inserted[:-1], -1).astype(np.int32)
    ranks = np.cumsum(new) - 1
    final_added = np.where(new, kept[places] + ranks, np.append(final, -1)[places])
    pieces = [
        data[starts[run.first] : starts[run.end]]
        if run.source == 0
        else f"{new_texts[run.first]}\n".encode()
        for run in _runs_with_added(len(counts), np.flatnonzero(~stays).tolist(), new_places)
    ]
    texts = np.frombuffer(b"".join(pieces)[:-1], np.uint8)
    return texts, final, final_added.astype(np.int32)


def _place_among(data: bytes, starts: Ints, text: bytes) -> int:
    """The place of a text among sorted texts, each of which ends with a newline.

    The order of texts is that of their bytes in UTF-8.
    """
    low, high = 0, len(starts) - 1
    while low < high:
        middle = (low + high) // 2
        if data[starts[middle] : starts[middle + 1] - 1] < text:
            low = middle + 1
        else:
            high = middle
    return low


def merge_rows(
    arrays: Arrays, name: str, at: str, numbers_of: Sequence[Ints], rows_of: Sequence[Rows]
) -> None:
    """Merge the rows of merged texts.

    Args:
        arrays: where to put them.
        name: the name of the texts, with which the names of the columns begin.
        at: the name of the array that says where the rows of each text begin.
        numbers_of: the final number of each text of each source; -1 for a text without rows.
        rows_of: the rows of each source.
    """
    counts = np.zeros(1 + max(own.max(initial=-1) for own in numbers_of), np.int64)
    for own, rows in zip(numbers_of, rows_of, strict=True):
        stay = own >= 0
        counts[own[stay]] += rows.counts[stay]
    arrays[at] = offsets(counts)
    base, *others = rows_of
    changes = sum(len(rows.first) for rows in others) + len(base.dropped)
    if others and changes * _FEW > len(base.first):
        _, merged = _sorted_rows(numbers_of, rows_of)
        for column, values in merged.items():
            arrays[f"{name}_{column}"] = values
        return
    added_texts, added = _sorted_rows(numbers_of[1:], others, base)
    places = _places_among(base, numbers_of[0], added_texts, added)
    runs = _runs_with_added(len(base.first), base.dropped.tolist(), places)
    for column, values in base.columns.items():
        put_joined(arrays, f"{name}_{column}", parts(runs, [values, added[column]]))


def _sorted_rows(
    texts_of: Sequence[Ints], rows_of: Sequence[Rows], like: Rows | None = None
) -> tuple[Ints, Mapping[str, NDArray[Any]]]:
    """The rows of several sources that stay: their texts and columns, ascending.

    Args:
        texts_of: the final number of each text of each source.
        rows_of: the rows of each source.
        like: has the same columns; by default the first of the rows.
    """
    number = np.concatenate(
        [
            np.zeros(0, np.int32),
            *(np.repeat(own, rows.counts) for own, rows in zip(texts_of, rows_of, strict=True)),
        ]
    )
    columns = {
        column: np.concatenate(
            [values[:0], *(np.delete(rows.columns[column], rows.dropped) for rows in rows_of)]
        )
        for column, values in (like or rows_of[0]).columns.items()
    }
    order = ascending(number, next(iter(columns.values())))
    return number[order], {column: values[order] for column, values in columns.items()}


def _places_among(
    base: Rows, numbers: Ints, added_texts: Ints, added: Mapping[str, NDArray[Any]]
) -> list[int]:
    """Before which row of a source each added row stands.

    Args:
        base: the rows of the source.
        numbers: the final number of each text of the source; -1 for a text without rows.
        added_texts, added: the texts and columns of the added rows, ascending.
    """
    first = next(iter(added.values()))
    stay = np.flatnonzero(numbers >= 0)
    numbers = numbers[stay]
    places: list[int] = []
    for start, end in bounds(np.flatnonzero(np.diff(added_texts)) + 1, len(first)):
        near = int(np.searchsorted(numbers, added_texts[start]))
        row = int(base.at[stay[near]]) if near < len(stay) else len(base.first)
        if near < len(stay) and numbers[near] == added_texts[start]:
            # Dropped rows, which are negative, take the value of the row before.
            own = np.maximum.accumulate(base.first[row : base.at[stay[near] + 1]])
            places += (row + np.searchsorted(own, first[start:end])).tolist()
        else:
            places += [row] * (end - start)
    return places


def _runs_with_added(rows: int, dropped: Sequence[int], places: Sequence[int]) -> list[Run]:
    """The rows of a source (0) without the dropped ones, and added rows (1), as runs.

    Args:
        rows: the number of rows of the source.
        dropped: the rows to leave out.
        places: before which row of the source each added row stands; ascending.
    """
    runs: list[Run] = []
    at = added = 0
    for row, is_dropped in sorted([*((p, False) for p in places), *((d, True) for d in dropped)]):
        if at < row:
            runs.append(Run(0, at, row))
        at = row + is_dropped
        if not is_dropped:
            runs.append(Run(1, added, added + 1))
            added += 1
    if at < rows:
        runs.append(Run(0, at, rows))
    return runs
