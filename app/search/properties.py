"""What a query can ask of a case though no facet says it.

The index lists the cases of each property, as it lists those of each value of a facet.
``content/attributes.yaml`` names properties by these keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.collection import awards, vocabulary
from app.collection.case import Case

#: The year of an award is the property with this and the year behind it ("awarded-2021").
AWARDED = "awarded-"


def _has_award_of(*scopes: str) -> Callable[[Case], bool]:
    return lambda case: any(awards.scope(award.name) in scopes for award in case.awards)


def _has_section(key: str) -> Callable[[Case], bool]:
    return lambda case: case.section(key) is not None


#: Property → whether a case has it.
PROPERTIES: Mapping[str, Callable[[Case], object]] = {
    # The case's own: a contact (facet "known") may also be that of the government.
    "website": lambda case: case.website,
    "adapted": lambda case: case.adapted_from,
    "award": lambda case: case.awards,
    "award-international": _has_award_of("international"),
    "award-national": _has_award_of("national"),
    "award-local": _has_award_of("local"),
    **{f"section-{key}": _has_section(key) for key in vocabulary.SECTIONS},
}


def properties_of(case: Case) -> Iterator[str]:
    """The properties of a case."""
    for key, has in PROPERTIES.items():
        if has(case):
            yield key
    for year in sorted({award.year for award in case.awards}):
        yield f"{AWARDED}{year}"
