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


# The citations in one place of a text.
_CITATIONS = re.compile(r"((?:\s*\[\^\d+\])+)")


def cited_statements(markdown: str) -> list[tuple[str, tuple[int, ...]]]:
    """The text before each citation, back to the citation before it, with what is cited there.

    A text at the end without a citation is left out.

    >>> cited_statements("Ditiru Kota Batu.[^2][^3] Biayanya kecil.")
    [('Ditiru Kota Batu.', (2, 3))]
    """
    # Texts and citations alternate.
    pieces = _CITATIONS.split(markdown)
    return [
        (" ".join(text.split()), tuple(map(int, re.findall(r"\d+", citations))))
        for text, citations in zip(pieces[::2], pieces[1::2], strict=False)
    ]
