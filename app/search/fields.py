"""The searchable fields of a case, and the weight of each.

The fields are weighted as in BM25F in its simple form (Robertson, Zaragoza and Taylor,
"Simple BM25 extension to multiple weighted fields", CIKM 2004): an occurrence in a field
of weight *w* counts as *w* occurrences, and saturation comes after. So one posting list
for each stem serves all fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.collection import regions, vocabulary
from app.collection.case import Case
from app.collection.vocabulary import Label, Language
from app.search import language
from app.search.language import Term


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
        core: whether the field says what the case is about, instead of telling of it.
        language: the language of the text. English words are marked
            (``language.ENGLISH_MARK``), so that they don't meet Indonesian ones.
    """

    name: str
    weight: float
    text_of: Callable[[Case], str]
    label: Label
    query_name: Label | None = None
    core: bool = False
    language: Language = "id"

    def lines_of(self, case: Case) -> Iterator[tuple[str, Term]]:
        """Each line of the text of a case, with its words, folded."""
        for line in filter(None, self.text_of(case).split("\n")):
            words = language.folded(line)
            yield line, language.english(words) if self.language == "en" else tuple(words)


def _section(key: str) -> Callable[[Case], str]:
    return lambda case: _lines(case.sentences(key))


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)


def _place(case: Case) -> str:
    region = regions.resolve(case.government)
    return _lines([case.province, region.name if region else None])


def _facts(case: Case) -> str:
    facts = [case.duration, case.copy_terms, *case.legal_basis]
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
        core=True,
    ),
    Field(
        "expansion",
        4.0,
        lambda case: case.expansion or "",
        Label("Kepanjangan", "What the title stands for"),
        Label("kepanjangan", "expansion"),
        core=True,
    ),
    Field(
        "tags",
        4.0,
        lambda case: _lines(case.tags),
        Label("Kata kunci", "Tags"),
        Label("kata", "tags"),
        core=True,
    ),
    Field(
        "summary",
        3.0,
        lambda case: case.summary,
        Label("Ringkasan", "Summary"),
        Label("ringkasan", "summary"),
        core=True,
    ),
    Field(
        "problems",
        2.5,
        lambda case: _lines(case.problems),
        Label("Masalah menurut warga", "Problems as people put them"),
        Label("keluhan", "problems"),
        core=True,
    ),
    Field(
        "summary_en",
        1.5,
        lambda case: case.summary_en or "",
        Label("Ringkasan bahasa Inggris", "English summary"),
        Label("inggris", "english"),
        core=True,
        language="en",
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
        core=True,
    ),
    Field(
        "cost", 0.7, lambda case: case.cost or "", Label("Biaya", "Cost"), Label("biaya", "cost")
    ),
    Field(
        "staff",
        0.7,
        lambda case: case.staff or "",
        Label("Tenaga", "Staff"),
        Label("tenaga", "staff"),
    ),
    Field("facts", 0.7, _facts, Label("Fakta lain", "Other facts"), Label("fakta", "facts")),
    Field("result", 0.7, _results, Label("Hasil terukur", "Results"), Label("hasil", "result")),
    Field("award", 0.7, _awards, Label("Penghargaan", "Awards"), Label("penghargaan", "award")),
    *(
        Field(key, weight, _section(key), vocabulary.SECTIONS[key], query_name)
        for key, (weight, query_name) in _SECTIONS.items()
    ),
)

# Field name → its bit.
_BITS = {field.name: 1 << number for number, field in enumerate(FIELDS)}


def mask(names: Iterable[str]) -> int:
    """A set of fields, by their names, as a number with a bit for each field.

    The index stores such a set with each posting, in 32 bits: the fields of the case in
    which the stem occurs.
    """
    return sum(_BITS[name] for name in set(names))


#: The fields that say what a case is about.
CORE = mask(field.name for field in FIELDS if field.core)
