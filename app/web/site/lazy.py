"""Features that a process imports when one of their pages is first asked for.

Most visits are for the home page, searches, cases and themes. The other features are two hundred
modules, which would take 5 MB of each worker and a seventh of the time until its first page. Their
addresses are known from the start (:mod:`app.web.routes`), so every page can link to them.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from flask import Flask, request
from werkzeug.routing import Rule

from app.settings import Settings

# Where Flask looks up by the name of a blueprint what that has registered besides its views.
_REGISTRIES = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "error_handler_spec",
)


@dataclass(frozen=True)
class Route:
    """An address of a feature.

    Attributes:
        rule: its pattern, as Flask has it: ``/daerah/<slug>``.
        endpoint: ``feature.view``.
        methods: the methods of HTTP that it answers, besides HEAD and OPTIONS.
        defaults: arguments of the view that the address doesn't hold.
    """

    rule: str
    endpoint: str
    methods: tuple[str, ...] = ("GET",)
    defaults: Mapping[str, Any] | None = None

    @property
    def feature(self) -> str:
        """The name of the feature's blueprint."""
        return self.endpoint.partition(".")[0]

    def text(self) -> str:
        """The route as Python writes it, without what is usual.

        >>> print(Route("/cari", "pages.search").text())
        Route('/cari', 'pages.search')
        """
        usual = fields(self)
        values = [getattr(self, field.name) for field in usual]
        while values[-1] == usual[len(values) - 1].default:
            values.pop()
        return f"Route({', '.join(map(repr, values))})"


class LazyFeatures:
    """The features of a site that are imported when they are first asked for.

    A feature is a module with a ``blueprint`` of the same name, and perhaps with ``init_app(app,
    settings)``, which is called when the feature is imported.
    """

    def __init__(self, modules: Mapping[str, str], settings: Settings) -> None:
        """Prepare the features.

        Args:
            modules: name of the blueprint → module.
            settings: what the ``init_app`` of a feature gets.
        """
        self._modules = dict(modules)
        self._settings = settings
        self._lock = threading.Lock()

    def init_app(self, app: Flask, routes: Iterable[Route]) -> None:
        """Register the addresses. To be called last: what is answered before needs no import."""
        for route in routes:
            app.add_url_rule(
                route.rule,
                route.endpoint,
                methods=route.methods,
                defaults=dict(route.defaults) if route.defaults else None,
            )
        app.before_request(lambda: self._import_requested(app))

    def _import_requested(self, app: Flask) -> None:
        if request.blueprint not in self._modules:
            return
        with self._lock:
            module = self._modules.get(request.blueprint)
            if module:
                self._import(app, module)
                del self._modules[request.blueprint]

    def _import(self, app: Flask, module: str) -> None:
        """Add to a site what a feature registers on its blueprint, without the addresses."""
        feature = importlib.import_module(module)
        if hasattr(feature, "init_app"):
            feature.init_app(app, self._settings)
        # Flask registers no blueprint on an application that has answered requests.
        other = _registered(module)
        app.view_functions |= {
            key: view for key, view in other.view_functions.items() if "." in key
        }
        for registry in _REGISTRIES:
            of_blueprints = {key: known for key, known in getattr(other, registry).items() if key}
            getattr(app, registry).update(of_blueprints)


def routes_of(modules: Iterable[str]) -> Iterator[Route]:
    """The addresses that features register, in their order."""
    for module in modules:
        for rule in _registered(module).url_map.iter_rules():
            if "." in rule.endpoint:
                yield _route(rule)


def _route(rule: Rule) -> Route:
    methods = tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
    return Route(rule.rule, rule.endpoint, methods, rule.defaults or None)


def _registered(module: str) -> Flask:
    """An application with nothing but a feature."""
    app = Flask(module, static_folder=None)
    app.register_blueprint(importlib.import_module(module).blueprint)
    return app
