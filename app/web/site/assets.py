"""Static files under addresses that change with their content, so that browsers store them."""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

from app.web.site.language_prefix import root
from app.web.site.links import url_for

#: How long browsers may store a static file, in seconds.
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Let browsers store a static file for a year, if the address has its version."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR

    @app.after_request
    def only_this_version(response: Response) -> Response:
        """Another version in the address is that of a page made before or after an upgrade."""
        if request.endpoint == "static" and response.status_code in {200, 304}:
            name = (request.view_args or {}).get("filename", "")
            if request.args.get("v") != _version(app.static_folder or "", name):
                response.headers["Cache-Control"] = "no-cache"
        return response


def asset(name: str) -> str:
    """The address of a static file, with a version taken from its content.

    Pages in both languages have the same address, so that a browser loads a file once.
    """
    version = _recent_version(current_app.static_folder or "", name, int(time.monotonic()))
    return _address(root("id"), name, version)


@lru_cache(256)
def _address(root_: str, name: str, version: str) -> str:
    path = url_for("static", filename=name).removeprefix(request.root_path)
    return f"{root_}{path}?v={version}"


@lru_cache(32)
def _recent_version(folder: str, name: str, _second: int) -> str:
    """The version of a file as it was in this second: a page names seven."""
    return _version(folder, name)


def _version(folder: str, name: str) -> str:
    """The version of a file as it is now: an upgrade may replace it under a running site."""
    path = Path(folder, name)
    status = path.stat()
    return _digest(str(path), status.st_mtime_ns, status.st_size)


@lru_cache(256)
def _digest(path: str, _changed: int, _size: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]
