"""Light or dark: the device decides, unless the reader chose with ``?warna=``.

The choice is stored in a cookie of the browser. The cookie holds one of three words and
nothing about the reader.
"""

from __future__ import annotations

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.web.site.this_page import asked_parameters_except, parameters_except, this_page_url

PARAMETER = "warna"
COOKIE = "warna"

#: What a reader may choose → the ``data-theme`` that the stylesheet knows.
APPEARANCES = {"perangkat": "", "terang": "light", "gelap": "dark"}

#: How long the browser stores the choice, in seconds.
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Take a choice from the address, store it, and lead back to the page without it."""

    @app.before_request
    def store_choice() -> BaseResponse | None:
        choice = request.args.get(PARAMETER)
        if choice not in APPEARANCES or request.method != "GET":
            return None
        response = redirect(this_page_url(parameters_except(PARAMETER)), 303)
        response.set_cookie(
            COOKIE, choice, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
        return response

    @app.after_request
    def vary(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.add("Cookie")
        return response


def appearance() -> str:
    """The reader's choice as the stylesheet knows it: ``light``, ``dark``, or empty for none."""
    if "HTTP_COOKIE" not in request.environ:
        return ""
    return APPEARANCES.get(request.cookies.get(COOKIE, ""), "")


def appearance_url(choice: str) -> str:
    """The address of this page that makes a choice of :data:`APPEARANCES`."""
    return this_page_url([*asked_parameters_except(PARAMETER), (PARAMETER, choice)])
