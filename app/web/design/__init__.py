"""The design page: every component of the pages in its states."""

from app.web.design.views import blueprint

__all__ = ["blueprint"]
