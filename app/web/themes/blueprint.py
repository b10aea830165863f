"""The blueprint that the pages and files of themes register on."""

from flask import Blueprint

blueprint = Blueprint("themes", __name__)
