"""The cases of a theme as candidates for an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, zip_longest

from app.collection.theme import Theme
from app.search.engine import Engine
from app.search.index.entries import Card


@dataclass(frozen=True)
class CardInTheme:
    """A case of a theme, with the name of its approach."""

    card: Card
    approach: str


def cards_of(theme: Theme, engine: Engine) -> list[CardInTheme]:
    """The cases of a theme that the collection has: the best proven of each approach in turn."""
    cards = engine.cards_of(theme.cases)
    columns = []
    for approach in theme.approaches:
        present = [cards[slug] for slug in approach.cases if slug in cards]
        present.sort(key=lambda card: -card.evidence)
        columns.append([CardInTheme(card, approach.name) for card in present])
    return _in_turn(columns)


def _in_turn(columns: Iterable[Iterable[CardInTheme]]) -> list[CardInTheme]:
    return [entry for entry in chain.from_iterable(zip_longest(*columns)) if entry]
