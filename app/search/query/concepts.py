"""How a query is read: from its words to the things it asks for.

A pure function of the words and the curators' synonyms; the index isn't asked and no
scoring happens here.
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

# Words with which people ask, not what they ask for. They are left aside unless the
# query has nothing else.
ASKING = frozenset(
    """
    acara cari carikan contoh contohnya ide inovasi inovatif kasus mencari mengatasi
    mengenai narasumber pembicara sesi soal solusi tema tentang terbaik terkait tolong topik
    best example examples idea ideas innovation innovations practice practices
    solution solutions
    """.split()  # noqa: SIM905 - a list of forty strings reads worse
)

# English words of grammar, left out when the rest of a query is English.
ENGLISH_GRAMMAR = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "how",
        "in",
        "into",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "to",
        "with",
        "without",
    ]
)


@dataclass(frozen=True)
class Concept:
    """One thing a query asks for.

    Attributes:
        words: the typed words that say it, folded.
        alternatives: terms searched beside them, each folded words.
        place: the place it is, if it is one.
    """

    words: Term
    alternatives: tuple[Term, ...] = ()
    place: Place | None = None

    def __hash__(self) -> int:
        # Scores are kept by concept, and that of all its alternatives takes twenty times as long.
        return hash(self.words)


def read_concepts(
    words: Term,
    synonyms: Synonyms,
    literal: Collection[Reading],
) -> tuple[Concept, ...]:
    """Take a query's words for concepts, the longest known term first.

    ``literal`` names the readings that aren't wanted.
    """
    concepts: list[Concept] = []
    position = 0
    while position < len(words):
        concept, position = _concept_at(words, position, synonyms, literal)
        if concept:
            concepts.append(concept)
    # A thing asked for twice counts once.
    return tuple(dict.fromkeys(_without_asking(concepts)))


def _concept_at(
    words: Term,
    start: int,
    synonyms: Synonyms,
    literal: Collection[Reading],
) -> tuple[Concept | None, int]:
    """The concept that begins at a word, if any, and where the next one may begin."""
    place = places.find(words, start) if "places" not in literal else None
    end = place[1] if place else start + 1
    if "synonyms" not in literal:
        longest = synonyms.longest(words[start])
        for stop in range(min(len(words), start + longest), end - 1, -1):
            others = synonyms.of(words[start:stop])
            if others and not (place and stop == end):
                return Concept(words[start:stop], others), stop
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


def _without_asking(concepts: list[Concept]) -> list[Concept]:
    rest = [c for c in concepts if not (len(c.words) == 1 and c.words[0] in ASKING)]
    return rest or concepts
