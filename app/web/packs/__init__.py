"""The offline packs that the site offers: their page, and the files themselves."""

from app.web.packs.views import blueprint, init_app

__all__ = ["blueprint", "init_app"]
