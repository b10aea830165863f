"""Lists and tables that other programs show as such, but the site would show as running text.

GitHub, editors and other programs read Markdown by CommonMark. Python-Markdown, which renders
the cases, needs an empty line above a list or table, four blanks before a nested item, and
``1.`` instead of ``1)``. And some signs make no list anywhere. Each such line is a mistake, so
that nobody sees a list in the editor and a run-in sentence on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# (line, message, remedy)
Mistake = tuple[int, str, str]

_INDENT = 4

_ITEM = re.compile(r"(?P<blanks> *)(?P<marker>[-*+]|(?P<number>\d{1,9})[.)])(?P<gap> +)(?=\S)")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *")
_QUOTE = re.compile(r" {0,3}> ?")
_INDENTED_HEADING = re.compile(r" {1,3}#{1,6} +\S")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ROW = re.compile(r" {0,3}\|.*\S")
_TABLE_RULE = re.compile(r" {0,3}(?=.*\|)\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")

# What looks like an item to people, but is none in Markdown.
_GLYPH = re.compile(r" *(?P<sign>[•●▪■◦○‣·∙➢➤✓✔])")
_OTHER_ITEM = re.compile(
    r" *(?P<sign>[–—]|\(?(?:[a-z]|[ivx]{1,4})[.)]|[A-Z]\)|\(\d{1,3}\)|\d{1,3}[.)](?=[^\W\d_])"
    r"|[-*+](?=[^\W\d_]))"
)


def mistakes(first: int, lines: Sequence[str]) -> Iterator[Mistake]:
    """The lines of a section that look like a list, table or code and aren't rendered as one.

    Args:
        first: the number of the first line.
        lines: the lines below the heading.
    """
    plain = [_QUOTE.sub("", line).expandtabs(_INDENT) for line in lines]
    yield from _items(first, plain)
    yield from _tables(first, plain)
    for n, line in enumerate(plain):
        if _FENCE.match(line):
            yield first + n, "ada potongan kode", "hapus tanda ``` atau ~~~"
        elif _INDENTED_HEADING.match(line):
            yield first + n, "ada judul yang menjorok", "hapus spasi di depan tanda #"
        elif _is_quote_in_list(lines, n):
            yield first + n, "kutipan menempel pada daftar", "beri baris kosong di antara keduanya"
        elif sign := _other_item(plain, n):
            yield (
                first + n,
                f"“{sign}” tidak membuat daftar",
                "awali tiap butir dengan “- ” atau “1. ”, dengan baris kosong di atas daftarnya",
            )


# --- lists ----------------------------------------------------------------------------


@dataclass
class _State:
    """Where in its list a line stands.

    Attributes:
        above: the line above.
        in_text: whether the block (the lines since an empty one) began as running text.
        open_items: the items around, outermost first: (blanks before the marker, blanks
            before the text, whether it has a number).
    """

    above: str = ""
    in_text: bool = False
    open_items: list[tuple[int, int, bool]] = field(default_factory=list)


def _items(first: int, lines: Sequence[str]) -> Iterator[Mistake]:
    state = _State()
    for n, line in enumerate(lines):
        item = None if _RULE.fullmatch(line) else _ITEM.match(line)
        if not line.strip():
            state.in_text = False
        elif item is None:
            words = _continuation(state, line)
            if words:
                yield first + n, *words
        elif words := _item(state, item):
            yield first + n, *words
        state.above = line


def _continuation(state: _State, line: str) -> tuple[str, str] | None:
    """A line that is no item: running text, or the next paragraph of an item."""
    if state.above.strip():
        return None
    indent = len(line) - len(line.lstrip())
    if state.open_items and state.open_items[0][1] <= indent < _INDENT:
        return "paragraf di dalam butir kurang menjorok", "awali barisnya dengan 4 spasi"
    if indent < _INDENT:
        state.open_items.clear()
    state.in_text = True
    return None


def _item(state: _State, item: re.Match[str]) -> tuple[str, str] | None:
    """What is wrong with an item, if anything; the item becomes a part of the state."""
    blanks, numbered = len(item["blanks"]), item["number"] is not None
    if item["marker"].endswith(")"):
        return f"“{item['marker']}” tidak membuat daftar", f"tulis “{item['number']}.”"
    if state.in_text and state.above.strip():
        # A number other than 1 goes on with the sentence, in CommonMark too.
        if not numbered or item["number"] == "1" or state.above.rstrip().endswith(":"):
            state.in_text = False  # told once, not for each item
            return "daftar menempel pada teks di atasnya", "beri baris kosong di atas daftarnya"
        return None
    depth = len(state.open_items)
    if blanks >= _INDENT and (blanks % _INDENT or blanks // _INDENT > depth):
        return "butir menjorok tidak pas", "jorokkan butir di dalam butir dengan 4 spasi"
    while state.open_items and blanks // _INDENT < len(state.open_items):
        before, text_at, was_numbered = state.open_items.pop()
        if blanks // _INDENT == len(state.open_items):
            if text_at <= blanks and before < blanks:
                return "butir menjorok tidak pas", "jorokkan butir di dalam butir dengan 4 spasi"
            if was_numbered != numbered and state.above.strip():
                return "jenis daftar berganti", "beri baris kosong di antara kedua daftar"
    state.open_items.append((blanks, item.end(), numbered))
    return None


def _is_quote_in_list(lines: Sequence[str], n: int) -> bool:
    """Whether a quotation and an item stand on this line and the one above."""
    if n == 0 or bool(_QUOTE.match(lines[n])) == bool(_QUOTE.match(lines[n - 1])):
        return False
    pair = [_QUOTE.sub("", line) for line in (lines[n - 1], lines[n])]
    return all(map(str.strip, pair)) and any(map(_ITEM.match, pair))


# --- tables and other signs -----------------------------------------------------------


def _tables(first: int, lines: Sequence[str]) -> Iterator[Mistake]:
    for n, line in enumerate(lines):
        above = lines[n - 1] if n else ""
        below = lines[n + 1] if n + 1 < len(lines) else ""
        if "|" in line and _TABLE_RULE.fullmatch(below) and above.strip():
            yield (
                first + n,
                "tabel menempel pada teks di atasnya",
                "beri baris kosong di atas tabelnya",
            )
        elif (
            _ROW.fullmatch(line)
            and _ROW.fullmatch(below)
            and not above.strip()
            and not _TABLE_RULE.fullmatch(below)
        ):
            yield (
                first + n,
                "tabel tanpa garis di bawah judul kolomnya",
                "tulis |---|---| di baris kedua, sebanyak kolomnya",
            )


def _other_item(lines: Sequence[str], n: int) -> str | None:
    """The sign that makes a line look like an item, though no Markdown knows it, or None."""
    glyph = _GLYPH.match(lines[n])
    if glyph:
        return glyph["sign"]
    item = _OTHER_ITEM.match(lines[n])
    if item is None:
        return None
    above = next((line.rstrip() for line in reversed(lines[:n]) if line.strip()), "")
    below = next((line for line in lines[n + 1 :] if line.strip()), "")
    if above.endswith(":") or _OTHER_ITEM.match(above) or _OTHER_ITEM.match(below):
        return item["sign"]
    return None
