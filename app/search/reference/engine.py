"""The plain, slow way to rank, for tests alone: they compare the arrays with it."""

from __future__ import annotations

from pathlib import Path

from app.search.engine import Engine
from app.search.index import generations
from app.search.query import synonyms
from app.search.reference.ranker import PlainRanker


def open_reference_engine(index: Path, content: Path) -> Engine:
    """An engine that ranks with the reference ranker.

    Raises:
        IndexUnusableError: there is no index that can be used.
    """
    generation = generations.open_current(index)
    known, _ = synonyms.load(content)
    return Engine(generation.manifest, generation.snapshot, known, PlainRanker(generation.snapshot))
