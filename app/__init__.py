"""Pustaka Inovasi: a searchable library of public-service innovations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The site on one content folder and its index: all the wiring there is."""
    # Imported here, since every module of the package passes through this file and
    # most commands need no web server.
    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    from app.search.source import EngineSource
    from app.settings import Settings
    from app.web import (
        api,
        assets,
        caching,
        errors,
        events,
        fragments,
        i18n,
        links,
        pages,
        present,
        security,
        shortlist,
        statistics,
        theme,
        workbench,
    )

    settings = settings or Settings.from_environment()
    app = Flask("app", static_folder="web/static", template_folder="web/templates")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["pustaka"] = EngineSource(settings.index, settings.content)
    for part in (
        caching,
        i18n,
        security,
        theme,
        assets,
        present,
        shortlist,
        links,
        fragments,
        errors,
    ):
        part.init_app(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(workbench.blueprint)
    app.register_blueprint(statistics.blueprint)
    app.register_blueprint(events.blueprint)
    app.register_blueprint(api.blueprint)
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way
            app.wsgi_app, x_for=n, x_proto=n, x_host=n
        )
    return app
