"""What a pack's search knows beside its index: the curators' lists, names, places, attributes.

Each function gives values of JSON. Terms are texts, their words separated by spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from app.collection.vocabulary import Language
from app.pack.search_index import Selection, steps
from app.search.language import ENGLISH_MARK, STOP_WORDS, Term, folded
from app.search.properties import AWARDED
from app.search.query import places
from app.search.query.attributes import FIRST_YEAR, LAST_YEAR, Attribute, Attributes
from app.search.query.concepts import ENGLISH_GRAMMAR, REQUEST_WORDS
from app.search.query.places import Place
from app.search.query.synonyms import Synonyms
from app.search.rank.matching import ArrayMatcher

Table = Mapping[str, Any]

# How much a case has an attribute is written in hundredths.
_HUNDREDTHS = 100


def grammar() -> Table:
    """Words that ask for nothing: those of grammar, and those with which people ask."""
    return {
        "grammar": sorted(word for word in STOP_WORDS if not word.startswith(ENGLISH_MARK)),
        "english": sorted(ENGLISH_GRAMMAR),
        "asking": sorted(REQUEST_WORDS),
    }


def names(selection: Selection) -> Table:
    """Each name of a case, as one word → the cases."""
    listed = selection.snapshot.names
    found = {name: selection.own(listed.of(name))[0].tolist() for name in listed.texts}
    return {name: docs for name, docs in found.items() if docs}


def synonyms(listed: Synonyms, held: Iterable[Term]) -> Table:
    """The alternatives of each term, the terms that are English, and standard spellings.

    Args:
        held: the alternatives that some case of the pack holds.
    """
    known = frozenset(held)
    return {
        "alternatives": {
            _text(term): [_text(other) for other in listed.of(term) if other in known]
            for term in sorted(set(listed.known))
        },
        "english": sorted(map(_text, listed.english)),
        "spellings": {_text(old): _text(new) for old, new in sorted(listed.spellings.items())},
    }


def compounds(selection: Selection, listed: Synonyms) -> list[str]:
    """Terms of two words that may be written as one: those of the synonyms, and tags."""
    tags = map(tuple, map(folded, selection.snapshot.tags.texts))
    terms = (*listed.known, *tags)
    return sorted({_text(term) for term in terms if len(term) == 2})


def gazetteer() -> Table:
    """Each name of a place → the number of the place; each place as label, facet and values."""
    numbers: dict[Place, int] = {}
    named = {
        _text(term): numbers.setdefault(place, len(numbers))
        for term, place in places.gazetteer().items()
    }
    return {
        "names": named,
        "places": [[place.label, *place.filter] for place in numbers],
        "ordinary": sorted(places.ORDINARY_WORDS),
        "announcing": sorted(places.ANNOUNCING),
        "near": sorted(places.NEAR_WORDS),
    }


def attributes(selection: Selection, listed: Attributes, language: Language = "id") -> Table:
    """The curators' phrases for attributes, and the cases that have each attribute.

    ``found`` has for each attribute its label, its cases as steps, how much each has it, and
    the filter that leaves only them, if a facet can.
    """
    found: list[tuple[object, ...]] = []
    numbers: dict[str, int] = {}
    matcher = ArrayMatcher(selection.snapshot)

    def number(attribute: Attribute) -> int:
        if attribute.id not in numbers:
            numbers[attribute.id] = len(found)
            docs, degree = matcher.having(attribute.conditions)
            own, held = selection.own(docs)
            hundredths = np.rint(degree[held] * _HUNDREDTHS).astype(int).tolist()
            found.append((attribute.label.text(language), steps(own), hundredths, attribute.filter))
        return numbers[attribute.id]

    return {
        "phrases": {_text(term): number(one) for term, one in listed.phrases.items()},
        "announced": {
            _text(term): [[announcing, number(one)] for announcing, one in behind]
            for term, behind in listed.announced.items()
        },
        "announcing": {name: sorted(words) for name, words in listed.announcing.items()},
        "numbers": {
            _text(term): [phrase.kind, phrase.label.text(language)]
            for term, phrase in listed.numbers.items()
        },
        "found": found,
        "years": [FIRST_YEAR, LAST_YEAR],
        "awarded": _awarded(selection),
    }


def _awarded(selection: Selection) -> Table:
    """Year → the cases with an award of that year, as steps."""
    listed = selection.snapshot.properties
    return {
        name.removeprefix(AWARDED): steps(selection.own(listed.of(name))[0])
        for name in listed.texts
        if name.startswith(AWARDED)
    }


def _text(term: Term) -> str:
    return " ".join(term)
