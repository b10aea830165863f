"""Who copied whom: the page and its files."""

from app.web.replications import files, views
from app.web.replications.blueprint import blueprint

__all__ = ["blueprint", "files", "views"]
