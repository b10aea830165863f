"""Pages of other hosts may read the API and the open data."""

from __future__ import annotations

from flask import Flask, Response, request


def init_app(app: Flask) -> None:
    """To be set up after :mod:`.security`, whose headers hold for all else."""
    app.after_request(_allow_all_origins)


def _allow_all_origins(response: Response) -> Response:
    """The data is open: pages of other hosts may read it, and read why they can't.

    An address or a method that isn't served belongs to no endpoint, so the path decides.
    """
    open_to_all = request.path.startswith(("/api/", "/data/", "/data.json"))
    if open_to_all or request.blueprint == "api":
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Expose-Headers"] = (
            "Accept-Ranges, Content-Range, ETag, Link, Repr-Digest, Retry-After"
        )
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "*"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response
