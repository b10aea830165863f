"""Cases of the collection that may tell of the same innovation as a filled-in form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.collection.case import Case
from app.contribution.doubles import Double, Names
from app.contribution.draft import Draft
from app.search.engine import Engine


def likely_doubles(draft: Draft, engine: Engine) -> Sequence[Double]:
    """The likely doubles of a draft, the likeliest first."""
    return _names(engine).of(draft)


@lru_cache(maxsize=1)
def _names(engine: Engine) -> Names:
    """The names and sources of all cases, made ready once for each engine."""
    return Names(_without_text(engine))


def _without_text(engine: Engine) -> Iterator[Case]:
    """All cases, without what isn't compared: their texts would fill the memory."""
    for card in engine.cards():
        case = engine.case(card.slug)
        if case:
            yield case.model_copy(update={"sections": (), "problems": ()})
