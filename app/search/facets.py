"""The facets, each declared once.

The index columns, the URL parameters, the API, the labels, the sentence over the
results and the documentation are derived from this list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.collection import evidence, regions, vocabulary
from app.collection.case import Case
from app.collection.vocabulary import Label, Vocabulary
from app.search import known, year_ranges

#: The value of a facet for cases whose file leaves it out.
UNKNOWN = "belum-ada"

_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class Facet:
    """A way to filter: for each facet with chosen values, a case needs one of these values,
    or all of them where the facet says so.

    Attributes:
        key: URL parameter, API field and index field.
        label: the name of the facet.
        values_of: gives the values of a case: none, one or several.
        vocabulary: the closed set of values, or None if a case may have any value.
        order: how values are listed: as in the vocabulary, by count, or the highest first.
        phrase: the words for the facet in the sentence over the results; ``{}`` stands for
            the chosen values.
        joined: whether a case needs any of the chosen values, or all of them: where a case
            has several values, each of which is a wish of its own.
        chip: the words for a single chosen value; None for the label of the facet before it.
        numbered: whether labels start with the value.
        open: whether the page shows its list unfolded.
        query_name: the name of the facet in an advanced query, in Indonesian and in
            English; None if advanced queries can't name it.
        groups: key of the facet whose values its own are groups of, as islands are of
            provinces; empty if there is none. A filter by both asks for a value of either.
        ranges: the ranges of years that the page offers; empty if the values are no years.
            Any other range can be chosen too.
        values_hint: how a value is written, for those who wrote a wrong one.
    """

    key: str
    label: Label
    values_of: Callable[[Case], Iterable[str]]
    phrase: Label
    vocabulary: Vocabulary | None = None
    joined: Literal["any", "all"] = "any"
    chip: Label | None = None
    order: Literal["vocabulary", "count", "descending"] = "count"
    numbered: bool = False
    open: bool = False
    query_name: Label | None = None
    groups: str = ""
    ranges: tuple[str, ...] = ()
    values_hint: Label | None = None

    @property
    def choice(self) -> str:
        """The key of the facet together with which it makes one choice: its own, or ``groups``."""
        return self.groups or self.key

    def accepts(self, value: str) -> bool:
        """Whether a value may be chosen, though perhaps no case has it."""
        if self.ranges:
            return _YEAR.fullmatch(value) is not None or year_ranges.read(value) is not None
        return self.vocabulary is not None and value in self.vocabulary

    def covered(self, chosen: str, values: Iterable[str]) -> Sequence[str]:
        """Those of some values that a chosen value stands for: itself, or the years of a range."""
        years = year_ranges.read(chosen) if self.ranges else None
        return [value for value in values if (years.has(value) if years else value == chosen)]

    def value_label(self, value: str) -> Label:
        """The label of a value, for people."""
        if value == UNKNOWN:
            return Label("Belum ada data", "No data yet")
        if self.ranges and (years := year_ranges.read(value)):
            return years.label
        label = self.vocabulary.get(value) if self.vocabulary else None
        if label is None:
            return Label(value, value)
        if self.numbered:
            return Label(f"{value} {label.id}", f"{value} {label.en}")
        return label


class FacetValue(NamedTuple):
    """A value of a facet in the answer to a query. A tuple: some 130 are made for each answer.

    Attributes:
        count: the number of cases that choosing the value would give.
        selected: whether the value is chosen.
    """

    value: str
    label: Label
    count: int  # type: ignore[assignment]  # in the place of tuple.count, which nobody calls here
    selected: bool


_ISLANDS = Vocabulary(
    {
        name: (f"Seluruh {name}", f"All of {vocabulary.ISLAND_NAMES[name].en}")
        for name in vocabulary.ISLANDS
    }
)

# Kabupaten and kota by code. A province is a value of another facet.
_REGIONS = Vocabulary(
    {
        region.code: (region.name, region.name)
        for region in regions.regions().values()
        if region.level != "provinsi"
    }
)

FACETS: tuple[Facet, ...] = (
    Facet(
        key="category",
        label=Label("Bidang", "Field"),
        values_of=lambda case: (case.category,),
        phrase=Label("di bidang {}", "in {}"),
        vocabulary=vocabulary.CATEGORIES,
        open=True,
        query_name=Label("bidang", "category"),
    ),
    Facet(
        key="status",
        label=Label("Status", "Status"),
        values_of=lambda case: (case.status,),
        phrase=Label("berstatus {}", "with status {}"),
        vocabulary=vocabulary.STATUSES,
        order="vocabulary",
        open=True,
        query_name=Label("status", "status"),
    ),
    Facet(
        key="known",
        label=Label("Ada data tentang", "Has data about"),
        values_of=known.values_of,
        phrase=Label("yang datanya memuat {}", "with data about {}"),
        vocabulary=known.VOCABULARY,
        joined="all",
        chip=Label("ada {}", "has {}"),
        order="vocabulary",
        open=True,
    ),
    Facet(
        key="evidence",
        label=Label("Bukti", "Evidence"),
        values_of=lambda case: (str(evidence.assess(case).step),),
        phrase=Label("dengan bukti {}", "with evidence: {}"),
        vocabulary=vocabulary.EVIDENCE,
        order="descending",
    ),
    Facet(
        key="replicated",
        label=Label("Peniruan", "Copies"),
        values_of=lambda case: ("ya" if evidence.copies(case) else "tidak",),
        phrase=Label("yang {}", "{}"),
        vocabulary=vocabulary.REPLICATED,
        order="vocabulary",
    ),
    Facet(
        key="island",
        label=Label("Pulau", "Island"),
        values_of=lambda case: filter(None, [vocabulary.ISLAND_OF.get(case.province)]),
        phrase=Label("di {}", "in {}"),
        vocabulary=_ISLANDS,
        chip=Label("{}", "{}"),
        order="vocabulary",
        groups="province",
    ),
    Facet(
        key="province",
        label=Label("Provinsi", "Province"),
        values_of=lambda case: (case.province,),
        phrase=Label("di {}", "in {}"),
        vocabulary=vocabulary.PROVINCES,
        query_name=Label("provinsi", "province"),
    ),
    Facet(
        key="region",
        label=Label("Kabupaten atau kota", "Kabupaten or kota"),
        values_of=lambda case: filter(None, [case.region if case.region in _REGIONS else None]),
        phrase=Label("di {}", "in {}"),
        vocabulary=_REGIONS,
        chip=Label("{}", "{}"),
        values_hint=Label(
            "Tulis kode kabupaten atau kota, misalnya 35.07",
            "Write the code of a kabupaten or kota, such as 35.07",
        ),
    ),
    Facet(
        key="level",
        label=Label("Tingkat pemerintahan", "Level of government"),
        values_of=lambda case: (case.level,),
        phrase=Label("dari {}", "from {}"),
        vocabulary=vocabulary.LEVELS,
    ),
    Facet(
        key="award",
        label=Label("Penghargaan", "Award"),
        values_of=lambda case: sorted({award.name for award in case.awards}),
        phrase=Label("peraih {}", "that won {}"),
    ),
    Facet(
        key="year",
        label=Label("Tahun mulai", "Start year"),
        values_of=lambda case: (str(case.started) if case.started else UNKNOWN,),
        phrase=Label("yang mulai {}", "begun in {}"),
        order="descending",
        query_name=Label("tahun", "year"),
        # With some fifty to eighty cases of today's collection in each but the last.
        ranges=("2024-", "2021-2023", "2018-2020", "2015-2017", "-2014"),
        values_hint=Label(
            f"Tulis tahun (2019), rentang (2018-2020, 2024-, -2014), atau {UNKNOWN}",
            f"Write a year (2019), a range (2018-2020, 2024-, -2014), or {UNKNOWN}",
        ),
    ),
    Facet(
        key="sdg",
        label=Label("Tujuan pembangunan berkelanjutan (SDG)", "Sustainable development goal (SDG)"),
        values_of=lambda case: map(str, case.sdgs),
        phrase=Label("untuk SDG {}", "for SDG {}"),
        vocabulary=vocabulary.SDGS,
        order="vocabulary",
        numbered=True,
    ),
)

BY_KEY = {facet.key: facet for facet in FACETS}
