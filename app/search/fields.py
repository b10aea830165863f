"""What of a case is searched, and how much it counts.

The parts are weighted as in BM25F in its simple form (Robertson, Zaragoza and Taylor,
"Simple BM25 extension to multiple weighted fields", CIKM 2004): an occurrence in a part
of weight *w* counts as *w* occurrences, and saturation comes after. So one posting list
a stem serves all parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.collection import regions, vocabulary
from app.collection.case import Case


@dataclass(frozen=True)
class Part:
    """A searched part of a case.

    Attributes:
        name: what the part is called.
        weight: what one occurrence counts against one in the body.
        text_of: the text; one part a line (phrases don't cross lines).
    """

    name: str
    weight: float
    text_of: Callable[[Case], str]


def _section(key: str) -> Callable[[Case], str]:
    def text_of(case: Case) -> str:
        return "\n".join(
            sentence
            for section in case.sections
            if section.key == key
            for sentence in section.sentences
        )

    return text_of


def _agency(case: Case) -> str:
    return f"{case.agency}\n{case.government}"


def _place(case: Case) -> str:
    region = regions.resolve(case.government)
    return f"{case.province}\n{region.name if region else ''}"


def _facts(case: Case) -> str:
    parts = [case.cost, case.staff, case.duration, case.copy_terms, *case.legal_basis]
    for result in case.results:
        parts += [result.measure, result.before, result.after]
    parts += [f"{award.name} {award.rank} {award.year}" for award in case.awards]
    parts += [copy.by for copy in case.replicated_by]
    return "\n".join(part for part in parts if part)


PARTS: tuple[Part, ...] = (
    Part("title", 6.0, lambda case: case.title),
    Part("expansion", 4.0, lambda case: case.expansion or ""),
    Part("tags", 4.0, lambda case: "\n".join(case.tags)),
    Part("summary", 3.0, lambda case: case.summary),
    Part("agency", 3.0, _agency),
    Part("place", 1.5, _place),
    Part("category", 1.0, lambda case: vocabulary.CATEGORIES[case.category].id),
    Part("facts", 0.7, _facts),
    *(
        Part(key, weight, _section(key))
        for key, weight in {
            "masalah": 1.5,
            "solusi": 1.2,
            "pelaksanaan": 1.0,
            "sumber-daya": 0.7,
            "dampak": 1.0,
            "tantangan": 0.7,
            "pembelajaran": 0.7,
            "replikasi": 0.5,
        }.items()
    ),
)
