"""Cases like a given case: those that its own characteristic words find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from app.collection.case import Case
from app.search import bm25, language
from app.search.fields import FIELDS
from app.search.index.arrays import Floats
from app.search.index.entries import Card
from app.search.index.snapshot import Snapshot
from app.search.query import places

# Agency and place are left out: they would find neighbours instead of similar cases.
COMPARED_FIELDS = ("tags", "summary", "masalah")

# The facets of which two similar cases may have the same value.
COMPARED_FACETS = ("category", "level", "province")

# How many of the subjects that two cases share are shown.
SHOWN_SUBJECTS = 3


@dataclass(frozen=True)
class Similar:
    """A case that is similar to another, and why.

    Attributes:
        card: the similar case.
        subjects: what both are about, the most telling first: tags of either, or if they
            share none, words that are tags of some case. Never a place; may be empty.
        same: keys of the facets (``COMPARED_FACETS``) of which both have the same value.
    """

    card: Card
    subjects: tuple[str, ...]
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
    similar = []
    for doc, card in cards.items():
        if card.slug != case.slug:
            shares = {stem: float(of_stem[doc]) for stem, of_stem in scores.items()}
            tags = (*case.tags, *_tags_of(doc, snapshot))
            same = tuple(key for key in COMPARED_FACETS if getattr(case, key) == getattr(card, key))
            words = {stem: word for stem, word in spellings.items() if word in snapshot.tags}
            similar.append(Similar(card, _subjects(shares, tags, words), same))
    return tuple(similar[:limit])


def _tags_of(doc: int, snapshot: Snapshot) -> tuple[str, ...]:
    return Case.model_validate_json(snapshot.case(doc)).tags


def _subjects(
    shares: Mapping[str, float], tags: Iterable[str], words: Mapping[str, str]
) -> tuple[str, ...]:
    """What two cases are both about, the most telling first.

    Args:
        shares: what each stem adds to the score of the other case; 0 if that lacks it.
        tags: the tags of both.
        words: stems of the case that may be named alone → how the case writes them.
    """
    stems_of_tags = {tag: set(language.stems_of(language.term(tag))) for tag in tags}
    shared = {
        tag: stems
        for tag, stems in stems_of_tags.items()
        if stems and all(shares.get(stem, 0.0) > 0 for stem in stems) and not _names_a_place(tag)
    }
    subjects: list[str] = []
    covered: set[str] = set()
    for tag in sorted(shared, key=lambda tag: -sum(shares[stem] for stem in shared[tag])):
        # "ibu hamil" says nothing more beside "gizi ibu hamil".
        if not shared[tag] <= covered and len(subjects) < SHOWN_SUBJECTS:
            subjects.append(tag)
            covered |= shared[tag]
    if subjects:
        return tuple(subjects)
    telling = sorted(
        (
            stem
            for stem, word in words.items()
            if shares.get(stem, 0.0) > 0 and not _names_a_place(word)
        ),
        key=lambda stem: -shares[stem],
    )
    return tuple(words[stem] for stem in telling[:SHOWN_SUBJECTS])


def _names_a_place(text: str) -> bool:
    """Whether a text has the name of a place; kinds of government, such as "kota", are none."""
    words = language.term(text)
    for start, word in enumerate(words):
        found = places.find(words, start)
        if found and not found[0].level:
            return True
        # A word of a longer name ("flores" of Flores Timur) that isn't also a plain word.
        if word in places.name_words() and word not in language.roots():
            return True
    return False


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
