"""Makes a snapshot from other snapshots, without some of their cases.

The parts of a full build become a whole snapshot, and an update puts its few cases between those
that stay. Arrays are joined and sorted, and no text is analysed again. What can be computed before
a query is known is computed here, too. :mod:`~.arrays` lists the arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from app.search import bm25
from app.search.index import arrays as layout
from app.search.index import ordering, records
from app.search.index.arrays import LISTS, Arrays, Floats, Folder, Ints, offsets
from app.search.index.assemble import ascending

# Rows that are worked on at a time where several steps follow each other: they stay in the
# processor's cache.
_PIECE = 1 << 16

# An update whose rows are at most such a part of all is put between the rows that stay; else
# all rows are sorted.
_FEW = 20

_NEWLINE = ord("\n")

# The most shifts that are applied one after the other, each to all numbers. For the 9 million
# positions of 36,742 cases, three take a sixth of the time that looking up each shift takes.
_FEW_SHIFTS = 6


class _Run(NamedTuple):
    """Records of a source that stay neighbours: from ``first`` to before ``end``."""

    source: int
    first: int
    end: int


@dataclass(frozen=True)
class _Source:
    """A snapshot to merge, with the new number of each of its cases; -1 drops a case."""

    arrays: Arrays
    numbers: Ints


# Gives the columns of a source in the new numbers; the first column is negative in rows that are
# dropped.
_Mover = Callable[[_Source], Mapping[str, NDArray[Any]]]


def merge(
    snapshots: Sequence[tuple[Arrays, frozenset[str]]],
    merged: Arrays | None = None,
    previous: Path | None = None,
) -> Arrays:
    """Merge snapshots, dropping from each the cases with the given slugs.

    Arrays are joined and sorted, and no text is analysed again: that makes an update quick.

    Args:
        snapshots: each with the slugs to drop.
        merged: where to put the arrays of the new snapshot; None for a new mapping.
        previous: the folder of the first snapshot, if files of it may be linked.
    """
    source_of, doc_of, by_name, by_source = ordering.merged(snapshots)
    sources = [
        _Source(arrays, _new_numbers(len(arrays["length"]), doc_of, source_of == source))
        for source, (arrays, _) in enumerate(snapshots)
    ]
    runs = _runs(source_of, doc_of)

    arrays: Arrays = {} if merged is None else merged
    arrays["length"] = _joined(runs, [source.arrays["length"] for source in sources])
    key_at = [source.arrays["key_at"] for source in sources]
    key_parts = _parts(_elements(runs, key_at), [source.arrays["key"] for source in sources])
    arrays["key"] = np.concatenate(key_parts)
    arrays["key_at"] = offsets(_joined(runs, list(map(np.diff, key_at))))
    _merge_records(arrays, [source for source, _ in snapshots], (source_of, doc_of), previous)
    lengths = [np.diff(source.arrays["case_position_at"]) for source in sources]
    arrays["case_position_at"] = offsets(_joined(runs, lengths)).astype(np.int32)
    field_at = [source.arrays["case_field_at"] for source in sources]
    arrays["case_field_at"] = _joined(runs, field_at)
    arrays["norm"] = norms = _norms(arrays["length"])
    stem_numbers = _merge_stems(arrays, sources, norms)
    move_positions = _positions_mover(arrays["case_position_at"])
    word_numbers = _merge_inverted(arrays, "word", sources, move_positions)
    _merge_word_stems(arrays, sources, word_numbers, stem_numbers)
    move_holders = _docs_mover("word")
    holders = [_rows(source.arrays["word_docs_at"], move_holders(source)) for source in sources]
    _merge_rows(arrays, "word", "word_docs_at", word_numbers, holders)
    for name in LISTS:
        _merge_inverted(arrays, name, sources, _docs_mover(name))
    _merge_sentences(arrays, sources, runs, stem_numbers)
    arrays["by_name"], arrays["by_source"] = by_name, by_source
    _derive_evidence(arrays)
    _derive_bits(arrays)
    return arrays


def _new_numbers(cases: int, docs: Ints, from_here: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The new number of each case of a source; -1 for a case that is dropped.

    Args:
        cases: the number of cases in the source.
        docs: the number that each case of the merged snapshot has in its own source.
        from_here: whether it is from this source.
    """
    numbers = np.full(cases, -1, np.int32)
    numbers[docs[from_here]] = np.flatnonzero(from_here)
    return numbers


def _runs(source_of: Ints, doc_of: Ints) -> list[_Run]:
    """The cases in their new order, given by source and number there, as runs."""
    ends = np.flatnonzero((np.diff(source_of) != 0) | (np.diff(doc_of) != 1)) + 1
    return [
        _Run(int(source_of[first]), int(doc_of[first]), int(doc_of[first]) + end - first)
        for first, end in _bounds(ends, len(doc_of))
    ]


def _bounds(inner: Ints, length: int) -> Iterator[tuple[int, int]]:
    """Where the parts begin and end that inner bounds divide a length into."""
    return pairwise([0, *inner.tolist(), length] if length else ())


def _parts(runs: Sequence[_Run], columns: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """The runs, each cut out of its source's own column; at least one part."""
    return [columns[0][:0], *(columns[run.source][run.first : run.end] for run in runs)]


def _joined(runs: Sequence[_Run], columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The runs one behind the other, each cut out of its source's own column."""
    return np.concatenate(_parts(runs, columns))


def _put_joined(arrays: Arrays, name: str, parts: Sequence[NDArray[Any]]) -> None:
    """Put parts of an array one behind the other."""
    if isinstance(arrays, Folder):
        arrays.put_joined(name, parts)
    else:
        arrays[name] = np.concatenate(parts)


def _elements(runs: Sequence[_Run], at: Sequence[Ints]) -> list[_Run]:
    """Runs of records as runs of their elements, which begin at ``at[source][record]``."""
    return [
        _Run(run.source, int(at[run.source][run.first]), int(at[run.source][run.end]))
        for run in runs
    ]


def _merge_records(
    arrays: Arrays, sources: Sequence[Arrays], order: tuple[Ints, Ints], previous: Path | None
) -> None:
    for name in records.RECORDS:
        linked = (
            previous is not None
            and isinstance(arrays, Folder)
            and records.update(arrays, name, previous, sources, order)
        )
        if not linked:
            records.merge(arrays, name, sources, *order)


def _merge_stems(arrays: Arrays, sources: Sequence[_Source], norms: Floats) -> list[Ints]:
    """Merge stems with their postings; returns the final numbers of each source's stems."""
    base = sources[0]
    stays = base.numbers >= 0
    # Unless the average length has changed, impacts stay as they are.
    same = "stem_impacts" in base.arrays and np.array_equal(
        base.arrays["norm"][stays], norms[base.numbers[stays]]
    )

    def move(source: _Source) -> Mapping[str, NDArray[Any]]:
        columns = {**_docs_mover("stem")(source)}
        for name in ("weights", "fields"):
            columns[name] = source.arrays[f"stem_{name}"]
        if same and source is base:
            columns["impacts"] = source.arrays["stem_impacts"]
        elif same:
            columns["impacts"] = _impacts(columns["weights"], norms, columns["docs"])
        return columns

    numbers = _merge_inverted(arrays, "stem", sources, move)
    if not same:
        arrays["stem_impacts"] = _impacts(arrays["stem_weights"], norms, arrays["stem_docs"])
    return numbers


class _Rows(NamedTuple):
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


def _rows(at: Ints, columns: Mapping[str, NDArray[Any]]) -> _Rows:
    """Rows, given where those of each text begin."""
    dropped = np.flatnonzero(next(iter(columns.values())) < 0)
    text_of = np.searchsorted(at, dropped, side="right") - 1
    counts = np.diff(at) - np.bincount(text_of, minlength=len(at) - 1)
    return _Rows(at, counts, columns, dropped)


def _merge_inverted(
    arrays: Arrays,
    name: str,
    sources: Sequence[_Source],
    move: _Mover,
) -> list[Ints]:
    """Merge texts with their rows; returns the final numbers of each source's texts."""
    rows_of = [_rows(source.arrays[f"{name}_at"], move(source)) for source in sources]
    numbers_of = _merge_texts(arrays, name, sources, rows_of)
    _merge_rows(arrays, name, f"{name}_at", numbers_of, rows_of)
    return numbers_of


def _merge_texts(
    arrays: Arrays, name: str, sources: Sequence[_Source], rows_of: Sequence[_Rows]
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


def _merge_rows(
    arrays: Arrays, name: str, at: str, numbers_of: Sequence[Ints], rows_of: Sequence[_Rows]
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
        _put_joined(arrays, f"{name}_{column}", _parts(runs, [values, added[column]]))


def _sorted_rows(
    texts_of: Sequence[Ints], rows_of: Sequence[_Rows], like: _Rows | None = None
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
    base: _Rows, numbers: Ints, added_texts: Ints, added: Mapping[str, NDArray[Any]]
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
    for start, end in _bounds(np.flatnonzero(np.diff(added_texts)) + 1, len(first)):
        near = int(np.searchsorted(numbers, added_texts[start]))
        row = int(base.at[stay[near]]) if near < len(stay) else len(base.first)
        if near < len(stay) and numbers[near] == added_texts[start]:
            # Dropped rows, which are negative, take the value of the row before.
            own = np.maximum.accumulate(base.first[row : base.at[stay[near] + 1]])
            places += (row + np.searchsorted(own, first[start:end])).tolist()
        else:
            places += [row] * (end - start)
    return places


def _runs_with_added(rows: int, dropped: Sequence[int], places: Sequence[int]) -> list[_Run]:
    """The rows of a source (0) without the dropped ones, and added rows (1), as runs.

    Args:
        rows: the number of rows of the source.
        dropped: the rows to leave out.
        places: before which row of the source each added row stands; ascending.
    """
    runs: list[_Run] = []
    at = added = 0
    for row, is_dropped in sorted([*((p, False) for p in places), *((d, True) for d in dropped)]):
        if at < row:
            runs.append(_Run(0, at, row))
        at = row + is_dropped
        if not is_dropped:
            runs.append(_Run(1, added, added + 1))
            added += 1
    if at < rows:
        runs.append(_Run(0, at, rows))
    return runs


def _docs_mover(name: str) -> _Mover:
    """Moves the cases of a list to their new numbers."""

    def move(source: _Source) -> Mapping[str, NDArray[Any]]:
        numbers, cases = source.numbers, np.arange(len(source.numbers) + 1)
        shifts = np.where(numbers >= 0, numbers - cases[:-1], -cases[1:])
        return {"docs": _shifted(source.arrays[f"{name}_docs"], shifts, cases)}

    return move


def _positions_mover(starts: Ints) -> _Mover:
    """Moves positions, given where those of each case begin in the merged snapshot."""

    def move(source: _Source) -> Mapping[str, NDArray[Any]]:
        numbers, own_starts = source.numbers, source.arrays["case_position_at"]
        shifts = np.where(numbers >= 0, starts[numbers] - own_starts[:-1], -own_starts[1:])
        return {"positions": _shifted(source.arrays["word_positions"], shifts, own_starts)}

    return move


def _shifted(values: NDArray[np.int32], shifts: Ints, at: Ints) -> NDArray[np.int32]:
    """Numbers, each shifted by what its part is shifted by.

    Args:
        values: the numbers.
        shifts: the shift of each part: to below 0 where it is dropped.
        at: where the parts begin, and where the last one ends.
    """
    shifts = np.asarray(shifts, np.int32)
    cuts = np.flatnonzero(np.diff(shifts, prepend=0))
    if len(cuts) > _FEW_SHIFTS:
        return np.repeat(shifts, np.diff(at))[values] + values
    steps = [*zip(at[cuts], np.diff(shifts, prepend=0)[cuts], strict=True)]
    moved = np.empty_like(values)
    for first in range(0, len(values), _PIECE):
        piece = values[first : first + _PIECE]
        shifted = moved[first : first + _PIECE]
        shifted[:] = piece
        for start, further in steps:
            shifted += (piece >= start) * further
    return moved


def _merge_word_stems(
    arrays: Arrays,
    sources: Sequence[_Source],
    word_numbers: Sequence[Ints],
    stem_numbers: Sequence[Ints],
) -> None:
    """Put the stem of each word, given the final numbers of each source's words and stems."""
    merged = np.full(len(arrays["word_at"]) - 1, -1, np.int32)
    for source, words, stems in zip(sources, word_numbers, stem_numbers, strict=True):
        stays = words >= 0
        # The number -1, of a word of grammar, looks up the last element and stays -1.
        merged[words[stays]] = np.append(stems, -1)[source.arrays["word_stem"][stays]]
    arrays["word_stem"] = merged


def _merge_sentences(
    arrays: Arrays,
    sources: Sequence[_Source],
    runs: Sequence[_Run],
    stem_numbers: Sequence[Ints],
) -> None:
    """Merge sentences, given the final numbers of each source's stems."""
    at = [source.arrays["case_sentence_at"] for source in sources]
    arrays["case_sentence_at"] = offsets(_joined(runs, list(map(np.diff, at))))
    sentences = _elements(runs, at)
    sections = [source.arrays["sentence_section"] for source in sources]
    arrays["sentence_section"] = _joined(sentences, sections)
    starts = [source.arrays["sentence_start"] for source in sources]
    arrays["sentence_start"] = _joined(sentences, starts)
    # The number -1, which ends each sentence, stays -1: it looks up the last element.
    renumbered = [
        np.append(numbers, np.int32(-1))[source.arrays["sentence_stems"]]
        for source, numbers in zip(sources, stem_numbers, strict=True)
    ]
    stem_at = [source.arrays["sentence_stem_at"] for source in sources]
    _put_joined(arrays, "sentence_stems", _parts(_elements(sentences, stem_at), renumbered))
    arrays["sentence_stem_at"] = offsets(_joined(sentences, list(map(np.diff, stem_at))))


# --- arrays derived from the others ---------------------------------------------------


def _norms(lengths: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The length normalisation of each case, given its length as a byte."""
    counts = np.bincount(lengths, minlength=len(_lengths()))
    average = bm25.average(int(counts @ _lengths()), len(lengths))
    norms = [bm25.length_norm(length, average) for length in _lengths().tolist()]
    return np.array(norms, np.float64)[lengths]


def _impacts(weights: Floats, norms: Floats, docs: Ints) -> NDArray[np.float64]:
    """The impact of each posting."""
    impacts = np.empty(len(docs))
    for first in range(0, len(docs), _PIECE):
        rows = slice(first, first + _PIECE)
        impacts[rows] = bm25.impact(weights[rows].astype(np.float64), norms[docs[rows]])
    return impacts


def _derive_evidence(arrays: Arrays) -> None:
    """Put the step of each case on the evidence ladder, from the values of that facet."""
    steps = np.zeros(len(arrays["length"]), np.uint8)
    at, docs = arrays["value_at"].tolist(), arrays["value_docs"]
    for number, text in enumerate(layout.split_texts(arrays["value"])):
        key, value = text.split("\t", 1)
        if key == "evidence":
            steps[docs[at[number] : at[number + 1]]] = int(value)
    arrays["evidence"] = steps


@cache
def _lengths() -> Ints:
    """The length of a case that each byte stands for.

    Lengths are rounded to what fits into a byte, as Whoosh rounds them, and scores depend
    on that.
    """
    return np.array([byte_to_length(byte) for byte in range(256)], np.int32)


def _derive_bits(arrays: Arrays) -> None:
    """Put a bit for each case and value of a facet."""
    width = -(-len(arrays["length"]) // 64)
    flags = np.zeros((len(arrays["value_at"]) - 1, width * 64), np.bool_)
    values = np.repeat(np.arange(len(flags)), np.diff(arrays["value_at"]))
    flags[values, arrays["value_docs"]] = True
    arrays["bits"] = layout.pack(flags)
