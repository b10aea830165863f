"""Marking the words of a query in a text, and cutting a long sentence for a snippet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from app.search import language

#: The longest snippet, in characters.
SNIPPET = 260


@dataclass(frozen=True)
class Snippet:
    """The sentence of a case that fits a query best: section key and safe HTML."""

    section: str
    html: str


def mark(text: str, stems: Mapping[str, float], *, english: bool = False) -> str:
    """``text`` as safe HTML, with the words whose stem is in ``stems`` in ``<mark>``.

    Neighbouring words share a mark. The words of a text in English are looked for by their
    English stem, and as they stand, for names and words that both languages have.

    >>> mark("anak <putus> sekolah", {"anak": 1.0, "putus": 1.0})
    '<mark>anak &lt;putus</mark>&gt; sekolah'
    """
    tokens = text.split(" ")
    of_token = _english_stems_in if english else _stems_in
    has_none = stems.keys().isdisjoint
    found = [place for place, of in enumerate(map(of_token, tokens)) if not has_none(of)]
    html = escape(text)
    if not found:
        return html
    pieces = html.split(" ")
    for begin, end in reversed(list(_stretches(tokens, found))):
        stretch = " ".join(tokens[begin:end])
        pieces[begin:end] = [_mark_plain(stretch) or _mark_words(stretch, stems, english)]
    return " ".join(pieces)


def stems_in(text: str) -> set[str]:
    """The stems of the words of a text, without words of grammar."""
    return set().union(*map(_stems_in, text.split(" ")))


def _stretches(tokens: Sequence[str], found: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where neighbouring tokens begin and end, with those between them that have no word."""
    begin = end = -1
    for place in found:
        if begin >= 0 and any(map(_WORD.search, tokens[end:place])):
            yield begin, end
            begin = -1
        if begin < 0:
            begin = place
        end = place + 1
    yield begin, end


def _mark_words(text: str, stems: Mapping[str, float], english: bool) -> str:
    """What :func:`mark` gives, word by word."""
    pieces = _split(text)
    html: list[str] = []
    done = 0
    for begin, end in _runs(pieces, stems, english):
        html += (
            escape("".join(pieces[done:begin])),
            "<mark>",
            escape("".join(pieces[begin:end])),
            "</mark>",
        )
        done = end
    html.append(escape("".join(pieces[done:])))
    return "".join(html)


@lru_cache(1024)
def _mark_plain(text: str) -> str:
    """A text with all of its words in a mark; empty if its tokens aren't a plain word each."""
    match = _PLAIN.fullmatch(text)
    return "{}<mark>{}</mark>{}".format(*map(escape, match.groups())) if match else ""


def window(sentence: str, stems: Mapping[str, float]) -> str:
    """At most ``SNIPPET`` characters around the first marked word, cut between words."""
    if len(sentence) <= SNIPPET:
        return sentence
    pieces = _split(sentence)
    first_run, _ = next(_runs(pieces, stems), (0, 0))
    first = len("".join(pieces[:first_run]))
    start = 0 if first < SNIPPET // 2 else sentence.rfind(" ", 0, first - SNIPPET // 4) + 1
    end = start + SNIPPET
    before = "…" if start else ""
    if end >= len(sentence):
        return f"{before}{sentence[start:]}"
    return f"{before}{sentence[start : sentence.rfind(' ', start, end)]}…"


_WORD = re.compile(f"({language.WORD.pattern})")

# The signs around most words.
_MOST_SIGNS = ".,:;()/%“”"

# Words of plain letters and digits with a space between them, and the signs around each.
_SIGNS = r"[!-/:-@\[-`{-~“”–]*"
_PLAIN = re.compile(
    f"({_SIGNS})([0-9A-Za-z]+(?:{_SIGNS} {_SIGNS}[0-9A-Za-z]+)*)({_SIGNS})",
)


def _split(text: str) -> list[str]:
    """A text as words, at the odd places, and what stands between them, at the even places."""
    return _WORD.split(text)


def _runs(
    pieces: Sequence[str], stems: Mapping[str, float], english: bool = False
) -> Iterator[tuple[int, int]]:
    """Where neighbouring words with these stems begin and end among the pieces of a text."""
    of_word = _english_stems_in if english else _stems_in
    begin = end = -1
    for place in range(1, len(pieces), 2):
        if stems.keys().isdisjoint(of_word(pieces[place])):
            continue
        if place != end + 1:
            if begin >= 0:
                yield begin, end
            begin = place
        end = place + 1
    if begin >= 0:
        yield begin, end


# The texts of a page have two thousand tokens, words with the signs around them, most of which
# other pages have, too. A text whose words are in none of these is marked in a quarter of the time
# that dividing it into words would take.
@lru_cache(8192)
def _stems_in(token: str) -> tuple[str, ...]:
    """The stems of the words in a piece of a text without spaces; none of words of grammar."""
    word = token.strip(_MOST_SIGNS)
    if word.isascii() and word.isalnum():  # as most are: in a fifth of the time
        word = word.lower()[: language.MAX_WORD]
        return () if word in language.STOP_WORDS else (language.stem(word),)
    return tuple(filter(None, map(_stem, _WORD.findall(token))))


@lru_cache(1024)
def _english_stems_in(token: str) -> tuple[str, ...]:
    """The same of an English text: the English stem of each word, and the stem as it stands."""
    words = _WORD.findall(token)
    return tuple(filter(None, (*map(_stem, words), *map(_english_stem, words))))


def _stem(word: str) -> str | None:
    """The stem of a word as it stands in a text; None for a word of grammar."""
    folded = language.fold_word(word)[: language.MAX_WORD]
    return None if folded in language.STOP_WORDS or not folded else language.stem(folded)


def _english_stem(word: str) -> str | None:
    """The stem of a word of an English text; None for a word of grammar."""
    (folded,) = language.english([language.fold_word(word)[: language.MAX_WORD]])
    return None if folded in language.STOP_WORDS or not folded else language.stem(folded)
