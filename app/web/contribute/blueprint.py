"""The blueprint that the pages of a proposal register on."""

from flask import Blueprint

blueprint = Blueprint("contribute", __name__)
