"""What curators should look at again: the page and its files."""

from app.web.upkeep.views import blueprint

__all__ = ["blueprint"]
