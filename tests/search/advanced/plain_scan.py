"""Advanced queries made at random, each with a plain way to tell which cases it finds.

Nothing here uses the parser or the index: a query is made together with a function that
looks at the texts of a case.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from hypothesis import strategies as st

from app.collection import vocabulary
from app.collection.case import Case
from app.search import language
from app.search.fields import FIELDS

# Field of a case → how queries name it. Written out, not taken from the code under test.
NAMES = {
    "title": ("judul", "title"),
    "expansion": ("kepanjangan", "expansion"),
    "summary": ("ringkasan", "summary"),
    "agency": ("instansi", "agency"),
    "place": ("daerah", "region"),
    "tags": ("kata", "tags"),
    "masalah": ("masalah", "problem"),
    "solusi": ("solusi", "solution"),
    "pelaksanaan": ("pelaksanaan", "implementation"),
    "sumber-daya": ("sumberdaya", "resources"),
    "dampak": ("dampak", "impact"),
    "tantangan": ("tantangan", "challenges"),
    "pembelajaran": ("pembelajaran", "lessons"),
    "replikasi": ("replikasi", "replication"),
    "result": ("hasil", "result"),
    "award": ("penghargaan", "award"),
    "facts": ("fakta", "facts"),
    "cost": ("biaya", "cost"),
    "staff": ("tenaga", "staff"),
    "problems": ("keluhan", "problems"),
    "summary_en": ("inggris", "english"),
}


def marked(field: str, words: Sequence[str]) -> Sequence[str]:
    """The words of a field as they are stemmed: those of the English one as English."""
    return [f"en_{word}" for word in words] if field == "summary_en" else words


class ScannedCase:
    """A case as the plain scan looks at it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.lines = {
            field.name: [language.folded(line) for line in field.text_of(case).split("\n")]
            for field in FIELDS
        }

    def lines_of(self, field: str | None) -> list[list[str]]:
        """The words of each line of a field, or of the whole case."""
        return self._all_lines if field is None else self.lines[field]

    @cached_property
    def _all_lines(self) -> list[list[str]]:
        return [line for lines in self.lines.values() for line in lines]

    @cached_property
    def _stems(self) -> dict[str | None, set[str]]:
        by_field: dict[str | None, set[str]] = {
            field: {stem for line in lines for stem in language.stems_of(marked(field, line))}
            for field, lines in self.lines.items()
        }
        return {**by_field, None: set().union(*by_field.values())}

    def stems_of(self, field: str | None) -> set[str]:
        """The stems of a field, or of the whole case."""
        return self._stems[field]

    def words_of(self, field: str | None) -> set[str]:
        """The words of a field, or of the whole case."""
        return {word for line in self.lines_of(field) for word in line}


class ScannedCases(dict[str, ScannedCase]):
    """Cases by slug."""

    def __repr__(self) -> str:
        return f"{len(self)} cases"

    @cached_property
    def distinct_lines(self) -> list[tuple[str, ...]]:
        """The words of all lines of all cases."""
        return sorted(
            {tuple(line) for case in self.values() for line in case.lines_of(None) if line}
        )


@dataclass(frozen=True)
class MadeQuery:
    """The text of a query, and whether it finds a case."""

    text: str
    finds: Callable[[ScannedCase], bool]

    def __repr__(self) -> str:
        return self.text


def slips(word: str, other: str) -> int:
    """How many letters are too many, missing, wrong or swapped (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, other_letter in enumerate(other, 1):
            costs = [rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other_letter)]
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == other_letter:
                costs.append(rows[-2][j - 2] + 1)
            row.append(min(costs))
        rows.append(row)
    return rows[-1][-1]


def has_phrase(line: Sequence[str], words: Sequence[str], distance: int, start: int = 0) -> bool:
    """Whether words follow one another in a line, each near enough behind the last."""
    if not words:
        return True
    reach = (
        range(start, len(line)) if start == 0 else range(start, min(len(line), start + distance))
    )
    return any(line[n] == words[0] and has_phrase(line, words[1:], distance, n + 1) for n in reach)


# --- clauses --------------------------------------------------------------------------


def word_query(prefix: str, field: str | None, word: str) -> MadeQuery:
    """A plain word: any of its forms, or a word of grammar as it is written.

    Without a field it may be a word of either language.
    """
    english = marked("summary_en", [word])[0]
    words = [english] if field == "summary_en" else [word] if field else [word, english]
    if words[0] in language.STOP_WORDS:
        return MadeQuery(f"{prefix}{word}", lambda case: word in case.words_of(field))
    stems = set(map(language.stem, words))
    return MadeQuery(f"{prefix}{word}", lambda case: not stems.isdisjoint(case.stems_of(field)))


def phrase_query(prefix: str, field: str | None, words: Sequence[str], distance: int) -> MadeQuery:
    """Words in quotation marks."""
    slop = "" if distance == 1 else f"~{distance}"
    return MadeQuery(
        f'{prefix}"{" ".join(words)}"{slop}',
        lambda case: any(has_phrase(line, words, distance) for line in case.lines_of(field)),
    )


def pattern_query(prefix: str, field: str | None, pattern: str) -> MadeQuery:
    """A word with wildcards."""
    return MadeQuery(
        f"{prefix}{pattern}",
        lambda case: any(fnmatch.fnmatchcase(word, pattern) for word in case.words_of(field)),
    )


def fuzzy_query(prefix: str, field: str | None, word: str, allowed: int) -> MadeQuery:
    """A word with slips."""
    return MadeQuery(
        f"{prefix}{word}~{allowed}",
        lambda case: any(
            other[0] == word[0] and slips(word, other) <= allowed for other in case.words_of(field)
        ),
    )


def years_query(text: str, first: int, last: int) -> MadeQuery:
    """A range of years, both included."""
    return MadeQuery(
        text, lambda case: case.case.started is not None and first <= case.case.started <= last
    )


def value_query(text: str, key: str, values: set[str]) -> MadeQuery:
    """A facet with any of some values."""
    return MadeQuery(text, lambda case: getattr(case.case, key) in values)


# --- strategies -----------------------------------------------------------------------


def queries(cases: ScannedCases) -> st.SearchStrategy[MadeQuery]:
    """Queries of any shape, made of words and phrases of real cases."""
    return st.recursive(
        st.one_of(_texts(cases), _years(), _values()), lambda parts: _joined(parts), max_leaves=6
    )


@st.composite
def _texts(draw: st.DrawFn, cases: ScannedCases) -> MadeQuery:
    lines = cases.distinct_lines
    line = lines[draw(st.integers(0, len(lines) - 1))]
    start = draw(st.integers(0, len(line) - 1))
    word = line[start]
    field = draw(st.one_of(st.none(), st.sampled_from(sorted(NAMES))))
    prefix = f"{draw(st.sampled_from(NAMES[field]))}:" if field else ""
    match draw(st.sampled_from(["word", "word", "exact", "phrase", "near", "pattern", "fuzzy"])):
        case "word":
            return word_query(prefix, field, word)
        case "exact":
            return phrase_query(prefix, field, [word], 1)
        case "phrase":
            length = draw(st.integers(2, 4))
            return phrase_query(prefix, field, line[start : start + length], 1)
        case "near":
            distance = draw(st.integers(2, 10))
            steps = draw(st.lists(st.integers(1, distance), min_size=1, max_size=3))
            places = [min(len(line) - 1, start + sum(steps[:n])) for n in range(len(steps) + 1)]
            return phrase_query(prefix, field, [line[place] for place in places], distance)
        case "pattern" if len(word) > 4:
            cut = draw(st.integers(4, len(word)))
            tail = draw(st.sampled_from(["*", f"*{word[-1]}", "?" * (len(word) - cut) + "*"]))
            return pattern_query(prefix, field, word[:cut] + tail)
        case "fuzzy" if len(word) > 4:
            swapped = word[:2] + word[3] + word[2] + word[4:]
            mistyped = draw(st.sampled_from([word, swapped, word[:-1], f"{word}x"]))
            return fuzzy_query(prefix, field, mistyped, draw(st.integers(1, 2)))
    return word_query(prefix, field, word)


@st.composite
def _years(draw: st.DrawFn) -> MadeQuery:
    name = draw(st.sampled_from(["tahun", "year"]))
    first, last = sorted(draw(st.tuples(st.integers(2008, 2024), st.integers(2008, 2024))))
    made = {
        f"{first}": (first, first),
        f"[{first} TO {last}]": (first, last),
        f"[{first} SAMPAI {last}]": (first, last),
        f"[{first} TO]": (first, 9999),
        f"[TO {last}]": (0, last),
        f"{{{first} TO {last + 1}}}": (first + 1, last),
        f">{first}": (first + 1, 9999),
        f">={first}": (first, 9999),
        f"<{last}": (0, last - 1),
        f"<= {last}": (0, last),
    }
    if first == last:
        del made[f"{{{first} TO {last + 1}}}"]
    text = draw(st.sampled_from(sorted(made)))
    return years_query(f"{name}:{text}", *made[text])


@st.composite
def _values(draw: st.DrawFn) -> MadeQuery:
    key, names, labels = draw(
        st.sampled_from(
            [
                ("province", ("provinsi", "province"), vocabulary.PROVINCES),
                ("category", ("bidang", "category"), vocabulary.CATEGORIES),
                ("status", ("status",), vocabulary.STATUSES),
            ]
        )
    )
    name, value = draw(st.sampled_from(names)), draw(st.sampled_from(sorted(labels)))
    label = draw(st.sampled_from([labels[value].id, labels[value].en, value]))
    words = language.folded(label)
    texts = {v: [language.folded(text) for text in (labels[v].id, labels[v].en, v)] for v in labels}
    if draw(st.booleans()):
        values = {v for v, lines in texts.items() if any(has_phrase(t, words, 1) for t in lines)}
        return value_query(f'{name}:"{label}"', key, values)
    stem = language.stem(draw(st.sampled_from(words)))
    word = next(word for word in words if language.stem(word) == stem)
    values = {
        v for v, lines in texts.items() if any(language.stem(w) == stem for t in lines for w in t)
    }
    return value_query(f"{name}:{word}", key, values)


@st.composite
def _joined(draw: st.DrawFn, parts: st.SearchStrategy[MadeQuery]) -> MadeQuery:
    operator = draw(st.sampled_from(["AND", "DAN", "", "OR", "ATAU", "NOT", "BUKAN", "TIDAK"]))
    if operator in {"NOT", "BUKAN", "TIDAK"}:
        part = draw(parts)
        return MadeQuery(f"{operator} ({part.text})", lambda case: not part.finds(case))
    children = draw(st.lists(parts, min_size=2, max_size=3))
    text = f" {operator} ".join(f"({child.text})" for child in children)
    if operator in {"OR", "ATAU"}:
        return MadeQuery(text, lambda case: any(child.finds(case) for child in children))
    return MadeQuery(text, lambda case: all(child.finds(case) for child in children))
