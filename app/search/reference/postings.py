"""What Whoosh knows of terms and phrases, as dictionaries."""

from __future__ import annotations

from whoosh.query import Phrase
from whoosh.reading import IndexReader, TermNotFound
from whoosh.searching import Searcher

from app.search import language
from app.search.reference.plain_index import Postings


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


def lexicon(reader: IndexReader, field: str) -> dict[str, Postings]:
    """term → postings, for every term of a field that a document has."""
    found = {text.decode(): term(reader, field, text.decode()) for text in reader.lexicon(field)}
    return {text: documents for text, documents in found.items() if documents}
