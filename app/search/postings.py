"""What the index knows of terms and phrases, and sets of documents as integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whoosh.query import Phrase
from whoosh.reading import IndexReader, TermNotFound
from whoosh.searching import Searcher

from app.search import language

# document → weight: the occurrences of a term, each counting its part's weight.
Postings = dict[int, float]

# A set of documents: an integer with the bits of their numbers set. Python's integers
# intersect and count thousands of documents in microseconds, without a library.
Bits = int


def term(reader: IndexReader, field: str, text: str) -> Postings:
    """The postings of a term; empty if the index doesn't hold it."""
    try:
        matcher = reader.postings(field, text)
    except TermNotFound:
        return {}
    weights = {}
    while matcher.is_active():
        weights[matcher.id()] = matcher.weight()
        matcher.next()
    return weights


def phrase(searcher: Searcher, words: tuple[str, ...]) -> Postings:
    """The postings of words that stand next to each other in this order.

    The weight of a phrase in a document is that of its rarest word there: an upper
    bound, since the words may also stand apart.
    """
    reader = searcher.reader()
    stems = [language.stem(word) for word in words if word not in language.STOP_WORDS]
    by_word = [term(reader, "text", stem) for stem in stems]
    documents = Phrase("exact", list(words)).docs(searcher)
    return {
        doc: min((weights.get(doc, 1.0) for weights in by_word), default=1.0) for doc in documents
    }


def lexicon(reader: IndexReader, field: str) -> dict[str, Bits]:
    """term → documents, for every term of a field that a document has."""
    found = {
        text.decode(): bits(term(reader, field, text.decode())) for text in reader.lexicon(field)
    }
    return {text: documents for text, documents in found.items() if documents}


def bits(documents: Iterable[int]) -> Bits:
    """A set of documents from their numbers."""
    array = bytearray()
    for doc in documents:
        byte = doc >> 3
        if byte >= len(array):
            array.extend(bytes(byte + 1 - len(array)))
        array[byte] |= 1 << (doc & 7)
    return int.from_bytes(array, "little")


def documents(set_: Bits) -> Iterator[int]:
    """The numbers of a set of documents, ascending."""
    while set_:
        lowest = set_ & -set_
        yield lowest.bit_length() - 1
        set_ ^= lowest
