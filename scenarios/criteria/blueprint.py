"""Where the pages of the grid are put, so that they can stand in several modules."""

from flask import Blueprint

blueprint = Blueprint("criteria", __name__)
