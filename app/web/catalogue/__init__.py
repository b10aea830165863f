"""The catalogue of innovations that are known by name: the page and its files."""

from app.web.catalogue import files, views
from app.web.catalogue.blueprint import blueprint

__all__ = ["blueprint", "files", "views"]
