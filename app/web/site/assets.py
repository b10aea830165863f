"""Static files under addresses that change with their content, so that browsers store them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request

from app.web.site.language_prefix import root
from app.web.site.links import url_for

#: How long browsers may store a static file, in seconds.
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Let browsers store static files for a year."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR


def asset(name: str) -> str:
    """The address of a static file, with a version taken from its content.

    Pages in both languages have the same address, so that a browser loads a file once.
    """
    version = _version(current_app.static_folder or "", name)
    path = url_for("static", filename=name).removeprefix(request.root_path)
    return f"{root('id')}{path}?v={version}"


@cache
def _version(folder: str, name: str) -> str:
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:10]
