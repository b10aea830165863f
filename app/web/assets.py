"""Static files under names that change with their content, so browsers keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Make ``asset`` known to the templates."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a static file, with a version taken from its content."""
    return url_for(
        "static", filename=name, v=_version(Path(current_app.static_folder or "") / name)
    )


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
