"""The blueprint that the page and the files of the catalogue register on."""

from flask import Blueprint

blueprint = Blueprint("catalogue", __name__)
