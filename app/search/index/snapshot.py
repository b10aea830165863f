"""The arrays that searches run on, in one file beside the Whoosh index of a generation.

Everything that can be worked out before a query comes is worked out here, at commit:
per stem the cases and what its occurrences count there (BM25's saturated part, weights
of the fields folded in), per word its positions, per value of a facet a bit
for each case, per sentence its stems. The file is mapped into memory, so that opening
it takes milliseconds and the workers of a site share it.

Cases are numbered by age, the newest first: the order of ``sort=newest``, and of cases
that score alike, is the order of their numbers.
"""

from __future__ import annotations

import json
import mmap
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, chain, count, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.collection import vocabulary
from app.search import bm25
from app.search.facets import FACETS
from app.search.index.entries import Card, Entry

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Arrays = dict[str, NDArray[Any]]

_MAGIC = b"PUSTAKA1"
_ALIGN = 64

_SECTIONS = tuple(vocabulary.SECTIONS)

# Columns with something for each case, of any length.
_RECORDS = ("card", "case", "key")
# Lists of cases by a text: which cases are called so, tagged so, run by it, of a value.
_LISTS = ("name", "region", "tag", "agency", "value")

# json.loads without its guesses at the encoding: twenty cards are read for an answer.
_decode = json.JSONDecoder().raw_decode
_RESULT, _COPIES = Card._fields.index("result"), Card._fields.index("copies")

# Cases are packed hard: a whole one is read for one page only.
_LEVEL = 6


# --- reading --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Postings:
    """The cases that hold a stem, ascending, and the impact of the stem in each (float64)."""

    docs: Ints
    impacts: Floats


@dataclass(frozen=True)
class Lists:
    """Texts, sorted, each with the cases it belongs to."""

    texts: Sequence[str]
    at: Ints
    docs: Ints

    @cached_property
    def number(self) -> Mapping[str, int]:
        """text → its number."""
        return {text: number for number, text in enumerate(self.texts)}

    def __contains__(self, text: str) -> bool:
        return text in self.number

    def of(self, text: str) -> Ints:
        """The cases of a text, ascending; none if it is unknown."""
        number = self.number.get(text)
        if number is None:
            return self.docs[:0]
        return self.docs[self.at[number] : self.at[number + 1]]

    def counts(self) -> Mapping[str, int]:
        """text → number of cases."""
        return dict(zip(self.texts, np.diff(self.at).tolist(), strict=True))


class Snapshot:
    """The arrays of a generation, by name. Never changes, so it is safe to share."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.cases = len(arrays["length"])
        self.stems = _texts(arrays["stem"])
        self.words = _texts(arrays["word"])
        self._stem_number = {stem: number for number, stem in enumerate(self.stems)}
        self._word_number = {word: number for number, word in enumerate(self.words)}
        self._stem_at = _integers(arrays["stem_at"])
        self._word_at = _integers(arrays["word_at"])
        self._spot_at = _integers(arrays["spot_at"])
        self._memory = {name: arrays[name].data for name in (*_RECORDS, "sentence")}
        lists = {
            name: Lists(_texts(arrays[name]), arrays[f"{name}_at"], arrays[f"{name}_docs"])
            for name in _LISTS
        }
        self.names, self.regions = lists["name"], lists["region"]
        self.tags, self.agencies = lists["tag"], lists["agency"]
        #: facet key → its values, and where they stand among the rows of ``bits``.
        self.values: dict[str, list[str]] = {facet.key: [] for facet in FACETS}
        self.rows: dict[str, slice] = {}
        start = 0
        for key, value in (text.split("\t", 1) for text in lists["value"].texts):
            self.values[key].append(value)
        for key in sorted(self.values):
            self.rows[key] = slice(start, start + len(self.values[key]))
            start += len(self.values[key])
        #: shape (values, words of 64 cases): which cases have a value.
        self.bits: NDArray[np.uint64] = arrays["bits"]
        self._row = {
            key: {value: number for number, value in enumerate(values, self.rows[key].start)}
            for key, values in self.values.items()
        }
        self._value_lists = lists["value"]
        self.by_name: Ints = arrays["by_name"]
        #: BM25's length normalisation of each case.
        self.norms: Floats = arrays["norm"]

    # --- terms ------------------------------------------------------------------------

    def stem(self, stem: str) -> Postings | None:
        """The postings of a stem, or None if no case holds it."""
        number = self._stem_number.get(stem)
        if number is None:
            return None
        rows = slice(self._stem_at[number], self._stem_at[number + 1])
        return Postings(self.arrays["stem_docs"][rows], self.arrays["stem_impacts"][rows])

    def stem_number(self, stem: str) -> int | None:
        """The number of a stem, by which sentences name it."""
        return self._stem_number.get(stem)

    def frequency(self, stem: str) -> int:
        """The number of cases that hold a stem."""
        number = self._stem_number.get(stem)
        return 0 if number is None else self._stem_at[number + 1] - self._stem_at[number]

    def weights(self, stem: str, docs: Ints) -> Floats:
        """What the occurrences of a stem weigh in some cases; 1 where it doesn't occur."""
        number = self._stem_number.get(stem)
        weights = np.ones(len(docs))
        if number is not None:
            rows = slice(self._stem_at[number], self._stem_at[number + 1])
            holding = self.arrays["stem_docs"][rows]
            place = np.minimum(np.searchsorted(holding, docs), len(holding) - 1)
            found = holding[place] == docs
            weights[found] = self.arrays["stem_weights"][rows][place[found]]
        return weights

    def holding(self, word: str) -> Ints:
        """The cases that hold a word in just this form, ascending."""
        number = self._word_number.get(word)
        if number is None:
            return self.arrays["word_docs"][:0]
        return self.arrays["word_docs"][self._word_at[number] : self._word_at[number + 1]]

    def phrase(self, words: Sequence[str]) -> Ints:
        """The cases where the words stand next to each other in this order, ascending."""
        spots = [self._spots(word) for word in words]
        rarest = min(range(len(words)), key=lambda n: len(spots[n]))
        start = spots[rarest].astype(np.int64) - rarest
        for n, others in enumerate(spots):
            if n != rarest and len(start):
                place = np.searchsorted(others, start + n)
                place[place == len(others)] = 0
                start = start[others[place] == start + n] if len(others) else start[:0]
        docs = np.searchsorted(self.arrays["spot_doc"], start, side="right") - 1
        return np.unique(docs).astype(np.int32)

    def _spots(self, word: str) -> Ints:
        number = self._word_number.get(word)
        if number is None:
            return self.arrays["spots"][:0]
        return self.arrays["spots"][self._spot_at[number] : self._spot_at[number + 1]]

    def word_counts(self) -> Ints:
        """The number of cases that hold each of ``words``."""
        return np.diff(self.arrays["word_at"])

    # --- facets -----------------------------------------------------------------------

    def row(self, facet: str, value: str) -> int | None:
        """Where a value of a facet stands among the rows of ``bits``; None if no case has it."""
        return self._row[facet].get(value)

    def having(self, facet: str, value: str) -> Ints:
        """The cases that have a value of a facet, ascending."""
        return self._value_lists.of(f"{facet}\t{value}")

    # --- cases ------------------------------------------------------------------------

    def card(self, doc: int) -> Card:
        """What a list shows of a case."""
        values, _ = _decode(str(self._record("card", doc), "utf-8"))
        # What were tuples are lists in JSON.
        if values[_RESULT]:
            values[_RESULT] = tuple(values[_RESULT])
        values[_COPIES] = tuple(map(tuple, values[_COPIES]))
        return tuple.__new__(Card, values)

    def cards(self) -> Iterator[Card]:
        """The cards of all cases, one after the other."""
        return map(self.card, range(self.cases))

    def number(self, slug: str) -> int | None:
        """The number of a case, or None if it isn't there."""
        return self._numbers.get(slug)

    @cached_property
    def slugs(self) -> Sequence[str]:
        """The slug of each case."""
        return [key.slug for key in _keys(self.arrays)]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {slug: doc for doc, slug in enumerate(self.slugs)}

    def case(self, doc: int) -> bytes:
        """A whole case as JSON."""
        return zlib.decompress(self._record("case", doc))

    def _record(self, name: str, doc: int) -> bytes:
        at = self.arrays[f"{name}_at"]
        return bytes(self._memory[name][at[doc] : at[doc + 1]])

    def best_sentence(self, doc: int, weights: Floats) -> tuple[str, str] | None:
        """The sentence of a case with the heaviest stems: (section key, text).

        Args:
            doc: the case.
            weights: what each stem counts, by number; one zero more at the end.

        Returns:
            The first of the heaviest; None if no sentence has any of the stems.
        """
        arrays = self.arrays
        first, last = arrays["sentence_doc"][doc : doc + 2].tolist()
        if first == last:
            return None
        at = arrays["sentence_stem_at"][first : last + 1]
        counted = weights[arrays["sentence_stems"][at[0] : at[-1]]]
        sums = np.add.reduceat(counted, at[:-1] - at[0])
        best = int(sums.argmax())
        if sums[best] <= 0:
            return None
        number = first + best
        start, end = arrays["sentence_at"][number : number + 2]
        return (
            _SECTIONS[arrays["sentence_section"][number]],
            str(self._memory["sentence"][start:end], "utf-8"),
        )

    # --- files ------------------------------------------------------------------------

    @classmethod
    def open(cls, path: Path) -> Snapshot:
        """Map a file.

        Raises:
            OSError, ValueError, LookupError: it isn't there, or it is no snapshot.
        """
        return cls(read(path))


def read(path: Path) -> Arrays:
    """Map the arrays of a file.

    Raises:
        OSError, ValueError, LookupError: it isn't there, or it holds no arrays.
    """
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise ValueError("bukan berkas larik")
    size = int.from_bytes(mapped[8:16], "little")
    arrays: Arrays = {}
    for name, (dtype, shape, offset) in json.loads(mapped[16 : 16 + size]).items():
        flat = np.frombuffer(mapped, np.dtype(dtype), int(np.prod(shape)), offset)
        arrays[name] = flat.reshape(shape)
    return arrays


def write(arrays: Arrays, path: Path) -> tuple[int, int]:
    """Write arrays to a file; returns its size and CRC-32."""
    header: dict[str, tuple[str, tuple[int, ...], int]] = {}
    # The header holds offsets that depend on its own length: room for the longest.
    offset = _aligned(16 + 100 * len(arrays))
    for name, values in arrays.items():
        header[name] = (values.dtype.str, values.shape, offset)
        offset = _aligned(offset + values.nbytes)
    text = json.dumps(header).encode()
    size = crc = 0
    with path.open("wb") as file:
        head = _MAGIC + len(text).to_bytes(8, "little") + text
        ends = [*(at for _, _, at in header.values()), offset]
        for piece, end in zip((head, *(a.tobytes() for a in arrays.values())), ends, strict=True):
            for part in (piece, bytes(end - size - len(piece))):
                file.write(part)
                size, crc = size + len(part), zlib.crc32(part, crc)
    return size, crc


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


# --- making ---------------------------------------------------------------------------


class _Key(NamedTuple):
    """What a case is sorted by."""

    name_order: str
    slug: str
    order: str


def _keys(arrays: Arrays) -> list[_Key]:
    blob, at = arrays["key"].tobytes(), arrays["key_at"].tolist()
    return [_Key(*blob[start:end].decode().split("\t")) for start, end in pairwise(at)]


def _by_age(keys: Sequence[_Key]) -> list[int]:
    """The numbers of cases from the newest to the oldest; those of an age by name."""
    by_name = sorted(range(len(keys)), key=keys.__getitem__)
    return sorted(by_name, key=lambda n: keys[n].order, reverse=True)


def from_entries(unsorted: Sequence[Entry]) -> Arrays:
    """The arrays of analysed cases."""
    from whoosh.util.numeric import length_to_byte  # readers do without Whoosh

    keys = [_Key(entry.name_order, entry.slug, entry.order) for entry in unsorted]
    entries = [unsorted[n] for n in _by_age(keys)]
    arrays: Arrays = {}
    arrays["length"] = np.array(
        [length_to_byte(sum(n for n, _ in entry.stems.values())) for entry in entries], np.uint8
    )
    _put_records(arrays, "card", [json.dumps(e.card, ensure_ascii=False).encode() for e in entries])
    _put_records(arrays, "case", [zlib.compress(e.case.encode(), _LEVEL) for e in entries])
    _put_records(arrays, "key", [f"{e.name_order}\t{e.slug}\t{e.order}".encode() for e in entries])

    stem_number: dict[str, int] = defaultdict(count().__next__)
    word_number: dict[str, int] = defaultdict(count().__next__)
    stem_rows: list[int] = []
    stem_weights: list[float] = []
    words: list[int] = []
    occurrences: list[int] = []
    positions: list[int] = []
    held: list[int] = []
    spot_doc = [0]
    for entry in entries:
        stem_rows += map(stem_number.__getitem__, entry.stems)
        stem_weights += [weight for _, weight in entry.stems.values()]
        words += map(word_number.__getitem__, entry.words)
        occurrences += map(len, entry.words.values())
        said = [*chain.from_iterable(entry.words.values())]
        positions += said
        held.append(len(said))
        spot_doc.append(spot_doc[-1] + max(said, default=0) + 2)  # no phrase crosses cases
    docs = np.repeat(
        np.arange(len(entries), dtype=np.int32), [len(entry.stems) for entry in entries]
    )
    stems = list(stem_number)
    stem_order = _put_inverted(
        arrays,
        "stem",
        stems,
        np.array(stem_rows, np.int64),
        {"docs": docs, "weights": np.array(stem_weights, np.float32)},
    )
    _put_inverted(
        arrays,
        "word",
        list(word_number),
        np.repeat(np.array(words, np.int64), occurrences),
        {"spots": (np.array(positions) + np.repeat(spot_doc[:-1], held)).astype(np.int32)},
    )
    arrays["spot_doc"] = np.array(spot_doc, np.int32)
    _put_sentences(
        arrays,
        [
            [(_SECTIONS.index(s.section), s.text.encode(), s.stems) for s in entry.sentences]
            for entry in entries
        ],
        {stem: int(stem_order[number]) for number, stem in enumerate(stems)},
    )
    for name in _LISTS:
        lists = [list(_list_of(name, entry)) for entry in entries]
        texts: dict[str, int] = defaultdict(count().__next__)
        rows = [texts[text] for some in lists for text in some]
        docs = np.repeat(np.arange(len(entries), dtype=np.int32), [len(some) for some in lists])
        _put_inverted(arrays, name, list(texts), np.array(rows, np.int64), {"docs": docs})
    return _finish(arrays)


def _list_of(name: str, entry: Entry) -> Iterable[str]:
    match name:
        case "name":
            return entry.names
        case "region":
            return (entry.region,) if entry.region else ()
        case "tag":
            return dict.fromkeys(entry.tags)
        case "agency":
            return (entry.agency,)
        case _:
            return (f"{key}\t{value}" for key, some in entry.values.items() for value in some)


def merge(parts: Sequence[tuple[Arrays, frozenset[str]]]) -> Arrays:
    """One of several, each without the cases whose slugs stand beside it.

    Arrays are joined and sorted, nothing is analysed again: that makes an update quick.
    """
    sources = [source for source, _ in parts]
    keys = [_keys(source) for source in sources]
    kept = [
        (number, doc)
        for number, (_, without) in enumerate(parts)
        for doc, key in enumerate(keys[number])
        if key.slug not in without
    ]
    order = [kept[n] for n in _by_age([keys[number][doc] for number, doc in kept])]
    #: source → its case's number here, -1 for one that is left out
    numbers = [np.full(len(own), -1, np.int32) for own in keys]
    for new, (number, doc) in enumerate(order):
        numbers[number][doc] = new
    runs = _runs(order)

    arrays: Arrays = {}
    arrays["length"] = _joined(runs, [source["length"] for source in sources])
    for name in _RECORDS:
        _move_records(arrays, name, sources, runs)
    spans = [np.diff(source["spot_doc"]) for source in sources]
    arrays["spot_doc"] = _summed(_joined(runs, spans)).astype(np.int32)

    def moved(name: str, number: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Documents, or positions of words, in the new numbers, and which of them stay."""
        source, new = sources[number], numbers[number]
        if name != "word":
            docs = new[source[f"{name}_docs"]]
            return docs, docs >= 0
        # Spots of a case move with it: looked up by spot, which is quicker than searched for.
        shift = np.repeat(arrays["spot_doc"][new] - source["spot_doc"][:-1], spans[number])
        stays = np.repeat(new >= 0, spans[number])
        return source["spots"] + shift[source["spots"]], stays[source["spots"]]

    stem_orders: list[Ints] = []
    for name in ("stem", "word", *_LISTS):
        texts: dict[str, int] = defaultdict(count().__next__)
        rows, moving, weights, known = [], [], [], []
        at_name = "spot_at" if name == "word" else f"{name}_at"
        for number, source in enumerate(sources):
            own = np.array([texts[text] for text in _texts(source[name])], np.int64)
            known.append(own)
            row = np.repeat(own, np.diff(source[at_name]))
            values, stays = moved(name, number)
            rows.append(row[stays])
            moving.append(values[stays])
            if name == "stem":
                weights.append(source["stem_weights"][stays])
        columns = {"spots" if name == "word" else "docs": np.concatenate(moving)}
        if name == "stem":
            columns["weights"] = np.concatenate(weights)
        order_of = _put_inverted(arrays, name, list(texts), np.concatenate(rows), columns)
        if name == "stem":
            stem_orders = [order_of[own] for own in known]
    _move_sentences(arrays, sources, runs, stem_orders)
    return _finish(arrays)


def _runs(order: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Neighbours that stay together, as (source, first, behind the last)."""
    runs: list[tuple[int, int, int]] = []
    for source, doc in order:
        if runs and runs[-1][0] == source and runs[-1][2] == doc:
            runs[-1] = (source, runs[-1][1], doc + 1)
        else:
            runs.append((source, doc, doc + 1))
    return runs


def _joined(runs: Sequence[tuple[int, int, int]], columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The runs of a column of each source, one after the other."""
    slices = [columns[source][first:last] for source, first, last in runs]
    return np.concatenate(slices) if slices else columns[0][:0]


def _spread(
    runs: Sequence[tuple[int, int, int]], offsets: Sequence[Ints]
) -> list[tuple[int, int, int]]:
    """Runs of records as runs of what the records hold, from ``offsets[source][record]``."""
    return [(n, int(offsets[n][first]), int(offsets[n][last])) for n, first, last in runs]


def _summed(lengths: NDArray[Any]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _move_records(
    arrays: Arrays, name: str, sources: Sequence[Arrays], runs: Sequence[tuple[int, int, int]]
) -> None:
    """Join records of any length."""
    offsets = [source[f"{name}_at"] for source in sources]
    arrays[name] = _joined(_spread(runs, offsets), [source[name] for source in sources])
    arrays[f"{name}_at"] = _summed(_joined(runs, [np.diff(at) for at in offsets]))


def _put_records(arrays: Arrays, name: str, records: Sequence[bytes]) -> None:
    arrays[name] = np.frombuffer(b"".join(records), np.uint8)
    arrays[f"{name}_at"] = _offsets(map(len, records))


def _offsets(lengths: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(accumulate(lengths, initial=0), np.int64)


def _put_inverted(
    arrays: Arrays, name: str, texts: Sequence[str], rows: Ints, columns: Mapping[str, NDArray[Any]]
) -> Ints:
    """Put texts, sorted, with what belongs to each, ascending by the first column.

    Args:
        texts: the texts by their number so far.
        rows: the number of the text of each row.
        columns: what the rows hold.

    Returns:
        The new number of each text; -1 for those without a row, which are dropped.
    """
    counts = np.bincount(rows, minlength=len(texts))
    used = sorted(np.flatnonzero(counts).tolist(), key=texts.__getitem__)
    numbers = np.full(len(texts), -1, np.int64)
    numbers[used] = np.arange(len(used))
    first = next(iter(columns.values()))
    rows = numbers[rows]
    # One key is quicker to sort than two, and mostly in order already.
    order = np.argsort((rows << 32) | first, kind="stable")
    arrays[name] = _put_texts([texts[n] for n in used])
    at_name = "spot_at" if name == "word" else f"{name}_at"
    arrays[at_name] = np.concatenate([[0], np.cumsum(counts[used])]).astype(np.int64)
    for column, values in columns.items():
        arrays[column if name == "word" else f"{name}_{column}"] = values[order]
    return numbers


def _put_texts(texts: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _integers(values: Ints) -> array[int]:
    """The same as one of Python's arrays: its integers index quicker than numpy's."""
    return array("q", values.astype(np.int64).tobytes())


def _texts(joined: NDArray[Any]) -> list[str]:
    text = joined.tobytes().decode()
    return text.split("\n") if text else []


def _put_sentences(
    arrays: Arrays,
    sentences: Sequence[Sequence[tuple[int, bytes, Iterable[str]]]],
    stem_number: Mapping[str, int],
) -> None:
    flat = [sentence for some in sentences for sentence in some]
    # The stem behind the last one, which weighs nothing, so that no sentence is empty.
    stems = [[*(stem_number[s] for s in stems if s in stem_number), -1] for _, _, stems in flat]
    arrays["sentence_doc"] = _offsets(map(len, sentences))
    arrays["sentence_section"] = np.array([section for section, _, _ in flat], np.uint8)
    arrays["sentence"] = np.frombuffer(b"".join(text for _, text, _ in flat), np.uint8)
    arrays["sentence_at"] = _offsets(len(text) for _, text, _ in flat)
    arrays["sentence_stems"] = np.array([n for some in stems for n in some], np.int32)
    arrays["sentence_stem_at"] = _offsets(map(len, stems))


def _move_sentences(
    arrays: Arrays,
    sources: Sequence[Arrays],
    runs: Sequence[tuple[int, int, int]],
    stem_orders: Sequence[Ints],
) -> None:
    """Join the sentences of several sources, their stems in the new numbers."""
    offsets = [source["sentence_doc"] for source in sources]
    arrays["sentence_doc"] = _summed(_joined(runs, [np.diff(at) for at in offsets]))
    sentences = _spread(runs, offsets)
    arrays["sentence_section"] = _joined(sentences, [s["sentence_section"] for s in sources])
    _move_records(arrays, "sentence", sources, sentences)
    # -1 stays -1, as the last of the new numbers.
    renumbered = [
        np.append(numbers, -1)[source["sentence_stems"]].astype(np.int32)
        for source, numbers in zip(sources, stem_orders, strict=True)
    ]
    stems_at = [source["sentence_stem_at"] for source in sources]
    arrays["sentence_stems"] = _joined(_spread(sentences, stems_at), renumbered)
    arrays["sentence_stem_at"] = _summed(_joined(sentences, [np.diff(at) for at in stems_at]))


@cache
def _lengths() -> Ints:
    """The length that each byte stands for: Whoosh keeps that of a text in a byte, and both
    ways of ranking use the same."""
    from whoosh.util.numeric import byte_to_length  # as above

    return np.array([byte_to_length(byte) for byte in range(256)], np.int32)


def _finish(arrays: Arrays) -> Arrays:
    """Put what follows from the rest: it depends on the whole collection."""
    cases = len(arrays["length"])
    norms = np.array(bm25.length_norms(_lengths()[arrays["length"]].tolist()), np.float64)
    arrays["norm"] = norms
    weights = arrays["stem_weights"].astype(np.float64)
    arrays["stem_impacts"] = bm25.impact(weights, norms[arrays["stem_docs"]])
    keys = _keys(arrays)
    by_name = np.empty(cases, np.int32)
    by_name[sorted(range(cases), key=keys.__getitem__)] = np.arange(cases)
    arrays["by_name"] = by_name

    rows = np.repeat(np.arange(len(arrays["spot_at"]) - 1), np.diff(arrays["spot_at"]))
    spans = np.diff(arrays["spot_doc"])
    docs = np.repeat(np.arange(cases, dtype=np.int32), spans)[arrays["spots"]]
    # A case counts once for a word: where its first spot stands.
    first = np.ones(len(docs), np.bool_)
    first[1:] = (docs[1:] != docs[:-1]) | (rows[1:] != rows[:-1])
    arrays["word_docs"] = docs[first]
    arrays["word_at"] = np.concatenate([[0], np.cumsum(first)])[arrays["spot_at"]]

    width = -(-cases // 64)
    held = np.zeros((len(arrays["value_at"]) - 1, width * 64), np.bool_)
    values = np.repeat(np.arange(len(held)), np.diff(arrays["value_at"]))
    held[values, arrays["value_docs"]] = True
    arrays["bits"] = pack(held)
    return arrays


def pack(held: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Booleans, a multiple of 64 on the last axis, as the bits of 64-bit integers."""
    return np.packbits(held, axis=-1, bitorder="little").view(np.uint64)


def unpack(bits: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """The booleans of ``pack``, of one row."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)
