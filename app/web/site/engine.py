"""The engine that answers this request."""

from __future__ import annotations

from flask import current_app

from app.search.engine import Engine
from app.search.source import EngineSource


def engine() -> Engine:
    """The engine of the current generation of the index."""
    source: EngineSource = current_app.extensions["pustaka"]
    return source.get()
