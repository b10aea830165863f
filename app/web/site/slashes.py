"""An address with a slash at its end leads to the page without it.

Links that people type, or that programs for mail and chat make, often end in a slash. Only
addresses that are a page's without the slash are redirected; any other stays a 404.
"""

from __future__ import annotations

from flask import Flask, redirect, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from app.web.site.this_page import parameters_except, this_page_url


def init_app(app: Flask) -> None:
    """Redirect before the request is answered with 404."""

    @app.before_request
    def without_slash() -> BaseResponse | None:
        path = request.path.rstrip("/")
        if not path or path == request.path or not isinstance(request.routing_exception, NotFound):
            return None
        if not _is_page(app, path):
            return None
        # 308 and not 301: a form that was sent is sent again as it is.
        address, mark, parameters = this_page_url(parameters_except()).partition("?")
        return redirect(f"{address.rstrip('/')}{mark}{parameters}", 308)


def _is_page(app: Flask, path: str) -> bool:
    """Whether some route answers a path for the method of this request."""
    try:
        app.create_url_adapter(request).match(path)  # type: ignore[union-attr]  # there is a request
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False
    return True
