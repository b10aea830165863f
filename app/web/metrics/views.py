"""``/metrics``: for the operator's Prometheus, and for nobody else."""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import time
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, abort, current_app, g, request, request_finished

from app.search.engine import Engine
from app.search.index.generations import IndexUnusableError
from app.settings import Settings
from app.web.site.engine import current_engine
from app.web.site.request_log import STARTED

if TYPE_CHECKING:
    from app.web.metrics.counters import Counters

blueprint = Blueprint("metrics", __name__)

#: The setting that lets programs on this computer read the figures; any other is a token.
LOOPBACK = "loopback"

_COUNTERS = "metrics"
_READERS = "metrics_readers"


def init_app(app: Flask, settings: Settings) -> None:
    """Count every answer of the application, if the settings say who may read the figures."""
    app.extensions[_READERS] = settings.metrics
    app.extensions["metrics_behind_proxies"] = settings.proxies > 0
    if not settings.metrics:
        return
    from app.web.metrics.counters import Counters

    counters = app.extensions[_COUNTERS] = Counters()

    def count(_app: Flask, response: Response, **_more: Any) -> None:
        _count(counters, response)

    request_finished.connect(count, app, weak=False)


def count_refusal(app: Flask, status: int) -> None:
    """Count a request that the server refused by itself, so that it never reached a route."""
    counters: Counters | None = app.extensions.get(_COUNTERS)
    if counters:
        counters.requests.labels("refused", str(status)).inc()


def _count(counters: Counters, response: Response) -> None:
    """Count the answer to this request."""
    route = request.url_rule.rule if request.url_rule else "none"
    counters.requests.labels(route, str(response.status_code)).inc()
    counters.seconds.labels(route).observe(time.perf_counter() - request.environ[STARTED])
    if g.get("tag"):
        made = "cache" if "from_page_cache" in g else "made"
        counters.pages.labels("browser" if response.status_code == 304 else made).inc()
    if "found_nothing" in g:
        counters.found_nothing.inc()


@blueprint.get("/metrics")
def metrics() -> Response:
    """The figures as Prometheus reads them; for others, the page isn't there."""
    if not _may_read():
        abort(404)
    engine: Engine | None = None
    with contextlib.suppress(IndexUnusableError):  # that there is none is a figure, too
        engine = current_engine()
    counters: Counters = current_app.extensions[_COUNTERS]
    response = Response(counters.text(engine), content_type="text/plain; version=0.0.4")
    response.headers["Cache-Control"] = "no-store"
    return response


def _may_read() -> bool:
    readers: str = current_app.extensions[_READERS]
    if readers != LOOPBACK:
        given = request.headers.get("Authorization", "").encode("latin-1", "replace")
        return bool(readers) and hmac.compare_digest(given, f"Bearer {readers}".encode())
    # A proxy that the settings don't know would make every visitor a client on this computer.
    unknown_proxy = not current_app.extensions["metrics_behind_proxies"] and (
        "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    )
    return not unknown_proxy and _is_loopback(request.remote_addr or "")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
