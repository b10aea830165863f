"""The few values of a theme that a list shows, worked out from the cards of its cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.collection import vocabulary
from app.collection.theme import Theme
from app.collection.theme_overview import BEFORE_AND_AFTER, MEASURED, main_category
from app.search.index.entries import Card


@dataclass(frozen=True)
class ThemeCard:
    """A theme in a list.

    Attributes:
        category: the field of most of its cases; without any case, the first of all fields.
        cases: the number of cases of its approaches that the collection has.
        measured: the number of them with a figure.
        compared: the number of them with a figure before and after.
    """

    theme: Theme
    category: str
    cases: int
    measured: int
    compared: int

    @property
    def slug(self) -> str:
        """The slug of the theme."""
        return self.theme.slug

    @property
    def approaches(self) -> int:
        """The number of its approaches."""
        return len(self.theme.approaches)


def theme_card(theme: Theme, cards_of: Callable[[Iterable[str]], Mapping[str, Card]]) -> ThemeCard:
    """The card of a theme; ``cards_of`` gives the cards of the cases that the collection has."""
    cards = cards_of(theme.cases).values()
    return ThemeCard(
        theme=theme,
        category=main_category(card.category for card in cards),
        cases=len(cards),
        measured=sum(card.evidence >= MEASURED for card in cards),
        compared=sum(card.evidence >= BEFORE_AND_AFTER for card in cards),
    )


def by_category(cards: Iterable[ThemeCard]) -> list[tuple[str, list[ThemeCard]]]:
    """The cards of themes by field, in the order of the vocabulary, those of a field by title."""
    of: dict[str, list[ThemeCard]] = {}
    for card in sorted(cards, key=lambda card: card.theme.title.casefold()):
        of.setdefault(card.category, []).append(card)
    return [(key, of[key]) for key in vocabulary.CATEGORIES if key in of]
