"""The blueprint that the pages of regions register on."""

from flask import Blueprint

blueprint = Blueprint("regions", __name__)
