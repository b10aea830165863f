"""The event kit: from a theme or a shortlist to a printed kit."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("events", __name__)


@blueprint.get("/acara")
def kit() -> str:
    return ""
