"""Open data: the collection as files with codebooks, and the catalogue that harvesters read."""

from app.web.opendata import dcat_views, views
from app.web.opendata.blueprint import blueprint
from app.web.opendata.releases import init_app

__all__ = ["blueprint", "dcat_views", "init_app", "views"]
