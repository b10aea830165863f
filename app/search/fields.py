"""The searchable fields of a case, and the weight of each.

The fields are weighted as in BM25F in its simple form (Robertson, Zaragoza and Taylor,
"Simple BM25 extension to multiple weighted fields", CIKM 2004): an occurrence in a field
of weight *w* counts as *w* occurrences, and saturation comes after. So one posting list
for each stem serves all fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.collection import regions, vocabulary
from app.collection.case import Case


@dataclass(frozen=True)
class Field:
    """A searchable field of a case.

    Attributes:
        name: identifies the field.
        weight: what an occurrence in this field counts; 1 is an occurrence in plain body text.
        text_of: gives the text of the field. Values that don't belong together stand on
            lines of their own: phrases don't cross lines.
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
    texts = [case.cost, case.staff, case.duration, case.copy_terms, *case.legal_basis]
    for result in case.results:
        texts += [result.measure, result.before, result.after]
    texts += [f"{award.name} {award.rank} {award.year}" for award in case.awards]
    texts += [copy.by for copy in case.replicated_by]
    return "\n".join(text for text in texts if text)


FIELDS: tuple[Field, ...] = (
    Field("title", 6.0, lambda case: case.title),
    Field("expansion", 4.0, lambda case: case.expansion or ""),
    Field("tags", 4.0, lambda case: "\n".join(case.tags)),
    Field("summary", 3.0, lambda case: case.summary),
    Field("agency", 3.0, _agency),
    Field("place", 1.5, _place),
    Field("category", 1.0, lambda case: vocabulary.CATEGORIES[case.category].id),
    Field("facts", 0.7, _facts),
    *(
        Field(key, weight, _section(key))
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
