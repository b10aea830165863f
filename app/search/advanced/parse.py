"""From the text of an advanced query to its tree of clauses.

:mod:`~.syntax` cuts the text into words, phrases, patterns and ranges, and orders them.
Here each becomes a clause: its words are folded as those of the cases are, and checked
against what its field can hold.
"""

from __future__ import annotations

import re
from typing import Any

from whoosh.qparser import plugins, syntax

from app.collection.vocabulary import Label
from app.search import language
from app.search.advanced.mistakes import AdvancedQueryError, Kind
from app.search.advanced.query_fields import QueryField, query_field
from app.search.advanced.signs import QUOTES
from app.search.advanced.syntax import Fuzzy, Pattern, suggested_range, syntax_tree
from app.search.advanced.tree import (
    And,
    Clause,
    FuzzyClause,
    Node,
    Not,
    Or,
    PatternClause,
    PhraseClause,
    ValueClause,
    WordClause,
    YearsClause,
)
from app.search.advanced.values import matching_values, nearest_label, value_labels
from app.search.index.entries import LINE_GAP

#: The longest query, in characters.
MAX_CHARACTERS = 1000

#: The most words of a query; a range or a value counts as one.
MAX_WORDS = 40

#: How far a word of a phrase may stand behind the word before.
MAX_DISTANCE = LINE_GAP

#: How many slips a fuzzy word may have.
MAX_SLIPS = 2

#: A pattern begins with this many letters or digits: else it would match half the words
#: of the collection.
MIN_PREFIX = 2

_YEAR = re.compile(r"[0-9]{4}")

# How many mistakes of a query are mended for a suggestion.
_MENDED = 5

# A mistaken value is answered with all values of its field if there are no more than these.
_LISTED_VALUES = 12


def parse(text: str) -> Node | None:
    """The tree of a query; None if nothing was typed.

    Raises:
        AdvancedQueryError: the query has a mistake, or is too long. Its suggestion, if it
            has one, is a query without a mistake.
    """
    try:
        return _parse(text)
    except AdvancedQueryError as error:
        error.suggestion = _mended(error.suggestion)
        raise


def _mended(suggestion: str | None) -> str | None:
    """A suggestion that can be searched: its own mistakes, if any, are mended as well."""
    for _ in range(_MENDED):
        if not suggestion:
            break
        try:
            _parse(suggestion)
        except AdvancedQueryError as error:
            suggestion = error.suggestion
        else:
            return suggestion
    return None


def _parse(text: str) -> Node | None:
    if len(text) > MAX_CHARACTERS:
        raise AdvancedQueryError(
            "too-long",
            MAX_CHARACTERS,
            len(text),
            Label(
                f"Kueri paling panjang {MAX_CHARACTERS} karakter; ini {len(text)}.",
                f"A query has at most {MAX_CHARACTERS} characters; this one has {len(text)}.",
            ),
        )
    tree = syntax_tree(text)
    return None if tree is None else _TreeReader(text).read(tree)


class _TreeReader:
    """Turns a syntax tree into clauses, counting words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = 0

    def read(self, node: Any) -> Node:
        """The tree for a node of Whoosh's."""
        if not isinstance(node, syntax.GroupNode):
            return self._clause(node)
        children = tuple(self.read(child) for child in node)
        if isinstance(node, syntax.NotGroup):
            return Not(children[0])
        if len(children) == 1:
            return children[0]
        return Or(children) if isinstance(node, syntax.OrGroup) else And(children)

    def _clause(self, node: Any) -> Clause:
        field = query_field(node.fieldname) if node.fieldname else None
        if isinstance(node, syntax.RangeNode):
            self._count(node, 1)
            return self._range(node, field)
        clause = self._text_clause(node)
        self._count(node, len(clause.words) if isinstance(clause, PhraseClause) else 1)
        if field is None or field.kind == "text":
            return type(clause)(**{**vars(clause), "field": field})
        if field.kind == "year":
            return self._year(node, field)
        values = matching_values(field, clause)
        if not values:
            raise self._unknown_value(node, field)
        return ValueClause(node.startchar, node.endchar, field, values)

    def _count(self, node: Any, words: int) -> None:
        self._words += words
        if self._words > MAX_WORDS:
            raise self._mistake(
                "too-many-words",
                node,
                f"Paling banyak {MAX_WORDS} kata dalam satu kueri.",
                f"A query has at most {MAX_WORDS} words.",
            )

    # --- texts ------------------------------------------------------------------------

    def _text_clause(self, node: Any) -> WordClause | PhraseClause | PatternClause | FuzzyClause:
        """The clause of a node in the whole case."""
        start, end = node.startchar, node.endchar
        if isinstance(node, Pattern):
            return PatternClause(start, end, None, self._pattern(node))
        words = tuple(language.folded(node.text))
        if isinstance(node, Fuzzy):
            return FuzzyClause(start, end, None, *self._fuzzy(node, words))
        if isinstance(node, plugins.PhrasePlugin.PhraseNode):
            if not words:
                raise self._mistake(
                    "missing-operand",
                    node,
                    "Di antara tanda kutip ini belum ada kata.",
                    "There is no word between these quotation marks.",
                )
            if not 1 <= node.slop <= MAX_DISTANCE:
                raise self._mistake(
                    "bad-distance",
                    node,
                    f"Jarak dalam frasa paling sedikit 1 dan paling banyak {MAX_DISTANCE}.",
                    f"The distance within a phrase is 1 to {MAX_DISTANCE}.",
                )
            return PhraseClause(start, end, None, words, node.slop)
        if len(words) == 1:
            return WordClause(start, end, None, words[0])
        # "e-ktp" without quotation marks: its words belong together, too.
        return PhraseClause(start, end, None, words)

    def _pattern(self, node: Any) -> str:
        pattern = re.sub(r"\*+", "*", language.fold(node.text))
        letters = re.split(r"[*?]", pattern)
        if not all(part.isalnum() for part in letters if part):
            raise self._mistake(
                "bad-pattern",
                node,
                "Pola dengan * atau ? adalah satu kata: hanya huruf dan angka.",
                "A pattern with * or ? is a single word: only letters and digits.",
            )
        if len(letters[0]) < MIN_PREFIX:
            raise self._mistake(
                "bad-pattern",
                node,
                f"Pola harus diawali paling sedikit {MIN_PREFIX} huruf atau angka, misalnya sek*.",
                f"A pattern begins with at least {MIN_PREFIX} letters or digits, like sch*.",
            )
        return pattern

    def _fuzzy(self, node: Any, words: tuple[str, ...]) -> tuple[str, int]:
        """The word of a fuzzy node, and how many slips it may have."""
        if len(words) != 1:
            raise self._mistake(
                "bad-distance",
                node,
                "Hanya satu kata yang bisa dicari dengan ~; untuk frasa beri tanda kutip.",
                "Only a single word takes ~; put a phrase in quotation marks.",
            )
        slips = node.slips or "1"
        if slips not in {str(number) for number in range(1, MAX_SLIPS + 1)}:
            raise self._mistake(
                "bad-distance",
                node,
                f"Di belakang ~ hanya boleh 1 sampai {MAX_SLIPS}: jumlah salah ketik.",
                f"Behind ~ only 1 to {MAX_SLIPS} may stand: the number of typing errors.",
            )
        return words[0], int(slips)

    # --- values and years -------------------------------------------------------------

    def _unknown_value(self, node: Any, field: QueryField) -> AdvancedQueryError:
        typed = self._text[node.startchar : node.endchar].strip(f'"{QUOTES}')
        meant = nearest_label(field, node.text)
        message = Label(
            f"Tidak ada {field.name.id} “{typed}”.", f"There is no {field.name.en} “{typed}”."
        )
        suggestion = None
        if not meant:
            hint = _known_values(field)
            message = Label(f"{message.id} {hint.id}", f"{message.en} {hint.en}")
        else:
            message = Label(
                f"{message.id} Maksud Anda “{meant}”?", f"{message.en} Did you mean “{meant}”?"
            )
            before, after = self._text[: node.startchar], self._text[node.endchar :]
            suggestion = f'{before}"{meant}"{after}'
        return AdvancedQueryError(
            "unknown-value", node.startchar, node.endchar, message, suggestion
        )

    def _year(self, node: Any, field: QueryField) -> YearsClause:
        if isinstance(node, Pattern | Fuzzy) or not _YEAR.fullmatch(node.text.strip()):
            raise self._bad_year(node, suggested_range(self._text, node.startchar))
        year = int(node.text)
        return YearsClause(node.startchar, node.endchar, field, year, year)

    def _range(self, node: Any, field: QueryField | None) -> YearsClause:
        if field is None or field.kind != "year":
            raise self._mistake(
                "bad-range",
                node,
                "Rentang hanya untuk tahun, misalnya tahun:[2018 TO 2020] atau tahun:>2019.",
                "A range is for years only, like year:[2018 TO 2020] or year:>2019.",
            )
        if not all(_YEAR.fullmatch(end) for end in (node.start, node.end) if end):
            raise self._bad_year(node)
        first = int(node.start) + node.startexcl if node.start else None
        last = int(node.end) - node.endexcl if node.end else None
        if first is None and last is None:
            raise self._bad_year(node)
        if first is not None and last is not None and first > last:
            raise self._mistake(
                "bad-range",
                node,
                "Tidak ada tahun dalam rentang ini: tahun pertama harus lebih kecil.",
                "There is no year in this range: the first year must be the smaller one.",
            )
        return YearsClause(node.startchar, node.endchar, field, first, last)

    def _bad_year(self, node: Any, suggestion: str | None = None) -> AdvancedQueryError:
        mistake = self._mistake(
            "bad-year",
            node,
            "Tahun ditulis dengan empat angka, misalnya tahun:2019, tahun:>2019, atau "
            "tahun:[2018 TO 2020].",
            "A year has four digits, like year:2019, year:>2019 or year:[2018 TO 2020].",
        )
        mistake.suggestion = suggestion
        return mistake

    def _mistake(self, kind: Kind, node: Any, id: str, en: str) -> AdvancedQueryError:
        return AdvancedQueryError(kind, node.startchar, node.endchar, Label(id, en))


def _known_values(field: QueryField) -> Label:
    """What to write for a value: one of a short list, or a word of a name."""
    labels = value_labels(field)
    if len(labels) > _LISTED_VALUES:
        return Label("Tulis namanya, atau satu kata darinya.", "Write its name, or a word of it.")
    return Label(
        f"Yang ada: {', '.join(label.id for label in labels)}.",
        f"There are: {', '.join(label.en for label in labels)}.",
    )
