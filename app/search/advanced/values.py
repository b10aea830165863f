"""The values of a facet that a clause names by words of their labels.

``provinsi:timur`` names every province with that word in its name, ``bidang:kesehatan``
and ``category:health`` the same field of work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.collection.vocabulary import Label
from app.search import language
from app.search.advanced.query_fields import QueryField
from app.search.advanced.tree import FuzzyClause, PatternClause, PhraseClause, WordClause
from app.search.facets import BY_KEY
from app.search.query.spelling import allowed_slips, nearest

TextClause = WordClause | PhraseClause | PatternClause | FuzzyClause


def matching_values(field: QueryField, clause: TextClause) -> tuple[str, ...]:
    """The values of a facet with a label that a clause matches."""
    matches = _label_matcher(clause)
    return tuple(value for value, labels in _labels(field).items() if any(map(matches, labels)))


def nearest_label(field: QueryField, text: str) -> str | None:
    """The label that was probably meant by a text, as it is shown in Indonesian."""
    typed = " ".join(language.folded(text))
    shown = {
        " ".join(words): labels[0]
        for value, labels in _shown_labels(field).items()
        for label in labels
        for words in (language.folded(label), *([word] for word in language.folded(label)))
    }
    near = nearest(typed, list(shown), allowed_slips(len(typed)))
    return shown[near[0]] if near else None


def value_labels(field: QueryField) -> Sequence[Label]:
    """The labels of all values of a facet, in the order of its vocabulary."""
    return list(_vocabulary(field).values())


def _vocabulary(field: QueryField) -> Mapping[str, Label]:
    vocabulary = BY_KEY[field.key].vocabulary
    if vocabulary is None:
        raise ValueError(f"the values of {field.key} aren't a closed set")
    return vocabulary


def _shown_labels(field: QueryField) -> dict[str, list[str]]:
    """Value → its labels in Indonesian and English, and the value itself."""
    return {value: [label.id, label.en, value] for value, label in _vocabulary(field).items()}


def _labels(field: QueryField) -> dict[str, list[list[str]]]:
    """Value → the folded words of each of its labels."""
    return {
        value: [language.folded(label) for label in labels]
        for value, labels in _shown_labels(field).items()
    }


def _label_matcher(clause: TextClause) -> Callable[[Sequence[str]], bool]:
    """Tells whether a clause matches the words of a label."""
    match clause:
        case WordClause():
            stem = language.stem(clause.word)
            return lambda words: any(language.stem(word) == stem for word in words)
        case PatternClause() | FuzzyClause():
            return lambda words: any(map(clause.matches, words))
        case PhraseClause():
            return lambda words: _has_phrase(words, clause.words, clause.distance)


def _has_phrase(words: Sequence[str], phrase: Sequence[str], distance: int) -> bool:
    """Whether the words of a phrase follow one another, each near enough to the last."""
    ends = {n for n, word in enumerate(words) if word == phrase[0]}
    for wanted in phrase[1:]:
        ends = {
            n
            for n, word in enumerate(words)
            if word == wanted and any(0 < n - end <= distance for end in ends)
        }
    return bool(ends)
