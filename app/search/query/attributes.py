"""Attributes: what a query asks a case to be or to have, as opposed to words of its text.

"Hemat biaya" asks for a low cost, "dari kepolisian" for cases of the police, "sejak 2020"
for cases begun then. A place is read and scored in the same way (:mod:`~.places`). The
phrases stand in ``content/attributes.yaml``, which :mod:`~.attribute_list` reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from app.collection.vocabulary import Label
from app.search import language
from app.search.facets import BY_KEY
from app.search.language import Term
from app.search.properties import AWARDED
from app.search.year_ranges import YearRange

#: The kinds of numbers that an attribute may have behind its phrase: a year, the first or the
#: last of several years, goals of sustainable development.
NumberKind = Literal["year", "from", "until", "sdg"]
NUMBER_KINDS: tuple[NumberKind, ...] = ("year", "from", "until", "sdg")

# Numbers from the first of these years to the last are read as years.
FIRST_YEAR, LAST_YEAR = 1990, 2039

# No innovation of a living administration began before the republic.
_EARLIEST = 1945

# Words that may stand between an announcing word and what it announces ("dari kantor polisi").
_BETWEEN = frozenset({"para", "seorang", "yang", "kantor", "instansi", "the", "a"})


@dataclass(frozen=True)
class Conditions:
    """What cases must have; a case that meets any of the conditions has the attribute.

    Attributes:
        values: facet key and value.
        regions: the code of the region that runs the case.
        properties: keys of :mod:`app.search.properties`.
        words: a set of fields (``fields.mask``) and a term: one of the fields holds it.
    """

    values: tuple[tuple[str, str], ...] = ()
    regions: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    words: tuple[tuple[int, Term], ...] = ()


@dataclass(frozen=True)
class Attribute:
    """Something that a query asks a case to be or to have.

    Attributes:
        id: identifies it.
        label: its name, for people.
        years: the years of its conditions as one value of a filter, if they are a range.
    """

    id: str
    label: Label
    conditions: Conditions
    years: YearRange | None = None

    @property
    def filter(self) -> tuple[str, tuple[str, ...]] | None:
        """The facet key and the values that leave only cases with it, if a facet can."""
        if self.years:
            return "year", (str(self.years),)
        values = self.conditions.values
        if not values:
            return None
        key = values[0][0]
        of_facet = tuple(value for facet, value in values if facet == key)
        # A case with any of the values has the attribute; some filters ask for all of them.
        narrower = BY_KEY[key].joined == "all" and len(of_facet) > 1
        return None if narrower else (key, of_facet)


@dataclass(frozen=True)
class NumberPhrase:
    """A phrase with a number behind it: "sejak 2020".

    Attributes:
        label: the name of the attribute, with ``{}`` for the number.
    """

    id: str
    label: Label
    kind: NumberKind


def phrase_key(words: Term) -> Term:
    """The form in which phrases are compared: a single word as it is, several by their stems.

    A single word in another form is often another thing: "terbukti" (proven), "bukti".
    """
    if len(words) == 1:
        return words
    return tuple(word if word in language.STOP_WORDS else language.stem(word) for word in words)


@dataclass(frozen=True)
class Attributes:
    """The phrases for all attributes; each is in the form of :func:`phrase_key`.

    Attributes:
        phrases: phrases that always stand for an attribute.
        announced: phrases that do so only behind an announcing word of one of some lists.
        announcing: name of a list → its announcing words.
        numbers: phrases with a number behind them.
    """

    phrases: Mapping[Term, Attribute] = field(default_factory=dict)
    announced: Mapping[Term, tuple[tuple[str, Attribute], ...]] = field(default_factory=dict)
    announcing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: Mapping[Term, NumberPhrase] = field(default_factory=dict)

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """The first word of a phrase → the numbers of words of such phrases, the longest first."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for phrase in (*self.phrases, *self.announced, *self.numbers):
            lengths[phrase[0]].add(len(phrase))
        return {first: tuple(sorted(of_first, reverse=True)) for first, of_first in lengths.items()}

    @cached_property
    def _year(self) -> NumberPhrase | None:
        return next((number for number in self.numbers.values() if number.kind == "year"), None)

    @cached_property
    def _announcers(self) -> frozenset[str]:
        return frozenset().union(*self.announcing.values())

    def find(self, words: Term, start: int, continued: bool) -> tuple[Attribute, int] | None:
        """The attribute that ``words`` name at position ``start``, and the position behind it.

        Args:
            continued: whether the words before name an attribute already: "dan perawat" goes
                on where "oleh bidan" was announced.
        """
        for length in self._possible_lengths(words[start]):
            end = start + length
            if end > len(words):
                continue
            key = phrase_key(words[start:end])
            number = self.numbers.get(key)
            if number and (found := _with_number(number, words, end)):
                return found
            if key in self.phrases:
                return self.phrases[key], end
            for announcing, attribute in self.announced.get(key, ()):
                if continued or self.announcer(words, start) in self.announcing[announcing]:
                    return attribute, end
        return _with_number(self._year, words, start) if self._year else None

    def _possible_lengths(self, word: str) -> Sequence[int]:
        """How many words the phrases that begin with a word may have, the longest first."""
        # Phrases of several words are compared by their stems, single words as they are.
        stem = word if word in language.STOP_WORDS else language.stem(word)
        lengths = self._lengths.get(stem, ())
        if stem != word and word in self._lengths and 1 not in lengths:
            lengths = (*lengths, 1)
        return lengths

    def announcer(self, words: Term, start: int) -> str | None:
        """The word before a position, if it announces attributes."""
        before = next((word for word in reversed(words[:start]) if word not in _BETWEEN), None)
        return before if before in self._announcers else None


NO_ATTRIBUTES = Attributes()


def _with_number(phrase: NumberPhrase, words: Term, at: int) -> tuple[Attribute, int] | None:
    """The attribute of a phrase with the number at a position, if a fitting number is there."""
    numbers: list[str] = []
    fits = _is_goal if phrase.kind == "sdg" else _is_year
    while at < len(words) and fits(words[at]) and (phrase.kind == "sdg" or not numbers):
        numbers.append(words[at])
        at += 1
    if not numbers:
        return None
    text = ", ".join(numbers)
    label = Label(phrase.label.id.format(text), phrase.label.en.format(text))
    conditions = _number_conditions(phrase.kind, numbers)
    return Attribute(phrase.id, label, conditions, _range(phrase.kind, numbers[0])), at


def _range(kind: NumberKind, number: str) -> YearRange | None:
    match kind:
        case "from":
            return YearRange(int(number), None)
        case "until":
            return YearRange(None, int(number))
        case _:
            return None


def _number_conditions(kind: NumberKind, numbers: list[str]) -> Conditions:
    if kind == "sdg":
        return Conditions(values=tuple(("sdg", goal) for goal in numbers))
    year = int(numbers[0])
    if kind == "year":
        return Conditions(values=(("year", str(year)),), properties=(f"{AWARDED}{year}",))
    years = range(year, LAST_YEAR + 1) if kind == "from" else range(_EARLIEST, year + 1)
    return Conditions(values=tuple(("year", str(year)) for year in years))


def _is_goal(word: str) -> bool:
    return word.isdecimal() and word.isascii() and 1 <= int(word) <= 17


def _is_year(word: str) -> bool:
    is_number = len(word) == 4 and word.isdecimal() and word.isascii()
    return is_number and FIRST_YEAR <= int(word) <= LAST_YEAR
