"""Makes the arrays of a part of a snapshot from analysed cases.

:mod:`~.arrays` lists the arrays, :mod:`~.merging` makes snapshots of the parts, and
:mod:`~.snapshot` reads them.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import length_to_byte

from app.search import language
from app.search.fields import FIELDS
from app.search.index import arrays as layout
from app.search.index import records
from app.search.index.arrays import LISTS, SECTIONS, Arrays, Ints, Key, offsets
from app.search.index.entries import Entry
from app.search.index.ordering import in_order_of_names, newest_first

# zlib's level of compression, from 0 to 9, for whole cases. The page of a case unpacks one
# case, and lists unpack none.
_COMPRESSION = 6

# The distance between the last position of a case and the first position of the next case.
# It is more than 1, so no phrase begins in one case and ends in another.
_CASE_GAP = 2


# --- from cases -----------------------------------------------------------------------


def from_entries(unsorted: Sequence[Entry]) -> Arrays:
    """The arrays of analysed cases, but for those that depend on the whole collection.

    :func:`app.search.index.merging.merge` makes a snapshot of them.
    """
    keys = [_key(entry) for entry in unsorted]
    order = newest_first(keys, in_order_of_names(keys))
    entries = [unsorted[n] for n in order]
    arrays: Arrays = {}
    lengths = [sum(counts.occurrences for counts in entry.stems.values()) for entry in entries]
    arrays["length"] = np.array([length_to_byte(length) for length in lengths], np.uint8)
    records.put(arrays, "card", [json.dumps(e.card, ensure_ascii=False).encode() for e in entries])
    records.put(arrays, "case", [zlib.compress(e.case.encode(), _COMPRESSION) for e in entries])
    of_cases = ["\t".join(_key(entry)).encode() for entry in entries]
    arrays["key"] = np.frombuffer(b"".join(of_cases), np.uint8)
    arrays["key_at"] = offsets(map(len, of_cases))
    stem_numbers = _put_stems(arrays, entries)
    _put_words(arrays, entries, stem_numbers)
    _put_holders(arrays)
    _put_sentences(arrays, entries, stem_numbers)
    for name in LISTS:
        _put_list(arrays, name, [list(_texts_of(name, entry)) for entry in entries])
    return arrays


def _key(entry: Entry) -> Key:
    return Key(entry.name_order, entry.slug, entry.order, entry.source)


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


def _put_holders(arrays: Arrays) -> None:
    """Put the cases that hold each word, from its positions."""
    positions, at = arrays["word_positions"], arrays["word_at"]
    docs = _case_numbers(np.diff(arrays["case_position_at"]))[positions]
    # A case is listed once for a word: at the first position of the word in the case.
    first = np.ones(len(docs), np.bool_)
    first[1:] = docs[1:] != docs[:-1]
    first[at[:-1]] = True
    rows = np.flatnonzero(first)
    arrays["word_docs"] = docs[rows]
    arrays["word_docs_at"] = np.searchsorted(rows, at)


def _put_sentences(
    arrays: Arrays, entries: Sequence[Entry], stem_numbers: Mapping[str, int]
) -> None:
    sentences = [sentence for entry in entries for sentence in entry.sentences]
    # Each sentence ends with the stem number -1, which Snapshot.best_sentence counts as 0:
    # without it a sentence could have no stem, and np.add.reduceat can't sum nothing.
    stems = [[*(stem_numbers[stem] for stem in s.stems), -1] for s in sentences]
    arrays["case_sentence_at"] = offsets(len(entry.sentences) for entry in entries)
    arrays["sentence_section"] = np.array([SECTIONS.index(s.section) for s in sentences], np.uint8)
    texts = [[s.text.encode() for s in entry.sentences] for entry in entries]
    records.put(arrays, "sentence", list(map(b"".join, texts)))
    starts = [offsets(map(len, of_case))[:-1] for of_case in texts]
    arrays["sentence_start"] = np.concatenate([np.zeros(0, np.int32), *starts]).astype(np.int32)
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


def _case_numbers(lengths: Sequence[int] | Ints) -> NDArray[np.int32]:
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
    order = ascending(numbers[rows], next(iter(columns.values())))
    arrays[name] = layout.join_texts(texts[n] for n in used)
    arrays[f"{name}_at"] = offsets(counts[used])
    for column, values in columns.items():
        arrays[f"{name}_{column}"] = values[order]
    return numbers


def ascending(texts: Ints, first: Ints) -> Ints:
    """The order of rows by text and first column."""
    # One key is quicker to sort than two, and mostly in order already.
    return np.argsort((texts.astype(np.int64) << 32) | first, kind="stable")
