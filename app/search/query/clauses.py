"""The syntax of a query's text: quotes make a phrase, a leading minus excludes.

There is no syntax error. Whatever is neither a phrase nor excluded is words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.search import language
from app.search.language import Term

#: The rest of a longer text is ignored, so that the cost of a query is bounded.
MAX_CHARACTERS = 1000
MAX_WORDS = 40


@dataclass(frozen=True)
class Clauses:
    """The text of a query, split by its syntax. Every word is folded.

    Attributes:
        words: the words to search for, in the order in which they were typed.
        phrases: words between quotes: they must stand next to each other in this order.
        excluded: words and phrases behind a minus: no case found may hold them.
        cut: whether the text was too long, so that its end was ignored.
    """

    words: Term = ()
    phrases: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    cut: bool = False


# A clause is a quoted text, or a run of words. A quote that is never closed is ignored.
# Only a single word belongs to a minus before it.
_CLAUSE = re.compile(
    r"""
    (?P<minus> (?<!\S)[-−–] )?
    (?:
        ["“”„] (?P<quoted> [^"“”„]* ) ["“”„]
      | (?P<plain> [^\s"“”„]+ (?(minus) | (?: \s+ (?![-−–]) [^\s"“”„]+ )* ) | ["“”„] )
    )
    """,
    re.VERBOSE,
)


def split_clauses(text: str) -> Clauses:
    """Split the text of a query.

    >>> split_clauses('jemput bola "akta kelahiran" -kematian').excluded
    (('kematian',),)
    """
    cut = len(text) > MAX_CHARACTERS
    words: list[str] = []
    phrases: list[Term] = []
    excluded: list[Term] = []
    words_left = MAX_WORDS
    for clause in _CLAUSE.finditer(text[:MAX_CHARACTERS]):
        quoted = clause["quoted"]
        term = language.term(quoted or clause["plain"] or "")
        cut = cut or len(term) > words_left
        term = term[:words_left]
        words_left -= len(term)
        if not term:
            continue
        if clause["minus"]:
            excluded.append(term)
        elif quoted is not None and len(term) > 1:
            phrases.append(term)
        else:
            words += term
    return Clauses(tuple(words), tuple(phrases), tuple(excluded), cut)
