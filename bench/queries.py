"""What is asked: the development topics and names, alone and with filters, and phrases.

Every engine gets the same queries in the same neutral form and says them in its own
language.
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
from app.search.facets import FACETS
from app.settings import ROOT

RELEVANCE = ROOT / "tests" / "relevance"

# Of the texts, each so-manieth is also asked with three filters.
_THREE_EVERY = 5
_EMPTY = 40
_PHRASES = 40

#: The groups, in the order of the tables.
GROUPS = ("topic", "name", "one filter", "three filters", "filters alone", "phrase")


@dataclass(frozen=True)
class Query:
    """One query.

    Attributes:
        group: one of ``GROUPS``.
        text: words to be found, any of them; perhaps none.
        phrase: words that must stand together; perhaps none.
        filters: facet key → values; OR between values, AND between facets.
    """

    group: str
    text: str = ""
    phrase: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the text, folded, without stop words, each once.

        Peers whose own parsers would choke on a question mark, or have no stop list,
        are given these: the same words for all.
        """
        return content_words(self.text)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, without stop words, each once in order."""
    words = (word.text for word in language.words(text))
    return tuple(dict.fromkeys(word for word in words if word not in language.STOP_WORDS))


def make(cases: Sequence[Case], relevance: Path = RELEVANCE, seed: int = 2026) -> list[Query]:
    """The query set, drawn from the real cases; the same for every size of collection.

    Filters are those of a random case, so that a combination leaves something to find.
    """
    draw = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    topics = _texts(relevance / "topics-dev.json")
    names = _texts(relevance / "names-dev.json")
    queries = [Query("topic", text) for text in topics]
    queries += [Query("name", text) for text in names]
    for number, text in enumerate([*topics, *names]):
        queries.append(Query("one filter", text, filters=_filters(draw, cases, 1)))
        if number % _THREE_EVERY == 0:
            queries.append(Query("three filters", text, filters=_filters(draw, cases, 3)))
    queries += [
        Query("filters alone", filters=_filters(draw, cases, 1 + number % 3))
        for number in range(_EMPTY)
    ]
    queries += [Query("phrase", phrase=phrase) for phrase in _phrases(cases)]
    return queries


def sample(queries: Sequence[Query], number: int) -> list[Query]:
    """At most ``number`` of the queries, spread evenly, so that each group keeps its share.

    A smaller sample is part of every larger one: engines that are asked fewer queries
    are compared on those that all were asked. (Van der Corput's sequence: the bits of
    each place, reversed, give the order in which the places are taken.)
    """
    bits = len(queries).bit_length()
    places = sorted(range(len(queries)), key=lambda n: int(f"{n:0{bits}b}"[::-1], 2))
    return [queries[place] for place in sorted(places[:number])]


def _texts(path: Path) -> list[str]:
    return [str(topic["query"]) for topic in json.loads(path.read_text(encoding="utf-8"))]


def _filters(
    draw: random.Random, cases: Sequence[Case], number: int
) -> Mapping[str, tuple[str, ...]]:
    """Filters on that many facets that a random case passes; every third has two values."""
    case = draw.choice(cases)
    held = {facet.key: list(facet.values_of(case)) for facet in FACETS}
    keys = draw.sample([key for key, values in held.items() if values], number)
    filters = {}
    for key in sorted(keys):
        values = [draw.choice(held[key])]
        if draw.random() < 1 / 3:
            other = {facet.key: list(facet.values_of(draw.choice(cases))) for facet in FACETS}[key]
            values += [value for value in other[:1] if value not in values]
        filters[key] = tuple(values)
    return filters


def _phrases(cases: Iterable[Case]) -> list[str]:
    """The commonest tags of two words or more: things that people call by a fixed phrase."""
    tags = Counter(
        " ".join(word.text for word in language.words(tag)) for case in cases for tag in case.tags
    )
    several = [(tag, n) for tag, n in tags.items() if len(content_words(tag)) > 1]
    return [tag for tag, _ in sorted(several, key=lambda item: (-item[1], item[0]))[:_PHRASES]]
