"""Light or dark: the device decides, unless the reader chose with ``?tema=``.

The choice is kept in a cookie of the browser; it holds one of three words and nothing
about the reader.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

PARAMETER = "tema"
COOKIE = "tema"

#: What a reader may choose → what the stylesheet knows.
THEMES = {"perangkat": "", "terang": "light", "gelap": "dark"}

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Take the choice from the address, and tell it to the templates."""

    @app.before_request
    def choose() -> BaseResponse | None:
        choice = request.args.get(PARAMETER)
        if request.method != "GET" or choice not in THEMES:
            return None
        left = [(k, v) for k, v in request.args.items(multi=True) if k != PARAMETER]
        response = redirect(_address(left), 303)
        response.set_cookie(
            COOKIE, choice, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
        return response

    @app.after_request
    def vary(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.add("Cookie")
        return response

    app.jinja_env.globals["theme"] = lambda: THEMES.get(request.cookies.get(COOKIE, ""), "")
    app.jinja_env.globals["theme_url"] = theme_url


def theme_url(choice: str) -> str:
    """This page, with a choice."""
    left = [(k, v) for k, v in request.args.items(multi=True) if k != PARAMETER]
    return _address([*left, (PARAMETER, choice)])


def _address(arguments: list[tuple[str, str]]) -> str:
    """This page under other arguments; a path of our own, whatever the request said."""
    path = "/" + quote(request.path.lstrip("/"))
    return f"{path}?{urlencode(arguments)}" if arguments else path
