"""From the words of a query to concepts: the single things that the query asks for.

Only the words and the curators' lists decide; the collection plays no part here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.search import language
from app.search.language import Term
from app.search.query import places
from app.search.query.attributes import NO_ATTRIBUTES, Attribute, Attributes
from app.search.query.places import Place
from app.search.query.query import Reading
from app.search.query.synonyms import Synonyms

# Words of a request, such as "contoh" (example), "tolong carikan" (please find), or of the
# event that somebody prepares. They are ignored unless the query has no other words.
REQUEST_WORDS = frozenset(
    """
    acara berbagi cari carikan contoh contohnya diskusi forum ide inovasi inovatif kasus
    lokakarya mencari mengatasi mengenai mengundang moderator narasumber panelis pemateri
    pembicara seminar sesi sharing soal solusi tema tentang terbaik terkait tolong topik
    undang webinar workshop
    best example examples idea ideas innovation innovations practice practices
    solution solutions
    """.split()  # noqa: SIM905 - a list of forty strings reads worse
)

# English words of grammar that a query in Indonesian doesn't have.
ENGLISH_GRAMMAR = frozenset(
    """
    a an and at by for from how in into of on or that the their to with without
    """.split()  # noqa: SIM905 - as above
)

# A figure of at least this many digits may be written with dots between its thousands.
_THOUSANDS = 4


@dataclass(frozen=True)
class Concept:
    """A single thing that a query asks for.

    Attributes:
        words: the words that stand for it in the query, folded; those of a query in English
            are marked (``language.english``).
        alternatives: other terms for it, which are searched as well.
        attribute: the place or other attribute that the words name, if they name one.
    """

    words: Term
    alternatives: tuple[Term, ...] = ()
    attribute: Attribute | Place | None = None

    def __hash__(self) -> int:
        # Scores are remembered by concept; to hash all conditions of an attribute takes longer
        # than to look them up.
        return hash(self.words)

    @property
    def text(self) -> str:
        """The words as they were typed, folded."""
        return " ".join(map(language.plain, self.words))

    @property
    def added(self) -> tuple[Term, ...]:
        """The alternatives that aren't the typed words themselves, or the typed figure."""
        if not self.alternatives:
            return ()
        typed = "".join(map(language.plain, self.words))
        return tuple(term for term in self.alternatives if "".join(term) != typed)


@dataclass(frozen=True)
class ReadingRules:
    """What decides how words are read.

    Attributes:
        synonyms, attributes: the curators' lists.
        literal: the readings that the visitor refuses.
        is_english: whether the query is in English: its words are then English words, and
            the same words in Indonesian are alternatives.
    """

    synonyms: Synonyms
    attributes: Attributes = NO_ATTRIBUTES
    literal: Collection[Reading] = ()
    is_english: bool = False

    def longest_synonym(self, words: Term, start: int) -> tuple[tuple[Term, ...], int]:
        """The alternatives of the longest known term at a position, and where that ends."""
        if "synonyms" not in self.literal:
            longest = self.synonyms.longest(words[start])
            for end in range(min(len(words), start + longest), start, -1):
                alternatives = self.synonyms.of(words[start:end])
                if alternatives:
                    return alternatives, end
        return (), start

    def longest_attribute(
        self, words: Term, start: int, continued: bool
    ) -> tuple[Attribute | Place | None, int]:
        """The longest place or other attribute at a position, and where its name ends."""
        place = places.find(words, start) if "places" not in self.literal else None
        attribute = (
            self.attributes.find(words, start, continued)
            if "attributes" not in self.literal
            else None
        )
        if attribute and (place is None or attribute[1] >= place[1]):
            return attribute
        return place or (None, start)

    def is_grammar(self, word: str) -> bool:
        """Whether a word says nothing of the subject."""
        return (
            word in language.STOP_WORDS
            or word in ENGLISH_GRAMMAR
            or (self.is_english and language.ENGLISH_MARK + word in language.STOP_WORDS)
        )


def read_concepts(words: Term, rules: ReadingRules) -> tuple[Concept, ...]:
    """Take words for concepts, the longest known term first.

    Returns:
        The concepts in the order of the words, each once.
    """
    concepts: list[Concept] = []
    position, continued = 0, False
    while position < len(words):
        start = position
        concept, position = _concept_at(words, start, rules, continued)
        if concept is None:
            continue
        continued = isinstance(concept.attribute, Attribute)
        announcer = rules.attributes.announcer(words, start) if continued else None
        # A word that only announced the attribute asks for nothing itself.
        if announcer and concepts and concepts[-1] in _plain_concepts(announcer):
            concepts.pop()
        concepts.append(concept)
    return _without_repetitions(_joined(_without_request_words(concepts)))


def _concept_at(
    words: Term, start: int, rules: ReadingRules, continued: bool
) -> tuple[Concept | None, int]:
    """The concept that begins at a position, if any, and the position behind it."""
    attribute, attribute_end = rules.longest_attribute(words, start, continued)
    alternatives, end = rules.longest_synonym(words, start)
    if attribute and attribute_end >= end:
        same_words = attribute_end == end and isinstance(attribute, Attribute)
        typed = words[start:attribute_end]
        return Concept(typed, alternatives if same_words else (), attribute), attribute_end
    if not alternatives:
        word, end = words[start], start + 1
        if rules.is_grammar(word):
            return None, end
        alternatives = _figures(word)
    typed = words[start:end]
    if rules.is_english:
        return Concept(language.english(typed), (*alternatives, typed)), end
    return Concept(typed, alternatives), end


def _plain_concepts(word: str) -> tuple[Concept, ...]:
    """A word as a concept without anything beside it, of a query in either language."""
    return Concept((word,)), Concept(language.english([word]), ((word,),))


def _figures(word: str) -> tuple[Term, ...]:
    """A figure as texts have it whose thousands are set apart: 1212 is 1.212, two words."""
    if not word.isdecimal() or len(word) < _THOUSANDS:
        return ()
    first = len(word) % 3 or 3
    return ((word[:first], *(word[at : at + 3] for at in range(first, len(word), 3))),)


def standard_spelling(words: Term, synonyms: Synonyms) -> Term:
    """The words with old, informal and well-known wrong spellings replaced (antri → antre)."""
    return tuple(
        standard for word in words for standard in synonyms.spellings.get((word,), (word,))
    )


def _without_request_words(concepts: list[Concept]) -> list[Concept]:
    others = [
        concept
        for concept in concepts
        if concept.attribute
        or len(concept.words) > 1
        or language.plain(concept.words[0]) not in REQUEST_WORDS
    ]
    return others or concepts


def _joined(concepts: Iterable[Concept]) -> Iterable[Concept]:
    """The concepts, of which those that ask for the same attribute become one."""
    joined: dict[object, Concept] = {}
    for concept in concepts:
        key = concept.attribute if isinstance(concept.attribute, Attribute) else concept
        first = joined.get(key)
        if first is not None and first != concept:
            alternatives = (*first.alternatives, *concept.alternatives)
            concept = replace(
                first,
                words=(*first.words, *concept.words),
                alternatives=tuple(dict.fromkeys(alternatives)),
            )
        joined[key] = concept
    return joined.values()


def _without_repetitions(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """The concepts without alternatives that the query asks for itself.

    In "buku perpustakaan" a case with "perpustakaan" would count twice: for the word, and
    as an alternative of "buku".
    """
    concepts = tuple(concepts)
    if not any(concept.alternatives for concept in concepts):
        return concepts
    asked = {_stems(concept.words) for concept in concepts}
    return tuple(
        replace(
            concept,
            alternatives=tuple(
                term
                for term in concept.alternatives
                if _stems(term) not in asked or _stems(term) == _stems(concept.words)
            ),
        )
        if concept.alternatives
        else concept
        for concept in concepts
    )


def _stems(term: Term) -> Term:
    return tuple(map(language.stem, term))
