"""Which of the cases found, and which of their results, are about the theme of a search.

On the programme of an event, participants look for the theme: a case that has its words in
tags or in a sentence only would be searched in vain, and a figure about something else proves
nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.collection.case import Result
from app.collection.evidence import is_compared, is_measured
from app.search.engine import Engine
from app.search.results import Hit


@dataclass(frozen=True)
class OnTheme:
    """A case found, with its strongest result on the theme.

    Attributes:
        hit: the case.
        named: whether title, summary or a result is about the theme.
        result: measure, before and after of the result; None if none is about the theme.
        strength: 2 for a figure before and after, 1 for a figure, 0 for neither.
    """

    hit: Hit
    named: bool
    result: tuple[str, str | None, str] | None
    strength: int


def on_theme(hit: Hit, engine: Engine) -> OnTheme:
    """A case found, compared with the words of the search.

    A result is about the theme if its measure has most of what the search asks for; in a case
    whose title or summary has that, any word of the search is enough: “Kasus kematian ibu” in
    a case about “ibu hamil”.
    """
    card = hit.card
    named = hit.marker.meets(" ".join((card.title, card.expansion or "", card.summary)))
    case = engine.case(card.slug)
    results = list(_ranked(hit, case.results if case else (), named=named))
    strength, _meets, best = max(results, key=lambda found: found[:2], default=(0, False, None))
    shown = (best.measure, best.before, best.after) if best else None
    return OnTheme(hit, named or any(meets for _, meets, _ in results), shown, strength)


def _ranked(
    hit: Hit, results: tuple[Result, ...], *, named: bool
) -> Iterator[tuple[int, bool, Result]]:
    """The results about the theme: how strong each is, and whether it has most of the words."""
    for result in results:
        meets = hit.marker.meets(result.measure)
        if result.adverse or not (meets or (named and hit.marker.touches(result.measure))):
            continue
        yield is_measured(result) + is_compared(result), meets, result
