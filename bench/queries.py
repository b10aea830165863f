"""The queries: the development topics and names, alone and with filters, and phrases.

Every engine gets the same queries in a neutral form and translates them into its own language.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.collection.case import Case
from app.search import language
from app.search.facets import BY_KEY
from app.settings import ROOT

RELEVANCE = ROOT / "tests" / "relevance"

# Every fifth text is also asked with three filters.
_EVERY_NTH_WITH_THREE = 5

# The number of queries that have filters alone, and of those that are a phrase.
_FILTERS_ALONE = 40
_PHRASES = 40

#: The facets that queries filter by and peers count: those whose values every engine can join by
#: OR. A list of its own, since further facets would change the queries that saved results were
#: measured with.
FACET_KEYS = (
    *("category", "status", "evidence", "replicated", "province", "level", "award", "year", "sdg"),
)

#: The groups, in the order of the tables.
GROUPS = ("topic", "name", "one filter", "three filters", "filters alone", "phrase")


@dataclass(frozen=True)
class Query:
    """A query.

    Attributes:
        group: one of ``GROUPS``.
        text: words, any of which may match; may be empty.
        phrase: words that must stand together; may be empty.
        filters: facet key → values; OR between values, AND between facets.
    """

    group: str
    text: str = ""
    phrase: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the text, folded, without stop words, each once.

        Peers get these: some have no list of stop words, and the parser of others fails at a
        question mark. So all search the same words.
        """
        return content_words(self.text)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, without stop words, each once, in order."""
    words = (word.text for word in language.words(text))
    return tuple(dict.fromkeys(word for word in words if word not in language.STOP_WORDS))


def make(cases: Sequence[Case], relevance: Path = RELEVANCE, seed: int = 2026) -> list[Query]:
    """The queries for all sizes of collection.

    The filters of a query are values of one random case, so that a combination matches some
    cases.

    Args:
        cases: the real cases.
        relevance: the folder of the topics.
        seed: the start of the random numbers.
    """
    random_ = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    topics = _texts(relevance / "topics-dev.json")
    names = _texts(relevance / "names-dev.json")
    queries = [Query("topic", text) for text in topics]
    queries += [Query("name", text) for text in names]
    for number, text in enumerate([*topics, *names]):
        queries.append(Query("one filter", text, filters=_filters(random_, cases, 1)))
        if number % _EVERY_NTH_WITH_THREE == 0:
            queries.append(Query("three filters", text, filters=_filters(random_, cases, 3)))
    queries += [
        Query("filters alone", filters=_filters(random_, cases, 1 + number % 3))
        for number in range(_FILTERS_ALONE)
    ]
    queries += [Query("phrase", phrase=phrase) for phrase in _phrases(cases)]
    return queries


def sample(queries: Sequence[Query], number: int) -> list[Query]:
    """At most ``number`` of the queries, spread evenly, so that each group keeps its share.

    A smaller sample is part of every larger sample, so that engines which answer fewer queries
    can be compared on queries that all have answered. The queries are taken in the order of Van
    der Corput's sequence: the position of a query is written in binary and read backwards.
    """
    bits = len(queries).bit_length()
    order = sorted(range(len(queries)), key=lambda position: int(f"{position:0{bits}b}"[::-1], 2))
    return [queries[position] for position in sorted(order[:number])]


def _texts(path: Path) -> list[str]:
    return [str(topic["query"]) for topic in json.loads(path.read_text(encoding="utf-8"))]


def _filters(
    random_: random.Random, cases: Sequence[Case], number: int
) -> Mapping[str, tuple[str, ...]]:
    """Filters on ``number`` facets, which a random case passes; a third have two values."""
    case = random_.choice(cases)
    values_of_case = {key: list(BY_KEY[key].values_of(case)) for key in FACET_KEYS}
    keys = random_.sample([key for key, values in values_of_case.items() if values], number)
    filters = {}
    for key in sorted(keys):
        values = [random_.choice(values_of_case[key])]
        if random_.random() < 1 / 3:
            # A case is drawn for every facet, though only this facet needs another value: fewer
            # draws would change all later queries, which saved results are compared by.
            others = {k: list(BY_KEY[k].values_of(random_.choice(cases))) for k in FACET_KEYS}
            values += [value for value in others[key][:1] if value not in values]
        filters[key] = tuple(values)
    return filters


def _phrases(cases: Iterable[Case]) -> list[str]:
    """The commonest tags of two words or more: things that have a fixed name."""
    tags = Counter(
        " ".join(word.text for word in language.words(tag)) for case in cases for tag in case.tags
    )
    several_words = [(tag, n) for tag, n in tags.items() if len(content_words(tag)) > 1]
    commonest = sorted(several_words, key=lambda item: (-item[1], item[0]))
    return [tag for tag, _ in commonest[:_PHRASES]]
