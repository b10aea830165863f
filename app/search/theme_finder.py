"""Which themes a query meets, and which cases a theme would find that it doesn't name.

A theme is met through its ``queries`` and its title, which curators write as people type
them. Words are compared by their stems, so “mengelola sampah” meets “pengelolaan sampah”.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from app.collection.theme import Theme
from app.search import language
from app.search.query.query import Query
from app.search.results import Hit, Results

#: A query meets a theme if the words that it shares with one of the theme's texts carry at
#: least this share of the rarity of the words of both together. Chosen on the topics of
#: development: lower values offer “Anak tidak sekolah” for any query about children.
LEAST_LIKENESS = 0.5

#: The most themes offered for one query.
MOST_OFFERED = 2

#: Cases of each of a theme's queries that are looked at for :func:`further_cases`.
LOOKED_AT = 12

# The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, "Reciprocal rank fusion
# outperforms Condorcet and individual rank learning methods", SIGIR 2009).
_FUSION = 60


class ThemeFinder:
    """Finds the themes that a query meets."""

    def __init__(self, themes: Mapping[str, Theme]) -> None:
        self._texts = {
            slug: [stems for text in (*theme.queries, theme.title) if (stems := _stems(text))]
            for slug, theme in themes.items()
        }
        self._themes_with = Counter(
            stem for texts in self._texts.values() for stem in set().union(*texts)
        )

    def find(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The slugs of the themes that a query meets, the likest first.

        Args:
            texts: readings of the query: its text, and its text with words corrected or with
                synonyms in their place.
        """
        readings = [stems for text in texts if (stems := _stems(text))]
        likeness = {
            slug: max(
                (self._likeness(reading, text) for reading in readings for text in texts_of_theme),
                default=0.0,
            )
            for slug, texts_of_theme in self._texts.items()
        }
        met = [slug for slug, value in likeness.items() if value >= LEAST_LIKENESS]
        return tuple(sorted(met, key=lambda slug: (-likeness[slug], slug))[:MOST_OFFERED])

    def _likeness(self, query: Collection[str], text: Collection[str]) -> float:
        """The share of the rarity of both that they have in common; 1 if the query has all."""
        shared = self._rarity(set(query) & set(text))
        if not shared:
            return 0.0
        if set(text) <= set(query) and len(text) > 1:
            return 1.0
        return shared / self._rarity({*query, *text})

    def _rarity(self, stems: Iterable[str]) -> float:
        """The sum of the rarities of stems; a stem of few themes tells them apart.

        A stem of no theme says nothing of which theme is meant, so it counts as little as a stem
        of all.
        """
        number = len(self._texts)
        return sum(math.log(1 + number / (self._themes_with[stem] or number)) for stem in stems)


def readings(results: Results) -> list[str]:
    """The text of a query as it was sought: what cases were sought by, and that text corrected."""
    return [results.subject, *filter(None, [results.interpretation.corrected])]


def _stems(text: str) -> frozenset[str]:
    words = [word for word in language.folded(text) if word not in language.STOP_WORDS]
    return frozenset(language.stems_of(words))


def further_cases(theme: Theme, search: Callable[[Query], Results], most: int) -> Sequence[Hit]:
    """Cases about a theme that it doesn't name: those its queries find, the best first.

    The lists of all its queries are merged by reciprocal rank fusion, so that a case which
    several of them find comes before one that a single query finds.

    Args:
        theme: the theme.
        search: answers a query.
        most: the most cases.
    """
    named = set(theme.all_cases)
    scores: dict[str, float] = {}
    hits: dict[str, Hit] = {}
    for text in theme.queries:
        for place, hit in enumerate(search(Query(text, per_page=LOOKED_AT)).hits, 1):
            if hit.about and hit.card.slug not in named:
                slug = hit.card.slug
                scores[slug] = scores.get(slug, 0.0) + 1 / (_FUSION + place)
                hits.setdefault(slug, hit)
    ranked = sorted(scores, key=lambda slug: (-scores[slug], slug))
    return [hits[slug] for slug in ranked[:most]]
