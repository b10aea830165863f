"""Counts the searches that the collection has nothing about, where the operator wants it."""

from __future__ import annotations

import logging

from flask import Flask, current_app, g

from app.search.needs import NeedLog, NeedLogError
from app.search.results import Results
from app.settings import Settings

log = logging.getLogger(__name__)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its log, if the settings name one."""
    app.extensions["needs"] = NeedLog(settings.needs) if settings.needs else None


def needs_are_logged() -> bool:
    """Whether this site counts what was searched in vain."""
    return current_app.extensions["needs"] is not None


def note(results: Results) -> None:
    """Count a search that found nothing about its text; a failure never reaches the visitor.

    Filters narrow what a collection has, and a page number or an advanced query says little of
    a need: such searches are not counted.
    """
    query = results.query
    if results.total or query.filters or query.mode != "plain":
        return
    g.found_nothing = True  # a figure of /metrics
    need_log: NeedLog | None = current_app.extensions["needs"]
    if need_log is None:
        return
    g.tag = None  # the page is made anew for each visitor, so that each counts
    try:
        need_log.add(query.text)
    except NeedLogError as exc:
        log.warning("needs: %s", exc)
