"""What is refused before anything else looks at a request: its host and its body.

A server passes on whatever a client sends as the name of the host, and a body that is sent in
chunks has no length that could be looked at beforehand. The rest of the site relies on both.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, abort, request

from app.settings import Settings
from app.web.site.security import MOST_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Answered under any name: who watches a server asks it by its number.
FOR_WATCHERS = frozenset({"/healthz", "/readyz", "/metrics"})

# The key of the WSGI environment with the status that a request is to be refused with.
_REFUSED = "pustaka.refused"

# A name as DNS allows it (RFC 1123, and the underscore, which container networks use), or a
# number in brackets; then perhaps a port.
_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"({_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]{{2,45}}\])\.?(?::[0-9]{{1,5}})?")


class Incoming:
    """WSGI middleware that looks at the host and the body of each request.

    A request that is to be refused goes on without them, marked with the status: so the answer
    is a page of the site like any other.
    """

    def __init__(self, application: WSGIApplication, hosts: Iterable[str] = ()) -> None:
        """``hosts`` are the names that the site answers to; none stands for any."""
        self._application = application
        self._hosts = frozenset(host.lower() for host in hosts)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        changes: WSGIEnvironment = {}
        if not self._is_known(environ):
            # The number or name that the server itself has leads nowhere else.
            changes |= {_REFUSED: 400, "HTTP_HOST": environ.get("SERVER_NAME", "localhost")}
        if environ.get("HTTP_TRANSFER_ENCODING"):
            changes |= _whole_body(environ)
        return self._application({**environ, **changes} if changes else environ, start_response)

    def _is_known(self, environ: WSGIEnvironment) -> bool:
        host = environ.get("HTTP_HOST", "")
        match = _HOST.fullmatch(host)
        if host and not match:
            return False
        name = match[1].lower() if match else ""
        return not self._hosts or name in self._hosts or environ["PATH_INFO"] in FOR_WATCHERS


def _whole_body(environ: WSGIEnvironment) -> WSGIEnvironment:
    """A body sent in chunks, read as far as the limit, in place of the stream."""
    status, body = 0, b""
    try:
        body = environ["wsgi.input"].read(MOST_BYTES + 1)
    except Exception:  # each server has exceptions of its own for chunks that are none
        status = 400
    if len(body) > MOST_BYTES:
        status, body = 413, b""
    changes = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    return changes | ({_REFUSED: status} if status else {})


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse such requests; to be set up before all that looks at requests."""
    app.wsgi_app = Incoming(app.wsgi_app, settings.host_names)  # type: ignore[method-assign]  # Flask's documented way

    @app.before_request
    def refuse() -> None:
        if status := request.environ.get(_REFUSED):
            abort(int(status))
