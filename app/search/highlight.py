"""Marking the words of a query in a text, and cutting a sentence to what can be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
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
    spans = list(_spans(text, stems)) if stems else []
    if not spans:
        return escape(text)
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    return "".join(parts)


def _spans(text: str, stems: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where marked words begin and end, neighbours joined."""
    begin = end = -1
    for word, first, last in language.spans(text):
        if language.stem(word) not in stems or word in language.STOP_WORDS:
            continue
        if begin >= 0 and not any(char.isalnum() for char in text[end:first]):
            end = last
            continue
        if begin >= 0:
            yield begin, end
        begin, end = first, last
    if begin >= 0:
        yield begin, end


def window(sentence: str, stems: Collection[str]) -> str:
    """At most ``SNIPPET`` characters around the first marked word, cut between words."""
    if len(sentence) <= SNIPPET:
        return sentence
    first = next(_spans(sentence, stems), (0, 0))[0]
    start = 0 if first < SNIPPET // 2 else sentence.rfind(" ", 0, first - SNIPPET // 4) + 1
    end = start + SNIPPET
    if end < len(sentence):
        end = sentence.rfind(" ", start, end)
        return f"{'…' if start else ''}{sentence[start:end]}…"
    return f"{'…' if start else ''}{sentence[start:]}"
