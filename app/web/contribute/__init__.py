"""Proposals of new cases: a form in steps, which ends in files and perhaps with the curators."""

from app.web.contribute import template_views, views
from app.web.contribute.blueprint import blueprint

__all__ = ["blueprint", "template_views", "views"]
