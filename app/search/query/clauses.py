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
        begun: those of ``words`` that were typed with a wildcard behind them (stunt*).
        cut: whether the text was too long, so that its end was ignored.
    """

    words: Term = ()
    phrases: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    begun: frozenset[str] = frozenset()
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


# Single letters with dots between them are one word: u.m.k.m, K.T.P.
_ACRONYM = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")

# The dots, or commas, between thousands: 1.212 and 1212 are the same figure.
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]*\d)")

_WILDCARD = re.compile(r"([^\W_]{3,})[*%]+(?!\w)")

# Most texts have none of the signs that mean something: all of such a text is words.
_SIGNS = re.compile(r"""[-−–"“”„.,*%]""")


def split_clauses(text: str) -> Clauses:
    """Split the text of a query.

    >>> split_clauses('jemput bola "akta kelahiran" -kematian').excluded
    (('kematian',),)
    """
    cut = len(text) > MAX_CHARACTERS
    text = text[:MAX_CHARACTERS]
    if not _SIGNS.search(text):
        words_alone = language.term(text)
        return Clauses(words_alone[:MAX_WORDS], cut=cut or len(words_alone) > MAX_WORDS)
    text = _without(".", _ACRONYM, text)
    words: list[str] = []
    phrases: list[Term] = []
    excluded: list[Term] = []
    begun: set[str] = set()
    words_left = MAX_WORDS
    for clause in _CLAUSE.finditer(text):
        quoted = clause["quoted"]
        plain = _without(".,", _THOUSANDS, clause["plain"] or "")
        term = language.term(quoted or plain)
        cut = cut or len(term) > words_left
        term = term[:words_left]
        words_left -= len(term)
        if not term:
            continue
        is_word = quoted is None or len(term) == 1
        if (clause["minus"] or not is_word) and language.STOP_WORDS.issuperset(term):
            continue  # no case is found, or left out, by words of grammar alone
        if clause["minus"]:
            excluded.append(term)
        elif not is_word:
            phrases.append(term)
        else:
            words += term
            begun.update(map(language.fold_word, _WILDCARD.findall(plain)))
    return Clauses(
        words=tuple(words),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        begun=frozenset(begun.intersection(words)),
        cut=cut,
    )


def without_exclusions(text: str) -> str:
    """The text of a query, as typed, without what it excludes and without mere symbols.

    Empty if nothing of the rest can be searched for. White space is folded.

    >>> without_exclusions('air  bersih 😀 -"air hujan"')
    'air bersih'
    """
    included = (clause[0] for clause in _CLAUSE.finditer(text) if not clause["minus"])
    pieces = [piece for piece in " ".join(included).split() if language.term(piece)]
    words = {word for piece in pieces for word in language.term(piece)}
    return "" if words <= language.STOP_WORDS else " ".join(pieces)


def _without(characters: str, pattern: re.Pattern[str], text: str) -> str:
    """A text without some characters wherever a pattern matches."""
    remove = str.maketrans("", "", characters)
    return pattern.sub(lambda match: match[0].translate(remove), text)
