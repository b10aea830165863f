"""From the words of a query to concepts: the single things that the query asks for.

Only the words and the curators' synonyms decide; the collection plays no part here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.search import language
from app.search.language import Term
from app.search.query import places
from app.search.query.places import Place
from app.search.query.query import Reading
from app.search.query.synonyms import Synonyms

# Words of a request, such as "contoh" (example) or "tolong carikan" (please find). They
# are ignored unless the query has no other words.
REQUEST_WORDS = frozenset(
    """
    acara cari carikan contoh contohnya ide inovasi inovatif kasus mencari mengatasi
    mengenai narasumber pembicara sesi soal solusi tema tentang terbaik terkait tolong topik
    best example examples idea ideas innovation innovations practice practices
    solution solutions
    """.split()  # noqa: SIM905 - a list of forty strings reads worse
)

# English words of grammar: they are ignored, and a query with any of them is English.
ENGLISH_GRAMMAR = frozenset(
    """
    a an and at by for from how in into of on or that the their to with without
    """.split()  # noqa: SIM905 - as above
)


@dataclass(frozen=True)
class Concept:
    """A single thing that a query asks for.

    Attributes:
        words: the words that stand for it in the query, folded.
        alternatives: other terms for it, which are searched as well.
        place: the place that the words name, if they name one.
    """

    words: Term
    alternatives: tuple[Term, ...] = ()
    place: Place | None = None


def read_concepts(
    words: Term,
    synonyms: Synonyms,
    literal: Collection[Reading],
) -> tuple[Concept, ...]:
    """Take words for concepts, the longest known term first.

    Args:
        literal: the readings that the visitor refuses.

    Returns:
        The concepts in the order of the words, each once.
    """
    concepts: list[Concept] = []
    position = 0
    while position < len(words):
        concept, position = _concept_at(words, position, synonyms, literal)
        if concept:
            concepts.append(concept)
    return tuple(dict.fromkeys(_without_request_words(concepts)))


def _concept_at(
    words: Term,
    start: int,
    synonyms: Synonyms,
    literal: Collection[Reading],
) -> tuple[Concept | None, int]:
    """The concept that begins at a position, if any, and the position behind it."""
    place = places.find(words, start) if "places" not in literal else None
    end = place[1] if place else start + 1
    if "synonyms" not in literal:
        longest = synonyms.longest(words[start])
        for stop in range(min(len(words), start + longest), end - 1, -1):
            alternatives = synonyms.of(words[start:stop])
            # A place wins against a term of the same words.
            if alternatives and not (place and stop == end):
                return Concept(words[start:stop], alternatives), stop
    if place:
        return Concept(words[start:end], place=place[0]), end
    word = words[start]
    if word in language.STOP_WORDS or word in ENGLISH_GRAMMAR:
        return None, start + 1
    return Concept((word,)), start + 1


def standard_spelling(words: Term, synonyms: Synonyms) -> Term:
    """The words with old, informal and well-known wrong spellings replaced (antri → antre)."""
    return tuple(
        standard for word in words for standard in synonyms.spellings.get((word,), (word,))
    )


def _without_request_words(concepts: list[Concept]) -> list[Concept]:
    others = [
        concept
        for concept in concepts
        if not (len(concept.words) == 1 and concept.words[0] in REQUEST_WORDS)
    ]
    return others or concepts
