"""The syntax of advanced queries: Whoosh's query parser, with plugins for our operators.

Operators are written in capitals, in English or in Indonesian. AND binds closer than OR;
words without an operator between them are joined last, by AND.

Whoosh's parser is lenient: it takes for a word, or drops, what it can't use. So its
tokens are checked before it orders them, and every mistake is reported with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from whoosh.qparser import plugins, syntax
from whoosh.qparser.default import QueryParser
from whoosh.qparser.taggers import FnTagger

from app.collection.vocabulary import Label
from app.search import language
from app.search.advanced.mistakes import AdvancedQueryError, Kind
from app.search.advanced.query_fields import nearest_name, query_field
from app.search.advanced.signs import AND, MUST_SIGNS, NO_WORD, NOT, OR, QUOTES, TO

#: How many brackets may stand within one another.
MAX_DEPTH = 8

# Other quotation marks → the plain one, which is as long.
_QUOTES = str.maketrans(dict.fromkeys(QUOTES, '"'))

# Signs with a meaning that can't stand alone in a word, nor be left out of it.
_SIGN = re.compile(r'[\[\]{}":~<>^*?]')

_PLUS_OR_MINUS = re.compile(rf"[{re.escape(MUST_SIGNS)}](?=\w)")

# A range of years in other writings, the brackets around it optional.
_TWO_YEARS = re.compile(
    r"[\[{]?\s*(?P<first>[0-9]{4})\s*(?:-|–|,|\.\.+|\bto\b|\bsampai\b|\bs\.?/?d\b\.?)"
    r"\s*(?P<last>[0-9]{4})(?:\s*[\]}])?",
    re.IGNORECASE,
)


class Pattern(syntax.TextNode):  # type: ignore[misc]  # whoosh's class is untyped
    """A word with ``*`` or ``?``."""


class Fuzzy(syntax.TextNode):  # type: ignore[misc]  # whoosh's class is untyped
    """A word with the number of slips that it may have, as typed."""

    def __init__(self, text: str, slips: str) -> None:
        super().__init__(text)
        self.slips = slips


def _comparison(sign: str, year: str) -> syntax.RangeNode:
    """``>2019`` as a range; a missing year is an empty text."""
    excluded = "=" not in sign
    if ">" in sign:
        return syntax.RangeNode(year, None, excluded, False)
    return syntax.RangeNode(None, year, False, excluded)


class _Token(plugins.Plugin):  # type: ignore[misc]  # whoosh's class is untyped
    """Makes a node of each token that a regular expression describes.

    Whoosh's own plugins for patterns, slips and comparisons don't serve: they join a
    wildcard with a phrase beside it, read only one digit of a number, and don't look into
    brackets (in Whoosh 2.7.4).
    """

    def __init__(self, expression: str, make: Callable[..., Any]) -> None:
        self._tagger = FnTagger(expression, make)

    def taggers(self, parser: QueryParser) -> list[tuple[FnTagger, int]]:
        """The tagger, with a priority behind that of names of fields."""
        return [(self._tagger, 10)]


_RANGE = re.compile(
    r"(?P<open>[\[{])\s*(?P<start>[^\s\]}]*)\s*"
    rf"\b(?:{'|'.join(TO)})\b"
    r"\s*(?P<end>[^\s\]}]*)\s*(?P<close>[\]}])"
)


def _operator(words: Sequence[str]) -> str:
    """An operator stands alone, between spaces or brackets."""
    return rf"(?<![^\s()])(?:{'|'.join(words)})(?![^\s()])"


_PARSER = QueryParser(
    None,
    None,
    plugins=[
        plugins.FieldsPlugin(r"(?P<text>\w+):\s*", remove_unknown=False),
        plugins.PhrasePlugin(r'"(?P<text>[^"]*)"(~(?P<slop>[0-9]+))?'),
        plugins.RangePlugin(_RANGE),
        _Token(rf"(?P<sign><=|>=|=<|=>|<|>)\s*(?P<year>[^{NO_WORD}]*)", _comparison),
        plugins.GroupPlugin(),
        plugins.OperatorsPlugin(
            And=_operator(AND),
            Or=_operator(OR),
            Not=_operator(NOT),
            AndNot=None,
            AndMaybe=None,
            Require=None,
        ),
        _Token(rf"(?P<text>[^{NO_WORD}*?]*[*?][^{NO_WORD}]*)", Pattern),
        _Token(rf"(?P<text>[^{NO_WORD}*?]+)~(?P<slips>\w*)", Fuzzy),
    ],
)


def syntax_tree(text: str) -> syntax.GroupNode | None:
    """The syntax tree of a query: groups of Whoosh's nodes; None if nothing was typed.

    Raises:
        AdvancedQueryError: the query has a mistake.
    """
    text = text.translate(_QUOTES)
    tokens = _PARSER.tag(text)
    significant = [token for token in tokens if not token.is_ws()]
    if not significant:
        return None
    _check(text, significant)
    return _PARSER.filterize(tokens)


# --- checks ---------------------------------------------------------------------------


def _check(text: str, tokens: Sequence[Any]) -> None:
    """Raise what is wrong with the order of the tokens, or with one of them."""
    open_bracket, close_bracket = plugins.GroupPlugin.OpenBracket, plugins.GroupPlugin.CloseBracket
    opened: list[Any] = []
    before: Any = None
    for token in tokens:
        match token:
            case open_bracket():
                opened.append(token)
                if len(opened) > MAX_DEPTH:
                    raise _too_deep(token)
            case close_bracket():
                if not opened:
                    raise _closed_too_often(text, token)
                opened.pop()
                if isinstance(before, open_bracket):
                    raise _empty_brackets(before, token)
                _check_complete(text, before)
            case syntax.InfixOperator():
                if before is None or isinstance(before, open_bracket):
                    raise _missing_operand(text, token)
                _check_complete(text, before)
            case syntax.PrefixOperator():
                if not isinstance(before, syntax.InfixOperator):
                    _check_complete(text, before)
            case syntax.FieldnameNode():
                _check_field(text, token)
                if isinstance(before, syntax.FieldnameNode):
                    _check_complete(text, before)
            case syntax.WordNode():
                _check_word(text, token)
        before = token
    _check_complete(text, before)
    if opened:
        raise _never_closed(text, opened)


def _check_complete(text: str, token: Any) -> None:
    """Raise if something had to follow a token: a word, a phrase or a bracket."""
    if isinstance(token, syntax.FieldnameNode):
        name = text[token.startchar : token.endchar].rstrip()
        raise AdvancedQueryError(
            "missing-operand",
            token.startchar,
            token.startchar + len(name),
            Label(
                f"Di belakang “{name}” belum ada yang dicari.",
                f"There is nothing to search for behind “{name}”.",
            ),
        )
    if isinstance(token, syntax.Operator):
        raise _missing_operand(text, token)


def _check_field(text: str, token: Any) -> None:
    """Raise if there is no field of this name."""
    start = token.startchar
    while start and not re.match(rf"[{NO_WORD}]", text[start - 1]):
        start -= 1
    name = text[start : token.endchar].split(":")[0]
    if query_field(name):
        return
    meant = nearest_name(name)
    after = token.startchar + len(token.fieldname)
    if meant:
        hint = Label(f"Maksud Anda “{meant}:”?", f"Did you mean “{meant}:”?")
    else:
        hint = Label(
            "Untuk mencari titik dua sebagai bagian teks, beri tanda kutip.",
            "To search for a colon as part of a text, put it in quotation marks.",
        )
    raise AdvancedQueryError(
        "unknown-field",
        start,
        after,
        Label(f"Tidak ada ruas “{name}”. {hint.id}", f"There is no field “{name}”. {hint.en}"),
        f"{text[:start]}{meant}{text[after:]}" if meant else None,
    )


def _check_word(text: str, token: Any) -> None:
    """Raise if a word holds a sign that is no part of a word, or no letter at all."""
    word, start = token.text, token.startchar
    if _PLUS_OR_MINUS.match(word):
        raise _plus_or_minus(text, token)
    sign = _SIGN.search(word)
    if sign:
        raise _misplaced_sign(text, start + sign.start(), token.endchar)
    if not language.folded(word):
        raise AdvancedQueryError(
            "unknown-sign",
            start,
            token.endchar,
            Label(
                f"“{word}” bukan kata. Gunakan DAN, ATAU, atau BUKAN dengan huruf besar "
                "untuk menggabungkan kata.",
                f"“{word}” is not a word. Use AND, OR or NOT in capitals to combine words.",
            ),
            _replaced(text, start, token.endchar, OR[0] if set(word) == {"|"} else "") or None,
        )


def _plus_or_minus(text: str, token: Any) -> AdvancedQueryError:
    sign, start = token.text[0], token.startchar
    if sign == "+":
        message = Label(
            "Tanda + tidak diperlukan: semua kata dicari.",
            "The sign + isn't needed: all words are searched for.",
        )
        instead = ""
    else:
        message = Label(
            f"Untuk mengecualikan kata, tulis BUKAN di depannya, tidak “{sign}”.",
            f"To exclude a word, write NOT in front of it instead of “{sign}”.",
        )
        instead = f"{NOT[0]} "
    return AdvancedQueryError(
        "unknown-sign", start, start + 1, message, f"{text[:start]}{instead}{text[start + 1 :]}"
    )


def _misplaced_sign(text: str, at: int, end: int) -> AdvancedQueryError:
    """The mistake of a sign at a place where it has no meaning."""
    sign = text[at]
    kind: Kind
    suggestion = None
    match sign:
        case '"':
            kind, suggestion = "unbalanced-quote", _without_open_quote(text, at)
            message = Label("Tanda kutip ini tidak ditutup.", "This quotation mark isn't closed.")
        case "[" | "]" | "{" | "}":
            kind, suggestion = "bad-range", suggested_range(text, at)
            message = Label(
                "Rentang ditulis tahun:[2018 TO 2020].",
                "A range is written year:[2018 TO 2020].",
            )
        case "~":
            kind = "bad-distance"
            message = Label(
                "Tanda ~ ditulis langsung di belakang kata (kata~1) atau frasa (“dua kata”~3).",
                "The sign ~ stands right behind a word (word~1) or a phrase (“two words”~3).",
            )
        case _:
            kind = "unknown-sign"
            message = Label(
                f"Tanda {sign} tidak bisa dipakai di sini. Untuk mencarinya sebagai bagian "
                "teks, beri tanda kutip.",
                f"The sign {sign} can't be used here. To search for it as part of a text, "
                "put it in quotation marks.",
            )
    return AdvancedQueryError(kind, at, at + 1 if sign != "~" else end, message, suggestion)


def _without_open_quote(text: str, at: int) -> str:
    """The text with a quotation mark closed at its end, or left out if no word follows it."""
    if language.folded(text[at:]):
        return f'{text.rstrip()}"'
    return text[:at].rstrip()


def suggested_range(text: str, at: int) -> str | None:
    """The text with the two years at a place written as a range; None if there are none."""
    years = _TWO_YEARS.match(text, at)
    if years is None:
        return None
    return f"{text[:at]}[{years['first']} {TO[0]} {years['last']}]{text[years.end() :]}"


def _replaced(text: str, start: int, end: int, instead: str) -> str:
    """The text with a token replaced, and single spaces between the others."""
    return " ".join(f"{text[:start]} {instead} {text[end:]}".split())


def _missing_operand(text: str, token: Any) -> AdvancedQueryError:
    start, end = token.startchar, token.endchar
    operator = text[start:end]
    if isinstance(token, syntax.PrefixOperator):
        message = Label(
            f"Di belakang “{operator}” harus ada kata atau kurung.",
            f"A word or a bracket must follow “{operator}”.",
        )
    else:
        message = Label(
            f"Di kiri dan kanan “{operator}” harus ada kata atau kurung.",
            f"A word or a bracket must stand on both sides of “{operator}”.",
        )
    without = _replaced(text, start, end, "")
    return AdvancedQueryError("missing-operand", start, end, message, without or None)


def _empty_brackets(opened: Any, closed: Any) -> AdvancedQueryError:
    return AdvancedQueryError(
        "missing-operand",
        opened.startchar,
        closed.endchar,
        Label("Di dalam kurung ini belum ada kata.", "There is no word in these brackets."),
    )


def _closed_too_often(text: str, token: Any) -> AdvancedQueryError:
    return AdvancedQueryError(
        "unbalanced-bracket",
        token.startchar,
        token.endchar,
        Label("Kurung tutup ini tidak punya kurung buka.", "This bracket was never opened."),
        f"{text[: token.startchar]}{text[token.endchar :]}".strip() or None,
    )


def _never_closed(text: str, opened: Sequence[Any]) -> AdvancedQueryError:
    return AdvancedQueryError(
        "unbalanced-bracket",
        opened[-1].startchar,
        opened[-1].endchar,
        Label("Kurung ini tidak ditutup.", "This bracket isn't closed."),
        f"{text.rstrip()}{')' * len(opened)}",
    )


def _too_deep(token: Any) -> AdvancedQueryError:
    return AdvancedQueryError(
        "too-deep",
        token.startchar,
        token.endchar,
        Label(
            f"Paling banyak {MAX_DEPTH} kurung bersarang.",
            f"At most {MAX_DEPTH} brackets may stand within one another.",
        ),
    )
