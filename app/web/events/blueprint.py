"""The blueprint that the pages of the event kit register on."""

from flask import Blueprint

blueprint = Blueprint("events", __name__)
