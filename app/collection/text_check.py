"""What the text of a content file may not hold: leftovers of a merge, invisible characters,
letters that were decoded wrongly.

These checks read the file as text, before it is divided into front matter and body.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# (line, message, remedy); lines count from 1.
Mistake = tuple[int, str, str]

# The lines that git puts into a file with a conflict. A body may not hold `=======` for another
# reason: below a text it makes a heading, which is a mistake too.
_MERGE_MARKER = re.compile(r"^(?:(?:<{7}|\|{7}|>{7})(?=[ \t\n]|\Z).*|={7}[ \t]*$)", re.MULTILINE)

_BLANK = re.compile(r"\[isi: [^\]\n]*", re.IGNORECASE)

# Characters that reverse what stands around them on the screen, and the character for letters
# that a program could not read.
_FORBIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufffd]")
# Characters without a sign of their own. A joiner belongs to some scripts and to emoji; beside
# a Latin letter or a digit it is left over from a copy.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]"
    "|(?<=[a-zA-Z0-9])[\u200c\u200d]|[\u200c\u200d](?=[a-zA-Z0-9])"
)
# Letters and signs that have no ink: the fillers of Hangul, and Braille without a dot.
_BLANK_SIGNS = "\u115f\u1160\u3164\uffa0\u2800"

# The bytes of UTF-8, each shown as a character of its own: â€œ for “, Ã© for é. A sequence
# begins with one of these letters, and no other sequence of letters is UTF-8 again.
_MAYBE_UTF8 = re.compile("[\u00c2-\u00f4][^\x00-\x7f]+")
_CUT_QUOTE = "â€"


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of a text.

    >>> is_visible("\u200b\u3164"), is_visible("é")
    (False, True)
    """
    return any(
        unicodedata.category(char)[0] not in "CZ" and char not in _BLANK_SIGNS for char in text
    )


def merge_markers(text: str) -> Iterator[Mistake]:
    """The lines that an unfinished merge has left in a text."""
    for marker in _MERGE_MARKER.finditer(text):
        yield (
            _line(text, marker.start()),
            f"penanda gabungan git “{marker[0][:7]}” tertinggal",
            "pilih satu versi, lalu hapus baris <<<<<<<, =======, dan >>>>>>>",
        )


def blanks(text: str) -> Iterator[Mistake]:
    """The blanks of a skeleton or template that nobody has filled in: ``[isi: …]``."""
    for blank in _BLANK.finditer(text):
        yield (
            _line(text, blank.start()),
            f"masih ada yang belum diisi: “{blank[0][:40]}…”",
            "isi menurut sumber, atau hapus bagiannya bila tak ada sumbernya",
        )


def forbidden_characters(text: str) -> Iterator[Mistake]:
    """The characters that no content file may hold, once for each line and character."""
    seen = set()
    for found in _FORBIDDEN.finditer(text):
        place = (_line(text, found.start()), found[0])
        if place in seen:
            continue
        seen.add(place)
        if found[0] == "\ufffd":
            yield place[0], "ada huruf yang rusak (U+FFFD)", "tulis ulang hurufnya menurut sumber"
        else:
            yield (
                place[0],
                f"ada karakter pembalik arah U+{ord(found[0]):04X}",
                f"hapus karakter itu {_beside(text, found.start())}",
            )


def strange_characters(text: str) -> Iterator[Mistake]:
    """Invisible characters and letters decoded wrongly, once for each line and text."""
    seen = set()
    for found in _INVISIBLE.finditer(text):
        place = (_line(text, found.start()), found[0])
        if place not in seen:
            seen.add(place)
            yield (
                place[0],
                f"ada karakter tak terlihat U+{ord(found[0]):04X}",
                f"hapus karakter itu {_beside(text, found.start())}",
            )
    for found in _MAYBE_UTF8.finditer(text):
        place = (_line(text, found.start()), found[0])
        meant = _decoded_again(found[0])
        if meant is not None and place not in seen:
            seen.add(place)
            yield (
                place[0],
                f"ada huruf yang salah terbaca “{found[0][:20]}”",
                f"maksudnya “{meant[:20]}”? tulis ulang, dan simpan sebagai UTF-8"
                if meant
                else "tulis ulang menurut sumber, dan simpan sebagai UTF-8",
            )


def _decoded_again(text: str) -> str | None:
    """What a text says if it is UTF-8 shown as Windows-1252; "" if unclear, None if it isn't."""
    for length in range(len(text), 1, -1):  # a right quotation mark may follow directly
        try:
            return text[:length].encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
    return "" if text.startswith(_CUT_QUOTE) else None


def _beside(text: str, position: int) -> str:
    """Where a character is: behind which word."""
    before = text[max(0, position - 20) : position].rsplit("\n", 1)[-1].split()
    word = "".join(c for c in (before[-1] if before else "") if unicodedata.category(c) != "Cf")
    return f"sesudah “{word}”" if word else "di awal baris"


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
