"""Each request has an id, which its messages in the log and its answer bear; and perhaps a line.

The id is that of the reverse proxy in front (``X-Request-ID``), if there is one and it looks
like an id, else one made here. So a line of nginx, the lines of the site and what a visitor
reports can be put together.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from app.logs import REQUEST_ID, with_members
from app.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

#: The key of the WSGI environment with when the request began, in seconds of ``perf_counter``.
STARTED = "pustaka.started"

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestLog:
    """WSGI middleware that gives each request its id, and writes the access log."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._proxied = settings.proxies > 0
        self._access_log = settings.access_log

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        number = self._number(environ)
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            answered.append((status, headers))
            return start_response(status, [*headers, ("X-Request-ID", number)], *rest)

        token = REQUEST_ID.set(number)
        started = time.perf_counter()
        try:
            return self._application({**environ, STARTED: started}, start)
        finally:
            if self._access_log != "off":
                self._write(environ, answered, time.perf_counter() - started)
            REQUEST_ID.reset(token)

    def _number(self, environ: WSGIEnvironment) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._proxied else ""
        return given if _ID.fullmatch(given) else secrets.token_hex(8)

    def _write(
        self,
        environ: WSGIEnvironment,
        answered: list[tuple[str, list[tuple[str, str]]]],
        seconds: float,
    ) -> None:
        """The line of a request; who asked and the query stand in the full log alone."""
        status, headers = answered[-1] if answered else ("500", [])
        members = {
            "method": environ["REQUEST_METHOD"],
            "path": _text(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")),
            "status": int(status[:3]),
            "bytes": int(dict(headers).get("Content-Length", 0)),
            "ms": round(seconds * 1000),
        }
        if self._access_log == "full":
            members["query"] = environ.get("QUERY_STRING", "")
            members["client"] = environ.get("REMOTE_ADDR", "")
        text = " ".join(str(value) for value in members.values() if value != "")
        log.info("access: %s", text, extra=with_members(**members))


def _text(path: str) -> str:
    """A path as WSGI has it: each byte a character."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def init_app(app: Flask, settings: Settings) -> None:
    """Count and note all requests; to be set up last but for the proxies."""
    app.wsgi_app = RequestLog(app.wsgi_app, settings)  # type: ignore[method-assign]  # Flask's documented way
