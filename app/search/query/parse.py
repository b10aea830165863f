"""From the text of a query to its meaning: the parsed query.

The text is split into clauses. Its words are read in the standard spelling and taken
for concepts: words, known terms with their alternatives, and places. A word that no case
holds is replaced by the word that was probably meant. Nothing is scored here: the parser
only looks up which cases hold a term.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Protocol

import numpy as np

from app.search import language
from app.search.index.arrays import Ints
from app.search.index.snapshot import Snapshot
from app.search.language import Term
from app.search.nearness import Near
from app.search.query import near as near_words
from app.search.query import places
from app.search.query.attributes import NO_ATTRIBUTES, Attribute, Attributes, Conditions
from app.search.query.clauses import MAX_CHARACTERS, Clauses, split_clauses
from app.search.query.concepts import (
    ENGLISH_GRAMMAR,
    Concept,
    ReadingRules,
    read_concepts,
    standard_spelling,
)
from app.search.query.places import Place
from app.search.query.query import Reading
from app.search.query.spelling import Speller
from app.search.query.synonyms import Synonyms

#: The bonus of a case whose name is the whole query: it comes before every other case.
NAME = 1000.0

#: The bonus of a case whose name stands within a longer query. Scores seldom reach 40.
NAME_INSIDE = 12.0

# Within a longer query, a single word counts as a name only if at most this many cases
# hold it.
RARE = 3

# A query that finds at most this many cases may have been mistyped.
FEW = 3

# Parsed texts that are remembered: choosing a filter or turning a page repeats the text.
CACHED_TEXTS = 1024

# Words of which it is remembered whether they are English: other texts have the same words.
CACHED_WORDS = 2048


@dataclass(frozen=True)
class Interpretation:
    """How a query was read, in a form that can be shown.

    Attributes:
        terms: the words and terms searched for, as typed.
        unknown: the words that no case holds and no synonym stands for.
        spelled: old or informal spelling, or the beginning of a word with a wildcard → the
            word that it was read as.
        added: term → the alternatives that were searched beside it.
        places: words as typed → the place that they were taken for.
        attributes: words as typed → the attribute that they were taken for.
        excluded: the words and phrases that no case found may hold.
        near: the place near to which cases come first, if the query has one.
        nothing: whether a text was typed, but nothing in it can be searched for.
        corrected: the text that was searched instead of the typed one, if any.
        suggestion: a text that may have been meant; it was not searched.
        cut: whether the end of a very long text was ignored.
        advanced: whether the text was read as an advanced query.
    """

    terms: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    spelled: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    excluded: tuple[str, ...] = ()
    near: Near | None = None
    nothing: bool = False
    corrected: str | None = None
    suggestion: str | None = None
    cut: bool = False
    advanced: bool = False


@dataclass(frozen=True)
class ParsedQuery:
    """The text of a query after reading.

    Attributes:
        words: the words searched for, in standard spelling and corrected.
        phrases: words that must stand next to each other.
        excluded: words or phrases that must not occur.
        concepts: the things that the words ask for.
        named: cases that the query calls by name → their bonus.
        interpretation: how the text was read, in a form that can be shown.
        scored: the score of each case that an advanced query found; None for other
            queries, whose cases aren't found yet.
    """

    words: Term
    phrases: tuple[Term, ...]
    excluded: tuple[Term, ...]
    concepts: tuple[Concept, ...]
    named: Mapping[int, float]
    interpretation: Interpretation
    scored: Mapping[int, float] | None = None


class Matcher(Protocol):
    """Finds the cases that hold a term, and those that meet conditions."""

    def cases_with(self, term: Term) -> Collection[int]:
        """The cases that hold a word in any of its forms, or words next to each other."""

    def holds(self, term: Term) -> bool:
        """Whether some case does."""

    def cases_having(self, conditions: Conditions) -> Collection[int]:
        """The cases that meet any of some conditions."""


class QueryParser:
    """Parses queries to a collection. Safe to share between threads."""

    def __init__(
        self,
        snapshot: Snapshot,
        matcher: Matcher,
        synonyms: Synonyms,
        attributes: Attributes = NO_ATTRIBUTES,
    ) -> None:
        self._snapshot = snapshot
        self._matcher = matcher
        self._synonyms = synonyms
        self._attributes = attributes
        self._parse_cached = lru_cache(CACHED_TEXTS)(self._parse)
        self._is_english_word = lru_cache(CACHED_WORDS)(self._look_up_english_word)

    def parse(self, text: str, literal: Sequence[Reading] = ()) -> ParsedQuery:
        """Parse a text, without the readings that ``literal`` names."""
        # One character past the limit, so that the clauses can say that the text was cut.
        return self._parse_cached(text[: MAX_CHARACTERS + 1], tuple(literal))

    def _parse(self, text: str, literal: tuple[Reading, ...]) -> ParsedQuery:
        if not text.strip():
            return ParsedQuery((), (), (), (), {}, Interpretation())
        clauses = split_clauses(text)
        if "spelling" in literal:
            return self._read(clauses, literal)
        words, spellings = clauses.words, self._synonyms.spellings
        spelled = {word: " ".join(spellings[(word,)]) for word in words if (word,) in spellings}
        if clauses.begun:
            begun = {word: self._commonest(word) for word in sorted(clauses.begun)}
            spelled |= {f"{word}*": whole for word, whole in begun.items() if whole != word}
            words = tuple(begun.get(word, word) for word in words)
        standard = standard_spelling(words, self._synonyms)
        if standard != clauses.words:
            clauses = replace(clauses, words=standard)
        parsed = self._read(clauses, literal, spelled)
        corrected = self._correct(parsed)
        if corrected is None:
            return parsed
        clauses = replace(clauses, words=corrected)
        return self._read(clauses, literal, spelled, " ".join(corrected))

    def _read(
        self,
        clauses: Clauses,
        literal: tuple[Reading, ...],
        spelled: Mapping[str, str] | None = None,
        corrected: str | None = None,
    ) -> ParsedQuery:
        """Take clauses for concepts, names and a place that is near."""
        typed = clauses.words
        phrase = None if "places" in literal else near_words.read(typed)
        if phrase:
            clauses = replace(clauses, words=phrase.rest)
        rules = ReadingRules(self._synonyms, self._attributes, literal, self._is_english(typed))
        concepts = read_concepts(clauses.words, rules)
        if any(concept.alternatives for concept in concepts):
            concepts = tuple(map(self._with_known_alternatives, concepts))
        named = self._named(clauses)
        terms = tuple(concept.text for concept in concepts)
        attributes = dict(zip(terms, (concept.attribute for concept in concepts), strict=True))
        interpretation = Interpretation(
            terms=terms,
            unknown=() if named else self._unknown(concepts),
            spelled=spelled or {},
            added={
                text: tuple(map(" ".join, added))
                for text, concept in zip(terms, concepts, strict=True)
                if (added := concept.added)
            },
            places={text: found for text, found in attributes.items() if isinstance(found, Place)},
            attributes={
                text: found for text, found in attributes.items() if isinstance(found, Attribute)
            },
            excluded=tuple(map(" ".join, clauses.excluded)),
            near=phrase.near if phrase else None,
            nothing=not (concepts or clauses.phrases or clauses.excluded or named or phrase),
            corrected=corrected,
            cut=clauses.cut,
        )
        return ParsedQuery(
            words=typed,
            phrases=clauses.phrases,
            excluded=clauses.excluded,
            concepts=concepts,
            named=named,
            interpretation=interpretation,
        )

    # --- words of the collection -------------------------------------------------------

    def _occurs(self, term: Term) -> bool:
        return self._matcher.holds(term)

    def _with_known_alternatives(self, concept: Concept) -> Concept:
        """A concept with those of its alternatives that some case holds."""
        known = tuple(filter(self._occurs, concept.alternatives))
        return concept if known == concept.alternatives else replace(concept, alternatives=known)

    def _unknown(self, concepts: Sequence[Concept]) -> tuple[str, ...]:
        """The words that no case holds, of concepts that nothing else stands for."""
        return tuple(
            language.plain(word)
            for concept in concepts
            if not concept.alternatives and not concept.attribute
            for word in concept.words
            if word not in language.STOP_WORDS and not self._occurs((word,))
        )

    def _cases_with(self, concept: Concept) -> Iterator[Collection[int]]:
        """The cases of each word, alternative and attribute of a concept."""
        words = [(word,) for word in concept.words if word not in language.STOP_WORDS]
        yield from map(self._matcher.cases_with, (*words, *concept.alternatives))
        if concept.attribute:
            yield self._matcher.cases_having(concept.attribute.conditions)

    def _is_english(self, words: Term) -> bool:
        """Whether a query is in English: as many words of it are English as Indonesian."""
        if not ENGLISH_GRAMMAR.isdisjoint(words):
            return True
        english = sum(map(self._is_english_word, words))
        if not english:
            return False
        indonesian = sum(
            word in language.STOP_WORDS
            or language.stem(word) in language.roots()
            or word in places.name_words()
            for word in words
        )
        return english >= indonesian

    def _look_up_english_word(self, word: str) -> bool:
        """Whether a word is English and not Indonesian.

        Either the curators list it, or only the English summaries have it.
        """
        if language.stem(word) in language.roots():
            return False
        if (word,) in self._synonyms.english:
            return True
        marked = language.ENGLISH_MARK + word
        return self._occurs((marked,)) and not self._occurs((word,))

    def _commonest(self, beginning: str) -> str:
        """The commonest word that begins like this; the beginning itself if none does."""
        words = self._snapshot.words
        first = bisect_left(words, beginning)
        begun = takewhile(
            lambda number: words[number].startswith(beginning), range(first, len(words))
        )
        counts = self._snapshot.word_counts()
        best = max(begun, key=lambda number: (counts[number], words[number]), default=None)
        return beginning if best is None else words[best]

    # --- names ------------------------------------------------------------------------

    def _named(self, clauses: Clauses) -> Mapping[int, float]:
        """The cases that the query calls by name → their bonus."""
        words, names = clauses.words, self._snapshot.names
        numbers = names.number
        named: dict[int, float] = {}
        for start in range(len(words)):
            key = ""
            for end, word in enumerate(words[start:], start + 1):
                key += word
                if key not in numbers:
                    continue
                whole = end - start == len(words) and not clauses.phrases
                if whole or end - start > 1 or self._is_rare(words[start]):
                    bonus = NAME if whole else NAME_INSIDE
                    for doc in names.of(key).tolist():
                        named[doc] = max(named.get(doc, 0.0), bonus)
        for phrase in clauses.phrases:
            for doc in names.of("".join(phrase)).tolist():
                named[doc] = NAME_INSIDE
        return named

    def _is_rare(self, word: str) -> bool:
        return word not in language.STOP_WORDS and len(self._matcher.cases_with((word,))) <= RARE

    def _words_of_name(self, key: str) -> Term:
        """The words of a name that is written as one word."""
        card = self._snapshot.card(int(self._snapshot.names.of(key)[0]))
        for text in (card.title, card.expansion or ""):
            if language.name_key(text) == key:
                return language.term(text)
        return (key,)

    # --- slips ------------------------------------------------------------------------

    @cached_property
    def _speller(self) -> Speller:
        """Made when the first word is unknown."""
        snapshot = self._snapshot
        counts = dict(zip(snapshot.words, snapshot.word_counts().tolist(), strict=True))
        # A term of the synonyms can be meant, too, though no case holds it.
        counts = {term[0]: 0 for term in self._synonyms.known if len(term) == 1} | counts
        words = {
            word: count
            for word, count in counts.items()
            if not word.isdigit() and not word.startswith(language.ENGLISH_MARK)
        }
        compounds = (*self._synonyms.known, *map(language.term, snapshot.tags.texts))
        return Speller(words, snapshot.names.texts, compounds, self._occurs)

    def _correct(self, parsed: ParsedQuery) -> Term | None:
        """The words that were probably meant; None if every word is known, or none is near."""
        unknown = parsed.interpretation.unknown
        # English words have Indonesian neighbours, but aren't misspelt Indonesian words.
        if not unknown or self._is_english(parsed.words):
            return None
        taken_apart = any(map(self._speller.take_apart, unknown))
        name = None if taken_apart else self._speller.name(parsed.words)
        if name:
            return self._words_of_name(name)
        # For each case how many concepts of the query it has something of.
        held = np.zeros(self._snapshot.cases, np.int32)
        for concept in parsed.concepts:
            has = np.zeros(self._snapshot.cases, np.bool_)
            for cases in self._cases_with(concept):
                has[numbers_of(cases)] = True
            held += has

        def shared(word: str) -> int:
            return int(held[numbers_of(self._matcher.cases_with((word,)))].sum())

        return self._speller.correct(parsed.words, frozenset(unknown), shared)

    def suggest(self, parsed: ParsedQuery, total: int) -> str | None:
        """A text that may have been meant where hardly any case was found.

        Args:
            total: the number of cases that the parsed query found.
        """
        reading = parsed.interpretation
        if total > FEW or reading.corrected or reading.unknown or parsed.named:
            return None
        words = tuple(self._speller.commoner(word) or word for word in parsed.words)
        return " ".join(words) if words != parsed.words else None


def numbers_of(cases: Collection[int]) -> Ints:
    """Cases, as a :class:`Matcher` gives them, as an array."""
    return cases if isinstance(cases, np.ndarray) else np.fromiter(cases, np.intp, len(cases))
