"""Which texts of a card have any word of a query, without looking at the words one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.index.arrays import Ints
from app.search.index.entries import Card
from app.search.index.snapshot import Snapshot
from app.search.rank.highlight import stems_in

#: The places of a card's texts; its problems follow.
TITLE, EXPANSION, SUMMARY, PROBLEMS = range(4)

#: A flag for each stem of a snapshot, by number, and two more: for a stem that it doesn't have,
#: and for none.
Flags = NDArray[np.bool_]

# Places of the two, from the end.
_UNKNOWN, _NONE = -2, -1


class CardWords(NamedTuple):
    """The stems in the texts of a card, text by text.

    Attributes:
        numbers: the number of each stem in the snapshot; each text begins with a stand-in for
            none, so that none is empty.
        begins: where each text begins among the numbers.
    """

    numbers: Ints
    begins: Ints

    @classmethod
    def of(cls, card: Card, snapshot: Snapshot) -> CardWords:
        """The stems of a card, without words of grammar."""
        numbers: list[int] = []
        begins = []
        for text in (card.title, card.expansion or "", card.summary, *card.problems):
            begins.append(len(numbers))
            found = map(snapshot.stem_number, stems_in(text))
            numbers += _NONE, *(_UNKNOWN if number is None else number for number in found)
        return cls(np.array(numbers, np.int32), np.array(begins, np.int32))

    def having(self, flags: Flags) -> Sequence[bool]:
        """Whether each text has a stem with a flag."""
        having: list[bool] = np.logical_or.reduceat(flags[self.numbers], self.begins).tolist()
        return having


def flags_of(snapshot: Snapshot, stems: Iterable[str]) -> Flags:
    """The flags with those of some stems set, and that of the stems that the snapshot lacks."""
    flags = np.zeros(len(snapshot.stems) + 2, np.bool_)
    flags[_UNKNOWN] = True
    for stem in stems:
        number = snapshot.stem_number(stem)
        if number is not None:
            flags[number] = True
    return flags
