"""The form that writes advanced queries for those who don't know the language."""

from app.web.advanced.views import blueprint

__all__ = ["blueprint"]
