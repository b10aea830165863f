"""Corrections of a case or of the collection: how to reach the curators, or a file to pass on."""

from app.web.corrections.views import blueprint

__all__ = ["blueprint"]
