"""The Whoosh indexes of a generation: schema, writing and opening.

A generation has one Whoosh index, a *shard*, for each process that built it. Whoosh never
writes into a finished segment, so an update of a shard adds a segment and marks documents
of the others as deleted.

A shard is written from the arrays of a snapshot, which hold the postings already. So Whoosh
neither encodes nor sorts them one by one: for 300 cases, analysis and shard take 11.3 ms of
the processor a case instead of 14.9, and less the more cases there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import IndexWriter

from app.search import language
from app.search.facets import FACETS
from app.search.fields import FIELDS
from app.search.index import arrays as layout
from app.search.index.arrays import Arrays, Ints
from app.search.index.generations import Generation, IndexUnusableError

# The name of a shard within its generation, followed by its number.
_SHARD = "shard"

# Memory of a Whoosh writer before it spills to disk, in MB.
_WRITER_MB = 128

# Field, term, document, weight, encoded positions: a posting as Whoosh's writer takes it.
_Posting = tuple[str, bytes, int, float, bytes]


class _Positions(formats.Positions):  # type: ignore[misc]  # whoosh's class is untyped
    """Positions as an array of integers, which is read and written in one step.

    Whoosh's own format pickles a list for each posting.
    """

    TYPE = np.dtype("<u4")

    def encode(self, poslist: Sequence[int]) -> bytes:
        """The bytes of ascending positions."""
        return np.array(poslist, self.TYPE).tobytes()

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many positions there are."""
        return len(valuestring) // self.TYPE.itemsize

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions."""
        return np.frombuffer(valuestring, self.TYPE).tolist()  # type: ignore[no-any-return]


def _terms(format_: formats.Format) -> fields.FieldType:
    """A field whose postings come from the snapshot.

    Lengths of texts aren't stored: the snapshot has the lengths that scores need.
    """
    return fields.FieldType(format=format_, analyzer=None, scorable=False)


#: The field with the words of the whole case, and the field with their stems.
WHOLE, STEMS = "text", "stems"

#: The fields with the words of a text. All but the first are named after the field of a
#: case that they hold.
TEXT_FIELDS = (WHOLE, *(field.name for field in FIELDS if field.query_name))

#: The fields with the values of facets, named after the facets.
VALUE_FIELDS = tuple(facet.key for facet in FACETS if facet.query_name)


# The fields whose postings the snapshot has.
_READY = (*TEXT_FIELDS, STEMS, *VALUE_FIELDS)


def schema() -> fields.Schema:
    """The fields of the Whoosh index.

    Text fields hold folded words with their positions, for phrases, patterns and fuzzy
    words; a word in all its forms is several terms of such a field. Most queries ask for a
    word anywhere in a case, in any form, so the stems of the whole case have a field of
    their own, with the weights of the fields folded in.
    """
    schema = fields.Schema(slug=fields.ID(unique=True, stored=True))
    for name in TEXT_FIELDS:
        schema.add(name, _terms(_Positions()))
    for name in (STEMS, *VALUE_FIELDS):
        schema.add(name, _terms(formats.Existence()))
    return schema


# --- postings -------------------------------------------------------------------------

# Postings that are made at a time: as Python objects, those of a large collection take GBs.
_CHUNK = 100_000


class _Postings:
    """The postings of a run of cases of a snapshot, by field, in Whoosh's order: term and case.

    Documents are numbered from 0, in the order of the cases.
    """

    def __init__(self, arrays: Arrays, first: int, end: int) -> None:
        """Take the cases from ``first`` to before ``end``."""
        self._arrays = arrays
        self._first, self._end = first, end
        self._words, self._terms, self._positions, self._docs, self._fields = self._occurrences()

    def of(self, name: str) -> Iterator[_Posting]:
        """The postings of a field of the schema, but for ``slug``."""
        if name == STEMS:
            return self._of_stems()
        if name in VALUE_FIELDS:
            return self._of_values(name)
        return self._of_words(name)

    def _occurrences(self) -> tuple[list[bytes], Ints, Ints, Ints, Ints]:
        """All words, and for each occurrence the word, the position, the case and the field.

        They ascend by word, case and position. In Whoosh a word of both languages is one term.
        """
        arrays, cases = self._arrays, slice(self._first, self._end)
        written = [language.plain(word) for word in layout.split_texts(arrays["word"])]
        words = sorted(set(written))
        number = {word: n for n, word in enumerate(words)}
        plain = np.array([number[word] for word in written], np.int32)

        starts = arrays["case_position_at"][self._first : self._end + 1]
        positions = arrays["word_positions"]
        here = (positions >= starts[0]) & (positions < starts[-1])
        terms = np.repeat(plain, np.diff(arrays["word_at"]))[here]
        positions = positions[here] - starts[0]
        order = np.argsort((terms.astype(np.int64) << 32) | positions, kind="stable")
        terms, positions = terms[order], positions[order]

        # The case and the field of each position, occupied or not.
        starts = starts - starts[0]
        cases_of = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        field_at = (arrays["case_field_at"][cases] + starts[:-1, np.newaxis]).ravel()
        numbers = np.tile(np.arange(len(FIELDS), dtype=np.uint8), len(starts) - 1)
        fields_of = np.repeat(numbers, np.diff(field_at, append=starts[-1]))
        docs = cases_of[positions]
        encoded = [word.encode() for word in words]
        return encoded, terms, positions - starts[docs], docs, fields_of[positions]

    def _of_words(self, name: str) -> Iterator[_Posting]:
        terms, docs, positions = self._terms, self._docs, self._positions
        if name != WHOLE:
            here = self._fields == [field.name for field in FIELDS].index(name)
            terms, docs, positions = terms[here], docs[here], positions[here]
        first = np.ones(len(terms), np.bool_)  # of the occurrences of a word in a case
        first[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
        at = np.append(np.flatnonzero(first), len(terms))
        encoded, size = positions.astype(_Positions.TYPE), _Positions.TYPE.itemsize
        for chunk in range(0, len(at) - 1, _CHUNK):
            ends = at[chunk : chunk + _CHUNK + 1]
            data = encoded[ends[0] : ends[-1]].tobytes()
            firsts = ends[:-1]
            lengths = np.diff(ends).tolist()
            stop = 0
            for term, doc, length in zip(
                terms[firsts].tolist(), docs[firsts].tolist(), lengths, strict=True
            ):
                start, stop = stop, stop + length * size
                yield name, self._words[term], doc, float(length), data[start:stop]

    def _of_stems(self) -> Iterator[_Posting]:
        stems = layout.split_texts(self._arrays["stem"])
        return self._of_list(STEMS, "stem", stems, self._arrays["stem_weights"])

    def _of_values(self, name: str) -> Iterator[_Posting]:
        texts = layout.split_texts(self._arrays["value"])
        prefix = f"{name}\t"
        values = [text.removeprefix(prefix) if text.startswith(prefix) else None for text in texts]
        return self._of_list(name, "value", values, None)

    def _of_list(
        self, name: str, list_: str, texts: Sequence[str | None], weights: NDArray[Any] | None
    ) -> Iterator[_Posting]:
        """The postings of the texts of a list that aren't None."""
        at, docs = self._arrays[f"{list_}_at"], self._arrays[f"{list_}_docs"]
        for number, text in enumerate(texts):
            if text is None:
                continue
            rows = slice(
                *np.searchsorted(docs[at[number] : at[number + 1]], self._range) + at[number]
            )
            term = text.encode()
            of_text = (
                [1.0] * (rows.stop - rows.start) if weights is None else weights[rows].tolist()
            )
            for doc, weight in zip((docs[rows] - self._first).tolist(), of_text, strict=True):
                yield name, term, doc, weight, b""

    @property
    def _range(self) -> tuple[int, int]:
        return self._first, self._end


class _SortedPool:
    """Stands in for the pool in which Whoosh's writer collects and sorts postings."""

    def __init__(self, ready: _Postings) -> None:
        self._ready = ready
        self._slugs: list[_Posting] = []

    def add(self, posting: _Posting) -> None:
        """Called by the writer for each term of ``add_document``: the slugs alone."""
        self._slugs.append(posting)

    def iter_postings(self) -> Iterator[_Posting]:
        """Called by the writer when it commits."""
        for name in sorted(("slug", *_READY)):
            yield from sorted(self._slugs) if name == "slug" else self._ready.of(name)

    def cleanup(self) -> None:
        """Called by the writer at its end; nothing was put on disk."""


# --- writing --------------------------------------------------------------------------


def write_shard(generation: Path, number: int, arrays: Arrays, first: int, end: int) -> None:
    """Write a new shard of a generation.

    Args:
        generation: the folder of the generation.
        number: the number of the shard.
        arrays: a snapshot.
        first, end: the shard holds its cases from ``first`` to before ``end``.
    """
    shard = FileStorage(str(generation)).create_index(schema(), f"{_SHARD}{number}")
    with _writer(shard) as writer:
        writer.pool = _SortedPool(_Postings(arrays, first, end))
        for key in layout.keys(arrays)[first:end]:
            writer.add_document(slug=key.slug)


def update_shards(generation: Path, shards: int, arrays: Arrays, removed: Collection[str]) -> None:
    """Remove cases, by slug, from the shards of a generation, and add cases to the last.

    Args:
        generation: the folder of the generation.
        shards: how many shards it has.
        arrays: a snapshot of the cases to add.
        removed: the slugs of the cases to remove.
    """
    with ExitStack() as stack:
        for number in range(shards):
            # Each writer commits when the stack is left, or cancels after an error.
            writer = stack.enter_context(_writer(_open_shard(generation, number)))
            for slug in removed:
                writer.delete_by_term("slug", slug)
        keys = layout.keys(arrays)
        for key in keys:
            writer.add_document(slug=key.slug)
        ready = _Postings(arrays, 0, len(keys))
        for name in _READY:
            for posting in ready.of(name):
                writer.pool.add(posting)


def open_shards(generation: Generation) -> list[FileIndex]:
    """The shards of a generation.

    Raises:
        IndexUnusableError: they can't be read.
    """
    return [_open_shard(generation.path, number) for number in range(generation.manifest.shards)]


def _writer(shard: FileIndex) -> IndexWriter:
    # Whoosh maps separate files into memory, but reads a compound file as a whole.
    return shard.writer(limitmb=_WRITER_MB, compound=False)


def _open_shard(generation: Path, number: int) -> FileIndex:
    try:
        return FileStorage(str(generation)).open_index(f"{_SHARD}{number}")
    except Exception as exc:  # whatever a damaged file makes Whoosh raise
        raise IndexUnusableError(f"indeks rusak ({exc})") from exc
