"""The blueprint that the pages of statistics register on."""

from flask import Blueprint

blueprint = Blueprint("statistics", __name__)
