"""Real cases to plan with."""

from __future__ import annotations

import pytest

from app.collection.case import Case


@pytest.fixture(scope="session")
def case(real_cases) -> Case:
    """Putik Sari: many results, some with a figure from before; no section on challenges."""
    return real_cases["putik-sari"].case


@pytest.fixture(scope="session")
def all_cases(real_cases) -> list[Case]:
    return [parsed.case for parsed in real_cases.values() if parsed.case]
