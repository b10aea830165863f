"""The engine that answers this request. Only this module knows where the site stores it."""

from __future__ import annotations

from flask import Flask, Response, current_app, g

from app.search.engine import Engine
from app.search.index.generations import IndexUnusableError
from app.search.source import EngineSource
from app.settings import Settings

#: The header that names the generation of the index that an answer is from.
GENERATION = "X-Pustaka-Index"


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its source of engines, and have its answers name their generation."""
    app.extensions["pustaka"] = EngineSource(settings.index, settings.content)
    app.after_request(_name_generation)


def _name_generation(response: Response) -> Response:
    """Name the generation that an answer is from; one that needed no index has none to name."""
    engine: Engine | None = g.get("engine")
    if engine is not None:
        response.headers[GENERATION] = engine.generation
    return response


def current_engine() -> Engine:
    """The engine of this request: a new generation is taken up by the next request.

    Raises:
        IndexUnusableError: there is no usable index, and none can be built.
    """
    try:
        engine: Engine | None = g.engine
    except AttributeError:
        engine = g.engine = None  # so that an error page doesn't try again
        engine = g.engine = source(current_app).get()
    if engine is None:
        raise IndexUnusableError("this request found no index before")
    return engine


def engine_version() -> str:
    """The generation and the curators' lists in use, the same in every process and on every node.

    Raises:
        IndexUnusableError: there is no usable index, and none can be built.
    """
    return current_engine().version


def report_damage() -> None:
    """Have the index rebuilt in the background: this request found its files damaged."""
    source(current_app).report_damage()


def source(app: Flask) -> EngineSource:
    """Where an application gets its engines from."""
    found: EngineSource = app.extensions["pustaka"]
    return found
