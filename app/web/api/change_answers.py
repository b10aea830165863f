"""From the notes of the index to the answer of the JSON API about changes, without Flask."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping

from app.search.changes import Change, changes_since
from app.search.engine import Engine
from app.search.index.entries import Card
from app.web.api.models import ChangeOut, ChangesAnswer


def changes_answer(
    engine: Engine,
    since: dt.date | None,
    page: int,
    per_page: int,
    case_url: Callable[[str], str],
) -> ChangesAnswer:
    """A page of what has changed; ``case_url`` gives the address of a case's page by its slug."""
    found = changes_since(engine.history, engine.manifest.withdrawn, since)
    shown = found[(page - 1) * per_page : page * per_page]
    cards = engine.cards_of(change.slug for change in shown)
    return ChangesAnswer(
        since=since,
        recorded_since=engine.history.since,
        as_of=engine.built_at,
        total=len(found),
        page=page,
        per_page=per_page,
        pages=math.ceil(len(found) / per_page),
        changes=[
            _change(
                change,
                cards.get(change.slug),
                engine.manifest.withdrawn.get(change.slug, {}),
                case_url,
            )
            for change in shown
        ],
    )


def _change(
    change: Change,
    card: Card | None,
    withdrawn: Mapping[str, str | None],
    case_url: Callable[[str], str],
) -> ChangeOut:
    return ChangeOut(
        slug=change.slug,
        kind=change.kind,
        at=change.at,
        url=case_url(change.slug) if card else None,
        title=card.title if card else None,
        updated=dt.date.fromisoformat(card.updated) if card else None,
        reason=withdrawn.get("reason"),
        instead=withdrawn.get("instead"),
    )
