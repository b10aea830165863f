"""The engine that answers this request. Only this module knows where the site stores it."""

from __future__ import annotations

from flask import Flask, current_app, g

from app.search.engine import Engine
from app.search.index.generations import IndexUnusableError
from app.search.source import EngineSource
from app.settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its source of engines."""
    app.extensions["pustaka"] = EngineSource(settings.index, settings.content)


def current_engine() -> Engine:
    """The engine of this request: a new generation is taken up by the next request.

    Raises:
        IndexUnusableError: there is no usable index, and none can be built.
    """
    try:
        engine: Engine | None = g.engine
    except AttributeError:
        engine = g.engine = None  # so that an error page doesn't try again
        engine = g.engine = _source().get()
    if engine is None:
        raise IndexUnusableError("this request found no index before")
    return engine


def engine_version() -> str:
    """The name of the generation and the synonyms in use, the same in every process.

    Raises:
        IndexUnusableError: there is no usable index, and none can be built.
    """
    current_engine()
    return _source().version


def report_damage() -> None:
    """Have the index rebuilt in the background: this request found its files damaged."""
    _source().report_damage()


def _source() -> EngineSource:
    source: EngineSource = current_app.extensions["pustaka"]
    return source
