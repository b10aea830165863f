"""The collection as dictionaries, which the reference ranker reads instead of arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

from app.collection.case import Case
from app.search import bm25, language
from app.search.index.entries import analyse
from app.search.language import Term
from app.search.query.places import Place

#: Case number → the occurrences of a term there, each counted with the weight of its field.
Postings = Mapping[int, float]


@dataclass(frozen=True)
class PlainIndex:
    """The cases of each term and of each value of a facet. Cases are numbered from 0.

    Attributes:
        norms: BM25's length normalisation of each case.
        stems: stem → postings.
        forms: folded word → case → positions of the word.
        values: facet key → value → cases that have it.
        regions: region code → cases that the region runs.
        names: the key of each case for the order of names.
    """

    norms: Sequence[float]
    stems: Mapping[str, Postings] = field(default_factory=dict)
    forms: Mapping[str, Mapping[int, Sequence[int]]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Set[int]]] = field(default_factory=dict)
    regions: Mapping[str, Set[int]] = field(default_factory=dict)
    names: Sequence[tuple[str, str]] = ()

    def idf(self, holding: int) -> float:
        """The rarity of a term that this number of cases holds."""
        return bm25.idf(len(self.norms), holding)

    def impacts(self, postings: Postings) -> Postings:
        """Case → the impact of a term there."""
        return {doc: bm25.impact(weight, self.norms[doc]) for doc, weight in postings.items()}

    def cases_with(self, term: Term) -> Set[int]:
        """The cases that hold a word in any of its forms, or words next to each other."""
        return self.postings(term).keys()

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

    def run_by(self, place: Place) -> Set[int]:
        """The cases that a place, or a kind of government, runs."""
        if place.level:
            return self.values["level"].get(place.level, set())
        if place.codes:
            return set().union(*(self.regions.get(code, ()) for code in place.codes))
        provinces = self.values["province"]
        return set().union(*(provinces.get(name, ()) for name in place.provinces))


def index_cases(cases: Sequence[Case]) -> PlainIndex:
    """Index cases, whose numbers are their places in the sequence."""
    stems: dict[str, dict[int, float]] = defaultdict(dict)
    forms: dict[str, dict[int, Sequence[int]]] = defaultdict(dict)
    values: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    regions: dict[str, set[int]] = defaultdict(set)
    lengths: list[int] = []
    names: list[tuple[str, str]] = []
    for doc, case in enumerate(cases):
        entry = analyse(case)
        for stem, (_, weight) in entry.stems.items():
            stems[stem][doc] = float(np.float32(weight))  # the index has single precision
        for word, positions in entry.words.items():
            forms[word][doc] = positions
        for facet, facet_values in entry.values.items():
            for value in facet_values:
                values[facet][value].add(doc)
        regions[entry.region].add(doc)
        names.append((entry.name_order, entry.slug))
        # The index rounds lengths as Whoosh does, so that each fits into a byte.
        length = sum(count for count, _ in entry.stems.values())
        lengths.append(byte_to_length(length_to_byte(length)))
    return PlainIndex(bm25.length_norms(lengths), stems, forms, values, regions, names)
