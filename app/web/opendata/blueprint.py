"""The blueprint that the pages, files and catalogues of open data register on."""

from flask import Blueprint

blueprint = Blueprint("opendata", __name__)
