"""The time that an advanced query may take."""

from __future__ import annotations

import time

from app.collection.vocabulary import Label
from app.search.advanced.mistakes import AdvancedQueryError

#: Seconds that a query may take once Whoosh is open.
TIME_LIMIT = 0.3


class Clock:
    """Stops a query that takes too long: whatever is done in a loop looks at it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = time.perf_counter() + TIME_LIMIT

    def check(self) -> None:
        """Let the query go on.

        Raises:
            AdvancedQueryError: its time is over.
        """
        if time.perf_counter() > self._end:
            raise AdvancedQueryError(
                "too-slow",
                0,
                len(self._text),
                Label(
                    "Kueri ini terlalu berat. Kurangi kata yang sangat umum, pola, atau frasa "
                    "dengan jarak, lalu coba lagi.",
                    "This query takes too long. Use fewer very common words, patterns or "
                    "phrases with a distance, and try again.",
                ),
            )
