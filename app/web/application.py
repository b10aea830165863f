"""The Flask application: all the wiring there is."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.search.query.query import Query
from app.settings import Settings
from app.web import (
    advanced,
    catalogue,
    contribute,
    corrections,
    design,
    events,
    metrics,
    opendata,
    packs,
    pages,
    regions,
    replications,
    sharing,
    statistics,
    themes,
    upkeep,
    workbench,
)
from app.web.api import views as api
from app.web.site import (
    appearance,
    assets,
    caching,
    compiled,
    curators,
    engine,
    errors,
    handing_in,
    i18n,
    incoming,
    language_prefix,
    memory,
    mistakes,
    needs,
    request_log,
    requests,
    security,
    shortlist,
    slashes,
    templating,
    turns,
)

# The order matters. Flask calls the functions that finish a response in reverse: caching is
# first, so that it stores a response after all others have changed it. And templating replaces
# the gettext that i18n sets up.
_SITE = (
    *(caching, requests, language_prefix, slashes, i18n, security, appearance, assets),
    *(shortlist, templating, errors, turns),
)
_FEATURES = (
    pages,
    advanced,
    workbench,
    statistics,
    regions,
    replications,
    catalogue,
    themes,
    events,
    contribute,
    corrections,
    upkeep,
    packs,
    metrics,
    design,
    sharing,
    api,
    opendata,
)


# What the paths of the templates begin with that most visits need. Others are loaded when a page
# needs them, so that a site that was just started shows its first page sooner.
_COMMON_TEMPLATES = ("site/", "pages/_", "pages/home", "pages/search.html", "pages/case.html")


def warm_up(app: Flask) -> None:
    """Load what most pages need: the index, the words for corrected spelling, the templates.

    Else the first visitors of a worker would load it side by side, and wait for it together.
    Nothing is done without a usable index: the first request builds it, and others hear so.
    """
    source = engine.source(app)
    if not source.opens():
        return
    source.get().search(Query(text="puskesmsa"))
    load_templates(app)
    memory.return_freed()


def load_templates(app: Flask) -> None:
    """Load the templates of the commonest pages; compiled ones are kept for the next start."""
    names = app.jinja_env.list_templates(
        filter_func=lambda name: name.startswith(_COMMON_TEMPLATES)
    )
    compiled.load(app.jinja_env, names, compiled.file_for(app.extensions["code_digest"]))


def create_app(settings: Settings | None = None, *, for_curators: bool = False) -> Flask:
    """The site for a content folder and its index.

    ``for_curators`` shows the mistakes of a case file that is broken in place of its page.
    """
    settings = settings or Settings.from_environment()
    app = Flask("app.web")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_environment = templating.SharedGlobals
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    incoming.init_app(app, settings)
    engine.init_app(app, settings)
    curators.init_app(app, settings)
    mistakes.init_app(app, settings.content if for_curators else None)
    handing_in.init_app(app, settings)
    needs.init_app(app, settings)
    metrics.init_app(app, settings)
    packs.init_app(app, settings)
    opendata.init_app(app, settings)
    for module in _SITE:
        module.init_app(app)
    for feature in _FEATURES:
        app.register_blueprint(feature.blueprint)
    request_log.init_app(app, settings)
    if settings.proxies:
        trusted = dict.fromkeys(("x_for", "x_proto", "x_host"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **trusted)  # type: ignore[method-assign]  # Flask's documented way
    return app
