"""Where sentences of Indonesian text begin and end.

The text is plain: it has no markup, and single spaces for white space. A simple rule is
enough because the texts are edited. It doesn't split figures (``Rp1.200.000``) or
abbreviations before a number (``No. 5``).
"""

from __future__ import annotations

import re

# Quotation marks and brackets behind the full stop still belong to the sentence.
_CLOSING_MARKS = '["”’)\\]]*'

# A full stop ends a sentence only if a capital letter follows: "Rp1.200.000", "5.500 m²"
# and "pkl. 7" stay whole.
_BOUNDARY = re.compile(rf"(?<=[.!?])({_CLOSING_MARKS})\s+(?=[\"“‘(]?[A-Z])")

_END = re.compile(rf"[.!?]{_CLOSING_MARKS}$")


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, in order; none of an empty text.

    >>> split_sentences("Biayanya Rp1.200.000 per unit. Unitnya dua.")
    ['Biayanya Rp1.200.000 per unit.', 'Unitnya dua.']
    """
    sentences = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        sentences.append(text[start : boundary.end(1)])
        start = boundary.end()
    return [sentence for sentence in (*sentences, text[start:]) if sentence]


def ends_a_sentence(text: str) -> bool:
    """Whether a text ends with a whole sentence, not in the middle of one.

    >>> ends_a_sentence("Warga puas."), ends_a_sentence("Warga puas dan")
    (True, False)
    """
    return bool(_END.search(text))
