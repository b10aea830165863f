"""From what a person asked to a :class:`Query`, and from its text to words.

There is no syntax error: quotes make a phrase, a leading minus excludes, everything
else is words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from app.search import language

#: What is read of a query; the rest is ignored, so that no query costs without bound.
MAX_CHARACTERS = 1000
MAX_WORDS = 40

PER_PAGE = 20
MAX_PER_PAGE = 100

# Readings of a query that a person can refuse: to be taken literally instead.
Reading = Literal["synonyms", "spelling", "places"]
READINGS: tuple[Reading, ...] = ("synonyms", "spelling", "places")

Sort = Literal["relevance", "newest", "name"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "name")

#: Folded words that must stand together in this order.
Phrase = tuple[str, ...]

NO_FILTERS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Query:
    """What is asked: free text, filters by facet key, order and page (from 1).

    ``literal`` names the readings that the text is not to get.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_FILTERS)
    literal: tuple[Reading, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = PER_PAGE


@dataclass(frozen=True)
class Words:
    """The text of a query taken apart; every word folded.

    Attributes:
        words: what is looked for, in the order typed.
        phrases: words between quotes, which must stand together in this order.
        excluded: what follows a minus: a word or a phrase that must not be there.
        cut: whether the text was longer than what is read.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    cut: bool = False


# A quoted part, words behind each other, or a quote that is never closed, which is none.
# Behind a minus only one word belongs to it.
_PART = re.compile(
    r"""
    (?P<minus> (?<!\S)[-−–] )?
    (?:
        ["“”„] (?P<quoted> [^"“”„]* ) ["“”„]
      | (?P<plain> [^\s"“”„]+ (?(minus) | (?: \s+ (?![-−–]) [^\s"“”„]+ )* ) | ["“”„] )
    )
    """,
    re.VERBOSE,
)


def read_words(text: str) -> Words:
    """Take the text of a query apart.

    >>> read_words('jemput bola "akta kelahiran" -kematian').excluded
    (('kematian',),)
    """
    cut = len(text) > MAX_CHARACTERS
    found: list[str] = []
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []
    left = MAX_WORDS
    for part in _PART.finditer(text[:MAX_CHARACTERS]):
        quoted = part["quoted"]
        folded = tuple(language.folded(quoted or part["plain"] or ""))
        cut = cut or len(folded) > left
        folded = folded[:left]
        left -= len(folded)
        if not folded:
            continue
        if part["minus"]:
            excluded.append(folded)
        elif quoted is not None and len(folded) > 1:
            phrases.append(folded)
        else:
            found += folded
    return Words(tuple(found), tuple(phrases), tuple(excluded), cut)
