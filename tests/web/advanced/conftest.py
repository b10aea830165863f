"""The limit on the time of a query, out of the way of tests on a busy machine."""

from __future__ import annotations

import pytest

from app.search.advanced import clock


@pytest.fixture(autouse=True)
def patient_clock(monkeypatch) -> None:
    """A machine that is busy with other things must not make a query too slow."""
    monkeypatch.setattr(clock, "TIME_LIMIT", 60.0)
