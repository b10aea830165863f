"""The JSON API."""

from app.web.api.views import blueprint

__all__ = ["blueprint"]
