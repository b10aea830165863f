"""The statuses of the collection, by the age of what is known of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.collection import vocabulary
from app.collection.stats import StatusCount, count_running, count_statuses

TODAY = dt.date(2026, 11, 24)


@dataclass(frozen=True)
class Known:
    """What a status count reads of a case."""

    status: str
    status_as_of: dt.date | int | str | None
    status_checked: object = False


def test_statuses_are_counted_apart_by_the_age_of_their_sources():
    cases = [
        Known("berlanjut", "2026-01-02"),
        Known("berlanjut", 2024),
        Known("berlanjut", dt.date(2023, 12, 31)),
        Known("berlanjut", None),
        Known("berkembang", 2024),
        Known("belum-diketahui", 2018),
    ]
    counts = count_statuses(cases, TODAY)
    assert list(counts) == list(vocabulary.STATUSES)
    assert counts["berlanjut"] == StatusCount(recent=2, older=2)
    assert counts["belum-diketahui"] == StatusCount(recent=0, older=1)
    assert counts["berhenti"] == StatusCount()
    assert count_running(counts) == StatusCount(recent=3, older=2)
