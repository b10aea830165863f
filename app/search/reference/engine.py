"""An engine that reads and ranks the plain, slow way; only tests need it."""

from __future__ import annotations

from pathlib import Path

from app.collection.case import Case
from app.search.engine import Engine
from app.search.index import generations
from app.search.query import attribute_list, synonyms
from app.search.reference.plain_index import index_cases
from app.search.reference.ranker import PlainRanker


def open_reference_engine(index: Path, content: Path) -> Engine:
    """The engine of the current generation, with the reference ranker.

    The cases are analysed anew, so that the arrays are compared with the cases themselves.

    Raises:
        IndexUnusableError: there is no index that can be used.
    """
    generation = generations.open_current(index)
    snapshot = generation.snapshot
    known, _ = synonyms.load(content)
    attributes, _ = attribute_list.load(content)
    cases = [Case.model_validate_json(snapshot.case(doc)) for doc in range(snapshot.cases)]
    plain_index = index_cases(cases)
    return Engine(
        generation,
        known,
        attributes,
        matcher=plain_index,
        ranker=PlainRanker(plain_index, snapshot),
    )
