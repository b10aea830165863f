"""The operators and signs of advanced queries."""

from __future__ import annotations

#: Operators, the Indonesian word first; all are written in capitals.
AND = ("DAN", "AND")
OR = ("ATAU", "OR")
NOT = ("BUKAN", "NOT", "TIDAK")

#: The words between the two ends of a range.
TO = ("TO", "SAMPAI")

#: The operators that join or exclude clauses.
OPERATORS = frozenset((*AND, *OR, *NOT))

#: The characters that end a word, as the inside of a set in a regular expression.
NO_WORD = r'\s()\[\]{}":~<>'

#: Quotation marks that are read as the plain one.
QUOTES = "“”„‟«»"

#: Signs before a word that other search engines read as "must" and "must not".
MUST_SIGNS = "+-−–!"
