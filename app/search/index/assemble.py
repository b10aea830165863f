"""Makes the arrays of a snapshot, from analysed cases or from other snapshots.

Everything that can be computed before a query is known is computed here. :mod:`~.arrays`
lists the arrays; :mod:`~.snapshot` reads them.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length, length_to_byte

from app.search import bm25, language
from app.search.fields import FIELDS
from app.search.index import arrays as layout
from app.search.index.arrays import LISTS, RECORDS, SECTIONS, Arrays, Ints, Key, offsets
from app.search.index.entries import Entry

# zlib's level of compression, from 0 to 9, for whole cases. The page of a case unpacks one
# case, and lists unpack none.
_COMPRESSION = 6

# The distance between the last position of a case and the first position of the next case.
# It is more than 1, so no phrase begins in one case and ends in another.
_CASE_GAP = 2


# --- from cases -----------------------------------------------------------------------


def from_entries(unsorted: Sequence[Entry]) -> Arrays:
    """The arrays of analysed cases, but for those that depend on the whole collection.

    :func:`merge` makes a snapshot of them.
    """
    order = _newest_first([_key(entry) for entry in unsorted])
    entries = [unsorted[n] for n in order]
    arrays: Arrays = {}
    lengths = [sum(counts.occurrences for counts in entry.stems.values()) for entry in entries]
    arrays["length"] = np.array([length_to_byte(length) for length in lengths], np.uint8)
    _put_records(arrays, "card", [json.dumps(e.card, ensure_ascii=False).encode() for e in entries])
    _put_records(arrays, "case", [zlib.compress(e.case.encode(), _COMPRESSION) for e in entries])
    _put_records(arrays, "key", ["\t".join(_key(entry)).encode() for entry in entries])
    stem_numbers = _put_stems(arrays, entries)
    _put_words(arrays, entries, stem_numbers)
    _put_sentences(arrays, entries, stem_numbers)
    for name in LISTS:
        _put_list(arrays, name, [list(_texts_of(name, entry)) for entry in entries])
    return arrays


def _key(entry: Entry) -> Key:
    return Key(entry.name_order, entry.slug, entry.order, entry.source)


def _newest_first(keys: Sequence[Key]) -> list[int]:
    """The numbers of cases from the newest to the oldest; cases of the same age by name."""
    by_name = sorted(range(len(keys)), key=keys.__getitem__)
    return sorted(by_name, key=lambda n: keys[n].order, reverse=True)


def _put_records(arrays: Arrays, name: str, records: Sequence[bytes]) -> None:
    arrays[name] = np.frombuffer(b"".join(records), np.uint8)
    arrays[f"{name}_at"] = offsets(map(len, records))


def _put_stems(arrays: Arrays, entries: Sequence[Entry]) -> Mapping[str, int]:
    """Put the postings of all stems; returns the number of each stem."""
    numbers: dict[str, int] = defaultdict(count().__next__)
    rows = [numbers[stem] for entry in entries for stem in entry.stems]
    weights = [counts.weight for entry in entries for counts in entry.stems.values()]
    masks = [counts.fields for entry in entries for counts in entry.stems.values()]
    final = _put_inverted(
        arrays,
        "stem",
        list(numbers),
        np.array(rows, np.int64),
        {
            "docs": _case_numbers([len(entry.stems) for entry in entries]),
            "weights": np.array(weights, np.float32),
            "fields": np.array(masks, np.uint32),
        },
    )
    return {stem: int(final[number]) for stem, number in numbers.items()}


def _put_words(arrays: Arrays, entries: Sequence[Entry], stem_numbers: Mapping[str, int]) -> None:
    """Put the positions of all words, numbered through all cases, and the words' stems."""
    numbers: dict[str, int] = defaultdict(count().__next__)
    rows = [numbers[word] for entry in entries for word in entry.words]
    occurrences = [len(positions) for entry in entries for positions in entry.words.values()]
    by_case = [[*chain.from_iterable(entry.words.values())] for entry in entries]
    starts = offsets(max(positions, default=0) + _CASE_GAP for positions in by_case)
    positions = np.array([*chain.from_iterable(by_case)], np.int64)
    positions += np.repeat(starts[:-1], [len(positions) for positions in by_case])
    _put_inverted(
        arrays,
        "word",
        list(numbers),
        np.repeat(np.array(rows, np.int64), occurrences),
        {"positions": positions.astype(np.int32)},
    )
    arrays["case_position_at"] = starts.astype(np.int32)
    field_at = np.array([entry.field_at for entry in entries], np.int32)
    # Fields without text at the end of a case begin where the next case begins, or after it.
    arrays["case_field_at"] = np.minimum(
        field_at.reshape(len(entries), len(FIELDS)), np.diff(starts)[:, np.newaxis]
    ).astype(np.int32)
    arrays["word_stem"] = np.array(
        [
            -1 if word in language.STOP_WORDS else stem_numbers[language.stem(word)]
            for word in layout.split_texts(arrays["word"])
        ],
        np.int32,
    )


def _put_sentences(
    arrays: Arrays, entries: Sequence[Entry], stem_numbers: Mapping[str, int]
) -> None:
    sentences = [sentence for entry in entries for sentence in entry.sentences]
    # Each sentence ends with the stem number -1, which Snapshot.best_sentence counts as 0:
    # without it a sentence could have no stem, and np.add.reduceat can't sum nothing.
    stems = [[*(stem_numbers[stem] for stem in s.stems), -1] for s in sentences]
    arrays["case_sentence_at"] = offsets(len(entry.sentences) for entry in entries)
    arrays["sentence_section"] = np.array([SECTIONS.index(s.section) for s in sentences], np.uint8)
    _put_records(arrays, "sentence", [s.text.encode() for s in sentences])
    arrays["sentence_stems"] = np.array([*chain.from_iterable(stems)], np.int32)
    arrays["sentence_stem_at"] = offsets(map(len, stems))


def _put_list(arrays: Arrays, name: str, texts_by_case: Sequence[Sequence[str]]) -> None:
    numbers: dict[str, int] = defaultdict(count().__next__)
    rows = [numbers[text] for texts in texts_by_case for text in texts]
    docs = _case_numbers(list(map(len, texts_by_case)))
    _put_inverted(arrays, name, list(numbers), np.array(rows, np.int64), {"docs": docs})


def _texts_of(name: str, entry: Entry) -> Iterable[str]:
    """The texts under which a case stands in one of ``LISTS``."""
    match name:
        case "name":
            return entry.names
        case "region":
            return (entry.region,) if entry.region else ()
        case "tag":
            return dict.fromkeys(entry.tags)
        case "agency":
            return (entry.agency,)
        case "problem":
            return entry.card.problems
        case "property":
            return entry.properties
        case _:
            return (f"{key}\t{value}" for key, values in entry.values.items() for value in values)


def _case_numbers(lengths: Sequence[int]) -> NDArray[np.int32]:
    """The number of the case for each element of lists of these lengths."""
    return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


def _put_inverted(
    arrays: Arrays, name: str, texts: Sequence[str], rows: Ints, columns: Mapping[str, NDArray[Any]]
) -> Ints:
    """Put sorted texts with the rows that belong to each, ascending by the first column.

    Args:
        texts: the texts; their places are their numbers so far.
        rows: for each row the number of its text.
        columns: name of the column → value of each row.

    Returns:
        The final number of each text; -1 for a text without a row, which is dropped.
    """
    counts = np.bincount(rows, minlength=len(texts))
    used = sorted(np.flatnonzero(counts).tolist(), key=texts.__getitem__)
    numbers = np.full(len(texts), -1, np.int64)
    numbers[used] = np.arange(len(used))
    first = next(iter(columns.values()))
    # One key is quicker to sort than two, and mostly in order already.
    order = np.argsort((numbers[rows] << 32) | first, kind="stable")
    arrays[name] = layout.join_texts(texts[n] for n in used)
    arrays[f"{name}_at"] = offsets(counts[used])
    for column, values in columns.items():
        arrays[f"{name}_{column}"] = values[order]
    return numbers


# --- from other snapshots -------------------------------------------------------------


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


def merge(
    snapshots: Sequence[tuple[Arrays, frozenset[str]]], merged: Arrays | None = None
) -> Arrays:
    """Merge snapshots, dropping from each the cases with the given slugs.

    Arrays are joined and sorted, and no text is analysed again: that makes an update quick.

    Args:
        snapshots: each with the slugs to drop.
        merged: where to put the arrays of the new snapshot; None for a new mapping.
    """
    keys = [layout.keys(source) for source, _ in snapshots]
    staying = [
        (source, doc)
        for source, (_, dropped) in enumerate(snapshots)
        for doc, key in enumerate(keys[source])
        if key.slug not in dropped
    ]
    order = [staying[n] for n in _newest_first([keys[source][doc] for source, doc in staying])]
    sources = [_Source(source, np.full(len(source["length"]), -1)) for source, _ in snapshots]
    for new, (source, doc) in enumerate(order):
        sources[source].numbers[doc] = new
    runs = _runs(order)

    arrays: Arrays = {} if merged is None else merged
    arrays["length"] = _joined(runs, [source.arrays["length"] for source in sources])
    for name in RECORDS:
        _merge_records(arrays, name, sources, runs)
    lengths = [np.diff(source.arrays["case_position_at"]) for source in sources]
    arrays["case_position_at"] = offsets(_joined(runs, lengths)).astype(np.int32)
    field_at = [source.arrays["case_field_at"] for source in sources]
    arrays["case_field_at"] = _joined(runs, field_at)
    stem_numbers = _merge_inverted(arrays, "stem", sources, _moved_stems)
    move_positions = _positions_mover(arrays["case_position_at"])
    word_numbers = _merge_inverted(arrays, "word", sources, move_positions)
    _merge_word_stems(arrays, sources, word_numbers, stem_numbers)
    for name in LISTS:
        _merge_inverted(arrays, name, sources, _docs_mover(name))
    _merge_sentences(arrays, sources, runs, stem_numbers)
    return _with_derived(arrays)


def _runs(order: Iterable[tuple[int, int]]) -> list[_Run]:
    """The cases in their new order, given as (source, number there), as runs."""
    runs: list[_Run] = []
    for source, doc in order:
        if runs and runs[-1].source == source and runs[-1].end == doc:
            runs[-1] = runs[-1]._replace(end=doc + 1)
        else:
            runs.append(_Run(source, doc, doc + 1))
    return runs


def _joined(runs: Sequence[_Run], columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The runs one behind the other, each cut out of its source's own column."""
    slices = [columns[run.source][run.first : run.end] for run in runs]
    return np.concatenate(slices) if slices else columns[0][:0]


def _elements(runs: Sequence[_Run], at: Sequence[Ints]) -> list[_Run]:
    """Runs of records as runs of their elements, which begin at ``at[source][record]``."""
    return [
        _Run(run.source, int(at[run.source][run.first]), int(at[run.source][run.end]))
        for run in runs
    ]


def _merge_records(
    arrays: Arrays, name: str, sources: Sequence[_Source], runs: Sequence[_Run]
) -> None:
    at = [source.arrays[f"{name}_at"] for source in sources]
    arrays[name] = _joined(_elements(runs, at), [source.arrays[name] for source in sources])
    arrays[f"{name}_at"] = offsets(_joined(runs, list(map(np.diff, at))))


# The columns of the rows that stay, and whether each row stays.
_Moved = tuple[Mapping[str, NDArray[Any]], NDArray[np.bool_]]


def _merge_inverted(
    arrays: Arrays, name: str, sources: Sequence[_Source], move: Callable[[_Source], _Moved]
) -> list[Ints]:
    """Merge texts with their rows; returns the final numbers of each source's texts.

    Args:
        move: gives the columns of a source in the new numbers.
    """
    numbers: dict[str, int] = defaultdict(count().__next__)
    by_source, rows, columns = [], [], []
    for source in sources:
        texts = layout.split_texts(source.arrays[name])
        own = np.array([numbers[text] for text in texts], np.int32)
        moved, stays = move(source)
        by_source.append(own)
        rows.append(np.repeat(own, np.diff(source.arrays[f"{name}_at"]))[stays])
        columns.append({column: values[stays] for column, values in moved.items()})
    joined = {column: np.concatenate([own[column] for own in columns]) for column in columns[0]}
    final = _put_inverted(arrays, name, list(numbers), np.concatenate(rows), joined)
    return [final[own] for own in by_source]


def _docs_mover(name: str) -> Callable[[_Source], _Moved]:
    def move(source: _Source) -> _Moved:
        docs = source.numbers[source.arrays[f"{name}_docs"]].astype(np.int32)
        return {"docs": docs}, docs >= 0

    return move


def _moved_stems(source: _Source) -> _Moved:
    columns, stays = _docs_mover("stem")(source)
    further = {name: source.arrays[f"stem_{name}"] for name in ("weights", "fields")}
    return {**columns, **further}, stays


def _positions_mover(starts: Ints) -> Callable[[_Source], _Moved]:
    """Moves positions, given where those of each case begin in the merged snapshot."""

    def move(source: _Source) -> _Moved:
        own_starts = source.arrays["case_position_at"]
        # The shift of a position is looked up by position: quicker than to search its case.
        lengths = np.diff(own_starts)
        shift = np.repeat(starts[source.numbers] - own_starts[:-1], lengths)
        stays = np.repeat(source.numbers >= 0, lengths)
        positions = source.arrays["word_positions"]
        return {"positions": positions + shift[positions]}, stays[positions]

    return move


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
    _merge_records(arrays, "sentence", sources, sentences)
    # The number -1, which ends each sentence, stays -1: it looks up the last element.
    renumbered = [
        np.append(numbers, -1)[source.arrays["sentence_stems"]].astype(np.int32)
        for source, numbers in zip(sources, stem_numbers, strict=True)
    ]
    stem_at = [source.arrays["sentence_stem_at"] for source in sources]
    arrays["sentence_stems"] = _joined(_elements(sentences, stem_at), renumbered)
    arrays["sentence_stem_at"] = offsets(_joined(sentences, list(map(np.diff, stem_at))))


# --- arrays derived from the others ---------------------------------------------------


def _with_derived(arrays: Arrays) -> Arrays:
    """Put the arrays that depend on the whole collection."""
    cases = len(arrays["length"])
    norms = np.array(bm25.length_norms(_lengths()[arrays["length"]].tolist()), np.float64)
    arrays["norm"] = norms
    weights = arrays["stem_weights"].astype(np.float64)
    arrays["stem_impacts"] = bm25.impact(weights, norms[arrays["stem_docs"]])
    keys = layout.keys(arrays)
    arrays["by_name"] = _places(sorted(range(cases), key=keys.__getitem__))
    newest_source_first = sorted(range(cases), key=lambda doc: keys[doc].source, reverse=True)
    arrays["by_source"] = _places(newest_source_first)
    _derive_evidence(arrays)
    _derive_holders(arrays)
    _derive_bits(arrays)
    return arrays


def _places(order: Sequence[int]) -> NDArray[np.int32]:
    """The place of each case in an order of all cases."""
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    return places


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


def _derive_holders(arrays: Arrays) -> None:
    """Put the cases that hold each word, from its positions."""
    positions, at = arrays["word_positions"], arrays["word_at"]
    docs = _case_numbers(np.diff(arrays["case_position_at"]).tolist())[positions]
    rows = np.repeat(np.arange(len(at) - 1), np.diff(at))
    # A case is listed once for a word: at the first position of the word in the case.
    first = np.ones(len(docs), np.bool_)
    first[1:] = (docs[1:] != docs[:-1]) | (rows[1:] != rows[:-1])
    arrays["word_docs"] = docs[first]
    arrays["word_docs_at"] = offsets(first)[at]


def _derive_bits(arrays: Arrays) -> None:
    """Put a bit for each case and value of a facet."""
    width = -(-len(arrays["length"]) // 64)
    flags = np.zeros((len(arrays["value_at"]) - 1, width * 64), np.bool_)
    values = np.repeat(np.arange(len(flags)), np.diff(arrays["value_at"]))
    flags[values, arrays["value_docs"]] = True
    arrays["bits"] = layout.pack(flags)
