"""Marking the words of a query in a text, and cutting a sentence to what can be shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
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


def mark(text: str, stems: Collection[str]) -> str:
    """``text`` as safe HTML, the words whose stem is in ``stems`` in ``<mark>``.

    Neighbouring words share one mark.

    >>> mark("anak <putus> sekolah", {"anak", "putus"})
    '<mark>anak &lt;putus</mark>&gt; sekolah'
    """
    if not stems:
        return escape(text)
    parts = _parts(text)
    done = 0
    marked: list[str] = []
    for begin, end in _runs(parts, stems):
        marked += escape("".join(parts[done:begin])), "<mark>"
        marked += escape("".join(parts[begin:end])), "</mark>"
        done = end
    if not done:
        return escape(text)
    marked.append(escape("".join(parts[done:])))
    return "".join(marked)


def _parts(text: str) -> list[str]:
    """A text cut into what is between words (at the even places) and words (at the odd ones)."""
    return (_PLAIN_PARTS if text.isascii() else _PARTS).split(text)


_PARTS = re.compile(f"({language.WORD.pattern})")
_PLAIN_PARTS = re.compile(f"({language.PLAIN_WORD.pattern})", re.IGNORECASE)


def _runs(parts: Sequence[str], stems: Collection[str]) -> Iterator[tuple[int, int]]:
    """From which part to which words are to be marked, neighbours together."""
    begin = end = -1
    for place in [n for n in range(1, len(parts), 2) if _stem(parts[n]) in stems]:
        if place == end + 1:
            end = place + 1
            continue
        if begin >= 0:
            yield begin, end
        begin, end = place, place + 1
    if begin >= 0:
        yield begin, end


# The cards of a page hold some five hundred words, mostly those of other pages too.
@lru_cache(8192)
def _stem(word: str) -> str | None:
    """The stem of a word as it is written; None for a word of grammar."""
    folded = language.fold_word(word)[: language.MAX_WORD]
    return None if folded in language.STOP_WORDS or not folded else language.stem(folded)


def window(sentence: str, stems: Collection[str]) -> str:
    """At most ``SNIPPET`` characters around the first marked word, cut between words."""
    if len(sentence) <= SNIPPET:
        return sentence
    parts = _parts(sentence)
    first = len("".join(parts[: next(_runs(parts, stems), (0, 0))[0]]))
    start = 0 if first < SNIPPET // 2 else sentence.rfind(" ", 0, first - SNIPPET // 4) + 1
    end = start + SNIPPET
    if end < len(sentence):
        end = sentence.rfind(" ", start, end)
        return f"{'…' if start else ''}{sentence[start:end]}…"
    return f"{'…' if start else ''}{sentence[start:]}"
