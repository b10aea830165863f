"""Cases like a given case: those that its own characteristic words find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.collection.case import Case
from app.search import bm25, language
from app.search.fields import FIELDS
from app.search.index.arrays import Floats
from app.search.index.entries import Card
from app.search.index.snapshot import Snapshot

# Agency and place are left out: they would find neighbours instead of similar cases.
COMPARED_FIELDS = ("tags", "summary", "masalah")

# The facets of which two similar cases may have the same value.
COMPARED_FACETS = ("category", "level", "province")

# How many of the words that two cases share are shown.
SHOWN_WORDS = 3


@dataclass(frozen=True)
class Similar:
    """A case that is similar to another, and why.

    Attributes:
        card: the similar case.
        words: words that both share, as the other case writes them, the most telling first.
        same: keys of the facets (``COMPARED_FACETS``) of which both have the same value.
    """

    card: Card
    words: tuple[str, ...]
    same: tuple[str, ...]


def find_similar(case: Case, snapshot: Snapshot, limit: int) -> tuple[Similar, ...]:
    """The cases most similar to a case, the most similar first."""
    weights, spellings = _characteristic_words(case)
    totals = np.zeros(snapshot.cases)
    scores: dict[str, Floats] = {}
    for stem, weight in weights.items():
        postings = snapshot.stem(stem)
        if postings:
            # The square, since a rare word tells more of both cases.
            idf = bm25.idf(snapshot.cases, len(postings.docs))
            scores[stem] = np.zeros(snapshot.cases)
            scores[stem][postings.docs] = idf**2 * weight / (weight + bm25.K1) * postings.impacts
            totals += scores[stem]
    best = (-totals).argsort(kind="stable")[: limit + 1].tolist()
    cards = {doc: snapshot.card(doc) for doc in best if totals[doc] > 0}
    similar = [
        Similar(
            card=card,
            words=tuple(spellings[stem] for stem in _shared_stems(doc, scores)),
            same=tuple(key for key in COMPARED_FACETS if getattr(case, key) == getattr(card, key)),
        )
        for doc, card in cards.items()
        if card.slug != case.slug
    ]
    return tuple(similar[:limit])


def _shared_stems(doc: int, scores: Mapping[str, Floats]) -> list[str]:
    """The stems that add most to the score of a case, the most first."""
    shares = {stem: of_stem[doc] for stem, of_stem in scores.items() if of_stem[doc] > 0}
    return sorted(shares, key=lambda stem: -shares[stem])[:SHOWN_WORDS]


def _characteristic_words(case: Case) -> tuple[Mapping[str, float], Mapping[str, str]]:
    """The stems of a case with their weights, and the first spelling of each."""
    weights: dict[str, float] = defaultdict(float)
    spellings: dict[str, str] = {}
    for field in FIELDS:
        if field.name in COMPARED_FIELDS:
            for word in language.folded(field.text_of(case)):
                if word not in language.STOP_WORDS:
                    stem = language.stem(word)
                    weights[stem] += field.weight
                    spellings.setdefault(stem, word)
    return weights, spellings
