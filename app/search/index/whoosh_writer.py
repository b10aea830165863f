"""The Whoosh indexes of a generation: schema, documents, writing and opening.

A generation has one Whoosh index, a *shard*, for each process that built it. Whoosh never
writes into a finished segment, so an update of a shard adds a segment and marks documents
of the others as deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.system import pack_uint
from whoosh.writing import IndexWriter

from app.search import language
from app.search.facets import FACETS
from app.search.fields import FIELDS
from app.search.index.entries import Entry
from app.search.index.generations import Generation, IndexUnusableError

# The name of a shard within its generation, followed by its number.
_SHARD = "shard"

# Memory of a Whoosh writer before it spills to disk, in MB.
_WRITER_MB = 128

_POSITIONS = formats.Positions()


class _Terms(fields.TEXT):  # type: ignore[misc]  # whoosh's class is untyped
    """A text field that takes terms instead of a text.

    A case is analysed once, for Whoosh and for the snapshot (:func:`entries.analyse`).
    """

    def __init__(self, phrase: bool) -> None:
        super().__init__(phrase=phrase)
        # Lengths of texts aren't stored: the snapshot has the lengths that scores need.
        self.scorable = False

    def index(
        self, value: Iterable[tuple[str, int, float, bytes]], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The terms as Whoosh wants them: (term, frequency, weight, encoded value)."""
        for text, frequency, weight, encoded in value:
            yield text.encode(), frequency, weight, encoded


#: The field with the words of the whole case, and the field with their stems.
WHOLE, STEMS = "text", "stems"

#: The fields with the words of a text. All but the first are named after the field of a
#: case that they hold.
TEXT_FIELDS = (WHOLE, *(field.name for field in FIELDS if field.query_name))

#: The fields with the values of facets, named after the facets.
VALUE_FIELDS = tuple(facet.key for facet in FACETS if facet.query_name)


def schema() -> fields.Schema:
    """The fields of the Whoosh index.

    Text fields hold folded words with their positions, for phrases, patterns and fuzzy
    words; a word in all its forms is several terms of such a field. Most queries ask for a
    word anywhere in a case, in any form, so the stems of the whole case have a field of
    their own, with the weights of the fields folded in.
    """
    schema = fields.Schema(slug=fields.ID(unique=True, stored=True))
    schema.add(STEMS, _Terms(phrase=False))
    for name in TEXT_FIELDS:
        schema.add(name, _Terms(phrase=True))
    for name in VALUE_FIELDS:
        schema.add(name, fields.KEYWORD())
    return schema


def document(entry: Entry) -> dict[str, Any]:
    """The Whoosh document of a case."""
    return {
        "slug": entry.slug,
        STEMS: [
            (stem, count, weight, pack_uint(count))
            for stem, (count, weight, _) in entry.stems.items()
        ],
        WHOLE: _words(entry.words),
        **{name: _words(entry.fields[name].words) for name in TEXT_FIELDS[1:]},
        **{name: list(entry.values[name]) for name in VALUE_FIELDS},
    }


def _words(words: Mapping[str, list[int]]) -> list[tuple[str, int, float, bytes]]:
    """The words as they are written: a word of both languages is one term of Whoosh's."""
    positions: dict[str, list[int]] = {}
    for word, of_word in words.items():
        written = language.plain(word)
        positions[written] = sorted((*positions.get(written, ()), *of_word))
    return [
        (word, len(of_word), float(len(of_word)), _POSITIONS.encode(of_word))
        for word, of_word in positions.items()
    ]


def write_shard(generation: Path, number: int, entries: Iterable[Entry]) -> None:
    """Write a new shard of a generation."""
    shard = FileStorage(str(generation)).create_index(schema(), f"{_SHARD}{number}")
    with _writer(shard) as writer:
        for entry in entries:
            writer.add_document(**document(entry))


def update_shards(
    generation: Path, shards: int, entries: Sequence[Entry], removed: Collection[str]
) -> None:
    """Remove cases, by slug, from the shards of a generation, and add cases to the last."""
    with ExitStack() as stack:
        for number in range(shards):
            # Each writer commits when the stack is left, or cancels after an error.
            writer = stack.enter_context(_writer(_open_shard(generation, number)))
            for slug in removed:
                writer.delete_by_term("slug", slug)
        for entry in entries:
            writer.add_document(**document(entry))


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
