"""A place that a query names, though no case about the rest of the query is from there.

"Sampah Ponorogo" where no case on waste is from Ponorogo: the place would only raise cases
that happen to name it, on any subject. Such a query is read as one for what is near the place.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.search.fields import CORE, mask
from app.search.language import Term
from app.search.query import near
from app.search.query.attributes import Conditions
from app.search.query.parse import Matcher, ParsedQuery, numbers_of
from app.search.query.places import KABUPATEN_WORDS, KOTA_WORDS, Place
from app.search.rank.ranker import Ranker, RankRequest

# A case whose agency, or a field that says what it is about, names the place is from there in
# the sense of the query: a police station, a ministry's trial.
_NAMING = (mask(["agency"]), CORE)


def read_as_near(parsed: ParsedQuery, matcher: Matcher, ranker: Ranker, cases: int) -> ParsedQuery:
    """The query with its place as one that is near, if no case about the rest is from there.

    Args:
        cases: the number of cases of the collection.
    """
    reading = parsed.interpretation
    named = _places_of(parsed)
    if not named or parsed.named or reading.near:
        return parsed
    words, place = named[0]
    others = tuple(concept for concept in parsed.concepts if not _is_region(concept.attribute))
    about = np.zeros(cases, np.bool_)
    about[ranker.about(RankRequest(others, {}, parsed.phrases, parsed.excluded))] = True
    there = numbers_of(matcher.cases_having(_conditions(words, place)))
    if not about.any() or about[there].any():
        return parsed
    return replace(
        parsed,
        concepts=others,
        interpretation=replace(
            reading,
            terms=tuple(concept.text for concept in others),
            places={text: place for text, place in reading.places.items() if place.level},
            near=near.lacking(parsed.words, place, [name for name, _ in named]),
        ),
    )


def _is_region(attribute: object) -> bool:
    """Whether something that a query asks for is a place, and no kind of government."""
    return isinstance(attribute, Place) and not attribute.level


def _places_of(parsed: ParsedQuery) -> list[tuple[Term, Place]]:
    """The place of a query, and the provinces or islands around it, with their words.

    Empty if the query names no single region, or places apart.
    """
    named = [
        (concept.words, concept.attribute)
        for concept in parsed.concepts
        if isinstance(concept.attribute, Place) and not concept.attribute.level
    ]
    named.sort(key=lambda pair: not pair[1].codes)
    if not named or not named[0][1].region_codes:
        return []
    smallest, *wider = (place for _, place in named)
    inside = all(
        not place.codes and set(smallest.provinces) <= set(place.provinces) for place in wider
    )
    return named if inside else []


def _conditions(words: Term, place: Place) -> Conditions:
    """The cases of a place: those that it runs, and those that name it as theirs."""
    bare = tuple(word for word in words if word not in KABUPATEN_WORDS | KOTA_WORDS) or words
    own = place.conditions
    return replace(own, words=tuple((fields, bare) for fields in _NAMING))
