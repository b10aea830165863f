"""Words that ask for what is near a place: "dekat Ngawi", "di sekitar Ponorogo"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.search import language
from app.search.language import Term
from app.search.nearness import Near
from app.search.query import places
from app.search.query.places import NEAR_WORDS, Place

# Words that may stand between a word of nearness and the place: "dekat dengan wilayah Ngawi".
_BETWEEN = frozenset({"dengan", "dari", "di", "daerah", "wilayah", "kawasan", "to", "of", "the"})

# Words that belong to a word of nearness, or to a place, behind them: "di daerah sekitar Ngawi".
_BEFORE = frozenset({"di", "dari", "yang", "daerah", "wilayah", "kawasan", "from", "in"})

# Words that make the place before them the middle: "Ngawi dan sekitarnya".
_BEHIND = (("dan", "sekitarnya"), ("sekitarnya",), ("dan", "tetangganya"))

# Without any of these, nothing asks for what is near.
_ASKING = NEAR_WORDS | {phrase[-1] for phrase in _BEHIND}


@dataclass(frozen=True)
class NearPhrase:
    """The words of a query that ask for what is near a place.

    Attributes:
        near: the place.
        rest: the other words of the query.
    """

    near: Near
    rest: Term


def read(words: Term) -> NearPhrase | None:
    """The first words that ask for what is near a kabupaten, a kota or a province, if any do.

    >>> found = read(("sampah", "di", "sekitar", "kabupaten", "ngawi"))
    >>> found.near.codes, found.rest
    (('35.21',), ('sampah',))
    """
    if _ASKING.isdisjoint(words):
        return None
    for start, word in enumerate(words):
        if word in NEAR_WORDS:
            at = start + 1
            while at < len(words) and words[at] in _BETWEEN:
                at += 1
            found = places.find(words, at) if at < len(words) else None
        else:
            found = _with_words_behind(words, start)
        if found and found[0].region_codes:
            place, end = found
            return _phrase(words, start, end, place)
    return None


def _with_words_behind(words: Term, start: int) -> tuple[Place, int] | None:
    """The place at a position, if words behind it make it the middle, and where these end."""
    found = places.find(words, start)
    if found:
        place, end = found
        for behind in _BEHIND:
            if words[end : end + len(behind)] == behind:
                return place, end + len(behind)
    return None


def _phrase(words: Term, start: int, end: int, place: Place) -> NearPhrase:
    start = _first_word(words, start)
    near = Near(place.region_codes, place.label, (" ".join(words[start:end]),))
    return NearPhrase(near, words[:start] + words[end:])


def _first_word(words: Term, start: int) -> int:
    """Where a phrase begins with the words before it that belong to it."""
    while start and words[start - 1] in _BEFORE:
        start -= 1
    return start


def lacking(words: Term, place: Place, names: Iterable[Term]) -> Near:
    """A place that a query names, by some words, and that no case about the rest is from."""
    phrases = []
    for name in names:
        starts = (at for at in range(len(words)) if words[at : at + len(name)] == name)
        start = next(starts, None)
        first = 0 if start is None else _first_word(words, start)
        before = () if start is None else words[first:start]
        phrases.append(" ".join((*before, *name)))
    return Near(place.region_codes, place.label, tuple(phrases), lacking=True)


def without(text: str, phrase: str) -> str:
    """A text, as typed, without the words of a phrase, which are given folded.

    >>> without("Sampah dekat Kab. Ngawi", "dekat kab ngawi")
    'Sampah'
    """
    pieces, words = text.split(), tuple(phrase.split())
    for start in range(len(pieces)):
        for end in range(start + 1, min(len(pieces), start + len(words)) + 1):
            if language.term(" ".join(pieces[start:end])) == words:
                return " ".join(pieces[:start] + pieces[end:])
    return text
