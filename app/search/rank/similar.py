"""Cases like a given case: those that its own characteristic words, and editors, put beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import partial, reduce
from typing import NamedTuple

import numpy as np

from app.collection.case import Case
from app.collection.theme_members import Membership
from app.search import bm25, language
from app.search.fields import FIELDS
from app.search.index.arrays import Floats, Ints
from app.search.index.entries import Card
from app.search.index.snapshot import Snapshot
from app.search.query import places

# Agency and place are left out: they would find neighbours instead of similar cases.
COMPARED_FIELDS = ("tags", "summary", "masalah")

# The facets of which two similar cases may have the same value.
COMPARED_FACETS = ("category", "level", "province")

# How many of the subjects that two cases share are shown.
SHOWN_SUBJECTS = 3

# A subject that so large a share of all cases hold, such as "aplikasi" or "desa", doesn't say
# what two cases have in common, unless both have it as a tag.
BROADEST_SUBJECT = 0.125


class _Scores(NamedTuple):
    """What a stem adds to the scores of the cases that hold it.

    Attributes:
        docs: the cases, ascending.
        points: what it adds to each.
    """

    docs: Ints
    points: Floats

    def of(self, doc: int) -> float:
        """What it adds to a case; 0 if the case lacks it."""
        place = int(np.searchsorted(self.docs, doc))
        held = place < len(self.docs) and self.docs[place] == doc
        return float(self.points[place]) if held else 0.0


@dataclass(frozen=True)
class Similar:
    """A case that is similar to another, and why.

    Attributes:
        card: the similar case.
        subjects: what both are about, the most telling first: those that are tags of both,
            then those that are a tag of either; or if there are none, words that are tags of
            some case. Never a place, nor what very many cases are about; may be empty.
        together: a theme in which editors have set both side by side, with the approach if
            both take the same; the rarest if there are several.
        same: keys of the facets (``COMPARED_FACETS``) of which both have the same value.
    """

    card: Card
    subjects: tuple[str, ...]
    together: Membership | None
    same: tuple[str, ...]


def find_similar(
    case: Case,
    snapshot: Snapshot,
    card_of: Callable[[int], Card],
    limit: int,
    memberships: Iterable[Membership] = (),
) -> tuple[Similar, ...]:
    """The cases most similar to a case, the most similar first.

    Args:
        card_of: the card of a case, by its number.
        memberships: the themes in which the case takes an approach. A theme, and an approach,
            count like a word that its cases hold: the fewer they are, the more.
    """
    weights, spellings = _characteristic_words(case)
    groups = _groups(memberships)
    totals = _beside(groups, snapshot)
    scores: dict[str, _Scores] = {}
    for stem, weight in weights.items():
        postings = snapshot.stem(stem)
        if postings:
            # The square, since a rare word tells more of both cases.
            idf = bm25.idf(snapshot.cases, len(postings.docs))
            points = idf**2 * weight / (weight + bm25.K1) * postings.impacts
            scores[stem] = _Scores(postings.docs, points)
            totals[postings.docs] += points
    cards = {doc: card_of(doc) for doc in _best(totals, limit + 1) if totals[doc] > 0}
    similar = []
    for doc, card in cards.items():
        if card.slug != case.slug:
            tags = (case.tags, _tags_of(doc, snapshot))
            same = tuple(key for key in COMPARED_FACETS if getattr(case, key) == getattr(card, key))
            words = {stem: word for stem, word in spellings.items() if word in snapshot.tags}
            together = next((group for group, slugs in groups if card.slug in slugs), None)
            subjects = _subjects(doc, scores, tags, words, BROADEST_SUBJECT * snapshot.cases)
            similar.append(Similar(card, subjects, together, same))
    return tuple(similar[:limit])


def _best(totals: Floats, number: int) -> list[int]:
    """The cases with the highest totals, the highest first; of equal ones, the newest."""
    number = min(number, len(totals))
    candidates = np.flatnonzero(totals >= np.partition(totals, -number)[-number])
    best: list[int] = candidates[(-totals[candidates]).argsort(kind="stable")][:number].tolist()
    return best


def _groups(memberships: Iterable[Membership]) -> list[tuple[Membership, tuple[str, ...]]]:
    """The approaches and themes of a case with the slugs of their cases, the smallest first."""
    groups = []
    for membership in memberships:
        if membership.approach:
            groups.append((membership, membership.approach.cases))
            groups.append((Membership(membership.theme, None), membership.theme.cases))
    return sorted(groups, key=lambda group: len(group[1]))


def _beside(groups: Iterable[tuple[Membership, tuple[str, ...]]], snapshot: Snapshot) -> Floats:
    """What the groups add to the score of each case."""
    scores = np.zeros(snapshot.cases)
    for _, slugs in groups:
        docs = [doc for slug in slugs if (doc := snapshot.number(slug)) is not None]
        scores[docs] += bm25.idf(snapshot.cases, len(docs)) ** 2
    return scores


def _tags_of(doc: int, snapshot: Snapshot) -> tuple[str, ...]:
    # The tags alone: to read them as a whole case takes three times as long.
    return tuple(json.loads(snapshot.case(doc))["tags"])


def _subjects(
    doc: int,
    scores: Mapping[str, _Scores],
    tags: tuple[tuple[str, ...], tuple[str, ...]],
    words: Mapping[str, str],
    most: float,
) -> tuple[str, ...]:
    """What two cases are both about, the most telling first.

    Args:
        doc: the number of the other case.
        scores: what each stem of the case adds to the scores of others.
        tags: the tags of the case, and of the other.
        words: stems of the case that may be named alone → how the case writes them.
        most: what more cases than this hold says nothing of what two have in common.
    """
    own, others = (
        {tag: frozenset(language.stems_of(language.term(tag))) for tag in of} for of in tags
    )
    of_both = {stems for stems in own.values() if stems} & set(others.values())
    shared = {
        tag: stems
        for tag, stems in (own | others).items()
        if (stems in of_both or _shared(stems, doc, scores, most)) and not _names_a_place(tag)
    }

    def order(tag: str) -> tuple[bool, float]:
        weight = sum(scores[stem].of(doc) for stem in shared[tag] if stem in scores)
        return shared[tag] not in of_both, -weight

    subjects: list[str] = []
    covered: set[str] = set()
    for tag in sorted(shared, key=order):
        # "ibu hamil" says nothing more beside "gizi ibu hamil", and "berat lahir rendah" little
        # beside "bayi lahir rendah".
        new = shared[tag] - covered
        if 2 * len(new) >= len(shared[tag]) and len(subjects) < SHOWN_SUBJECTS:
            subjects.append(tag)
            covered |= shared[tag]
    if subjects:
        return tuple(subjects)
    telling = sorted(
        (
            stem
            for stem, word in words.items()
            if _shared({stem}, doc, scores, most) and not _names_a_place(word)
        ),
        key=lambda stem: -scores[stem].of(doc),
    )
    return tuple(words[stem] for stem in telling[:SHOWN_SUBJECTS])


def _shared(stems: Set[str], doc: int, scores: Mapping[str, _Scores], most: float) -> bool:
    """Whether a case holds all of the stems, and no more than so many cases do."""
    if not stems or not all(stem in scores and scores[stem].of(doc) for stem in stems):
        return False
    in_both = partial(np.intersect1d, assume_unique=True)
    return len(reduce(in_both, (scores[stem].docs for stem in stems))) <= most


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
