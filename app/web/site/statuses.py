"""How many cases have each status, by the age of what is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from app.collection import clock
from app.collection.stats import StatusCount, count_statuses
from app.search.engine import Engine


def status_counts(engine: Engine) -> Mapping[str, StatusCount]:
    """Every status with its cases, counted once for each engine and day."""
    return _counted(engine, clock.today())


@lru_cache(maxsize=1)
def _counted(engine: Engine, today: dt.date) -> Mapping[str, StatusCount]:
    return count_statuses(engine.cards(), today)
