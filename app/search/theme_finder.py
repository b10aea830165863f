"""Which themes a query meets, and which cases a theme would find that it doesn't name.

A theme is met in two ways, which support each other: through its ``queries`` and its title,
which curators write as people type them, and through its cases, if a search finds them first.
Words are compared by their stems, so “mengelola sampah” meets “pengelolaan sampah”. Cases
are found through synonyms, English words and slips as well, so they help where the words of
a query are not those of the theme.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from app.collection.theme import Theme
from app.search import language
from app.search.query.parse import Interpretation
from app.search.query.query import Query
from app.search.results import Hit, Results

#: A query meets a theme if its likeness to one of the theme's texts and the theme's share of
#: the first cases about it add up to this. Chosen, like the numbers below, by reading what was
#: offered for 199 queries: of the themes offered 89 % fit at 0.65, 94 % at 0.75, 96 % at 0.85;
#: of the queries with a theme 90 %, 86 % and 84 % met one.
LEAST = 0.75

#: The most themes offered for one query.
MOST_OFFERED = 2

#: Cases about a query that are looked at. Of fewer than the least number, each counts as if
#: there were that many: two cases are no evidence that a query means their theme.
LOOKED_AT = 10
LEAST_CASES = 3

#: A query that this share of all cases is about, such as “sekolah”, names no problem; a word that
#: this share of all cases hold, such as “inovasi”, doesn't say which theme is meant. At 0.2 and
#: without the latter, “inovasi”, “pelayanan publik” and “kampung kumuh” met a theme by a word.
BROADEST = 0.125

#: Likeness to a synonym of a part of the query counts half: the other part is missing.
OF_A_PART = 0.5

#: Cases of each of a theme's queries that are looked at for :func:`further_cases`.
LOOKED_AT_FURTHER = 12

#: A further case must be found by this many queries of the theme …
FURTHER_QUERIES = 2
#: … and its scores, each as a share of the best case's, must add up to this much. Looked
#: through at 490 cases: a single query finds cases by one ambiguous word (“TPA” of the theme on
#: waste finds classes on the Quran); cases that meet both are on the theme far more often, if
#: not always.
FURTHER_SCORE = 1.2


@dataclass(frozen=True)
class Subject:
    """What a query asks about, as far as themes are concerned.

    Attributes:
        texts: the query in the reader's words: as typed; corrected and without places.
        synonyms: the query with synonyms in the place of a term.
        whole: whether the query is that one term.
        cases: slugs of the first cases about the query; none if it names no problem.
    """

    texts: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    whole: bool = False
    cases: tuple[str, ...] = ()


class _Text(NamedTuple):
    """A text of a theme: its stems, and the sum of their rarities."""

    theme: str
    stems: frozenset[str]
    rarity: float


class ThemeFinder:
    """Finds the themes that a query meets."""

    def __init__(
        self, themes: Mapping[str, Theme], is_common: Callable[[str], bool] = lambda _: False
    ) -> None:
        """Read the texts of themes.

        Args:
            themes: slug → theme.
            is_common: says of a stem whether :data:`BROADEST` of all cases hold it.
        """
        stems_of = {
            slug: [stems for text in (*theme.queries, theme.title) if (stems := _stems(text))]
            for slug, theme in themes.items()
        }
        themes_with = Counter(stem for texts in stems_of.values() for stem in set().union(*texts))
        # A stem of few themes tells them apart. A stem of no theme says nothing of which theme
        # is meant, so it counts as little as a stem of all.
        self._rarities = {
            stem: math.log(1 + len(themes) / number) for stem, number in themes_with.items()
        }
        self._common = frozenset(filter(is_common, themes_with))
        self._texts_with: dict[str, list[_Text]] = defaultdict(list)
        for slug, texts in stems_of.items():
            for stems in texts:
                for stem in stems:
                    self._texts_with[stem].append(_Text(slug, stems, self._rarity(stems)))
        self._themes_of: dict[str, list[str]] = defaultdict(list)
        for slug, theme in themes.items():
            for case in theme.cases:
                self._themes_of[case].append(slug)

    def find(self, subject: Subject) -> tuple[str, ...]:
        """The slugs of the themes that a query meets, the likest first.

        Themes with a text that the query has whole come first, and are met whatever cases are
        found; of these, and of the others, the ones with most of the cases.
        """
        number = max(len(subject.cases), LEAST_CASES)
        cases = Counter(slug for case in subject.cases for slug in self._themes_of.get(case, ()))
        typed = self._likenesses(subject.texts)
        replaced = self._likenesses(subject.synonyms)
        weight = 1.0 if subject.whole else OF_A_PART
        ranks: dict[str, tuple[bool, float]] = {}
        for slug in typed.keys() | cases.keys():
            likeness = typed.get(slug, 0.0)
            if cases[slug]:
                likeness = max(likeness, weight * replaced.get(slug, 0.0))
            score = likeness + cases[slug] / number
            if score >= LEAST:
                ranks[slug] = likeness == 1, score
        ranked = sorted(ranks, key=lambda slug: (*ranks[slug], slug), reverse=True)
        return tuple(ranked[:MOST_OFFERED])

    def _likenesses(self, readings: Iterable[str]) -> Mapping[str, float]:
        """Slug → the likeness of the likest pair of a reading and a text of the theme.

        It is the share of the rarity of both that they have in common, without the words that
        are common among cases, or 1 if the reading has all of a text of several words. Themes
        that share no word with a reading are left out.
        """
        likest: dict[str, float] = defaultdict(float)
        for reading in map(_stems, readings):
            rarity = self._rarity(reading)
            for text in {text for stem in reading for text in self._texts_with.get(stem, ())}:
                if text.stems <= reading and (len(text.stems) > 1 or len(reading) == 1):
                    likeness = 1.0
                else:
                    shared = text.stems & reading
                    either = rarity + text.rarity - self._rarity(shared)
                    likeness = self._rarity(shared - self._common) / either
                likest[text.theme] = max(likest[text.theme], likeness)
        return likest

    def _rarity(self, stems: Iterable[str]) -> float:
        return sum(self._rarities.get(stem, math.log(2)) for stem in stems)


def _stems(text: str) -> frozenset[str]:
    words = [word for word in language.folded(text) if word not in language.STOP_WORDS]
    return frozenset(language.stems_of(words))


# --- what a query asks about ----------------------------------------------------------


def subject_of(results: Results, collection: int) -> Subject:
    """What the query of some results asks about.

    Places and attributes name no problem, nor do words that much of the collection is about,
    nor the name of a case; such a query meets a theme only by having one of its texts whole.

    Args:
        results: the best cases of the query without filters.
        collection: the number of cases of the collection.
    """
    reading = results.interpretation
    aside = {*reading.places, *reading.attributes}
    terms = [term for term in reading.terms if term not in aside]
    if not terms or results.total > BROADEST * collection or _is_a_name(results):
        return Subject((results.subject,))
    return Subject(
        texts=(results.subject, " ".join(terms)),
        synonyms=tuple(_with_synonyms(terms, reading)),
        whole=len(terms) == 1,
        cases=tuple(hit.card.slug for hit in results.hits[:LOOKED_AT] if hit.about),
    )


def _is_a_name(results: Results) -> bool:
    """Whether the query is the name of a case; such a case comes first."""
    words = language.folded(results.subject)
    cards = [hit.card for hit in results.hits[:1]]
    names = chain.from_iterable((card.title, card.expansion or "") for card in cards)
    return any(language.folded(name) == words for name in names)


def _with_synonyms(terms: Sequence[str], reading: Interpretation) -> Iterator[str]:
    for place, term in enumerate(terms):
        for other in reading.added.get(term, ()):
            yield " ".join((*terms[:place], other, *terms[place + 1 :]))


# --- cases that a theme doesn't name --------------------------------------------------


def further_cases(theme: Theme, search: Callable[[Query], Results], most: int) -> Sequence[Hit]:
    """Cases about a theme that it doesn't name: those that its queries find, the best first.

    The scores of all its queries are added, each as a share of the best score for that query
    (CombSUM: Fox and Shaw, "Combination of multiple searches", TREC-2, 1994). So a case which
    several of them find comes before one that a single query finds.

    Args:
        theme: the theme.
        search: answers a query.
        most: the most cases.
    """
    named = set(theme.all_cases)
    shares: dict[str, list[float]] = {}
    hits: dict[str, Hit] = {}
    for text in theme.queries:
        found = search(Query(text, per_page=LOOKED_AT_FURTHER)).hits
        best = max((hit.score for hit in found), default=0.0)
        for hit in found:
            slug = hit.card.slug
            if hit.about and slug not in named and best > 0:
                shares.setdefault(slug, []).append(hit.score / best)
                hits.setdefault(slug, hit)
    score = {
        slug: sum(of_case) for slug, of_case in shares.items() if len(of_case) >= FURTHER_QUERIES
    }
    on_theme = (slug for slug in score if score[slug] >= FURTHER_SCORE)
    return [hits[slug] for slug in sorted(on_theme, key=lambda slug: (-score[slug], slug))[:most]]
