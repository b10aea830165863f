"""Themes: the list, the page of a theme, and its files."""

from app.web.themes import files, views
from app.web.themes.blueprint import blueprint

__all__ = ["blueprint", "files", "views"]
