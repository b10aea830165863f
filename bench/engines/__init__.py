"""The measured engines, by name. A module is imported only when its engine is loaded."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from bench.engines.base import Engine

#: The name of our engine, which all others are compared with.
OURS = "ours"

#: Name → module and class, in the order of the tables.
ENGINES: Mapping[str, tuple[str, str]] = {
    OURS: ("bench.engines.ours", "OurEngine"),
    "tantivy": ("bench.engines.tantivy", "Tantivy"),
    "tantivy-one-field": ("bench.engines.tantivy", "TantivyOneField"),
    "fts5": ("bench.engines.fts5", "Fts5"),
    "whoosh": ("bench.engines.whoosh", "PlainWhoosh"),
    "bm25s": ("bench.engines.bm25s", "Bm25s"),
}


class MissingError(Exception):
    """The package of a peer isn't installed; the message names it."""


def load(name: str) -> type[Engine]:
    """The class of an engine.

    Raises:
        MissingError: the engine's package isn't installed.
        KeyError: there is no engine of this name.
    """
    module, class_name = ENGINES[name]
    try:
        engine_class: type[Engine] = getattr(importlib.import_module(module), class_name)
    except ModuleNotFoundError as exc:
        raise MissingError(f"{exc.name} is not installed") from exc
    return engine_class
