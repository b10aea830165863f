"""Makes a snapshot from other snapshots, without some of their cases.

The parts of a full build become a whole snapshot, and an update puts its few cases between those
that stay. Arrays are joined and sorted, and no text is analysed again. What can be computed before
a query is known is computed here, too. :mod:`~.arrays` lists the arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from app.search import bm25
from app.search.index import arrays as layout
from app.search.index import ordering, records
from app.search.index.arrays import LISTS, Arrays, Floats, Folder, Ints, offsets
from app.search.index.inverted import Mover, Source, merge_inverted, merge_rows, rows_of_texts
from app.search.index.runs import Run, elements, joined, parts, put_joined, runs_of

# Rows that are worked on at a time where several steps follow each other: they stay in the
# processor's cache.
_PIECE = 1 << 16


# The most shifts that are applied one after the other, each to all numbers. For the 9 million
# positions of 36,742 cases, three take a sixth of the time that looking up each shift takes.
_FEW_SHIFTS = 6


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
        Source(arrays, _new_numbers(len(arrays["length"]), doc_of, source_of == source))
        for source, (arrays, _) in enumerate(snapshots)
    ]
    runs = runs_of(source_of, doc_of)

    arrays: Arrays = {} if merged is None else merged
    arrays["length"] = joined(runs, [source.arrays["length"] for source in sources])
    key_at = [source.arrays["key_at"] for source in sources]
    key_parts = parts(elements(runs, key_at), [source.arrays["key"] for source in sources])
    arrays["key"] = np.concatenate(key_parts)
    arrays["key_at"] = offsets(joined(runs, list(map(np.diff, key_at))))
    _merge_records(arrays, [source for source, _ in snapshots], (source_of, doc_of), previous)
    lengths = [np.diff(source.arrays["case_position_at"]) for source in sources]
    arrays["case_position_at"] = offsets(joined(runs, lengths)).astype(np.int32)
    field_at = [source.arrays["case_field_at"] for source in sources]
    arrays["case_field_at"] = joined(runs, field_at)
    arrays["norm"] = norms = _norms(arrays["length"])
    stem_numbers = _merge_stems(arrays, sources, norms)
    move_positions = _positions_mover(arrays["case_position_at"])
    word_numbers = merge_inverted(arrays, "word", sources, move_positions)
    _merge_word_stems(arrays, sources, word_numbers, stem_numbers)
    move_holders = _docs_mover("word")
    holders = [
        rows_of_texts(source.arrays["word_docs_at"], move_holders(source)) for source in sources
    ]
    merge_rows(arrays, "word", "word_docs_at", word_numbers, holders)
    for name in LISTS:
        merge_inverted(arrays, name, sources, _docs_mover(name))
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


def _merge_stems(arrays: Arrays, sources: Sequence[Source], norms: Floats) -> list[Ints]:
    """Merge stems with their postings; returns the final numbers of each source's stems."""
    base = sources[0]
    stays = base.numbers >= 0
    # Unless the average length has changed, impacts stay as they are.
    same = "stem_impacts" in base.arrays and np.array_equal(
        base.arrays["norm"][stays], norms[base.numbers[stays]]
    )

    def move(source: Source) -> Mapping[str, NDArray[Any]]:
        columns = {**_docs_mover("stem")(source)}
        for name in ("weights", "fields"):
            columns[name] = source.arrays[f"stem_{name}"]
        if same and source is base:
            columns["impacts"] = source.arrays["stem_impacts"]
        elif same:
            columns["impacts"] = _impacts(columns["weights"], norms, columns["docs"])
        return columns

    numbers = merge_inverted(arrays, "stem", sources, move)
    if not same:
        arrays["stem_impacts"] = _impacts(arrays["stem_weights"], norms, arrays["stem_docs"])
    return numbers


def _docs_mover(name: str) -> Mover:
    """Moves the cases of a list to their new numbers."""

    def move(source: Source) -> Mapping[str, NDArray[Any]]:
        numbers, cases = source.numbers, np.arange(len(source.numbers) + 1)
        shifts = np.where(numbers >= 0, numbers - cases[:-1], -cases[1:])
        return {"docs": _shifted(source.arrays[f"{name}_docs"], shifts, cases)}

    return move


def _positions_mover(starts: Ints) -> Mover:
    """Moves positions, given where those of each case begin in the merged snapshot."""

    def move(source: Source) -> Mapping[str, NDArray[Any]]:
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
    sources: Sequence[Source],
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
    sources: Sequence[Source],
    runs: Sequence[Run],
    stem_numbers: Sequence[Ints],
) -> None:
    """Merge sentences, given the final numbers of each source's stems."""
    at = [source.arrays["case_sentence_at"] for source in sources]
    arrays["case_sentence_at"] = offsets(joined(runs, list(map(np.diff, at))))
    sentences = elements(runs, at)
    sections = [source.arrays["sentence_section"] for source in sources]
    arrays["sentence_section"] = joined(sentences, sections)
    starts = [source.arrays["sentence_start"] for source in sources]
    arrays["sentence_start"] = joined(sentences, starts)
    # The number -1, which ends each sentence, stays -1: it looks up the last element.
    renumbered = [
        np.append(numbers, np.int32(-1))[source.arrays["sentence_stems"]]
        for source, numbers in zip(sources, stem_numbers, strict=True)
    ]
    stem_at = [source.arrays["sentence_stem_at"] for source in sources]
    put_joined(arrays, "sentence_stems", parts(elements(sentences, stem_at), renumbered))
    arrays["sentence_stem_at"] = offsets(joined(sentences, list(map(np.diff, stem_at))))


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
