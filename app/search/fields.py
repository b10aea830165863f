"""The searchable fields of a case, and the weight of each.

The fields are weighted as in BM25F in its simple form (Robertson, Zaragoza and Taylor,
"Simple BM25 extension to multiple weighted fields", CIKM 2004): an occurrence in a field
of weight *w* counts as *w* occurrences, and saturation comes after. So one posting list
for each stem serves all fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.collection import regions, vocabulary
from app.collection.case import Case
from app.collection.vocabulary import Label


@dataclass(frozen=True)
class Field:
    """A searchable field of a case.

    Attributes:
        name: identifies the field.
        weight: what an occurrence in this field counts; 1 is an occurrence in plain body text.
        text_of: gives the text of the field. Values that don't belong together stand on
            lines of their own: phrases don't cross lines.
        label: what the field is called on a page.
        query_name: what the field is called in an advanced query, in Indonesian and in
            English; None if it can only be searched together with all others.
    """

    name: str
    weight: float
    text_of: Callable[[Case], str]
    label: Label
    query_name: Label | None = None


def _section(key: str) -> Callable[[Case], str]:
    return lambda case: _lines(case.sentences(key))


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)


def _place(case: Case) -> str:
    region = regions.resolve(case.government)
    return _lines([case.province, region.name if region else None])


def _facts(case: Case) -> str:
    facts = [case.cost, case.staff, case.duration, case.copy_terms, *case.legal_basis]
    return _lines([*facts, *(copy.by for copy in case.replicated_by)])


def _results(case: Case) -> str:
    return _lines(
        text for result in case.results for text in (result.measure, result.before, result.after)
    )


def _awards(case: Case) -> str:
    return _lines(f"{award.name} {award.rank} {award.year}" for award in case.awards)


# Section → its weight, and its name in advanced queries.
_SECTIONS = {
    "masalah": (1.5, Label("masalah", "problem")),
    "solusi": (1.2, Label("solusi", "solution")),
    "pelaksanaan": (1.0, Label("pelaksanaan", "implementation")),
    "sumber-daya": (0.7, Label("sumberdaya", "resources")),
    "dampak": (1.0, Label("dampak", "impact")),
    "tantangan": (0.7, Label("tantangan", "challenges")),
    "pembelajaran": (0.7, Label("pembelajaran", "lessons")),
    "replikasi": (0.5, Label("replikasi", "replication")),
}

FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        6.0,
        lambda case: case.title,
        Label("Judul", "Title"),
        Label("judul", "title"),
    ),
    Field(
        "expansion",
        4.0,
        lambda case: case.expansion or "",
        Label("Kepanjangan", "What the title stands for"),
        Label("kepanjangan", "expansion"),
    ),
    Field(
        "tags",
        4.0,
        lambda case: _lines(case.tags),
        Label("Kata kunci", "Tags"),
        Label("kata", "tags"),
    ),
    Field(
        "summary",
        3.0,
        lambda case: case.summary,
        Label("Ringkasan", "Summary"),
        Label("ringkasan", "summary"),
    ),
    Field(
        "agency",
        3.0,
        lambda case: _lines([case.agency, case.government]),
        Label("Instansi", "Agency"),
        Label("instansi", "agency"),
    ),
    Field("place", 1.5, _place, Label("Daerah", "Region"), Label("daerah", "region")),
    # No query name: an advanced query that names the category means the facet.
    Field(
        "category",
        1.0,
        lambda case: vocabulary.CATEGORIES[case.category].id,
        Label("Bidang", "Category"),
    ),
    Field("facts", 0.7, _facts, Label("Fakta lain", "Other facts"), Label("fakta", "facts")),
    Field("result", 0.7, _results, Label("Hasil terukur", "Results"), Label("hasil", "result")),
    Field("award", 0.7, _awards, Label("Penghargaan", "Awards"), Label("penghargaan", "award")),
    *(
        Field(key, weight, _section(key), vocabulary.SECTIONS[key], query_name)
        for key, (weight, query_name) in _SECTIONS.items()
    ),
)
