"""The collection as dictionaries, which the reference ranker reads instead of arrays."""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

from app.collection.case import Case
from app.search import bm25, language
from app.search.fields import mask
from app.search.index.entries import Entry, analyse
from app.search.language import Term
from app.search.query.attributes import Conditions
from app.search.rank.rules import ATTRIBUTE, FURTHER_WAY

#: Case number → the occurrences of a term there, each counted with the weight of its field.
Postings = Mapping[int, float]


@dataclass(frozen=True)
class PlainIndex:
    """The cases of each term, property and value of a facet. Cases are numbered from 0.

    Attributes:
        norms: BM25's length normalisation of each case.
        stems: stem → postings.
        forms: folded word → case → positions of the word.
        values: facet key → value → cases that have it.
        regions: region code → cases that the region runs.
        properties: property → cases that have it.
        fields: stem → case → the fields that hold it (``fields.mask``).
        names: the key of each case for the order of names.
        sources: the date of the newest source of each case.
        evidence: the step of each case on the evidence ladder.
    """

    norms: Sequence[float]
    stems: Mapping[str, Postings] = field(default_factory=dict)
    forms: Mapping[str, Mapping[int, Sequence[int]]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Set[int]]] = field(default_factory=dict)
    regions: Mapping[str, Set[int]] = field(default_factory=dict)
    properties: Mapping[str, Set[int]] = field(default_factory=dict)
    fields: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    names: Sequence[tuple[str, str]] = ()
    sources: Sequence[str] = ()
    evidence: Sequence[int] = ()

    def idf(self, holding: int) -> float:
        """The rarity of a term that this number of cases holds."""
        return bm25.idf(len(self.norms), holding)

    def impacts(self, postings: Postings) -> Postings:
        """Case → the impact of a term there."""
        return {doc: bm25.impact(weight, self.norms[doc]) for doc, weight in postings.items()}

    def cases_with(self, term: Term) -> Set[int]:
        """The cases that hold a word in any of its forms, or words next to each other."""
        return self.postings(term).keys()

    def holds(self, term: Term) -> bool:
        """Whether some case holds a word, or words next to each other."""
        return bool(self.cases_with(term))

    def postings(self, term: Term) -> Postings:
        """The cases of :meth:`cases_with`, with the weight of the term in each."""
        if len(term) > 1:
            return self._phrase(term)
        return self.stems.get(language.stem(term[0]), {})

    def _phrase(self, words: Term) -> Postings:
        """The postings of words that stand next to each other in this order.

        A phrase weighs as much as the lightest of its stems in the case: an upper bound,
        since the words may also stand apart there.
        """
        first, *others = (self.forms.get(word, {}) for word in words)
        docs = [
            doc
            for doc, starts in first.items()
            if any(
                all(start + n in form.get(doc, ()) for n, form in enumerate(others, 1))
                for start in starts
            )
        ]
        stems = language.stems_of(words)
        return {doc: min((self.stems[stem][doc] for stem in stems), default=1.0) for doc in docs}

    def in_fields(self, term: Term, fields: int) -> Set[int]:
        """The cases that hold a term, and any of its words in one of some fields."""
        stems = language.stems_of(term)
        return {
            doc
            for doc in self.cases_with(term)
            if any(self.fields[stem][doc] & fields for stem in stems)
        }

    def all_in_fields(self, words: Term, fields: int) -> Set[int]:
        """The cases that hold each of some words in one of some fields."""
        holding = [
            {doc for doc, in_fields in self.fields.get(stem, {}).items() if in_fields & fields}
            for stem in language.stems_of(words)
        ]
        return set.intersection(*holding) if holding else set()

    def _all_in_one_field(self, term: Term, fields: int) -> Set[int]:
        """The cases that hold a term, and all its words in the same one of some fields."""
        stems = language.stems_of(term)
        shared = {
            doc: functools.reduce(operator.and_, (self.fields[stem][doc] for stem in stems), fields)
            for doc in self.cases_with(term)
        }
        return {doc for doc, in_fields in shared.items() if in_fields}

    def cases_having(self, conditions: Conditions) -> Set[int]:
        """The cases that meet any of some conditions."""
        return self.having(conditions).keys()

    def having(self, conditions: Conditions) -> Mapping[int, float]:
        """The cases that meet any of some conditions → how much each does."""
        degree: dict[int, float] = defaultdict(float)
        for fields, term in conditions.words:
            impacts = self.impacts(self.postings(term))
            for doc in self._all_in_one_field(term, fields):
                if fields == mask(["agency"]):
                    degree[doc] = max(degree[doc], ATTRIBUTE)
                else:
                    lesser, greater = sorted((degree[doc], impacts[doc]))
                    degree[doc] = greater + FURTHER_WAY * lesser
        for cases in (
            *(self.values[facet].get(value, ()) for facet, value in conditions.values),
            *(self.regions.get(code, ()) for code in conditions.regions),
            *(self.properties.get(name, ()) for name in conditions.properties),
        ):
            for doc in cases:
                degree[doc] = max(degree[doc], ATTRIBUTE)
        return degree


def index_cases(cases: Sequence[Case]) -> PlainIndex:
    """Index cases, whose numbers are their places in the sequence."""
    stems: dict[str, dict[int, float]] = defaultdict(dict)
    fields: dict[str, dict[int, int]] = defaultdict(dict)
    forms: dict[str, dict[int, Sequence[int]]] = defaultdict(dict)
    values: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    regions: dict[str, set[int]] = defaultdict(set)
    properties: dict[str, set[int]] = defaultdict(set)
    entries = list(map(analyse, cases))
    for doc, entry in enumerate(entries):
        for stem, (_, weight, in_fields) in entry.stems.items():
            stems[stem][doc] = float(np.float32(weight))  # the index has single precision
            fields[stem][doc] = in_fields
        for word, positions in entry.words.items():
            forms[word][doc] = positions
        for facet, facet_values in entry.values.items():
            for value in facet_values:
                values[facet][value].add(doc)
        for name in entry.properties:
            properties[name].add(doc)
        regions[entry.region].add(doc)
    return PlainIndex(
        norms=bm25.length_norms(map(_length, entries)),
        stems=stems,
        forms=forms,
        values=values,
        regions=regions,
        properties=properties,
        fields=fields,
        names=[(entry.name_order, entry.slug) for entry in entries],
        sources=[entry.source for entry in entries],
        evidence=[entry.card.evidence for entry in entries],
    )


def _length(entry: Entry) -> int:
    """The length of a case, rounded as Whoosh rounds it, so that it fits into a byte."""
    length = sum(counts.occurrences for counts in entry.stems.values())
    return int(byte_to_length(length_to_byte(length)))
