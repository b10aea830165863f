"""Plain text ↔ the Markdown that reads like it.

Contributors don't know Markdown. An asterisk, a number with a full stop or ``<b>`` in their
texts must arrive on the page as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from app.collection.markup import CITATION

# Signs that Markdown would read, wherever they stand in a line. A full word around an
# underscore makes it harmless, as in addresses.
_SIGN = re.compile(
    rf"""
      (?P<citation>{CITATION.pattern})
    | (?P<escape>
          [\\`*]
        | (?<![^\W_])_ | _(?![^\W_])
        | (?<=\])\(           # a link
        | (?<=!)\[(?!\^)      # an image
      )
    | (?P<tag><)(?=[A-Za-z/!?])
    | (?P<entity>&)(?=\#|\w+;)
    """,
    re.VERBOSE,
)
# Signs that Markdown reads at the start of a line: headings, quotations, lists, lines, the
# address of a link.
_START = re.compile(r"(?P<before>\d+(?=[.)](?:\s|$)))|(?=[#>]|[-+](?:\s|$)|-[- ]*$|\[(?!\^))")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#>+.!-])|&(lt|amp);")

# Characters that a case file may not hold: control characters, private use, half characters,
# and those that Unicode hasn't assigned.
_FORBIDDEN = frozenset({"Cc", "Co", "Cs", "Cn"})


def one_line(text: str) -> str:
    """A text with one space for each run of white space; ``\\ufffd`` is what can't be written."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join("\ufffd" if is_forbidden(char) else char for char in text)


def is_forbidden(char: str) -> bool:
    """Whether a case file may not hold this character."""
    return unicodedata.category(char) in _FORBIDDEN


def forbidden_in(text: str) -> str | None:
    """The first character that a case file may not hold, apart from white space.

    ``\\ufffd`` stands for a character that was lost in a wrong decoding.
    """
    if text.isprintable() and "\ufffd" not in text:
        return None
    wrong = (char for char in text if char == "\ufffd" or is_forbidden(char))
    return next((char for char in wrong if not char.isspace()), None)


def to_markdown(text: str, numbers: Mapping[int, int] | None = None) -> str:
    """One line of Markdown that reads as the text does.

    Args:
        text: plain text; citations (``[^2]``) stay citations.
        numbers: number of a source in the text → its number in the file; the citation of any
            other is written as ``[^0]``, which no file allows. None leaves the numbers alone.
    """

    def written(match: re.Match[str]) -> str:
        if match["citation"]:
            return renumbered(match["citation"], numbers)
        if match["escape"]:
            return "\\" + match[0]
        return "&lt;" if match["tag"] else "&amp;"

    line = one_line(text)
    start = _START.match(line)
    marked = _SIGN.sub(written, line)
    if start is None:
        return marked
    before = start["before"] or ""
    # The sign itself may have been escaped already, as an asterisk is.
    return f"{before}\\{marked[len(before) :]}"


def renumbered(text: str, numbers: Mapping[int, int] | None) -> str:
    """A text with the numbers of its citations replaced; see :func:`to_markdown`."""
    if numbers is None:
        return text

    def cite(match: re.Match[str]) -> str:
        number = match[1]
        if not (number.isascii() and number.isdigit()):
            return match[0]
        return f"[^{numbers.get(int(number), 0)}]"

    return CITATION.sub(cite, text)


def to_plain(markdown: str) -> str | None:
    """The plain text that :func:`to_markdown` writes as this line; None if there is none."""
    entities = {"lt": "<", "amp": "&"}
    text = _ESCAPED.sub(lambda match: match[1] or entities[match[2]], markdown)
    return text if to_markdown(text) == markdown else None
