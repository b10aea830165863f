"""BM25: what the occurrences of a term count in a case.

After Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
(2009). The builder of the index works out the impact of every posting with these
functions, and a search only adds up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

#: How slowly further occurrences stop counting. An occurrence in a title counts six
#: times (``app.search.fields``), so k1 is larger than the 1.2 usual for plain text.
K1 = 3.0

#: How much a long case is discounted: 0 not at all, 1 in proportion to its length.
B = 0.5

# A single number, or an array of numbers.
_Numbers = TypeVar("_Numbers", float, NDArray[np.floating])


def idf(cases: int, holding: int) -> float:
    """The inverse document frequency of a term: its rarity, above 0.

    Args:
        cases: the number of cases in the collection.
        holding: the number of those that hold the term.
    """
    return math.log(1 + (cases - holding + 0.5) / (holding + 0.5))


def average(total: int, cases: int) -> float:
    """The average length of cases, given the sum of their lengths; never 0."""
    return total / max(1, cases) or 1.0


def length_norm(length: int, average: float) -> float:
    """The length normalisation of a case: 1 for a case of average length.

    Args:
        length: the number of its words.
        average: that of all cases.
    """
    return 1 - B + B * length / average


def length_norms(lengths: Iterable[int]) -> list[float]:
    """The length normalisation of each case, given the number of words of each."""
    lengths = list(lengths)
    mean = average(sum(lengths), len(lengths))
    return [length_norm(length, mean) for length in lengths]


def impact(weight: _Numbers, norm: _Numbers) -> _Numbers:
    """What the occurrences of a term count in a case, between 0 and ``K1 + 1``.

    Args:
        weight: the occurrences, each counted with the weight of its field.
        norm: the length normalisation of the case.
    """
    return weight * (K1 + 1) / (weight + K1 * norm)
