"""The blueprint that the page and the files of replications register on."""

from flask import Blueprint

blueprint = Blueprint("replications", __name__)
