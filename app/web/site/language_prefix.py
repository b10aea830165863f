"""The language of a page stands in its address: English below ``/en/``, Indonesian elsewhere.

``/en/cari?q=air`` is the English page of ``/cari?q=air``. Before Flask sees a request,
:class:`LanguagePrefix` moves ``/en`` from its path to its ``SCRIPT_NAME``, the part of an
address above the application (WSGI, PEP 3333). So every route serves both languages, and every
address made by ``url_for`` stays in the language of the page: links, forms, redirects, QR codes
and the files of a page. Nothing else has to carry the language along.

The same address is the same page for everybody: pages can be cached by address, and a shared
link shows the language that its sender saw.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, has_request_context, request
from werkzeug.utils import redirect

from app.collection.vocabulary import Language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: What addresses of English pages begin with.
ENGLISH = "/en"


class LanguagePrefix:
    """WSGI middleware that moves the prefix of a language from the path to ``SCRIPT_NAME``."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; ``/en`` without a slash leads to the English home page."""
        path = environ.get("PATH_INFO", "")
        if path == ENGLISH:
            query = environ.get("QUERY_STRING", "")
            home = f"{quote(environ.get('SCRIPT_NAME', ''))}{ENGLISH}/"
            answer = redirect(f"{home}?{query}" if query else home, 308)
            return answer(environ, start_response)
        if path.startswith(f"{ENGLISH}/"):
            environ = {
                **environ,
                "PATH_INFO": path[len(ENGLISH) :],
                "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + ENGLISH,
            }
        return self._application(environ, start_response)


def init_app(app: Flask) -> None:
    """Serve every page in both languages."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way


def requested_language() -> Language:
    """The language of the page that this request asks for; Indonesian outside a request."""
    return "en" if has_request_context() and request.root_path.endswith(ENGLISH) else "id"


def root(language: Language) -> str:
    """What stands above the application in the addresses of a language."""
    return request.root_path.removesuffix(ENGLISH) + (ENGLISH if language == "en" else "")
