"""Made-up cases for tests of what the site works out about a case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.collection import files
from app.collection.case import Case

BODY = """
## Masalah

Pasien sulit datang. [^1]

## Solusi

Kader mengantar obat. [^1]
"""


@pytest.fixture(scope="session")
def case_of(case_text: Callable[..., str]) -> Callable[..., Case]:
    """``case_of(more_body, key=…)``: a made-up case, by default without any evidence."""

    def case_of(more: str = "", **keys: str | None) -> Case:
        keys = {"awards": None, "results": None, **keys}
        parsed = files.parse(Path("antar-obat.md"), case_text(BODY + more, **keys).encode())
        assert parsed.case, parsed.findings
        return parsed.case

    return case_of
