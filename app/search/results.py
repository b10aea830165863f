"""The results of a search: plain values, shared by pages, API and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import starmap
from typing import NamedTuple

from app.collection.regions import regions
from app.search.catalogue import FoundEntries
from app.search.facets import FacetValue
from app.search.index.arrays import Ints
from app.search.index.entries import Card
from app.search.nearness import Near, Tier, around, nearest
from app.search.query import near as near_words
from app.search.query.attributes import Attribute
from app.search.query.clauses import without_exclusions
from app.search.query.parse import Interpretation
from app.search.query.query import Query
from app.search.rank.card_words import EXPANSION, SUMMARY, TITLE
from app.search.rank.facet_counts import FacetTable, ListedValue
from app.search.rank.highlight import Snippet
from app.search.rank.marker import Marker
from app.search.theme_cards import ThemeCard

#: The filters of a search that mean the same in the catalogue. The award of an entry has its
#: rank beside the name, and its year is no year of a beginning.
COLUMNS = frozenset({"province", "level", "region"})

#: How many regions are named where none of the cases is from the place that is near.
NEAREST = 4


class Hit(NamedTuple):
    """A case found: its card and score, and its texts as safe HTML with marks.

    A text is marked when its attribute is read, and again at each reading. A tuple: twenty
    are made for each answer.

    Attributes:
        doc: the number of the case in the snapshot.
        about: whether the case is about the query, and not only loosely related to it.
        tier: how near the case is to the place of the query; None if it has none.
        km: how far the region is that runs it, where cases are ordered by that.
    """

    card: Card
    score: float
    doc: int
    marker: Marker
    about: bool = True
    tier: Tier | None = None
    km: int | None = None

    @property
    def title(self) -> str:
        """The title, marked."""
        return self.marker.mark_card(self.doc, TITLE, self.card.title)

    @property
    def expansion(self) -> str:
        """The expansion of the title, marked; empty if there is none."""
        return self.marker.mark_card(self.doc, EXPANSION, self.card.expansion or "")

    @property
    def summary(self) -> str:
        """The summary, marked."""
        return self.marker.mark_card(self.doc, SUMMARY, self.card.summary)

    @property
    def summary_en(self) -> str:
        """The English summary, marked; empty if there is none."""
        return self.marker.mark(self.card.summary_en or "", english=True)

    @property
    def snippet(self) -> Snippet | None:
        """The sentence that fits the query best, marked, if any does."""
        return self.marker.snippet(self.doc)

    @property
    def problem(self) -> str | None:
        """The problem of the case that the words of the query meet, marked, if they meet one.

        None for a case that is only related: it may have the words in another sense.
        """
        return self.marker.problem(self.doc, self.card.problems) if self.about else None


@dataclass(frozen=True)
class Results:
    """The answer to a query.

    Attributes:
        total: the number of cases about the query.
        related: the number of further cases, which are only loosely related to it.
        with_related: whether the list has the related cases behind those about the query:
            because the query asks for them, or because no case is about it.
        pages: the number of pages that the list fills.
        hits: the cases on the page that was asked for.
        counts: the number of cases of each value of a facet in the list, by the rows of
            ``Snapshot.bits``.
        facet_table: the values of the facets.
        find_themes: finds the themes that the text meets.
        find_listed: finds the entries of the catalogue that the text meets.
        took_ms: how long the search took, in milliseconds.
    """

    query: Query
    total: int
    related: int
    with_related: bool
    pages: int
    interpretation: Interpretation
    hits: tuple[Hit, ...]
    counts: Ints
    facet_table: FacetTable
    find_themes: Callable[[Results], tuple[ThemeCard, ...]]
    find_listed: Callable[[Results], FoundEntries]
    took_ms: float

    @cached_property
    def subject(self) -> str:
        """What the cases are sought by: the text as typed, without exclusions and symbols.

        Empty if no text was typed, or nothing in it can be searched for.
        """
        typed = " ".join(self.query.text.split())
        if self.query.mode == "advanced":
            return typed
        if self.interpretation.nothing:
            return ""
        subject = without_exclusions(self.query.text)
        if self.near and self.near.phrases:
            text = self.interpretation.corrected or subject
            return without_exclusions(reduce(near_words.without, self.near.phrases, text))
        # Words of grammar that are sought nevertheless are the name of a case.
        return subject if subject or self.interpretation.excluded else typed

    @property
    def near(self) -> Near | None:
        """The place near to which cases come first, if the query has one."""
        return self.interpretation.near

    @cached_property
    def nearest(self) -> tuple[tuple[str, int], ...]:
        """The regions nearest to that place with a case in the list, and how far they are (km).

        Empty if no place is near, or a case of the place itself is in the list. Regions
        elsewhere are named only if nothing on the island is in the list: perhaps a central
        body, which runs no region, has a case there.
        """
        if not self.near:
            return ()
        place, codes = around(self.near.codes), self._regions_listed(self.near)
        if not set(self.near.codes).isdisjoint(codes):
            return ()
        if not place.islands.isdisjoint(self._listed_values("island")):
            codes = [code for code in codes if place.tier_of_region(code) != "elsewhere"]
        return nearest(self.near.codes, codes, NEAREST)

    def _regions_listed(self, near: Near) -> list[str]:
        """The codes of the regions with a case in the list, of the same rank as a place."""
        if "." in near.codes[0]:
            return self._listed_values("region")
        names = self._listed_values("province")
        return [regions()[name].code for name in names if name in regions()]

    def _listed_values(self, key: str) -> list[str]:
        """The values of a facet that some case in the list has."""
        chosen = self.query.filters.get(key)
        return [v.value for v in self.facets[key] if v.count and (not chosen or v.selected)]

    @property
    def asks_for_nothing(self) -> bool:
        """Whether a text was typed, but no case is sought by anything in it."""
        return bool(self.query.text.strip()) and not self.subject and not self.near

    @property
    def listed(self) -> int:
        """The number of cases in the list, on all of its pages."""
        return self.total + self.related if self.with_related else self.total

    def filter_of(self, attribute: Attribute) -> tuple[str, tuple[str, ...]] | None:
        """The facet and its values that leave only the cases with an attribute.

        None if no facet can do that, or no case has any of the values.
        """
        if not attribute.filter:
            return None
        facet, values = attribute.filter
        known = self.facet_table.known(facet, values)
        return (facet, known) if known else None

    @cached_property
    def themes(self) -> tuple[ThemeCard, ...]:
        """The themes that the text meets, the likest first; none in an advanced query.

        They stand above the first page of the cases, so later pages have none. Sought at the
        first reading, since most callers show none.
        """
        if self.query.mode == "advanced" or self.query.page > 1 or not self.subject:
            return ()
        return self.find_themes(self)

    @cached_property
    def catalogue(self) -> FoundEntries | None:
        """The entries of the catalogue without a case that the text meets, if there are any.

        They stand below the first page of the cases. None for a query that the catalogue can't
        answer: an advanced one, one that excludes words, or one with a filter by what the
        catalogue doesn't know. Sought at the first reading, since most callers show none.
        """
        query = self.query
        if query.mode == "advanced" or query.page > 1 or not self.subject:
            return None
        if self.interpretation.excluded or not COLUMNS.issuperset(query.filters):
            return None
        found = self.find_listed(self)
        return found if found.total else None

    @cached_property
    def facets(self) -> Mapping[str, tuple[FacetValue, ...]]:
        """Facet key → its values in order: those that some case has, or that are chosen.

        Listed at the first reading: a search of 3,000 cases takes 0.12 ms, listing its
        130 values takes as long again, and most callers show no facets.
        """
        return {
            key: tuple(starmap(FacetValue, values)) for key, values in self.listed_values.items()
        }

    @property
    def listed_values(self) -> Mapping[str, Sequence[ListedValue]]:
        """The same as plain tuples, for who writes them at once."""
        return self.facet_table.listed(self.counts, self.query.filters)
