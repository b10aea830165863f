"""The arrays that searches run on, and the methods with which searches read them.

:mod:`~.assemble` makes the arrays and :mod:`~.arrays` lists them. They contain everything
that can be computed before a query is known, so most methods only take a slice of an array.

Cases are numbered by age, the newest first: the order of ``sort=newest``, and of cases
that score alike, is the order of their numbers.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.facets import FACETS
from app.search.index import arrays as layout
from app.search.index.arrays import LISTS, SECTIONS, Arrays, Floats, Ints
from app.search.index.entries import Card
from app.search.index.records import RECORDS, Records

# json.loads without its guesses at the encoding: twenty cards are read for an answer.
_decode = json.JSONDecoder().raw_decode
_RESULT, _COPIES = Card._fields.index("result"), Card._fields.index("copies")
_PROBLEMS, _ADVERSE = Card._fields.index("problems"), Card._fields.index("adverse")


class Postings(NamedTuple):
    """The cases that hold a stem or a phrase. A tuple: each search makes several.

    Attributes:
        docs: the cases, ascending.
        impacts: the impact in each (float64).
        fields: the fields of each with an occurrence (``fields.mask``); of a phrase, the
            fields in which every stem of it occurs.
        any_fields: of a phrase, the fields in which any stem of it occurs; else ``fields``.
    """

    docs: Ints
    impacts: Floats
    fields: Ints
    any_fields: Ints

    @property
    def bytes(self) -> int:
        """The memory that its arrays take, if they are no parts of others."""
        return sum(
            array.nbytes for array in (self.docs, self.impacts, self.fields, self.any_fields)
        )


@dataclass(frozen=True)
class CaseLists:
    """Sorted texts, each with the cases that belong to it.

    Attributes:
        texts: the texts.
        at: where the cases of each text begin in ``docs``.
        docs: the cases of the first text, then those of the second, and so on; the cases of
            each text ascend.
    """

    texts: Sequence[str]
    at: Ints
    docs: Ints

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Text → its place among ``texts``."""
        return {text: number for number, text in enumerate(self.texts)}

    def __contains__(self, text: str) -> bool:
        return text in self.number

    def of(self, text: str) -> Ints:
        """The cases of a text, ascending; none if the text is unknown."""
        number = self.number.get(text)
        if number is None:
            return self.docs[:0]
        return self.docs[self.at[number] : self.at[number + 1]]

    def counts(self) -> Mapping[str, int]:
        """Text → number of cases."""
        return dict(zip(self.texts, np.diff(self.at).tolist(), strict=True))


class Snapshot:
    """The arrays of a generation. Never changes, so threads may share it.

    Attributes:
        arrays: all arrays, by name.
        cases: the number of cases.
        stems, words: all stems and all folded words of the collection, sorted.
        names, regions, tags, agencies, properties: cases by what they are called, by the
            code of the region that runs them, by tag, by agency, by what no facet says.
        values: facet key → the values that some case has, sorted.
        rows: facet key → the rows of ``bits`` that stand for its values.
        bits: for each value a bit for each case, shape (values, words of 64 cases).
        by_name, by_source: the place of each case in order of names, and of newest sources.
        evidence: the step of each case on the evidence ladder.
        norms: BM25's length normalisation of each case.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.cases = len(arrays["length"])
        self.stems = layout.split_texts(arrays["stem"])
        self.words = layout.split_texts(arrays["word"])
        self._stem_number = {stem: number for number, stem in enumerate(self.stems)}
        self._word_number = {word: number for number, word in enumerate(self.words)}
        self._stem_at = _integers(arrays["stem_at"])
        self._word_at = _integers(arrays["word_at"])
        self._word_docs_at = _integers(arrays["word_docs_at"])
        self._records = {name: Records(arrays, name) for name in RECORDS}
        lists = {name: self._list(name) for name in LISTS if name != "problem"}
        self.names, self.regions = lists["name"], lists["region"]
        self.tags, self.agencies = lists["tag"], lists["agency"]
        self.properties = lists["property"]
        self._value_lists = lists["value"]
        self.values = _values_by_facet(lists["value"].texts)
        self.rows: dict[str, slice] = {}
        first = 0
        for key in sorted(self.values):  # as the texts are sorted, by facet and then value
            self.rows[key] = slice(first, first + len(self.values[key]))
            first += len(self.values[key])
        self._row = {
            key: {value: row for row, value in enumerate(values, self.rows[key].start)}
            for key, values in self.values.items()
        }
        self.bits: NDArray[np.uint64] = arrays["bits"]
        self.by_name: Ints = arrays["by_name"]
        self.by_source: Ints = arrays["by_source"]
        self.evidence: Ints = arrays["evidence"]
        self.norms: Floats = arrays["norm"]

    def _list(self, name: str) -> CaseLists:
        arrays = self.arrays
        texts = layout.split_texts(arrays[name])
        return CaseLists(texts, arrays[f"{name}_at"], arrays[f"{name}_docs"])

    @cached_property
    def problems(self) -> CaseLists:
        """Cases by the problems that they answer.

        Only suggestions look them up, and at 36,742 cases they take 22 MB.
        """
        return self._list("problem")

    # --- terms ------------------------------------------------------------------------

    def stem(self, stem: str) -> Postings | None:
        """The postings of a stem, or None if no case holds it."""
        number = self._stem_number.get(stem)
        if number is None:
            return None
        rows = slice(self._stem_at[number], self._stem_at[number + 1])
        arrays = self.arrays
        fields = arrays["stem_fields"][rows]
        return Postings(arrays["stem_docs"][rows], arrays["stem_impacts"][rows], fields, fields)

    def stem_number(self, stem: str) -> int | None:
        """The number of a stem, by which sentences name it."""
        return self._stem_number.get(stem)

    def frequency(self, stem: str) -> int:
        """The number of cases that hold a stem."""
        number = self._stem_number.get(stem)
        return 0 if number is None else self._stem_at[number + 1] - self._stem_at[number]

    def occurrences(self, stem: str, docs: Ints) -> tuple[Floats, Ints]:
        """How some cases hold a stem.

        Returns:
            The weighted occurrences in each case, 1 where there are none; and the fields
            with an occurrence (``fields.mask``).
        """
        number = self._stem_number.get(stem)
        if number is None:
            return np.ones(len(docs)), np.zeros(len(docs), np.uint32)
        rows = slice(self._stem_at[number], self._stem_at[number + 1])
        stem_docs = self.arrays["stem_docs"][rows]
        place = np.minimum(stem_docs.searchsorted(docs), len(stem_docs) - 1)
        weights = self.arrays["stem_weights"][rows].take(place).astype(np.float64)
        masks = self.arrays["stem_fields"][rows].take(place)
        occurs = stem_docs.take(place) == docs
        if np.count_nonzero(occurs) < len(docs):
            weights[~occurs], masks[~occurs] = 1.0, 0
        return weights, masks

    def holding(self, word: str) -> Ints:
        """The cases that hold a folded word in just this form, ascending."""
        number = self._word_number.get(word)
        if number is None:
            return self.arrays["word_docs"][:0]
        rows = slice(self._word_docs_at[number], self._word_docs_at[number + 1])
        return self.arrays["word_docs"][rows]

    def forms(self, stem: str) -> list[str]:
        """The folded words of the collection that have a stem."""
        number = self._stem_number.get(stem)
        if number is None:
            return []
        return [self.words[n] for n in np.flatnonzero(self.arrays["word_stem"] == number)]

    def phrase(self, words: Sequence[str]) -> Ints:
        """The cases where folded words stand next to each other in this order, ascending."""
        positions = [self._positions(word) for word in words]
        rarest = min(range(len(words)), key=lambda n: len(positions[n]))
        # The positions at which the whole phrase may begin, narrowed down word by word.
        starts = positions[rarest] - rarest
        for n, others in enumerate(positions):
            if not len(starts):
                return self.arrays["word_docs"][:0]
            if n != rarest:
                # Numbers of one size: else all positions of a common word would be copied.
                wanted = starts + n
                place = np.minimum(others.searchsorted(wanted), len(others) - 1)
                starts = starts[others.take(place) == wanted]
        docs = self.arrays["case_position_at"].searchsorted(starts, side="right") - 1
        first = np.ones(len(docs), np.bool_)
        np.not_equal(docs[1:], docs[:-1], out=first[1:])
        return docs[first].astype(np.int32)

    def _positions(self, word: str) -> Ints:
        number = self._word_number.get(word)
        if number is None:
            return self.arrays["word_positions"][:0]
        return self.arrays["word_positions"][self._word_at[number] : self._word_at[number + 1]]

    def word_counts(self) -> Ints:
        """The number of cases that hold each of ``words``."""
        return np.diff(self.arrays["word_docs_at"])

    # --- facets -----------------------------------------------------------------------

    def row(self, facet: str, value: str) -> int | None:
        """The row of ``bits`` for a value of a facet; None if no case has the value."""
        return self._row[facet].get(value)

    def having(self, facet: str, value: str) -> Ints:
        """The cases that have a value of a facet, ascending."""
        return self._value_lists.of(f"{facet}\t{value}")

    # --- cases ------------------------------------------------------------------------

    def card(self, doc: int) -> Card:
        """What a list shows of a case."""
        values, _ = _decode(str(self._records["card"][doc], "utf-8"))
        # JSON has no tuples: it made lists of them, most of which are empty.
        if values[_RESULT]:
            values[_RESULT] = tuple(values[_RESULT])
        values[_COPIES] = tuple(map(tuple, values[_COPIES])) if values[_COPIES] else ()
        values[_ADVERSE] = tuple(map(tuple, values[_ADVERSE])) if values[_ADVERSE] else ()
        values[_PROBLEMS] = tuple(values[_PROBLEMS])
        return tuple.__new__(Card, values)

    def cards(self) -> Iterator[Card]:
        """The cards of all cases, the newest first."""
        return map(self.card, range(self.cases))

    def number(self, slug: str) -> int | None:
        """The number of a case, or None if there is no such case."""
        return self._numbers.get(slug)

    @cached_property
    def slugs(self) -> Sequence[str]:
        """The slug of each case."""
        return [key.slug for key in layout.keys(self.arrays)]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {slug: doc for doc, slug in enumerate(self.slugs)}

    def case(self, doc: int) -> bytes:
        """A whole case as JSON."""
        return zlib.decompress(self._records["case"][doc])

    def best_sentence(self, doc: int, weights: Floats) -> tuple[str, str] | None:
        """The sentence of a case with the heaviest stems: (section key, text).

        Args:
            doc: the case.
            weights: what each stem counts, by its number, and a 0 as the last element.

        Returns:
            The first of the heaviest sentences; None if no sentence has any of the stems.
        """
        arrays = self.arrays
        first, end = arrays["case_sentence_at"][doc : doc + 2].tolist()
        if first == end:
            return None
        at = arrays["sentence_stem_at"][first : end + 1]
        counted = weights[arrays["sentence_stems"][at[0] : at[-1]]]
        sums = np.add.reduceat(counted, at[:-1] - at[0])
        best = int(sums.argmax())
        if sums[best] <= 0:
            return None
        number = first + best
        starts = arrays["sentence_start"][number : min(number + 2, end)].tolist()
        text = self._records["sentence"][doc][slice(*starts, *([None] * (2 - len(starts))))]
        return SECTIONS[arrays["sentence_section"][number]], str(text, "utf-8")


def _values_by_facet(texts: Sequence[str]) -> dict[str, list[str]]:
    """The values of each facet out of the texts "facet, tab, value"."""
    values: dict[str, list[str]] = {facet.key: [] for facet in FACETS}
    for text in texts:
        key, value = text.split("\t", 1)
        values[key].append(value)
    return values


def _integers(values: Ints) -> array[int]:
    """The same numbers as an array of Python's own: single elements are read quicker."""
    return array("q", values.astype(np.int64).tobytes())
