"""The blueprint that the pages of the workbench register on."""

from flask import Blueprint

blueprint = Blueprint("workbench", __name__)
