"""What has changed in the collection since a day, as far as the index has noted it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from app.search.index.history import History, Life

#: What happened to a case.
ChangeKind = Literal["added", "changed", "withdrawn", "removed"]


@dataclass(frozen=True)
class Change:
    """The last thing that happened to a case, for somebody who knows the collection of a day.

    A case that was added since is added, whether or not it changed later; one that came and
    went since is gone.
    """

    slug: str
    kind: ChangeKind
    at: dt.datetime


def changes_since(
    history: History, withdrawn: Collection[str], since: dt.date | None
) -> list[Change]:
    """The changes from the beginning of a day on (UTC), the earliest first; all without a day."""
    found = (
        _change(slug, life, withdrawn, since or dt.date.min) for slug, life in history.lives.items()
    )
    return sorted(filter(None, found), key=lambda change: (change.at, change.slug))


def _change(slug: str, life: Life, withdrawn: Collection[str], since: dt.date) -> Change | None:
    last = life.gone or life.changed
    if last.date() < since:
        return None
    if life.gone:
        return Change(slug, "withdrawn" if slug in withdrawn else "removed", last)
    return Change(slug, "added" if life.added.date() >= since else "changed", last)
