"""An engine of the real cases, and a plain scan of them to compare with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.search.advanced import clock
from app.search.query.query import Query
from app.search.results import Results
from tests.search.advanced.plain_scan import ScannedCase, ScannedCases


@pytest.fixture(scope="session")
def scanned(real_cases) -> ScannedCases:
    """The real cases for a plain scan, by slug."""
    return ScannedCases({slug: ScannedCase(parsed.case) for slug, parsed in real_cases.items()})


@pytest.fixture(autouse=True)
def patient_clock(monkeypatch) -> None:
    """A machine that is busy with other things must not make a query too slow."""
    monkeypatch.setattr(clock, "TIME_LIMIT", 60.0)


@pytest.fixture(scope="session")
def search(real_engine) -> Callable[..., Results]:
    """``search(text, …)``: the results of an advanced query over the real cases."""

    def search(text: str, **options: Any) -> Results:
        return real_engine.search(Query(text, mode="advanced", **options))

    return search


@pytest.fixture(scope="session")
def slugs_of(search) -> Callable[[str], set[str]]:
    """``slugs_of(text)``: all cases that an advanced query finds."""

    def slugs_of(text: str) -> set[str]:
        results = search(text, per_page=100)
        pages = [
            results,
            *(search(text, per_page=100, page=n) for n in range(2, results.pages + 1)),
        ]
        return {hit.card.slug for page in pages for hit in page.hits}

    return slugs_of
