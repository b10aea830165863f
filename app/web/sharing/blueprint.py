"""The blueprint that sitemap, feeds, search description and pictures register on."""

from flask import Blueprint

blueprint = Blueprint("sharing", __name__)
